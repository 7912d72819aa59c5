"""Wagtail's API, version 2: read only, pages only, JSON only, each text in every language (docs/api.md).

It tells nothing that pages do not. Images and documents have no list of their own: who may open one is decided by its
collection, and those nobody has placed in a page yet are nobody's business. Version 3, which can write, is not there.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import HttpRequest
from django.utils.translation import override
from modelcluster.models import get_all_child_relations
from rest_framework.fields import Field
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from wagtail.api import APIField
from wagtail.api.v2.filters import AncestorOfFilter, ChildOfFilter, DescendantOfFilter, FieldsFilter, OrderingFilter
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.serializers import PageSerializer, StreamField, get_serializer_class
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.fields import StreamField as StreamModelField

from claims.exports.params import open_to_all
from claims.marks import parse_mark
from claims.models import ClaimPage
from translations.addresses.sites import find_site
from translations.languages import LANGUAGES, SOURCE, column
from translations.models import BasePage
from translations.texts.paths import names_of

FURTHEST = 10_000_000  # offset; beyond it databases do not count
SLUGS = [column("slug", language) for language in LANGUAGES]


class LocalizedBodyField(StreamField):
    """The blocks of a body, their links in the language of the body."""

    def to_representation(self, value: Any) -> Any:
        language = next((code for code in LANGUAGES if self.field_name == column("body", code)), SOURCE)
        with override(language):
            return super().to_representation(value)


class AddressesField(Field):
    """Absolute addresses of a page, by language."""

    def get_attribute(self, instance: BasePage) -> dict[str, str]:
        return instance.get_urls(full=True)

    def to_representation(self, value: dict[str, str]) -> dict[str, str]:
        return value


class OfferedField(AddressesField):
    """The languages in which a page has a text of its own."""

    def get_attribute(self, instance: BasePage) -> Any:
        return [language for language in LANGUAGES if instance.is_offered_in(language)]


class RowsField(AddressesField):
    """The texts of a page's rows, by relation: findings, questions, sources…, with their numbers if they have any."""

    def get_attribute(self, instance: BasePage) -> Any:
        relations = [it for it in get_all_child_relations(type(instance)) if names_of(it.related_model)]
        names = [relation.get_accessor_name() for relation in relations]
        return {name: [serialize_row(row) for row in getattr(instance, name).all()] for name in names}


def serialize_row(row: Any) -> dict[str, Any]:
    number = {"number": row.number} if hasattr(row, "number") else {}
    names = [column(name, language) for name in names_of(type(row)) for language in LANGUAGES]
    return {**number, **{name: getattr(row, name) or None for name in names}}


class ParentField(Field):
    """The page above, where that one may be seen."""

    def get_attribute(self, instance: BasePage) -> BasePage | None:
        parent = instance.get_parent()
        return self.context["base_queryset"].filter(pk=parent.pk).first()

    def to_representation(self, value: BasePage) -> Any:
        names = ["id", "type", "detail_url", *TITLES]
        serializer = get_serializer_class(type(value), names, ["type", "detail_url"], base=BothLanguagesSerializer)
        return serializer(context=self.context).to_representation(value)


class BothLanguagesSerializer(PageSerializer):
    serializer_field_mapping = {**PageSerializer.serializer_field_mapping, StreamModelField: LocalizedBodyField}
    addresses = AddressesField(read_only=True)
    offered_in = OfferedField(read_only=True)
    rows = RowsField(read_only=True)
    parent = ParentField(read_only=True)


TITLES = [column("title", language) for language in LANGUAGES]


class Pagination(WagtailPagination):
    def paginate_queryset(self, queryset: Any, request: HttpRequest, view: Any = None) -> Any:
        offset = request.GET.get("offset", "0")
        if len(offset) > len(str(FURTHEST)):
            raise BadRequestError("offset is too high")
        return super().paginate_queryset(queryset, request, view)


class PagesViewSet(PagesAPIViewSet):
    authentication_classes: list[Any] = []  # the same answer for everybody: no session is looked at
    permission_classes: list[Any] = []
    renderer_classes = [JSONRenderer]
    pagination_class = Pagination
    base_serializer_class = BothLanguagesSerializer
    filter_backends = [FieldsFilter, ChildOfFilter, AncestorOfFilter, DescendantOfFilter, OrderingFilter]
    known_query_parameters = frozenset(
        ["limit", "offset", "fields", "order", "type", "child_of", "ancestor_of", "descendant_of"]
    )
    find_query_parameters = frozenset(["id", "mark"])
    body_fields = ["id"]
    meta_fields = ["type", "detail_url", "addresses", "offered_in", *SLUGS, "first_published_at", "last_published_at",
                   "parent"]  # fmt: skip
    listing_default_fields = ["id", "type", "detail_url", "addresses", "offered_in", "first_published_at", *TITLES]
    nested_default_fields = ["id", "type", "detail_url", *TITLES]
    detail_only_fields = ["parent", "rows"]
    model = BasePage

    # What there is

    def get_base_queryset(self) -> Any:
        site = find_site(self.request)
        pages = BasePage.objects.visible()
        return pages.descendant_of(site.root_page, inclusive=True) if site else pages.none()

    @classmethod
    def get_body_fields(cls, model: Any) -> list[APIField]:
        texts = [column(name, language) for name in names_of(model) for language in LANGUAGES]
        rows = ["rows"] if model is not BasePage else []
        return cls._convert_api_fields([*cls.body_fields, *texts, *getattr(model, "api_fields", ()), *rows])

    @classmethod
    def get_available_fields(cls, model: Any, db_fields_only: bool = False) -> list[str]:
        """Name all fields; or those to filter and order by, which long texts are not."""
        if db_fields_only:
            return ["id", *TITLES, *SLUGS, "first_published_at", "last_published_at", *getattr(model, "api_fields", ())]
        return list(super().get_available_fields(model))

    @classmethod
    def get_detail_default_fields(cls, model: Any) -> list[str]:
        return cls.get_available_fields(model)

    @classmethod
    def get_listing_default_fields(cls, model: Any) -> list[str]:
        return [*cls.listing_default_fields, *getattr(model, "api_fields", ())]

    def resolve_rich_text_format(self) -> str:
        return "html"  # as pages show it; the others tell addresses of pages that are drafts

    # How it is asked

    def find_object(self, queryset: Any, request: HttpRequest) -> BasePage | None:
        if text := request.GET.get("mark"):
            mark = parse_mark(text)
            return ClaimPage.objects.filter(mark=str(mark), pk__in=queryset.values("pk")).first() if mark else None
        text = request.GET.get("id", "")
        if not (text.isascii() and text.isdigit()):
            raise BadRequestError("give an id, a positive integer, or a mark, as in DS-4")
        return queryset.filter(pk=int(text)).first()

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, ValidationError | DataError | OverflowError):
            exc = BadRequestError("; ".join(getattr(exc, "messages", ["a value is out of range"])))
        return super().handle_exception(exc)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with override(SOURCE):
            response = super().dispatch(request, *args, **kwargs)
        response.language_neutral = True
        return open_to_all(response) if response.status_code == 200 else response


router = WagtailAPIRouter("wagtailapi_v2")
router.register_endpoint("pages", PagesViewSet)
