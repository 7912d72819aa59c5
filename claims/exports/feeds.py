"""Atom feeds (RFC 4287), one for each language: claims as they are published, steps as they are recorded."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from content.structured_data import get_licence
from translations.models import LINK_FIELDS
from translations.texts.characters import CleanAtomFeed
from typography import set_text

from ..citations.formats import cited_day, read_cited_text
from ..models import ClaimPage, Step
from ..register.filters import held_claims

ENTRIES = 50
ENTRY_FIELDS = [*LINK_FIELDS, "mark", "statement", "worded_at"]  # of each claim
EPOCH = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)  # of a feed without entries: RFC 4287 wants a date


class TextFeed(CleanAtomFeed):
    """Entries whose content is plain text, in a language that may be another than the feed's."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("content", item["text"], {"type": "text", "xml:lang": item["text_language"]})

    def latest_post_date(self) -> datetime.datetime:
        return max((item["updateddate"] for item in self.items), default=EPOCH)


def make_feed(name: str, title: str, subtitle: str, language: str) -> TextFeed:
    address = f"{settings.BASE_URL}{reverse(name)}"
    return TextFeed(
        title=title,
        link=f"{settings.BASE_URL}/{language}/",
        description="",
        subtitle=subtitle,
        language=language,
        feed_url=address,
        feed_guid=address,
        author_name=settings.WAGTAIL_SITE_NAME,
        author_link=settings.BASE_URL,
        feed_copyright=get_licence() or None,
    )


def offered_claims(language: str) -> Any:
    """Visible claims with a text of their own in `language`, but for invented ones: no feed can say so well enough."""
    return held_claims().written_in(language).order_by()


def make_claims_feed(language: str) -> TextFeed:
    """Return the feed of the claims published last. The active language must be `language`."""
    feed = make_feed("new_claims", pgettext("claims", "New claims"), _("Each claim when it gets its number"), language)
    # Keys first: sorting whole rows would grow with the register
    newest = offered_claims(language).order_by("-given_mark__given_at", "-pk").values("pk")[:ENTRIES]
    claims = ClaimPage.objects.filter(pk__in=newest).annotate(given_at=F("given_mark__given_at"))
    for claim in claims.only(*ENTRY_FIELDS).order_by("-given_at", "-pk"):
        statement = read_cited_text(claim, "statement", language)
        feed.add_item(
            title=f"{claim.mark}. {set_text(claim.title, language)}",
            link=claim.get_full_url(),
            description="",
            unique_id=f"{settings.BASE_URL}{claim.short_address}#{language}",
            pubdate=claim.given_at,
            updateddate=max(claim.given_at, claim.worded_at or claim.given_at),
            text=set_text(statement.text, statement.language),
            text_language=statement.language,
        )
    return feed


def make_steps_feed(language: str) -> TextFeed:
    """Return the feed of the steps recorded last, those that correct others included."""
    feed = make_feed("new_steps", _("Progress of the claims"), _("Each update when it is added"), language)
    steps = Step.objects.filter(claim__in=offered_claims(language)).select_related(
        "claim", "organisation", "correction", "corrects", "withholding"
    )
    for step in steps.order_by("-entered_at", "-pk")[:ENTRIES]:
        claim = step.claim
        corrected_at = step.correction.entered_at if step.is_corrected else step.entered_at
        withheld_at = step.withholding.withheld_at if step.withholding else step.entered_at
        feed.add_item(
            title=set_text(f"{claim.mark}: {step.get_kind_display()}, {cited_day(step.on)}", language),
            link=f"{claim.get_full_url()}#{step.anchor}",
            description="",
            unique_id=f"{settings.BASE_URL}{claim.short_address}#{step.anchor}-{language}",
            pubdate=step.entered_at,
            updateddate=max(step.entered_at, corrected_at, withheld_at),
            text=summarize_step(step, language),
            text_language=read_cited_text(step, "text", language).language if step.text else language,
        )
    return feed


def typeset_text(obj: Any, name: str, language: str) -> str:
    text = read_cited_text(obj, name, language)
    return set_text(text.text, text.language)


def summarize_step(step: Step, language: str) -> str:
    """Tell of `step` in plain text: whether it stands, who, what, and where the evidence is."""
    pieces = []
    if step.is_corrected:
        pieces.append(pgettext("claims", "Corrected since."))
    if step.corrects_id:
        pieces.append(_("Corrects an earlier update."))
    if step.organisation:
        pieces.append(f"{typeset_text(step.organisation, 'name', language)}.")
    if step.withholding:
        reason = typeset_text(step.withholding, "reason", language)
        day = cited_day(timezone.localdate(step.withholding.withheld_at))
        pieces.append(f"{pgettext('text', 'Withheld on %(withheld_on)s:') % {'withheld_on': day}} {reason}")
    pieces += [text for name in ("means", "text") if (text := typeset_text(step, name, language))]
    if step.evidence_url:
        pieces.append(step.evidence_url)
    return "\n".join(pieces) or step.get_kind_display()
