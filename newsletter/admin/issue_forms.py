"""What an editor fills in to send an article."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models import ArticlePage
from content.dates.fields import DateTimeField
from translations.languages import NAMES

from ..issues.recipients import count_readers
from ..models import Issue, edition_of_article

State = Issue.State


class ArticleLanguageForm(forms.Form):
    """One language of an article: whether to send it, and with what words."""

    chosen = forms.BooleanField(required=False)
    note = forms.CharField(
        label=_("Introduction, above the article (optional)"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, article: ArticlePage, language: str, data: Any = None) -> None:
        self.article, self.language = article, language
        self.issue = Issue.objects.filter(edition=edition_of_article(article), language=language).first()
        self.is_translated = article.is_offered_in(language)
        self.is_open = self.issue is None or self.issue.may_be_edited
        initial = {
            "chosen": self.is_translated or bool(self.issue),
            "note": self.issue.note if self.issue else "",
        }
        super().__init__(data, prefix=language, initial=initial)
        self.fields["chosen"].label = (
            _("Send it in this language")
            if self.is_translated
            else _(
                "Announce it even though it is not translated. The email says so, and shows the French title and lead"
            )
        )

    @property
    def language_name(self) -> str:
        return NAMES[self.language]

    @property
    def counts(self) -> dict[str, Any]:
        return count_readers(self.article, self.language)

    @property
    def is_chosen(self) -> bool:
        return self.is_open and bool(self.cleaned_data.get("chosen"))


class WhenForm(forms.Form):
    """Now or at a time, and where a test goes."""

    when = forms.ChoiceField(
        label=pgettext_lazy("newsletter", "When"),
        choices=[("now", pgettext_lazy("newsletter", "Now")), ("later", _("At this time:"))],
        initial="now",
        widget=forms.RadioSelect,
    )
    send_at = DateTimeField(label=_("Date and time"), required=False)
    test_to = forms.EmailField(label=_("Address for a test"), required=False)

    def __init__(self, *args: Any, act: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.act = act

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.act == "send" and data.get("when") == "later" and "send_at" not in self.errors:
            if not data.get("send_at"):
                self.add_error("send_at", ValidationError(_("Choose a date and a time.")))
            elif data["send_at"] <= timezone.now():
                self.add_error("send_at", ValidationError(_("This time has passed. Choose a later one, or “Now”.")))
        if self.act == "test" and not data.get("test_to") and "test_to" not in self.errors:
            self.add_error("test_to", ValidationError(_("Enter the address to send the test to.")))
        return data
