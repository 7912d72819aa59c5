"""What somebody who wants to join fills in: no more than an answer needs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.models import JoinPage
from campaigns.models.join import Term
from campaigns.templatetags.typesetting import day_in_words
from contacts.messages.sender_form import SenderForm
from contacts.models import Region
from contacts.models.person import check_single_line

from .consent import get_join_consent

LONGEST_MESSAGE = 3000  # characters


class JoinForm(SenderForm):
    region = forms.ChoiceField(
        label=pgettext_lazy("campaigns", "Your region"),
        error_messages={
            "required": _("Choose your region."),
            "invalid_choice": _("Choose one of the regions listed here."),
        },
    )
    organisation = forms.CharField(
        label=_("Union or organisation"),
        max_length=160,
        required=False,
        validators=[check_single_line],
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    languages = forms.CharField(
        label=_("Languages you can be trained in"), max_length=120, required=False, validators=[check_single_line]
    )
    message = forms.CharField(
        label=pgettext_lazy("of an application", "What you would like to tell us"),
        max_length=LONGEST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    agreed = forms.BooleanField(error_messages={"required": _("We cannot pass this on without your consent.")})

    def __init__(self, *args: Any, page: JoinPage, user: Any = None, **kwargs: Any) -> None:
        """Take `page` and `user` as Wagtail's forms do; the user is of no concern here."""
        super().__init__(*args, **kwargs)
        self.terms = page.terms
        consent = get_join_consent(page.kept_days)
        self.fields["region"].choices = [("", gettext("Choose a region")), *list_open_regions(page.terms)]  # type: ignore[attr-defined]
        self.fields["message"].help_text = consent.special
        self.fields["agreed"].label, self.fields["agreed"].help_text = consent.agreed, consent.purpose
        self.fields["agreed"].short_label = pgettext("campaigns", "Your consent")  # type: ignore[attr-defined]
        for name in ("message", "agreed"):
            self.fields[name].text_language = consent.language  # type: ignore[attr-defined]

    def clean_region(self) -> Region:
        """Raise ValidationError in words where the region's deadline has passed."""
        term = self.terms[int(self.cleaned_data["region"])]
        if not term.is_open and term.closes_on:
            words = gettext("For %(region)s, applications closed on %(day)s.")
            raise forms.ValidationError(
                words % {"region": term.region.name, "day": day_in_words(term.closes_on)}, code="closed"
            )
        return term.region


def list_open_regions(terms: dict[int, Term]) -> list[tuple[str, str]]:
    """Return (key, name) of each region that may apply, those that lie within another right after it."""
    parts: dict[int | None, list[Region]] = {}
    for term in terms.values():
        parent = term.region.parent_id if term.region.parent_id in terms else None
        parts.setdefault(parent, []).append(term.region)

    def list_within(parent: int | None, depth: int) -> list[tuple[str, str]]:
        listed = []
        for region in parts.get(parent, []):
            name = region.name if terms[region.pk].is_open else gettext("%(region)s (closed)") % {"region": region.name}
            listed.append((str(region.pk), "\u2013\u00a0" * depth + name))
            listed += list_within(region.pk, depth + 1)
        return listed

    return list_within(None, 0)
