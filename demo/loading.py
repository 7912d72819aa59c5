"""Loads the demo as an editor would: page by page, through revisions. Existing content is left alone."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Site

from campaigns.models import HomePage
from claims.models import ClaimPage, GivenMark
from contacts.models import Region
from content.models import CahierDocument, CahierImage
from translations.languages import LANGUAGES, SOURCE, column
from translations.models import BasePage, TranslatedInline
from workshops.models import WorkshopReportPage

from .copies import get_copy, get_handouts
from .drawings import draw
from .reading import StreamWriter, get_uuid, is_translated_text, read_content_file, read_pages, to_rich_text

# What tells an organisation, a person… of the demo from others. Pages have their translation_key.
NATURAL_KEYS = {"Organisation": "name_fr", "Person": "email", "Region": "name_fr", "Topic": "slug"}
NOT_FIELDS = {"key", "later", "mark", "model", "parent", "steps"}


class Demo:
    """One run of the loader. `made` and `found` count what it made and what was there, by model."""

    def __init__(self) -> None:
        self.made: Counter[type[models.Model]] = Counter()
        self.found: Counter[type[models.Model]] = Counter()
        self.pages: dict[str, BasePage] = {}
        self.snippets = read_content_file("snippets")
        self.writer = StreamWriter(self.link, self.find_document)

    def load(self) -> list[dict[str, Any]]:
        """Make what is missing; return what describes the pages made. For a transaction, and the source language."""
        set_site_address()
        made, unfinished = [], []
        for data in read_pages():
            if page := self.find_page(data):
                self.pages[data["key"]] = page
                self.found[type(page)] += 1
            elif "mark" in data and self.is_given(data["mark"]):
                self.found[ClaimPage] += 1  # and deleted since: its mark is not for another
            else:
                page = self.pages[data["key"]] = self.make_page(data)
                self.made[type(page)] += 1
                made.append(data)
                unfinished += [data] if "later" in data else []
        for key in self.snippets["Region"]:  # those without a page too: countries and documents are filed under them
            self.refer(Region, key)
        for data in unfinished:
            page = self.pages[data["key"]] = self.reload(self.pages[data["key"]])
            self.fill(page, data["later"], data["key"])
            self.publish(page)
        return made

    # Pages

    def find_page(self, data: dict[str, Any]) -> BasePage | None:
        """Return the page made from `data` before, or one that holds what has to be unique in it."""
        model = apps.get_model(data["model"])
        if model is HomePage:
            home = HomePage.objects.get(sites_rooted_here__is_default_site=True)
            return home if home.latest_revision_id or home.lead_fr or home.facts.exists() else None
        if page := model.objects.filter(translation_key=get_uuid(data["key"])).first():
            return page
        if issubclass(model, WorkshopReportPage):
            return model.objects.filter(code=data["code"]).first()
        siblings = model.objects.child_of(self.get_parent(data))
        return siblings.filter(slug_fr=data["slug"][SOURCE]).first()

    def is_given(self, mark: str) -> bool:
        code, number = mark.split("-")
        return GivenMark.objects.filter(code=code, number=int(number)).exists()

    def get_parent(self, data: dict[str, Any]) -> BasePage:
        if "parent" in data:
            return self.reload(self.pages[data["parent"]])
        return HomePage.objects.get(sites_rooted_here__is_default_site=True)

    def make_page(self, data: dict[str, Any]) -> BasePage:
        model = apps.get_model(data["model"])
        if model is HomePage:
            page = self.get_parent({})
            self.fill(page, data, data["key"])
        else:
            page = model(translation_key=get_uuid(data["key"]), live=False)
            self.fill(page, data, data["key"])
            self.get_parent(data).add_child(instance=page)
        return self.publish(page)

    def publish(self, page: BasePage) -> BasePage:
        page.full_clean()
        page.save_revision().publish()
        return self.reload(page)

    def reload(self, page: BasePage) -> Any:
        return type(page).objects.get(pk=page.pk)

    # Fields

    def fill(self, instance: Any, data: dict[str, Any], key: str) -> None:
        """Set the fields that `data` names, each text in every language that has it.

        :param key: what tells `instance` from all others: the blocks of its bodies get their identifiers from it
        """
        for name in data.keys() - (NOT_FIELDS if isinstance(instance, BasePage) else NOT_FIELDS - {"parent"}):
            field = instance._meta.get_field(name)
            if is_translated_text(data[name]) or isinstance(field, StreamField):
                self.fill_text(instance, field, data[name], f"{key} {name}")
            else:
                setattr(instance, name, self.get_value(field, data[name], f"{key} {name}"))

    def fill_text(self, instance: Any, field: Any, content: Any, key: str) -> None:
        """Set the columns of a translated field."""
        for language in LANGUAGES:
            value: str | None = None
            if isinstance(field, StreamField):
                value = json.dumps(self.writer.write(field.stream_block, content, language, key))
            elif language in content:
                text = content[language].strip()
                value = to_rich_text(text, self.link) if isinstance(field, RichTextField) else text
            if value is not None:
                setattr(instance, column(field.name, language), value)

    def get_value(self, field: Any, content: Any, key: str) -> Any:
        """Return what a field that is not translated is to hold: rows, others named by their keys, or a plain value."""
        if field.one_to_many:
            rows = [field.related_model() for _ in content]
            for place, (row, row_data) in enumerate(zip(rows, content, strict=True)):
                row.sort_order = place  # or PostgreSQL gives rows in any order
                self.fill(row, row_data, f"{key} {place}")
            return rows
        if field.many_to_many:
            return [self.refer(field.related_model, other) for other in content]
        return self.refer(field.related_model, content) if field.is_relation else content

    def link(self, key: str, words: str) -> str:
        page = self.pages.get(key)
        return f'<a linktype="page" id="{page.pk}">{words}</a>' if page else words

    def refer(self, model: type[models.Model], key: str) -> Any:
        """Return the page, document, picture or snippet that the demo calls `key`; make all but pages where missing."""
        if issubclass(model, BasePage):
            return self.pages[key]
        if issubclass(model, TranslatedInline):  # a row, by its page and its place there: `campaign/4`
            page, place = key.split("/")
            return model._default_manager.filter(page=self.pages[page].pk)[int(place) - 1]
        if issubclass(model, CahierDocument):
            return self.get_document(key)
        if issubclass(model, CahierImage):
            return self.get_picture(key)
        data = self.snippets[model.__name__][key]
        natural_key = NATURAL_KEYS[model.__name__]
        unique = data[natural_key.removesuffix("_fr")]
        if found := model._default_manager.filter(
            **{natural_key: unique[SOURCE] if is_translated_text(unique) else unique}
        ).first():
            return found
        snippet: Any = model()
        self.fill(snippet, data, key)
        if "parent" in data:
            snippet.parent = self.refer(model, data["parent"])
        snippet.full_clean()
        snippet.save()
        self.made[model] += 1
        return snippet

    def get_picture(self, key: str) -> CahierImage:
        """Return the drawing `key`, made at its first mention."""
        data = self.snippets["CahierImage"][key]
        if found := CahierImage.objects.filter(title_fr=data["title"][SOURCE]).first():
            return found
        picture = CahierImage()
        self.fill(picture, data, key)
        picture.file.save(f"{key}.png", ContentFile(draw(key)), save=False)
        picture.save()
        self.made[CahierImage] += 1
        return picture

    def find_document(self, key: str) -> int:
        return self.get_document(key).pk

    def get_document(self, key: str) -> CahierDocument:
        """Return the copy in plain text of report `key`, made at its first mention: after its claims have marks.

        Of a guide, the handouts in one language: `guide fr`.
        """
        key, _, language = key.partition(" ")
        copy = get_handouts(self.pages[key], language) if language else get_copy(self.pages[key])
        if found := CahierDocument.objects.filter(title_fr=copy.title["fr"]).first():
            return found
        document = CahierDocument(title_fr=copy.title["fr"], title_en=copy.title["en"])
        content = copy.text.encode()
        document.file.save(copy.file_name, ContentFile(content), save=False)
        document.file_size = len(content)
        document.save()
        self.made[CahierDocument] += 1
        return document


def set_site_address() -> None:
    """Give the default site the address that the operator set as BASE_URL, and a name where it has none."""
    address = urlsplit(settings.BASE_URL)
    site = Site.objects.get(is_default_site=True)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
    site.save()
