"""Forms for editors: what was signed on paper, and lists to import."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.dates.fields import DateField

from ..addresses import normalise_address
from ..models import Subscriber
from ..subscriptions import consent
from ..subscriptions.csv_lists import LARGEST, UnreadableList, decode_list, too_long
from ..subscriptions.forms import ChoicesForm


def refuse_future(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError(_("This date is in the future."))


class PaperForm(ChoicesForm):
    """One line of a sign-up sheet, or one coupon cut out."""

    email = forms.CharField(
        label=pgettext_lazy("newsletter", "Email address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    place = forms.CharField(
        label=_("Place of signature"), max_length=200, help_text=_("For example: stall at the convention")
    )
    signed_on = DateField(label=_("Date of signature"), initial=timezone.localdate, validators=[refuse_future])
    text_version = forms.CharField(
        label=_("Version of the text"),
        max_length=32,
        initial=consent.VERSION,
        help_text=_("It is printed at the foot of the sheet. For any other paper, enter its wording."),
    )
    field_order = ["place", "signed_on", "text_version", "email", "language", "rhythm", "topics"]

    def clean_email(self) -> str:
        return normalise_address(self.cleaned_data["email"])

    def get_sheet(self) -> dict[str, str]:
        """Return what the next line of the same sheet will have in common with this one."""
        answers = self.cleaned_data
        return {
            "place": answers["place"],
            "signed_on": answers["signed_on"].isoformat(),
            "text_version": answers["text_version"],
            "language": answers["language"],
            "rhythm": answers["rhythm"],
        }


class SubscriberImportForm(forms.Form):
    """A list, and where the consent of those on it comes from."""

    file = forms.FileField(
        label=_("List (CSV, UTF-8)"),
        help_text=_(
            "The first line names the columns: “email” and, if you like, “language”, “rhythm” "
            "and “topics”. At most 50,000 lines and 5 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    consent_source = forms.CharField(
        label=_("Where they gave consent, and to what"),
        max_length=200,
        help_text=_("It is saved with each of them as proof of consent. Without that proof, nobody may be emailed."),
    )
    consent_date = DateField(label=_("When they gave consent"), validators=[refuse_future])
    language = forms.ChoiceField(
        label=_("Language, if the list does not say"), choices=settings.LANGUAGES, initial=settings.LANGUAGE_CODE
    )
    rhythm = forms.ChoiceField(
        label=_("Frequency, if the list does not say"),
        choices=Subscriber.Rhythm.choices,
        initial=Subscriber.Rhythm.WEEKLY,
    )

    def clean_file(self) -> Any:
        """Return (name, text) of the file. It is measured before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(too_long())
        try:
            return file.name[:255], decode_list(file.read())
        except UnreadableList as error:
            raise ValidationError(str(error)) from None


class ReleaseForm(forms.Form):
    """An address that is refused by mistake."""

    email = forms.CharField(
        label=pgettext_lazy("newsletter", "Email address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    reason = forms.CharField(
        label=pgettext_lazy("newsletter", "Reason"),
        max_length=200,
        help_text=_("For example: asked us at the convention. The reason is logged, so do not include the address."),
    )

    def clean_email(self) -> str:
        return normalise_address(self.cleaned_data["email"])

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if "@" in reason:
            raise ValidationError(_("The log must not contain addresses: write the reason without the @ sign."))
        return reason
