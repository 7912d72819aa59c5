"""Deleting a claim that bears a mark: it is on paper and in other people's texts, so it is withdrawn instead.

The database refuses to delete its page, whatever way that is asked for (GivenMark.claim). What a court or the person it
names may still demand is done by the operator, with `manage.py delete_claim`: the mark, the day and the reason stay.
"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.actions.delete_page import DeletePageAction

from translations.languages import LANGUAGES, SOURCE, column
from translations.models import BasePage
from translations.publishing.locking import lock_pages

from ..models import ClaimPage, GivenMark
from ..models.tombstone import Tombstone
from ..register.adding import NewClaimTexts


def list_marked(pages: list[BasePage]) -> list[ClaimPage]:
    """Return the claims with marks among `pages` and all that is below them."""
    claims = ClaimPage.objects.none()
    for page in pages:
        claims |= ClaimPage.objects.descendant_of(page, inclusive=True)
    return list(claims.filter(given_mark__isnull=False).defer_streamfields().order_by("given_mark__code", "number"))


@transaction.atomic
def delete_claim(*, claim: ClaimPage, reason: NewClaimTexts, user: User | None = None) -> Tombstone:
    """Delete `claim` with its record, and leave a tombstone in its place.

    :param reason: in each language that has it, for everybody to read; the source's is required
    :raises ValidationError: if the claim bears no mark, or if the reason is missing
    """
    lock_pages(claim.get_parent().pk, claim.pk)
    given = GivenMark.objects.filter(claim=claim.pk).first()
    if given is None:
        raise ValidationError(_("This claim has no number yet: delete its page instead."))
    if not reason.get(SOURCE, "").strip():
        raise ValidationError(_("Say in French why the claim is deleted."))
    tombstone = Tombstone(given_mark=given)
    for language in LANGUAGES:
        setattr(tombstone, column("reason", language), reason.get(language, "").strip())
    with override(SOURCE):
        tombstone.save()
    before, after = models.Q(claim__successions__successor=claim.pk), models.Q(claim__precessions__predecessor=claim.pk)
    gone_before, gone_after = models.Q(tombstone__successors=given), models.Q(tombstone__predecessors=given)
    tombstone.predecessors.set(GivenMark.objects.filter(before | gone_before).distinct())
    tombstone.successors.set(GivenMark.objects.filter(after | gone_after).distinct())
    GivenMark.objects.filter(pk=given.pk).update(claim=None)
    DeletePageAction(ClaimPage.objects.get(pk=claim.pk), user=user).execute(skip_permission_checks=True)
    return tombstone
