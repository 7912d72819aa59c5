"""The decisions that an assembly can take on a numbered claim: contest, adopt again, withdraw, merge, split.

Each act is one transaction: the decision with its reason, the claims that come after it, the claim's new state, the
entry in the log. A claim that is withdrawn, merged or split keeps its page and its mark.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from translations.languages import LANGUAGES, SOURCE, column
from translations.publishing.locking import lock_pages

from ..models.claim import ClaimPage
from ..models.decision import Decision, Deliberation, Succession, follow_successors
from ..register.adding import NewClaim, NewClaimTexts, add_claims


@dataclass(frozen=True)
class Vote:
    """How an assembly decided, as far as it is known; `mandate` says in each language on whose behalf."""

    present: int | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstaining: int | None = None
    mandate: NewClaimTexts = field(default_factory=dict)
    rapporteur: str = ""


NO_VOTE = Vote()


@transaction.atomic
def decide(
    *,
    claim: ClaimPage,
    deliberation: Deliberation,
    reason: NewClaimTexts,
    on: datetime.date | None = None,
    successors: Collection[ClaimPage] = (),
    vote: Vote = NO_VOTE,
    user: User | None = None,
) -> Decision:
    """Enter what the assembly decided on `claim`, and set its state.

    :param reason: in each language that has it; the source's is required to withdraw, merge or split
    :param on: the day of the decision, today if it is not given
    :param successors: claims that take its place: exactly one for a merger, two or more for a split, any number for
        a withdrawal, none otherwise
    :param vote: who was there and how they voted, as far as it is known
    :raises ValidationError: if the claim bears no mark, or if the decision is none that can be made of it
    """
    claim, *successors = read_again(claim, *dict.fromkeys(successors))
    check_decision(claim, deliberation, reason, on)
    check_successors(claim, deliberation, successors)
    check_vote(vote)
    decision = Decision(claim=claim, deliberation=deliberation, on=on or timezone.localdate(), by=user)
    for name in VOTE_FIELDS:
        setattr(decision, name, getattr(vote, name))
    for language in LANGUAGES:
        setattr(decision, column("mandate", language), vote.mandate.get(language, "").strip())
        setattr(decision, column("reason", language), reason.get(language, "").strip())
    with override(SOURCE):
        decision.save()
    Succession.objects.bulk_create(Succession(predecessor=claim, successor=other) for other in successors)
    ClaimPage.objects.filter(pk__in=[other.pk for other in successors]).update(has_predecessors=True)
    claim.deliberation = deliberation
    claim.save(update_fields=["deliberation"], clean=False)  # what else it says is not in question
    data = {"mark": claim.mark, "successors": [other.mark for other in successors]}
    log(claim, f"claims.{deliberation.value}", user=user, data=data)
    return decision


def read_again(*claims: ClaimPage) -> list[ClaimPage]:
    """Return `claims` as the database has them, and locked.

    As each act locks all claims it concerns, two acts at the same moment cannot make a circle of them together.
    """
    lock_pages(*(claim.pk for claim in claims))
    found = ClaimPage.objects.in_bulk([claim.pk for claim in claims])
    return [found[claim.pk] for claim in claims]


def check_decision(
    claim: ClaimPage, deliberation: Deliberation, reason: NewClaimTexts, on: datetime.date | None
) -> None:
    """:raises ValidationError: in words that name the claim"""
    if not claim.mark:
        raise ValidationError(_("A claim without a number is a draft: edit it, or delete it."))
    if Deliberation(claim.deliberation).is_final:
        message = _("%(mark)s is closed: it is already %(state)s.")
        raise ValidationError(message % {"mark": claim.mark, "state": claim.get_deliberation_display().lower()})
    last = Decision.objects.filter(claim=claim).order_by("on", "pk").last()
    if claim.deliberation == deliberation and last:
        raise already(claim)
    if deliberation.is_final and not reason.get(SOURCE, "").strip():
        raise ValidationError({column("reason", SOURCE): _("Give a reason: it will be published.")})
    if on and on > timezone.localdate():
        raise ValidationError({"on": _("This date is in the future. Enter a decision once it has been made.")})
    if last and (on or timezone.localdate()) < last.on:
        message = _("The last decision on %(mark)s was on %(day)s: this one cannot be earlier.")
        raise ValidationError({"on": message % {"mark": claim.mark, "day": date_format(last.on)}})


def already(claim: ClaimPage) -> ValidationError:
    """Return the error that says in which state `claim` is."""
    message = _("%(mark)s is already %(state)s.")
    return ValidationError(message % {"mark": claim.mark, "state": claim.get_deliberation_display().lower()})


VOTE_FIELDS = ["present", "votes_for", "votes_against", "votes_abstaining", "rapporteur"]


def check_vote(vote: Vote) -> None:
    """:raises ValidationError: if more people voted than were present, or some of the votes are missing"""
    votes = [vote.votes_for, vote.votes_against, vote.votes_abstaining]
    if None in votes and any(count is not None for count in votes):
        raise ValidationError({"votes_for": _("Enter all three numbers of votes, zero where nobody did, or none.")})
    if vote.present is not None and sum(count or 0 for count in votes) > vote.present:
        raise ValidationError({"present": _("More votes than people present: check the numbers.")})


NUMBER_OF_SUCCESSORS = {Deliberation.MERGED: (1, 1), Deliberation.SPLIT: (2, 99), Deliberation.WITHDRAWN: (0, 99)}


def check_successors(claim: ClaimPage, deliberation: Deliberation, successors: Collection[ClaimPage]) -> None:
    """:raises ValidationError: if the claims do not fit the decision, or would lead back to `claim`"""
    fewest, most = NUMBER_OF_SUCCESSORS.get(deliberation, (0, 0))
    if not fewest <= len(successors) <= most:
        raise ValidationError(
            _(
                "A claim can be merged into one other claim, split into two or more, or withdrawn "
                "and replaced by any number."
            )
        )
    for other in successors:
        names = {"mark": claim.mark, "other": other.mark or other.title}
        if other.pk == claim.pk:
            raise ValidationError(_("%(mark)s cannot replace itself.") % names)
        if not other.mark or not other.live:
            raise ValidationError(_("Publish “%(other)s” before it replaces %(mark)s.") % names)
        if claim.pk in follow_successors(other.pk):
            raise ValidationError(
                _("%(mark)s already replaced %(other)s, so it cannot be merged back into it.") % names
            )
        if Deliberation(other.deliberation).is_final:
            raise ValidationError(_("%(other)s is closed too: choose the claim that replaced it.") % names)


def withdraw_claim(
    *,
    claim: ClaimPage,
    reason: NewClaimTexts,
    on: datetime.date | None = None,
    successors: Collection[ClaimPage] = (),
    vote: Vote = NO_VOTE,
    user: User | None = None,
) -> Decision:
    """Withdraw `claim`, perhaps in favour of others. See decide()."""
    return decide(
        claim=claim,
        deliberation=Deliberation.WITHDRAWN,
        reason=reason,
        on=on,
        successors=successors,
        vote=vote,
        user=user,
    )


def merge_claims(
    *,
    claims: Iterable[ClaimPage],
    into: ClaimPage,
    reason: NewClaimTexts,
    on: datetime.date | None = None,
    vote: Vote = NO_VOTE,
    user: User | None = None,
) -> list[Decision]:
    """Merge each of `claims` with the claim `into`, all of them or none. See decide()."""
    claims = list(claims)
    with transaction.atomic():
        read_again(*claims, into)
        return [
            decide(
                claim=claim,
                deliberation=Deliberation.MERGED,
                reason=reason,
                on=on,
                successors=[into],
                vote=vote,
                user=user,
            )
            for claim in claims
        ]


@transaction.atomic
def split_claim(
    *,
    claim: ClaimPage,
    statements: Collection[NewClaimTexts],
    reason: NewClaimTexts,
    on: datetime.date | None = None,
    vote: Vote = NO_VOTE,
    user: User | None = None,
) -> list[ClaimPage]:
    """Split `claim` into new claims of the same report, publish them with marks of their own, and return them.

    :param statements: of each new claim, in each language that has it; the source's are required
    :raises ValidationError: see decide(); also if a statement is missing in the source
    """
    report = claim.report
    lock_pages(report.pk, claim.pk)
    claim = ClaimPage.objects.get(pk=claim.pk)
    check_decision(claim, Deliberation.SPLIT, reason, on)
    parts = add_claims(
        report=report, claims=[make_part(claim, statement) for statement in statements], publish=True, user=user
    )
    decide(claim=claim, deliberation=Deliberation.SPLIT, reason=reason, on=on, successors=parts, vote=vote, user=user)
    return read_again(*parts)


def make_part(claim: ClaimPage, statement: NewClaimTexts) -> NewClaim:
    """Return a claim that says `statement`: on the same grounds, to the same addressees, by the same as `claim`."""
    addressees, supports = list(claim.addressees.all()), [copy_row(row) for row in claim.supports.all()]
    return NewClaim(statement=statement, findings=claim.findings, addressees=addressees, supports=supports)


def copy_row(row: Any) -> Any:
    row.pk = row.page_id = None
    return row
