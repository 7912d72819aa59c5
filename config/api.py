"""Wagtail's API, version 2: read only, pages only, JSON only, each text in every language (docs/api.md).

It tells nothing that pages do not. Images and documents have no list of their own: who may open one is decided by its
collection, and those nobody has placed in a page yet are nobody's business. Version 3, which can write, is not there.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe
from modelcluster.models import get_all_child_relations
from rest_framework.fields import Field
from rest_framework.filters import BaseFilterBackend
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

from campaigns.regions import RegionTree, key_of
from claims.exports.params import open_to_all
from claims.marks import parse_mark
from claims.models import ClaimPage
from content.lead_picture import LeadPictureMixin
from content.structured_data import get_licence
from translations.addresses.sites import find_site
from translations.languages import LANGUAGES, SOURCE, column, in_each_language
from translations.middleware import language_neutral
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


class RegionsField(AddressesField):
    """What addresses call the regions that a publication or an event is for; empty, it is for everybody."""

    def get_attribute(self, instance: Any) -> Any:
        model = type(instance)
        known = self.context.setdefault("regions", {})
        if model not in known:  # all at once, for a list asks for each of its pages
            rows = (
                model.objects.exclude(regions=None)
                .order_by("regions__order", "regions")
                .values_list("pk", "regions__slug")
            )
            for key, slug in rows:
                known.setdefault(model, {}).setdefault(key, []).append(slug)
        return known.get(model, {}).get(instance.pk, [])


class RegionFilter(BaseFilterBackend):
    """What belongs to a region, as `?region=` narrows it down on pages: what is for all around it is for it too."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        if "region" not in request.GET:
            return queryset
        if not hasattr(queryset.model, "regions"):
            raise BadRequestError("region narrows down campaigns.PublicationPage or campaigns.EventPage: add type=")
        tree = RegionTree()
        if region := tree.find(request.GET["region"]):
            return tree.meant_for(queryset, region)
        raise BadRequestError("no region is called so; regions are: " + ", ".join(map(key_of, tree.in_order)))


class LeadPictureField(AddressesField):
    """The picture at the head of a page, as pages show it; nothing where it cannot be shown, or not to everybody."""

    def get_attribute(self, instance: Any) -> Any:
        picture = instance.picture
        shown = picture.find_rendition("wide") if picture else None
        if shown is None or picture.collection.get_view_restrictions().exists():
            return {}
        names = [column("description", language) for language in LANGUAGES]
        texts = {name: getattr(picture, name) or None for name in names}
        address = {"url": shown.full_url, "width": shown.width, "height": shown.height}
        return {**address, **texts, "credit": picture.credit or None}


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
    regions = RegionsField(read_only=True)
    rows = RowsField(read_only=True)
    picture = LeadPictureField(read_only=True)
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
    filter_backends = [FieldsFilter, ChildOfFilter, AncestorOfFilter, DescendantOfFilter, RegionFilter,
                       OrderingFilter]  # fmt: skip
    known_query_parameters = frozenset(
        ["limit", "offset", "fields", "order", "type", "child_of", "ancestor_of", "descendant_of", "region"]
    )
    find_query_parameters = frozenset(["id", "mark"])
    body_fields = ["id"]
    meta_fields = ["type", "detail_url", "addresses", "offered_in", *SLUGS, "first_published_at", "last_published_at",
                   "parent"]  # fmt: skip
    listing_default_fields = ["id", "type", "detail_url", "addresses", "offered_in", "first_published_at", *TITLES]
    nested_default_fields = ["id", "type", "detail_url", *TITLES]
    detail_only_fields = ["parent", "rows", "picture"]
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
        regions = ["regions"] if hasattr(model, "regions") else []
        picture = ["picture"] if issubclass(model, LeadPictureMixin) else []
        extra = [*getattr(model, "api_fields", ()), *regions, *picture, *rows]
        return cls._convert_api_fields([*cls.body_fields, *texts, *extra])

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


@language_neutral
@require_safe
def show_endpoints(request: HttpRequest) -> HttpResponseBase:
    """Answer the API's root: where its lists are, and what else programs may want."""
    addresses = {
        "pages": reverse("wagtailapi_v2:pages:listing"),
        "find": reverse("wagtailapi_v2:pages:find"),
        "claims_schema": reverse("claims_schema"),
        "claims_context": reverse("claims_context"),
        "sitemap": reverse("sitemap"),
    }
    answer = {
        "endpoints": {name: f"{settings.BASE_URL}{address}" for name, address in addresses.items()},
        "claims": in_each_language(lambda: f"{settings.BASE_URL}{reverse('claims_json')}"),
        "documentation": in_each_language(lambda: f"{settings.BASE_URL}{reverse('developers')}"),
        "license": get_licence() or None,
    }
    return open_to_all(JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 1}))


router = WagtailAPIRouter("wagtailapi_v2")
router.register_endpoint("pages", PagesViewSet)
