from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks

from .languages import in_each_language
from .models import BasePage


@hooks.register("before_serve_page", order=10)  # after Wagtail has asked who may see the page
def redirect_to_own_url(page: BasePage, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Redirect from the slugs of another language to those of the active one."""
    if not args and not kwargs and request.method in ("GET", "HEAD"):
        url = page.get_url(request)
        if url and url.startswith("/") and url != request.path:
            query = request.META.get("QUERY_STRING")
            return redirect(f"{url}?{query}" if query else url, permanent=True)
    return None


@hooks.register("before_move_page")
def refuse_taken_slugs(request: HttpRequest, page: BasePage, destination: BasePage) -> HttpResponse | None:
    if request.method == "POST" and page.get_taken_slugs(destination):
        messages.error(request, _("A page there already has this page's slug in one of the languages."))
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


@hooks.register("insert_global_admin_css")
def style_admin() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("admin.css"))
