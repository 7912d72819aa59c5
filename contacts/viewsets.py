"""People and regions in the admin."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.snippets.views.snippets import SnippetViewSet

from translations.languages import LANGUAGES, column
from translations.listing import TranslatedPageListing

from .models import Person, Region, RegionPage


def list_posts(person: Person) -> str:
    return " ; ".join(f"{post.role}, {post.page.title}" for post in person.posts.all())


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    menu_item_is_registered = True
    search_fields = ["name", "email"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return Person.objects.prefetch_related("posts__page")

    @cached_property
    def list_display(self) -> list[Any]:
        return ["name", Column("posts", label=_("Posts"), accessor=list_posts), "email"]


class RegionViewSet(SnippetViewSet):
    model = Region
    icon = "globe"
    menu_item_is_registered = True
    search_fields = [column("name", language) for language in LANGUAGES]
    list_display = [*(column("name", language) for language in LANGUAGES), "parent"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region]:
        return Region.objects.select_related("parent")


class RegionPageListing(TranslatedPageListing):
    name = "region-pages"
    model = RegionPage
    icon = "mail"


class DirectoryGroup(ViewSetGroup):
    menu_label = _("Directory")
    menu_name = "directory"
    menu_icon = "mail"
    menu_order = 130
    items = (PersonViewSet, RegionPageListing, RegionViewSet)
