"""The table of people in the admin: taken out, and taken in again in two steps, of which the first changes nothing."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.log_actions import log

from ..coordinators import may_take_in, may_take_out
from ..exports.csv_table import LARGEST, UnreadableTable
from ..models import Person
from .people_table import PersonRow, export_people, get_labels, import_people, read_people


class TableForm(forms.Form):
    table = forms.FileField(
        label=pgettext_lazy("contacts", "Table (CSV)"), error_messages={"required": _("Choose a file.")}
    )

    def clean_table(self) -> bytes:
        file = self.cleaned_data["table"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than one megabyte."))
        return bytes(file.read())


def people_list_url() -> str:
    return reverse(Person.snippet_viewset.get_url_name("list"))


@require_safe
def export_people_view(request: HttpRequest) -> HttpResponse:
    """Let people's details be taken out by those named for it; the log says who did, and how many they were."""
    people = may_take_out(request.user)
    if not people.exists():
        raise PermissionDenied
    log(request.user, "contacts.export", user=request.user, data={"count": people.count()})
    response = HttpResponse(export_people(people), content_type="text/csv; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["Content-Disposition"] = f'attachment; filename="people-{timezone.localdate()}.csv"'
    return response


@require_http_methods(["GET", "POST"])
def import_people_view(request: HttpRequest) -> HttpResponse:
    """Show what a table would do; with `content`, the table shown before, do it."""
    if not may_take_in(request.user):
        raise PermissionDenied
    if "content" in request.POST:
        return import_confirmed_people(request, request.POST["content"])
    form = TableForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["table"]
        try:
            return show_table(request, form, content=content, rows=read_people(content))
        except UnreadableTable as error:
            form.add_error("table", str(error))
    return show_table(request, form)


def import_confirmed_people(request: HttpRequest, encoded: str) -> HttpResponse:
    try:
        content = base64.b64decode(encoded, validate=True)
        rows = import_people(content, user=request.user)
    except (binascii.Error, UnreadableTable):
        messages.error(request, gettext("The table could not be read. Choose the file again."))
        return redirect("import_people")
    if any(row.problems for row in rows):
        messages.error(request, gettext("Nothing was imported: the directory has changed since you opened the table."))
        return show_table(request, TableForm(), content=content, rows=rows)
    count = sum(1 for row in rows if row.is_new or row.changes)
    words = ngettext("%(count)s person was added or changed.", "%(count)s people were added or changed.", count)
    messages.success(request, words % {"count": count})
    return redirect(people_list_url())


def show_table(
    request: HttpRequest, form: TableForm, content: bytes = b"", rows: list[PersonRow] | None = None
) -> HttpResponse:
    rows = rows or []
    context: dict[str, Any] = {
        "form": form,
        "rows": rows,
        "wrong": sum(1 for row in rows if row.problems),
        "new": sum(1 for row in rows if row.is_new and not row.problems),
        "changed": sum(1 for row in rows if row.changes and not row.problems),
        "content": base64.b64encode(content).decode("ascii"),
        "columns": list(get_labels().values()),
        "page_title": pgettext("contacts", "Import people"),
        "header_icon": "upload",
        "list_url": people_list_url(),
    }
    status = 422 if form.errors or context["wrong"] else 200
    return render(request, "contacts/admin/import.html", context, status=status)
