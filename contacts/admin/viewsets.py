"""People and regions in the admin."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_filters import ChoiceFilter
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import DeleteView, IndexView, SnippetViewSet

from translation_desk.reports.columns import status_columns
from translation_desk.reports.filters import TranslatedSnippetFilterSet, snippet_filters
from translation_desk.reports.listing import TranslatedPageListing
from translations.admin.creating import MakeSnippetOnceView
from translations.admin_access.choosers import RecordChooserViewSet
from translations.languages import LANGUAGES, column
from translations.permissions import may_write_source

from ..coordinators import may_take_in, may_take_out
from ..models import Person, Region, RegionPage
from .people_table import CHOICES


def list_posts(person: Person) -> str:
    return " ; ".join(f"{post.role}, {post.page.title}" for post in person.posts.all())


def list_public_items(person: Person) -> Any:
    """Say what visitors see of `person`, so that a list tells at a glance who is not shown at all."""
    if not person.may_be_named:
        return pgettext_lazy("contacts", "nothing")
    words = {name: Person._meta.get_field(name) for name in CHOICES.values()}
    chosen = [getattr(field, "verbose_name", "") for name, field in words.items() if getattr(person, name)]
    return ", ".join(map(str, [pgettext_lazy("contacts", "name"), *chosen]))


class PersonFilterSet(TranslatedSnippetFilterSet):
    checking = ChoiceFilter(
        label=pgettext_lazy("contacts", "Checking"),
        choices=[("late", _("not checked for a year"))],
        method="filter_by_checking",
    )

    def filter_by_checking(self, people: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        return people.filter(pk__in=Person.objects.to_check().order_by().values("pk")) if value == "late" else people

    class Meta:
        model = Person
        fields: list[str] = []


class PersonIndexView(IndexView):
    @cached_property
    def columns(self) -> list[Any]:
        """Leave addresses to those who write them: whoever translates sees names, and what is translated."""
        columns = super().columns
        return columns if may_write_source(self.request.user) else [it for it in columns if it.name != "email"]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Offer what this user may do."""
        user = self.request.user
        buttons = []
        if may_take_out(user).exists():
            label = pgettext_lazy("of people", "Export (CSV)")
            buttons.append(Button(label, url=reverse("export_people"), icon_name="download", priority=30))
        if may_take_in(user):
            label = _("Import a table (CSV)")
            buttons.append(Button(label, url=reverse("import_people"), icon_name="upload", priority=31))
        return [*super().header_more_buttons, *buttons]


class RemovePersonView(DeleteView):
    success_message = _("The person was removed from the directory.")

    @property
    def confirmation_message(self) -> Any:
        return _(
            "Remove %(name)s for good? Their roles become vacant, in drafts and earlier versions "
            "too. Their name is also removed from the search and from the log of actions."
        ) % {"name": self.object.name}


class PersonViewSet(SnippetViewSet):
    model = Person
    chooser_viewset_class = RecordChooserViewSet
    add_view_class = MakeSnippetOnceView
    icon = "user"
    menu_item_is_registered = True
    search_fields = ["name", "email"]
    filterset_class = PersonFilterSet
    index_view_class = PersonIndexView
    delete_view_class = RemovePersonView

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return Person.objects.prefetch_related("posts__page")

    @cached_property
    def list_display(self) -> list[Any]:
        return [
            "name",
            Column("posts", label=pgettext_lazy("contacts", "Roles"), accessor=list_posts),
            "email",
            Column("public", label=pgettext_lazy("contacts", "Public"), accessor=list_public_items),
            *status_columns(),
            DateColumn("checked_on", label=pgettext_lazy("contacts", "Checked on"), sort_key="checked_on"),
        ]


class RegionViewSet(SnippetViewSet):
    model = Region
    chooser_viewset_class = RecordChooserViewSet
    add_view_class = MakeSnippetOnceView
    icon = "globe"
    menu_item_is_registered = True
    search_fields = [column("name", language) for language in LANGUAGES]
    filterset_class = snippet_filters(Region)
    list_display = [*(column("name", language) for language in LANGUAGES), *status_columns(), "parent"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Region]:
        return Region.objects.select_related("parent")


class RegionPageListing(TranslatedPageListing):
    name = "region-pages"
    model = RegionPage
    icon = "mail"


class DirectoryGroup(ViewSetGroup):
    menu_label = pgettext_lazy("contacts", "Directory")
    menu_name = "directory"
    menu_icon = "globe"
    menu_order = 130
    items = (PersonViewSet, RegionPageListing, RegionViewSet)
