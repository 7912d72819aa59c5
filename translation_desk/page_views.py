"""Saving in the admin: all or nothing, and a message instead of an error page."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.viewsets.pages import PageViewSet

from translations.admin.copying import TranslatedCopyView
from translations.admin.creating import MakeOnceMixin
from translations.admin.forms import LOADED, add_errors
from translations.admin_access.choosers import choosable_pages
from translations.models import BasePage
from translations.publishing.concurrent_edits import Merge, as_disputed, as_shown, encode_parts
from translations.publishing.conflicts import describe_conflicts
from translations.publishing.locking import lock_pages

from .reports.explorer import TranslatedExplorerView, TranslatedSearchView, TranslatedTypeView
from .reports.filters import TranslatedExplorerFilterSet


class Refused(Exception):
    """Saving what `form` holds failed for a reason that its editor can put right. Ends the transaction."""

    def __init__(self, form: BaseForm, error: ValidationError | IntegrityError) -> None:
        super().__init__(form, error)
        self.form, self.error = form, error


class RefusableMixin:
    """What only shows on saving, such as a code that somebody else has just taken, is told in the form.

    Wagtail saves, makes a revision and publishes in several steps; here they are one transaction.
    """

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except (ValidationError, IntegrityError) as error:
            raise Refused(form, error) from error

    def show_refusal(self, refused: Refused) -> HttpResponse:
        """Show the form with what is wrong, once nothing of it is stored.

        :raises IntegrityError: if it was none of the values that must be unique
        """
        if isinstance(refused.error, ValidationError):
            add_errors(refused.form, refused.error)
        else:  # Wagtail checks a draft for little before the database does
            try:
                refused.form.instance.validate_unique()  # type: ignore[attr-defined]
            except ValidationError as error:
                add_errors(refused.form, error)
            else:
                raise refused.error
        return self.form_invalid(refused.form)  # type: ignore[attr-defined]


class RefusableCreateView(RefusableMixin, MakeOnceMixin, CreateView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().post(request, *args, **kwargs)
        except Refused as refused:
            return self.show_refusal(refused)

    def get_field_updates(self) -> dict[str, str]:
        """Tell, too, what the page holds: sent again, its form is put together with what others may have stored."""
        stored = self.page.get_latest_revision_as_object().serializable_data()
        return {**super().get_field_updates(), LOADED: encode_parts(as_shown(type(self.page), stored))}


class RefusableEditView(RefusableMixin, EditView):
    @cached_property
    def is_out_of_date(self) -> bool:
        """Let a form that tells what it shows be put together with what others have stored meanwhile."""
        if self.is_reverting or not self.request.POST.get(LOADED):
            return bool(super().is_out_of_date)
        return False

    def get_object(self) -> Any:
        """Give the draft that is shown the states of moderation that the page itself was read with.

        Else they are read for each of the fifteen questions that Wagtail asks about them.
        """
        page = super().get_object()
        if self.request.method == "GET":
            page._current_workflow_states = self.real_page_record._current_workflow_states
        return page

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        """Let those who save one page do so one after the other, each from what the one before left.

        Else an automatic save that was under way when its editor clicked on Publish would write back the draft that it
        had read, and so unpublish the page.
        """
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        try:
            with transaction.atomic():
                lock_pages(page_id)
                return super().dispatch(request, page_id, **kwargs)
        except Refused as refused:
            return self.show_refusal(refused)

    def form_valid(self, form: Any) -> HttpResponse:
        """Save what the form has with what others have stored since, or say what both have changed."""
        merged = None if self.is_reverting else form.merge()
        if merged and (merged.conflicts or (self.expects_json_response and form.is_disputed)):
            return self.tell_conflicts(form, merged)
        latest = str(self.latest_revision.pk) if self.latest_revision else ""
        if merged and self.request.POST.get("overwrite_revision_id") not in (None, "", latest):
            self.request.POST = self.request.POST.copy()
            del self.request.POST["overwrite_revision_id"]  # as there is a later one, which stays as it is
        response = super().form_valid(form)
        if merged and merged.theirs and not self.expects_json_response:
            messages.info(self.request, _("Saved, together with what someone else had written."))
        return response

    def tell_conflicts(self, form: Any, merged: Merge) -> HttpResponse:
        """Show the form again, with what this editor wrote and the difference to what is stored. Nothing is saved."""
        message = describe_conflicts(
            stored=form.before,
            page=form.assemble(),
            merged=merged,
            revision=self.latest_revision,
            editor=self.request.user,
        )
        if self.expects_json_response:
            return self.json_error_response("invalid_revision", _("Someone else has changed the same texts."))
        messages.error(self.request, message)
        self.page = form.assemble()
        self.form = self.form_class(
            instance=self.page, subscription=self.subscription, parent_page=self.parent, for_user=self.request.user
        )
        self.form.initial[LOADED] = encode_parts(as_disputed(type(self.page), form.latest, merged.conflicts))
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())


class GuardedMoveView(MoveConfirmView):
    """Asks first who may move the page and see where it goes: Wagtail asks when it moves, and names both before."""

    def dispatch(
        self, request: HttpRequest, page_to_move_id: int, destination_id: int, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        page = get_object_or_404(BasePage, pk=page_to_move_id)
        destinations = choosable_pages(request.user).filter(pk=destination_id)
        if not page.permissions_for_user(request.user).can_move() or not destinations.exists():
            raise PermissionDenied
        return super().dispatch(request, page_to_move_id, destination_id, *args, **kwargs)


class RefusablePageViewSet(PageViewSet):
    """How all types of page are found, made and edited."""

    index_view_class = TranslatedExplorerView
    content_type_use_view_class = TranslatedTypeView
    search_view_class = TranslatedSearchView
    filterset_class = TranslatedExplorerFilterSet
    add_view_class = RefusableCreateView
    edit_view_class = RefusableEditView
    copy_view_class = TranslatedCopyView
    move_confirm_view_class = GuardedMoveView
