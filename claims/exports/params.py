"""Which claim an address asks for, what is answered where there is none, and how files are sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..marks import parse_mark
from ..models import ClaimPage
from ..register.listing import visible_claims
from ..views import refuse_mark


def of_a_claim(view: Callable[[HttpRequest, ClaimPage], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a view of one claim, whose address has its mark: DS-4, while `ds4` leads there.

    As with short addresses, a deleted claim's mark is gone (410), and one that nobody may see unknown (404).
    """

    @wraps(view)
    @require_safe
    def answer(request: HttpRequest, mark: str) -> HttpResponseBase:
        parsed = parse_mark(mark)
        claim = visible_claims().filter(mark=str(parsed)).first() if parsed else None
        if claim is None:
            return refuse_mark(request, mark)
        if mark != claim.mark and request.resolver_match:
            return redirect(reverse(request.resolver_match.view_name, args=[claim.mark]), permanent=True)
        return view(request, claim)

    return answer


def open_to_all(response: HttpResponseBase) -> HttpResponseBase:
    """Let programs anywhere read `response`, public data the same for everybody.

    No cookie goes with such a request (Fetch standard, section 3.3.5: `*` excludes credentials), nor is one looked at.
    """
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def in_json(data: Any, content_type: str) -> JsonResponse:
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(data, safe=False, json_dumps_params=options, content_type=content_type)


def as_attachment(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """Offer `response` to be kept as a file called `name`, in ASCII."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
