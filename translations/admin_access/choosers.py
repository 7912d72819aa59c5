"""What the admin's choosers show: to those who may edit something only, and never what they may not see elsewhere.

Wagtail shows each page's title and every record to whoever may enter the admin.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import chooser as pages
from wagtail.permissions import policy_registry
from wagtail.snippets.views import chooser as snippets

from ..models import BasePage
from ..permissions import languages_of
from ..snippets import snippet_models
from ..visibility import VisiblePageQuerySet
from . import chosen

ACTIONS = ["add", "change", "delete", "view"]


def may_edit(model: Any, user: Any) -> bool:
    return bool(policy_registry.get_by_type(model).user_has_permission(user, "change"))


def may_edit_anything(user: Any) -> bool:
    models: list[Any] = [BasePage, *snippet_models()]
    return bool(languages_of(user)) and any(may_edit(model, user) for model in models)


def refuse_readers(user: Any) -> None:
    if not may_edit_anything(user):
        raise PermissionDenied


# Records


def choosable(model: Any, user: Any) -> Any:
    """Return the records that `user` may choose: all with any permission on them, else those the model lets be seen.

    Raises PermissionDenied for somebody who may edit nothing.
    """
    refuse_readers(user)
    policy = policy_registry.get_by_type(model)
    return model._default_manager.all() if policy.user_has_any_permission(user, ACTIONS) else model.choosable()


class ChooseMixin:
    model_class: Any
    request: HttpRequest

    def get_object_list(self) -> Any:
        return choosable(self.model_class, self.request.user)


class ChooseView(ChooseMixin, snippets.ChooseView):
    pass


class ChooseResultsView(ChooseMixin, snippets.ChooseResultsView):
    pass


class ChosenView(snippets.SnippetChosenView):
    def get_object(self, pk: str) -> Any:
        return choosable(self.model_class, self.request.user).get(pk=pk)


class ChosenMultipleView(snippets.SnippetChosenMultipleView):
    def get_objects(self, pks: list[str]) -> Any:
        return choosable(self.model_class, self.request.user).filter(pk__in=pks)


class CreateView(snippets.SnippetCreateView):
    """Records have forms of their own. Wagtail fails on a request to make one here."""

    def can_create(self) -> bool:
        return self.get_creation_form_class() is not None and super().can_create()


class RecordChooserViewSet(snippets.SnippetChooserViewSet):
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView
    chosen_view_class = ChosenView
    chosen_multiple_view_class = ChosenMultipleView
    create_view_class = CreateView

    @property
    def chosen_view(self) -> Any:
        return chosen.for_keys(super().chosen_view)

    @property
    def chosen_multiple_view(self) -> Any:
        return chosen.for_keys(super().chosen_multiple_view)


# Pages


def choosable_pages(user: Any) -> VisiblePageQuerySet:
    """Return what everybody can read, and what `user` finds in the admin's tree."""
    explorable = policy_registry.get_by_type(BasePage).explorable_instances(user)
    return BasePage.objects.filter(pk__in=BasePage.objects.visible()) | BasePage.objects.filter(pk__in=explorable)


def keep_choosable(found: Any, request: HttpRequest) -> Any:
    """Narrow the lists of the page chooser (hook `construct_page_chooser_queryset`)."""
    refuse_readers(request.user)
    return found.filter(pk__in=choosable_pages(request.user).values("pk"))


class BrowsePagesView(pages.BrowseView):
    """Names no page above the list that the list itself would not name."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        refuse_readers(request.user)
        root = BasePage.get_first_root_node()
        allowed = choosable_pages(request.user)
        if parent_page_id is not None and parent_page_id != root.pk:
            if not allowed.filter(pk=parent_page_id).exists():
                raise Http404
        elif parent_page_id is None and (wanted := request.GET.get("page_type")):
            common = self.find_common_ancestor(wanted)
            parent_page_id = common.pk if common and allowed.filter(pk=common.pk).exists() else root.pk
        return super().get(request, parent_page_id)

    def find_common_ancestor(self, wanted: str) -> Any:
        """Return the page under which all pages of the types `wanted` are, where Wagtail would begin.

        :raises Http404: for words that are no types of pages
        """
        try:
            models = pages.page_models_from_string(wanted)
        except (ValueError, LookupError) as error:
            raise Http404 from error
        return None if models == (BasePage,) else BasePage.objects.all().type(*models).first_common_ancestor()


class ChosenPagesView(pages.ChosenMultipleView):
    def get(self, request: HttpRequest) -> HttpResponse:
        refuse_readers(request.user)
        keys = request.GET.getlist("id")
        chosen.require_keys(keys)
        if choosable_pages(request.user).filter(pk__in=keys, depth__gt=1).count() < len(set(keys)):
            raise Http404
        return super().get(request)


class ExternalLinkView(pages.ExternalLinkView):
    """Says which page an address leads to, drafts' titles included: nothing for those who may edit nothing."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        refuse_readers(request.user)
        return super().dispatch(request, *args, **kwargs)


CHOOSER_VIEWS: list[tuple[str, Any, str]] = [
    ("choose-page/", BrowsePagesView, "choose_page"),
    ("choose-page/<int:parent_page_id>/", BrowsePagesView, "choose_page_child"),
    ("choose-page/chosen-multiple/", ChosenPagesView, "choose_page_chosen_multiple"),
    ("choose-external-link/", ExternalLinkView, "choose_page_external_link"),
]
# Before Wagtail's own, under the same names
urlpatterns = [
    path(route, require_admin_access(view.as_view()), name=f"wagtailadmin_{name}")
    for route, view, name in CHOOSER_VIEWS
] + chosen.urlpatterns
