"""Who may open a document, and the view that gives it out.

A document is as public as the pages that show it: one that stands in a draft, or in no page yet, is its editors' alone.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from wagtail import hooks
from wagtail.documents.views.serve import serve
from wagtail.models import ReferenceIndex
from wagtail.permissions import policy_registry

from translations.middleware import language_neutral
from translations.models import BasePage

from ..models import CahierDocument


@language_neutral
def serve_document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Serve a document to those who may open it; to others it is not there. Wagtail asks for its collection besides.

    Sets right what Wagtail answers: a header of no known encoding, an empty tag, and nothing said of caches.
    """
    document = get_object_or_404(CahierDocument, pk=document_id)
    is_public = is_document_shown(document)
    if not is_public and not may_open(request, document):
        raise Http404
    response = serve(request, document_id, document_filename)
    if response.get("Content-Encoding") == "None":
        del response["Content-Encoding"]
    if response.get("ETag") == '""':  # of a file that came in by no form: it has no hash
        del response["ETag"]
    if is_public and not document.collection.get_view_restrictions().exists():
        patch_cache_control(response, public=True, no_cache=True)  # asked for anew: a page is not public for ever
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def pages_with(document: CahierDocument) -> Any:
    """Return the pages in whose stored texts and rows `document` stands, and those that apps name besides.

    An app's hook `pages_with_document` takes the document and returns a queryset of pages.
    """
    kinds = ContentType.objects.get_for_models(CahierDocument, BasePage)
    references = ReferenceIndex.objects.filter(
        to_content_type=kinds[CahierDocument], to_object_id=str(document.pk), base_content_type=kinds[BasePage]
    )
    keys = {int(key) for key in references.values_list("object_id", flat=True)}
    for find in hooks.get_hooks("pages_with_document"):
        keys |= set(find(document).values_list("pk", flat=True))
    return BasePage.objects.filter(pk__in=keys)


def is_document_shown(document: CahierDocument) -> bool:
    """Tell whether a page that everybody may read shows it."""
    return bool(pages_with(document).visible().exists())


def may_open(request: HttpRequest, document: CahierDocument) -> bool:
    """Tell whether the reader got past the password or sign-in of a published page that shows it, or may choose it."""
    if request.user.has_perm("wagtailadmin.access_admin"):
        policy = policy_registry.get_by_type(CahierDocument)
        if policy.user_has_any_permission_for_instance(request.user, ["choose", "change", "delete"], document):
            return True
    for page in pages_with(document).live():
        if all(restriction.accept_request(request) for restriction in page.get_view_restrictions()):
            return True
    return False
