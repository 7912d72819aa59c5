"""Telling our own forms from those that another site or a program sends, without a cookie."""

import datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

STAMP_FIELD = "stamp"
STAMP_DAYS = 2  # today and yesterday: a form may stay open for a day at least in a browser that names no origin
STAMP_SIGNER = "body.stamp"
REFUSAL = _("We could not verify this form. Please check it and send it again.")


class GuardedForm(forms.Form):
    """A form with a field that people do not see: programs that fill in whatever they find give themselves away."""

    website = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s", **kwargs})

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise ValidationError(_("Please send the form again to confirm that you are not a robot."))
        return ""

    @property
    def stamp(self) -> str:
        return make_stamp()

    @property
    def shown_fields(self) -> list[Any]:
        return [field for field in self if field.name != "website"]

    def get_problems(self) -> list[Any]:
        """Return the fields to look at again, in the order of the page."""
        return [field for field in self.shown_fields if field.errors]


def make_stamp() -> str:
    """Return a signed day to hide in a form: the same all day, so that the page can be kept until midnight."""
    return Signer(salt=STAMP_SIGNER).sign(timezone.localdate().isoformat())


def is_recent_stamp(stamp: str) -> bool:
    """Tell whether make_stamp() made `stamp` today or yesterday."""
    today = timezone.localdate()
    recent = {(today - datetime.timedelta(days=days)).isoformat() for days in range(STAMP_DAYS)}
    try:
        return Signer(salt=STAMP_SIGNER).unsign(stamp) in recent
    except BadSignature:
        return False


def comes_from_here(request: HttpRequest) -> bool:
    """Tell whether a form was sent from one of our own pages.

    Browsers say so in Sec-Fetch-Site (W3C Fetch Metadata), older ones in Origin (RFC 6454); where both are silent,
    the form must carry the stamp that only a page of ours has.
    """
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    if origin := request.headers.get("Origin"):
        try:
            return urlsplit(origin).netloc == request.get_host()
        except ValueError:  # urlsplit's, for instance of "http://["
            return False
    return is_recent_stamp(request.POST.get(STAMP_FIELD, ""))
