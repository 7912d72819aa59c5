from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem

from .admin.bulk_publishing import RefusablePublishBulkAction
from .admin.content_checks import ContentChecks
from .admin.copying import name_copy
from .admin.publish_menu import publish_menu_items
from .admin_access.choosers import keep_choosable
from .languages import LANGUAGES, in_each_language
from .models import BasePage
from .permissions import language_permissions, languages_of
from .publishing.languages import choose_all_languages, hold_back
from .publishing.published_log import tell_languages
from .withholding import hooks as withholding  # noqa: F401  # likewise


@hooks.register("before_serve_page", order=10)  # after Wagtail has asked who may see the page
def redirect_to_own_url(page: BasePage, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Redirect from the slugs of another language to those of the active one."""
    if not args and not kwargs and request.method in ("GET", "HEAD"):
        url = page.get_url(request)
        if url and url.startswith("/") and url != request.path:
            query = request.META.get("QUERY_STRING")
            return redirect(f"{url}?{query}" if query else url, permanent=True)
    return None


@hooks.register("construct_wagtail_userbar")
def use_content_checks(request: HttpRequest, items: list[Any], page: Any) -> None:
    items[:] = [
        ContentChecks(page, in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]


@hooks.register("before_move_page")
def refuse_taken_slugs(request: HttpRequest, page: BasePage, destination: BasePage) -> HttpResponse | None:
    if request.method == "POST" and page.get_taken_slugs(destination):
        messages.error(request, _("A page there already uses this page’s slug in one of the languages."))
        return redirect("wagtailadmin_pages:move", page.id)
    return None


@hooks.register("before_bulk_action")
def refuse_taken_slugs_of_several(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Compare in every language, as Wagtail does in the active one; and the pages that move with one another."""
    if action_type != "move" or action.model is not BasePage:
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    coming = [set(in_each_language(partial(getattr, page, "slug")).items()) for page in objects]
    clash = sum(map(len, coming)) > len(set().union(*coming))
    if clash or any(page.get_taken_slugs(destination) for page in objects):
        messages.error(request, _("Nothing was moved: two of the pages would have the same slug in one language."))
        return redirect(action.next_url)
    return None


# Publishing and writing one language


@hooks.register("construct_page_action_menu")
def add_publish_menu_items(items: list[Any], request: HttpRequest, context: Any) -> None:
    """Offer to publish one language; to those who write only some, that alone."""
    own = [item for item in publish_menu_items() if item.is_shown(context)]
    if len(languages_of(request.user)) == len(LANGUAGES):
        items += own
    else:
        items[:] = [item for item in items if item.name != "action-publish"] + own


@hooks.register("before_publish_page")
def hold_back_other_languages(request: HttpRequest, page: BasePage) -> HttpResponse | None:
    """Let the draft that the edit form has just made, and is about to publish, hold the chosen languages only."""
    try:
        hold_back(page.latest_revision, page, request.user)
    except ValidationError as error:
        choose_all_languages(page.latest_revision)
        messages.error(request, " ".join([*error.messages, _("What you wrote is saved as a draft.")]))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("after_publish_page")
def tell_what_hides_page(request: HttpRequest, page: BasePage) -> None:
    """Say why visitors cannot read what was published, where a page above it is not."""
    if closed := page.get_ancestors().filter(live=False).only("content_type").first():
        text = _("Visitors cannot read this page until “{title}”, above it, is published.")
        messages.warning(request, text.format(title=closed.specific_deferred.get_admin_display_title()))


hooks.register("register_bulk_action", RefusablePublishBulkAction, order=10)  # these two replace Wagtail's own
hooks.register("register_log_actions", tell_languages, order=10)
hooks.register("after_copy_page", name_copy)


@hooks.register("register_permissions")
def offer_language_permissions() -> Any:
    return language_permissions()


hooks.register("construct_page_chooser_queryset", keep_choosable)


@hooks.register("insert_global_admin_css")
def style_admin() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("admin.css"))
