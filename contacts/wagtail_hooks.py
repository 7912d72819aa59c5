from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from translations.permissions import may_write_source

from .admin import views as admin_views
from .admin.checking import CheckedToday, PeopleToCheckPanel
from .admin.viewsets import DirectoryGroup
from .models import Region

register_snippet(DirectoryGroup)
hooks.register("register_bulk_action", CheckedToday)


@hooks.register("register_admin_urls")
def list_people_tables() -> list[Any]:
    return [
        path("people/export/", admin_views.export_people_view, name="export_people"),
        path("people/import/", admin_views.import_people_view, name="import_people"),
    ]


@hooks.register("register_log_actions")
def log_exports(actions: Any) -> None:
    actions.register_action(
        "contacts.export", pgettext_lazy("contacts", "Export people"), pgettext_lazy("contacts", "People exported")
    )


@hooks.register("construct_homepage_panels")
def show_who_waits_to_be_checked(request: HttpRequest, panels: list[Any]) -> None:
    if request.user.has_perm("contacts.change_person") and may_write_source(request.user):
        panels.append(PeopleToCheckPanel())


@hooks.register("before_delete_snippet")
def keep_regions_in_use(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    kept = [instance for instance in instances if isinstance(instance, Region) and instance.is_in_use]
    if not kept:
        return None
    for region in kept:
        words = _("“%(name)s” cannot be deleted because a page, a call, a publication or another region refers to it.")
        messages.error(request, words % {"name": region.name})
    return redirect("wagtailsnippets_contacts_region:usage", kept[0].pk)
