"""Two wordings of a claim side by side, word by word, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from translations.languages import SOURCE, column
from translations.texts.text_diff import diff_texts

from ..marks import parse_mark
from ..models import Wording
from ..register.listing import visible_claims
from ..views import refuse_mark


@require_safe
def compare_wordings(request: HttpRequest, mark: str) -> HttpResponse:
    """Show what changed between the wordings numbered `from` and `to`; by default, the last two.

    A number that no wording has answers 404, in words and with the form to choose others.
    """
    parsed = parse_mark(mark)
    claim = visible_claims().filter(mark=str(parsed)).first() if parsed else None
    if claim is None:
        return refuse_mark(request, mark)
    wordings = list(claim.wordings.public().select_related("withholding").order_by("number"))
    numbers = [wording.number for wording in wordings] or [0]
    before = pick_wording(wordings, request.GET.get("from"), default=numbers[-2:][0])
    after = pick_wording(wordings, request.GET.get("to"), default=numbers[-1])
    context: dict[str, Any] = {"claim": claim, "wordings": wordings, "before": before, "after": after}
    context["numbers"] = {"first": numbers[0], "last": numbers[-1]}
    withheld = {wording for wording in (before, after) if wording and wording.withholding}
    if before and after and withheld:
        context |= {"withheld": True, **show_alone([each for each in (before, after) if each not in withheld])}
    elif before and after:
        language = choose_comparison_language(before, after)
        texts = [getattr(wording, column("statement", language)) or "" for wording in (before, after)]
        context |= {"changes": diff_texts(*texts), "text_language": language, "same": texts[0] == texts[1]}
    return render(request, "claims/wordings.html", context, status=200 if before and after else 404)


def show_alone(wordings: list[Wording]) -> dict[str, Any]:
    """Return what to show of the one wording that is not withheld, if one is not: there is nothing to compare."""
    language = choose_comparison_language(*wordings)
    texts = [(wording.number, getattr(wording, column("statement", language)) or "") for wording in wordings[:1]]
    return {"shown": texts, "text_language": language}


def pick_wording(wordings: list[Wording], number: str | None, *, default: int) -> Wording | None:
    """Return the wording that `number` names, the one numbered `default` where nothing is asked for."""
    wanted = number.strip() if number else str(default)
    return next((wording for wording in wordings if str(wording.number) == wanted), None)


def choose_comparison_language(*wordings: Wording) -> str:
    """Return the active language if all of `wordings` have a text in it, else the source's."""
    active = get_language() or SOURCE
    return active if all(getattr(wording, column("statement", active)) for wording in wordings) else SOURCE
