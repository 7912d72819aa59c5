"""Edit forms in every language, made from a model's ordinary panels and the fields it has registered.

Pages get a tab for each language and one for what all languages share; rows and snippets get their languages side
by side. The source's texts are required where the field is; those of translations never are.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, override, pgettext_lazy
from modelcluster.fields import ParentalKey
from modeltranslation.translator import translator
from wagtail.admin.forms.models import registry
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    ObjectList,
    PanelGroup,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.panels.model_utils import expand_panel_list
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import expand_db_html

from ..languages import LANGUAGES, NAMES, SOURCE, TRANSLATIONS, column
from ..texts.paths import text_in
from .forms import MINOR, is_current, translated_form_class
from .progress import ProgressPanel
from .reading_ease import ReadingEasePanel


def side_by_side(name: str, **options: Any) -> FieldRowPanel:
    """Return the fields of text `name` in every language, next to each other: for rows of a page and for snippets."""
    source = FieldPanel(column(name, SOURCE), attrs={"lang": SOURCE}, **options)
    others = [RowTextPanel(column(name, code), attrs={"lang": code}, **options) for code in TRANSLATIONS]
    return FieldRowPanel([source, *others])


class RowTextPanel(FieldPanel):
    """A translation beside its source, with a note where the source has changed since."""

    class BoundPanel(FieldPanel.BoundPanel):
        def render_html(self, parent_context: Any = None) -> str:
            return format_html("{}{}", self.render_note(), super().render_html(parent_context))

        def render_note(self) -> str:
            page = get_page(self.instance)
            if page is None:
                return ""
            field = self.panel.db_field
            name = field.translated_field.name
            relation = page_relation(self.instance).remote_field.get_accessor_name()  # type: ignore[union-attr]
            path = f"{relation}/+/{name}"
            source, translation = (text_in(self.instance, name, code) for code in (SOURCE, field.language))
            return render_note() if page.is_outdated(path, source, translation, field.language) else ""


def page_relation(row: Any) -> ParentalKey | None:
    return next((field for field in row._meta.fields if isinstance(field, ParentalKey)), None)


def get_page(row: Any) -> Any:
    """Return the page that `row` stands on; None for a snippet, and for a row that is only being added."""
    field = page_relation(row)
    page = row._state.fields_cache.get(field.name) if field else None
    return page if hasattr(page, "is_outdated") else None


def render_text(obj: Any, field: Any) -> str:
    """Return the text of `field` as readers see it, in the language of that text."""
    value = getattr(obj, field.name)
    with override(field.language):
        if isinstance(field, StreamField):
            return value.stream_block.render_basic(value)
        if isinstance(field, RichTextField):
            return mark_safe(expand_db_html(value))  # noqa: S308  # what Wagtail's own editor stored
        return mark_safe(linebreaks(value, autoescape=True))  # noqa: S308  # escaped


def render_note() -> str:
    return format_html('<strong class="translation-note">{}</strong>', gettext("changed since this translation"))


class TranslatedInterface(TabbedInterface):
    """The edit form of a page: a tab for each language, then one for settings."""

    base_form_class: Any

    def on_model_bound(self) -> None:
        model = self.model
        texts = [*model.content_panels, *model.promote_panels]
        tabs = {language: localize_panels(model, texts, language) for language in LANGUAGES}
        for language in LANGUAGES:
            tabs[language] = [ReadingEasePanel(language), *tabs[language]]
        for language in TRANSLATIONS:
            tabs[language] = [ProgressPanel(language), *tabs[language], FieldPanel(is_current(language))]
        tabs[SOURCE] = [*tabs[SOURCE], FieldPanel(MINOR)]
        self.children = [ObjectList(tabs[language], heading=NAMES[language]) for language in [SOURCE, *TRANSLATIONS]]
        shared = localize_panels(model, texts, None)
        if shared:
            self.children.append(ObjectList(shared, heading=pgettext_lazy("translations", "Details")))
        self.children.append(ObjectList(list(model.settings_panels), heading=pgettext_lazy("translations", "Settings")))
        labels = {panel.relation_name: panel.label for panel in shared if isinstance(panel, InlinePanel)}
        self.base_form_class = translated_form_class(self.base_form_class or model.base_form_class, labels)
        super().on_model_bound()


def localize_panels(model: Any, panels: list[Any], language: str | None) -> list[Any]:
    """Return copies of those of `panels` that edit texts, in `language`; or for None, of the others."""
    translated = translator.get_options_for_model(model).all_fields
    result = []
    for panel in expand_panel_list(model, panels):
        panel = panel.clone()
        if isinstance(panel, PanelGroup):
            panel.children = localize_panels(model, panel.children, language)
            if panel.children:
                result.append(panel)
        elif isinstance(panel, FieldPanel) and panel.field_name in translated:
            if language:
                result.append(localize_field_panel(model, panel, language))
        elif not language:
            result.append(panel)
    return result


def localize_field_panel(model: Any, panel: FieldPanel, language: str) -> FieldPanel:
    field = model._meta.get_field(panel.field_name)
    panel.heading = panel.heading or capfirst(field.verbose_name)
    panel.widget = panel.widget or (registry.get(field) or {}).get("widget")  # some are for exact field classes
    if isinstance(panel, TitleFieldPanel):
        panel.targets = [column(target, language) for target in panel.targets]
    if language != SOURCE:
        panel.__class__ = with_source(type(panel))  # type: ignore[arg-type]
        panel.placeholder = panel.heading  # rather than "Page title*"
    panel.field_name = column(panel.field_name, language)
    panel.attrs = {**panel.attrs, "lang": language}
    return panel


@cache
def with_source(panel_class: type[FieldPanel]) -> type[FieldPanel]:
    """Subclass `panel_class` to show, above the field of a translation, the text to translate."""

    class BoundPanel(panel_class.BoundPanel):  # type: ignore[name-defined]
        def render_html(self, parent_context: Any = None) -> str:
            return format_html("{}{}", self.render_source(), super().render_html(parent_context))

        def render_source(self) -> str:
            field = self.panel.db_field
            source = self.instance._meta.get_field(column(field.translated_field.name, SOURCE))
            if not getattr(self.instance, source.name):
                return ""
            name, language = field.translated_field.name, field.language
            note = render_note() if self.instance.has_outdated(name, language) else ""
            return format_html(
                '<details class="translation-source" open><summary>{} {}</summary><div lang="{}">{}</div></details>',
                NAMES[SOURCE],
                note,
                SOURCE,
                render_text(self.instance, source),
            )

    return type(panel_class.__name__, (panel_class,), {"BoundPanel": BoundPanel})
