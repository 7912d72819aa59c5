"""Admin views that add a page or a snippet: each form creates one, however often it is submitted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.utils.translation import gettext as _
from wagtail.admin.utils import set_query_params
from wagtail.snippets.views.snippets import CreateView as SnippetCreateView

from .idempotency import FIELD, IdempotencyKey, key_field, use_key


class MakeOnceMixin:
    """For Wagtail's views that add a page or a snippet: a form that was sent before changes what it made then."""

    request: HttpRequest
    expects_json_response: bool
    form: Any
    refused = False

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic(savepoint=False):
            key, used = use_key(request)
            if key and used:
                return self.change(key)
            response: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
            if key and self.refused:
                key.delete()  # it will be sent again, put right
            elif key:
                key.outcome = {
                    "url": self.get_edit_url(),  # type: ignore[attr-defined]
                    "automatic": self.expects_json_response,
                    "updates": dict(self.get_field_updates()),
                }
                key.save()
            return response

    def form_invalid(self, form: Any) -> HttpResponse:
        self.refused = True
        return super().form_invalid(form)  # type: ignore[misc]

    def get_field_updates(self) -> Mapping[str, str]:
        """Return what the browser would have put into the form, had it had the answer before it sent it again."""
        return dict(self.form.get_field_updates_for_resave())

    def change(self, key: IdempotencyKey) -> HttpResponse:
        """Let the view that edits what was made take the form."""
        if self.expects_json_response and not key.outcome["automatic"]:
            return self.json_error_response("invalid_revision", _("This form has already been sent."))  # type: ignore[attr-defined]
        data = self.request.POST.copy()
        for name, value in key.outcome["updates"].items():
            data[name] = value
        self.request.POST = data  # type: ignore[assignment]
        match = resolve(key.outcome["url"])
        response: HttpResponse = match.func(self.request, *match.args, **match.kwargs)
        if self.expects_json_response and response.status_code == 200:
            url = key.outcome["url"]
            told = {"url": url, "hydrate_url": set_query_params(url, {"_w_hydrate_create_view": "1"})}
            return JsonResponse({**json.loads(response.content), **told})
        return response


class MakeSnippetOnceView(MakeOnceMixin, SnippetCreateView):
    """The view that adds a snippet, for any SnippetViewSet."""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.fields[FIELD] = key_field()
        return form
