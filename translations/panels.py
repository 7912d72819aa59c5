"""Edit forms in every language, made from a model's ordinary panels and the fields it has registered.

Pages get a tab for each language and one for what all languages share; rows and snippets get their languages side
by side. The source's texts are required where the field is; those of translations never are.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator
from wagtail.admin.forms.models import registry
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, PanelGroup, TabbedInterface, TitleFieldPanel
from wagtail.admin.panels.model_utils import expand_panel_list
from wagtail.fields import RichTextField
from wagtail.rich_text import expand_db_html

from .forms import is_current, translated_form_class
from .languages import LANGUAGES, NAMES, SOURCE, TRANSLATIONS, column


def side_by_side(name: str, **options: Any) -> FieldRowPanel:
    """Return the fields of text `name` in every language, next to each other: for rows of a page and for snippets."""
    return FieldRowPanel([FieldPanel(column(name, language), **options) for language in LANGUAGES])


class TranslatedInterface(TabbedInterface):
    """The edit form of a page: a tab for each language, then one for settings."""

    def on_model_bound(self) -> None:
        model = self.model
        texts = [*model.content_panels, *model.promote_panels]
        tabs = {language: localize_panels(model, texts, language) for language in LANGUAGES}
        for language in TRANSLATIONS:
            tabs[language].append(FieldPanel(is_current(language)))
        shared = [
            *localize_panels(model, model.content_panels, None),
            *localize_panels(model, model.promote_panels, None),
        ]
        self.children = [ObjectList(tabs[SOURCE], heading=NAMES[SOURCE])]
        self.children += [ObjectList(tabs[language], heading=NAMES[language]) for language in TRANSLATIONS]
        self.children.append(ObjectList(shared, heading=_("Facts and records")))
        self.children.append(ObjectList(list(model.settings_panels), heading=_("Settings")))
        self.base_form_class = translated_form_class(self.base_form_class or model.base_form_class)
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
        panel.__class__ = with_source(type(panel))
        panel.placeholder = panel.heading  # rather than "Page title*"
    panel.field_name = column(panel.field_name, language)
    panel.attrs = {**panel.attrs, "lang": language}
    return panel


@cache
def with_source(panel_class: type[FieldPanel]) -> type[FieldPanel]:
    """Subclass `panel_class` to show, above the field of a translation, the text to translate."""

    class BoundPanel(panel_class.BoundPanel):  # type: ignore[name-defined,misc]
        def render_html(self, parent_context: Any = None) -> str:
            return format_html("{}{}", self.render_source(), super().render_html(parent_context))

        def render_source(self) -> str:
            field = self.panel.db_field
            source = self.instance._meta.get_field(column(field.translated_field.name, SOURCE))
            value = getattr(self.instance, source.name)
            if not value:
                return ""
            if isinstance(source, RichTextField):
                value = mark_safe(expand_db_html(value))  # noqa: S308  # what Wagtail's own editor stored
            outdated = self.instance.is_outdated(field.translated_field.name, field.language)
            note = gettext("changed since this translation") if outdated else ""
            return format_html(
                '<details class="translation-source" open><summary>{} {}</summary><div lang="{}">{}</div></details>',
                NAMES[SOURCE],
                format_html("<strong>– {}</strong>", note) if note else "",
                SOURCE,
                value,
            )

    return type(panel_class.__name__, (panel_class,), {"BoundPanel": BoundPanel})
