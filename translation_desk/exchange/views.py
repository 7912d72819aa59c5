"""Taking translations out and in, in the admin: an import shows first what it will change."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin import messages
from wagtail.admin.auth import user_has_any_page_permission

from translations.languages import NAMES, SOURCE
from translations.models import BasePage
from translations.texts.paths import find_texts

from .entries import describe_object, title_of
from .forms import ApplyForm, ExportForm, TranslationImportForm, find_start
from .import_preview import ImportPreview, make_import_preview
from .imported_units import UnreadableFile, say_too_large
from .importing import ImportRefused, import_texts, parse_import_file, read_signed, sign_plan
from .machine import get_translator, suggest, write_suggestions
from .po import write_po
from .selection import find_objects, gather_entries, may_write_texts, translations_of
from .xliff import write_xliff

LARGEST_REQUEST = 8_000_000  # bytes: the largest file, or a preview of it on its way back
WRITERS = {"po": (write_po, "text/x-gettext-translation; charset=utf-8", "po"),
           "xliff": (write_xliff, "application/xliff+xml; charset=utf-8", "xlf")}  # fmt: skip


def may_exchange(user: Any) -> bool:
    """Tell whether `user` translates anything here."""
    return bool(translations_of(user)) and user_has_any_page_permission(user)


@require_safe
def export_translations_view(request: HttpRequest) -> HttpResponse:
    if not may_exchange(request.user):
        raise PermissionDenied
    name = request.GET.get("object", "")
    start = find_start(name, request.user) if name else None
    if name and start is None:
        raise Http404
    form = ExportForm(
        request.GET if "format" in request.GET else None, user=request.user, start=start, initial={"object": name}
    )
    if form.is_valid():
        response = export(form.cleaned_data, start, request.user)
        if response is not None:
            return response
        form.add_error(None, _("There is nothing to translate: all of these texts are translated."))
    context = {
        "form": form,
        **head(
            pgettext("translation_desk", "Export translations"), describe_object(start) if start else "", "download"
        ),
    }
    return render(request, "translation_desk/exchange/export.html", context, status=422 if form.errors else 200)


def export(chosen: dict[str, Any], start: Any, user: Any) -> HttpResponse | None:
    """Return the file; None where there is nothing to put into it."""
    language, scope = chosen["language"], chosen["scope"]
    objects = find_objects(user, None if scope == "all" else start, below=scope == "below")
    entries = list(gather_entries(objects, language, unfinished=chosen["texts"] == "unfinished"))
    if not entries:
        return None
    write, content_type, extension = WRITERS[chosen["format"]]
    response = HttpResponse(write(entries, language), content_type=content_type)
    title = slugify(title_of(start)) if start and scope != "all" else ""
    name = "-".join(filter(None, [title[:60], language, timezone.localdate().isoformat()]))
    response["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return response


@csrf_exempt  # for what is too large to be read: all else is checked by what this calls
@require_http_methods(["GET", "POST"])
def import_translations_view(request: HttpRequest) -> HttpResponse:
    """Refuse a request that is too large before anything of it is read."""
    if not may_exchange(request.user):
        raise PermissionDenied
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_REQUEST:
        return show_import(request, TranslationImportForm(user=request.user), words=say_too_large(), status=413)
    return look_at_file(request)


@csrf_protect
def look_at_file(request: HttpRequest) -> HttpResponse:
    """Show what a file would change; with `preview`, what was shown before, do it."""
    if "plan" in request.POST:
        return import_translations(request)
    form = TranslationImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        try:
            preview = make_import_preview(
                parse_import_file(form.cleaned_data["file"], language), language, request.user
            )
        except UnreadableFile as error:
            form.add_error("file", str(error))
        else:
            return show_import(request, form, preview=preview, status=422 if preview.problems else 200)
    return show_import(request, form, status=422 if form.errors else 200)


def import_translations(request: HttpRequest) -> HttpResponse:
    form = ApplyForm(request.POST)
    try:
        texts, language, expected = read_signed(form.data["plan"], request.user)
    except signing.BadSignature:
        messages.error(request, form.get_first_error())
        return redirect("translation_files:import")
    if language not in translations_of(request.user):
        raise PermissionDenied
    at_once = bool(request.POST.get("at_once"))
    try:
        preview = import_texts(texts, language, request.user, expected=expected, at_once=at_once)
    except ImportRefused as error:
        words = _("Nothing was saved: the site has changed since you previewed the file.")
        return show_import(
            request, TranslationImportForm(user=request.user), preview=error.preview, words=words, status=422
        )
    count = len(preview.changes)
    written = ngettext("%(count)s text was saved.", "%(count)s texts were saved.", count) % {"count": count}
    drafts = _("Pages have it as a draft: nothing was published.")
    messages.success(request, f"{written} {drafts}")
    return redirect("translation_files:import")


def show_import(
    request: HttpRequest,
    form: TranslationImportForm,
    preview: ImportPreview | None = None,
    words: str = "",
    status: int = 200,
) -> HttpResponse:
    may_go_on = bool(preview and preview.changes and preview.all_are_stale and not words)
    context = {
        "form": form,
        "preview": preview,
        "words": words,
        "signed": sign_plan(preview, request.user) if preview and may_go_on else "",
        "source": SOURCE,
        **head(
            pgettext("translation_desk", "Import translations"), NAMES[preview.language] if preview else "", "upload"
        ),
    }
    return render(request, "translation_desk/exchange/import.html", context, status=status)


@require_http_methods(["GET", "POST"])
def suggest_view(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Show what the machine proposes for a page; on POST write it into a draft."""
    page = BasePage.objects.filter(pk=pk, depth__gt=1, alias_of=None).first()
    if get_translator() is None or page is None or language not in translations_of(request.user):
        raise Http404
    if not may_write_texts(request.user, page) or page.permissions_for_user(request.user).page_locked():
        raise PermissionDenied
    edit_url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    try:
        if request.method == "POST":
            count = write_suggestions(pk, language, request.user)
            words = ngettext("%(count)s text was filled in.", "%(count)s texts were filled in.", count)
            messages.success(request, words % {"count": count})
            return redirect(edit_url)
        draft = page.specific.get_latest_revision_as_object()
        proposals = suggest(draft, language)
    except OSError as error:
        messages.error(request, _("The translation service did not respond: %(error)s") % {"error": error})
        return redirect(edit_url)
    context = {
        "rows": [(text, proposals[text.path]) for text in find_texts(draft) if text.path in proposals],
        "language": language,
        "source": SOURCE,
        "edit_url": edit_url,
        **head(pgettext("translation_desk", "Machine translation"), describe_object(draft), "cogs"),
    }
    return render(request, "translation_desk/exchange/suggest.html", context)


def head(title: str, subtitle: str, icon: str) -> dict[str, Any]:
    """Return what Wagtail's narrow header asks for: the wide one cuts long titles off on small screens."""
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": pgettext("translation_desk", "Home")},
        {"url": "", "label": title, "sublabel": subtitle},
    ]
    full = f"{title}: {subtitle}" if subtitle else title
    return {"header_title": full, "page_title": title, "header_icon": icon, "breadcrumbs_items": crumbs}
