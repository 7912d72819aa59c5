"""The admin as editors of conventions need it: their own menu, their own first page, no news of Wagtail."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.auth import user_has_any_page_permission

from translation_desk.page_views import RefusablePageViewSet

from .admin_api import AdminPagesViewSet, DocumentsViewSet, ImagesViewSet
from .dashboard import TranslationsPanel
from .schedule_panel import SchedulePanel

NOT_FOR_EDITORS = {"help"}
NEWS = {"whats_new_in_wagtail_version"}


@hooks.register("construct_main_menu")
def arrange_menu(request: HttpRequest, items: list[Any]) -> None:
    """Leave the name “Reports” to workshops': Wagtail's own are about what happened on the site."""
    items[:] = [item for item in items if item.name not in NOT_FOR_EDITORS]
    for item in items:
        if item.name == "reports":
            item.label = pgettext_lazy("site", "Activity")
            item.icon_name = "history"


@hooks.register("construct_homepage_panels")
def show_what_waits(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in NEWS]
    if user_has_any_page_permission(request.user):
        panels += [*SchedulePanel.make(request), TranslationsPanel()]


@hooks.register("register_admin_viewset", order=1000)  # after Wagtail's own, which it replaces
def edit_pages() -> RefusablePageViewSet:
    return RefusablePageViewSet()


@hooks.register("construct_admin_api", order=1000)  # after Wagtail's own, which these replace
def narrow_api(router: Any) -> None:
    router.register_endpoint("pages", AdminPagesViewSet)
    router.register_endpoint("documents", DocumentsViewSet)
    router.register_endpoint("images", ImagesViewSet)
