"""Saving in the admin: all or nothing, and a message instead of an error page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet

from .locking import lock_pages


class RefusableMixin:
    """What only shows on saving, such as a code that somebody else has just taken, is told in the form.

    Wagtail saves, makes a revision and publishes in several steps; here they are one transaction.
    """

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)  # type: ignore[attr-defined]


def add_errors(form: BaseForm, error: ValidationError) -> None:
    """Put each message on its field, or above the form where it is on none."""
    for name, messages in error.update_error_dict({}).items():
        form.add_error(name if name in form.fields else None, messages)


class RefusableCreateView(RefusableMixin, CreateView):
    pass


class RefusableEditView(RefusableMixin, EditView):
    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        """Let those who save one page do so one after the other, each from what the one before left.

        Else an automatic save that was under way when its editor clicked on Publish would write back the draft that it
        had read, and so unpublish the page.
        """
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            lock_pages(page_id)
            return super().dispatch(request, page_id, **kwargs)


class RefusablePageViewSet(PageViewSet):
    """How all types of page are made and edited."""

    add_view_class = RefusableCreateView
    edit_view_class = RefusableEditView
