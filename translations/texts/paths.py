"""The texts of a page or snippet, each under a path that both languages share.

A field's path is its name; that of a text in a row is relation/row/field: `findings/2/title`, `sessions/+1/note`; in a
body, body/block/part, with the id of the source's block: `body/3f2c…/caption`; a picture's, `image/5/description`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.html import strip_tags
from django.utils.text import Truncator, capfirst
from django.utils.translation import override
from modelcluster.models import get_all_child_relations
from modeltranslation.manager import get_translatable_fields_for_model
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model

from ..languages import LANGUAGES, SOURCE, TRANSLATIONS, column
from .characters import clean_text
from .streams import Leaf, adopt_ids, follow, leaves, numbers_of_images

NOT_READ = {"draft_title", "slug", "url_path"}  # not texts that a reader reads
FOR_MACHINES = ["menu_title", "seo_title", "search_description"]  # which editors are shown after all others
EDITORS_KEYS = re.compile(r' data-block-key="[^"]*"')  # which the rich text editor adds


@dataclass(frozen=True)
class Text:
    """A text in every language: as editors name it, and how it is written.

    :param holder: the object, one of its rows, or a picture that it shows
    :param block: what edits it in a body; None for a text that is a field of its own
    """

    path: str
    holder: models.Model
    name: str
    by: dict[str, str]
    place: str  # the path of its field
    block: blocks.Block | None = None
    labels: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        return self.by[SOURCE]

    @property
    def field(self) -> Any:
        return self.holder._meta.get_field(self.name)

    @property
    def is_rich(self) -> bool:
        """Tell whether it is HTML."""
        return isinstance(self.block or self.field, blocks.RichTextBlock | RichTextField)

    @property
    def has_lines(self) -> bool:
        """Tell whether it may have several lines or paragraphs."""
        return self.is_rich or isinstance(self.block or self.field, blocks.TextBlock | models.TextField)

    @property
    def limit(self) -> int | None:
        """How many characters it can have; None for as many as one likes."""
        limit = self.block.field.max_length if isinstance(self.block, blocks.CharBlock) else None
        return limit if self.block else self.field.max_length

    @property
    def label(self) -> str:
        """Name the text as the form does: “Lead”, “Quote: Source”, or for a row “Explanation (C2)”."""
        if self.labels:
            return ": ".join(dict.fromkeys(self.labels))
        label = capfirst(str(self.field.verbose_name))
        if "/" not in self.path:
            return label
        with override(SOURCE):
            row = getattr(self.holder, "mark", "") or Truncator(str(self.holder)).chars(30)
        return f"{label} ({row})"


# Reading


def find_texts(obj: models.Model, names: Collection[str] | None = None) -> list[Text]:
    """Return the texts of `obj`, of its rows and of the pictures it shows, as its form orders them.

    :param names: of those fields of `obj` to which to keep
    """
    if names is not None:
        return [text for name in names for text in read_place(name, obj, name)]
    places = list(places_of(obj))
    texts = [text for path, holder, name in places for text in read_place(path, holder, name)]
    return [*texts, *(read_field(f"image/{image.pk}/description", image, "description") for image in images_of(obj))]


def texts_of(obj: models.Model, language: str) -> dict[str, str]:
    """Map the path of each text that `obj` has in `language` to that text. Empty ones are left out."""
    return {path: texts[language] for path, texts in texts_by_path(obj).items() if texts[language]}


def texts_by_path(obj: models.Model) -> dict[str, dict[str, str]]:
    """Map the path of each text of `obj` to that text in each language, empty where it has none."""
    return {text.path: text.by for text in find_texts(obj)}


def read_place(path: str, holder: models.Model, name: str) -> Iterator[Text]:
    if not isinstance(holder._meta.get_field(name), StreamField):
        yield read_field(path, holder, name)
        return
    found: dict[str, tuple[Leaf, dict[str, str]]] = {}
    for language in TRANSLATIONS:
        block, source, translation = read_bodies(holder, name, language)
        for leaf in leaves(block, source, translation, path):
            _leaf, by = found.setdefault(leaf.path, (leaf, dict.fromkeys(LANGUAGES, "")))
            by |= {
                SOURCE: clean_as_edited(leaf.source, leaf.block),
                language: clean_as_edited(leaf.translation, leaf.block),
            }
    for leaf, by in found.values():
        yield Text(leaf.path, holder, name, by, path, leaf.block, leaf.labels)


def read_bodies(holder: models.Model, name: str, language: str) -> tuple[Any, Any, Any]:
    """Return the block of body `name`, and the body in the source's language and in `language`, as JSON."""
    values = [getattr(holder, column(name, code)) for code in (SOURCE, language)]
    block = holder._meta.get_field(column(name, SOURCE)).stream_block  # type: ignore[union-attr]
    return (block, *(value.get_prep_value() if value else [] for value in values))


def read_field(path: str, holder: models.Model, name: str) -> Text:
    by = {language: text_in(holder, name, language) for language in LANGUAGES}
    return Text(path, holder, name, by, path)


def images_of(obj: models.Model) -> list[Any]:
    """Return the pictures that `obj` shows in its source's bodies and by its own fields, with one query at most."""
    keys = keys_of_images(obj)
    if (shared := obj.__dict__.get("shared_pictures")) is not None:
        return [shared[key] for key in sorted(keys) if key in shared]
    return list(get_image_model()._default_manager.filter(pk__in=keys).order_by("pk")) if keys else []


def share_pictures(objects: Collection[models.Model]) -> None:
    """Let images_of() find the pictures of all `objects` with one query together, instead of one each."""
    keys = {key for obj in objects for key in keys_of_images(obj)}
    found = get_image_model()._default_manager.in_bulk(keys)
    for obj in objects:
        obj.shared_pictures = found  # type: ignore[attr-defined]


def keys_of_images(obj: models.Model) -> set[int]:
    """Return the keys of the pictures that `obj` shows, without a query."""
    model = get_image_model()
    if "description" not in (get_translatable_fields_for_model(model) or []) or isinstance(obj, model):
        return set()
    keys = {getattr(obj, field.attname) for field in obj._meta.concrete_fields if field.related_model is model}
    for field in obj._meta.concrete_fields:
        if isinstance(field, StreamField) and (value := obj.__dict__.get(field.attname)):
            keys |= set(numbers_of_images(field.stream_block, value.get_prep_value()))
    return keys - {None}


def places_of(obj: models.Model) -> Iterator[tuple[str, models.Model, str]]:
    """Yield (path, obj or one of its rows, field name) for each text, with one query at most for each kind of row."""
    for name in names_of(type(obj)):
        yield name, obj, name
    for relation in get_all_child_relations(type(obj)):
        if names := names_of(relation.related_model):
            for place, row in enumerate(getattr(obj, relation.get_accessor_name()).all(), start=1):
                key = getattr(row, "number", None) or f"+{place}"
                for name in names:
                    yield f"{relation.get_accessor_name()}/{key}/{name}", row, name


def names_of(model: type[models.Model]) -> list[str]:
    """Return the names of the fields of `model` that are translated and read, in the order of its definition."""
    names = set(get_translatable_fields_for_model(model) or []) - NOT_READ
    order = [field.name for field in model._meta.fields]
    return sorted(names, key=lambda name: (name in FOR_MACHINES, order.index(name)))


def path_kind(path: str) -> str:
    """Return `path` without its row, as rows change place: `sessions//note`."""
    relation, _separator, rest = path.partition("/")
    return f"{relation}//{rest.partition('/')[2]}" if rest else path


def text_in(obj: models.Model, name: str, language: str) -> str:
    """Return the text of field `name` in `language`, so that a text saved again in the admin is the same text."""
    field = obj._meta.get_field(column(name, language))
    return clean_as_edited(getattr(obj, field.name) or "", field)


def clean_as_edited(text: str, kind: Any) -> str:
    """Return `text`, of this field or block, without what an editor's browser adds: keys of paragraphs, line ends.

    Nor does it hold characters that no text has: so a text that was stored with them is the same once it is cleaned.
    """
    text = clean_text(text)
    if isinstance(kind, RichTextField | blocks.RichTextBlock) and not (strip_tags(text).strip() or "<embed" in text):
        return ""
    return plain_lines(EDITORS_KEYS.sub("", text) if " data-block-key" in text else text)


def plain_lines(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


# Writing


def set_texts(obj: models.Model, language: str, texts: Mapping[str, str]) -> list[Any]:
    """Write `texts`, path -> text, in `language`, a translation's; its bodies follow the source's blocks.

    Nothing is saved. Return the pictures whose alternative text changed: they are no part of `obj`.

    :raises KeyError: for a path that `obj` has not
    """
    for relation in get_all_child_relations(type(obj)):
        getattr(obj, relation.get_accessor_name()).get_object_list()  # or each look would find other rows
    known = {text.path: text for text in find_texts(obj)}
    texts = {path: clean_text(value) for path, value in texts.items()}
    bodies: dict[str, Text] = {}
    pictures = []
    for path, value in texts.items():
        text = known[path]
        if text.block:
            bodies[text.place] = text
        else:
            setattr(text.holder, column(text.name, language), value)
            pictures += [text.holder] if path.startswith("image/") else []
    for place, text in bodies.items():
        block, source, translation = read_bodies(text.holder, text.name, language)
        body = follow(block, source, translation, texts, place)
        setattr(text.holder, column(text.name, language), block.to_python(body))
    return pictures


def align_bodies(obj: models.Model) -> None:
    """Give the blocks of each body's translations the ids of those they translate, so that both move together."""
    for _path, holder, name in places_of(obj):
        if isinstance(holder._meta.get_field(name), StreamField):
            for language in TRANSLATIONS:
                block, source, translation = read_bodies(holder, name, language)
                adopted = adopt_ids(block, source, translation)
                if adopted != translation:
                    setattr(holder, column(name, language), block.to_python(adopted))
