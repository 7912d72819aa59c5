"""People to write to, and what each of them lets be seen."""

from __future__ import annotations

import datetime
import re
import uuid
from typing import Any, ClassVar

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from contacts.public import PublicContact
from content.dates.time_zones import known_time_zones
from translations.admin.panels import side_by_side
from translations.languages import SOURCE, column
from translations.snippets import TranslatedSnippet
from translations.sorting import ALPHABETICAL

CHECKED_EVERY = datetime.timedelta(days=365)
DIGITS = range(6, 16)  # of a telephone number: ITU-T E.164 allows fifteen
SEPARATORS = re.compile(r"[\s.()/\u2010-\u2015-]+")


def check_phone(number: str) -> None:
    """Raise ValidationError unless `number` can be dialled from any country (RFC 3966, 5.1.4: a global number)."""
    digits = SEPARATORS.sub("", number)
    if not re.fullmatch(r"\+[0-9]+", digits, re.ASCII) or len(digits) - 1 not in DIGITS:
        raise ValidationError(_("Write the number in international form, for example +33 4 77 00 00 00."))


def check_language_codes(codes: str) -> None:
    known = Locale("en").languages
    if unknown := [code for code in split_codes(codes) if code not in known or not re.fullmatch("[a-z]{2,3}", code)]:
        words = _("Unknown language code: %(codes)s. Use codes such as fr, en, pt.")
        raise ValidationError(words % {"codes": ", ".join(unknown)})


def split_codes(codes: str) -> list[str]:
    return list(dict.fromkeys(code.lower() for code in re.split(r"[\s,;]+", codes) if code))


def check_time_zone(name: str) -> None:
    if name not in known_time_zones():
        raise ValidationError(_("Unknown time zone. Use a name such as Africa/Accra."))


def check_single_line(text: str) -> None:
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise ValidationError(_("This text contains an invisible character. Please retype it."))


class TimeZoneSelect(forms.Select):
    def __init__(self, attrs: Any = None) -> None:
        super().__init__(attrs, [("", "\u2013"), *((name, name) for name in sorted(known_time_zones()))])


class PersonQuerySet(models.QuerySet["Person"]):
    def to_check(self) -> PersonQuerySet:
        """People whose particulars nobody has checked for a year, or ever; the longest unchecked first."""
        since = timezone.localdate() - CHECKED_EVERY
        late = models.Q(checked_on=None) | models.Q(checked_on__lt=since)
        return self.filter(late).order_by(models.F("checked_on").asc(nulls_first=True), "name")


class Person(TranslatedSnippet):
    """Somebody who can be written to. One person, however many posts.

    Visitors see none of these fields, but `public`: what the person agreed to on `consent_on`, item by item; or,
    without consent, what `source` has already made public.
    """

    translated_fields = ["hours", "source"]
    items = ["email", "phone", "postal_address", "languages", "hours", "portrait"]

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # in addresses, which name nobody
    name = models.CharField(
        pgettext_lazy("contacts", "name"), max_length=160, validators=[check_single_line], db_collation=ALPHABETICAL
    )
    family_name = models.CharField(
        pgettext_lazy("contacts", "family name"),
        max_length=80,
        blank=True,
        help_text=_("Exactly as in the name; address books sort by it"),
        db_collation=ALPHABETICAL,
    )
    email = models.EmailField(pgettext_lazy("contacts", "email address"), blank=True)
    phone = models.CharField(
        pgettext_lazy("contacts", "telephone"), max_length=40, blank=True, validators=[check_phone]
    )
    postal_address = models.TextField(pgettext_lazy("contacts", "postal address"), max_length=400, blank=True)
    languages = models.CharField(
        pgettext_lazy("contacts", "languages spoken"),
        max_length=60,
        blank=True,
        validators=[check_language_codes],
        help_text=_("Language codes, best spoken first: fr, en, pt"),
    )
    hours = models.CharField(pgettext_lazy("contacts", "hours"), max_length=160, blank=True)
    time_zone = models.CharField(
        pgettext_lazy("contacts", "time zone"), max_length=40, blank=True, validators=[check_time_zone]
    )

    portrait = models.ForeignKey(
        "body.CahierImage",
        verbose_name=pgettext_lazy("contacts", "portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    consent_on = models.DateField(_("consent given on"), null=True, blank=True)
    source = models.CharField(pgettext_lazy("contacts", "source"), max_length=200, blank=True)
    source_url = models.URLField(_("link to the source"), blank=True)
    public_email = models.BooleanField(pgettext_lazy("contacts", "email address"), default=False)
    public_phone = models.BooleanField(pgettext_lazy("contacts", "telephone"), default=False)
    public_postal_address = models.BooleanField(pgettext_lazy("contacts", "postal address"), default=False)
    public_languages = models.BooleanField(pgettext_lazy("contacts", "languages spoken"), default=False)
    public_hours = models.BooleanField(pgettext_lazy("contacts", "hours"), default=False)
    public_portrait = models.BooleanField(pgettext_lazy("contacts", "portrait"), default=False)
    takes_messages = models.BooleanField(pgettext_lazy("contacts", "contact form"), default=False)
    checked_on = models.DateField(pgettext_lazy("contacts", "checked on"), null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    posts: Any  # by Post
    snippet_viewset: ClassVar[Any]  # by Wagtail

    objects = PersonQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("family_name")]),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
        FieldPanel("postal_address"),
        FieldRowPanel([FieldPanel("languages"), FieldPanel("time_zone", widget=TimeZoneSelect)]),
        side_by_side("hours"),
        FieldPanel("portrait"),
        MultiFieldPanel(
            [
                FieldPanel("consent_on"),
                *(FieldPanel(f"public_{item}") for item in items),
                FieldPanel("takes_messages"),
            ],
            heading=_("What the person agreed to show"),
            help_text=_("Without a date of consent, or a source below, nothing is shown, not even the name."),
        ),
        MultiFieldPanel(
            [side_by_side("source"), FieldPanel("source_url")],
            heading=_("Without consent: where these contact details are already public"),
        ),
        FieldPanel("checked_on"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("contacts", "person")
        verbose_name_plural = pgettext_lazy("contacts", "people")
        ordering = ["name"]
        permissions = [
            ("export_people", gettext_noop("Can export everyone in the directory, including private details"))
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.languages = ", ".join(split_codes(self.languages))
        if self.family_name and f" {self.family_name} " not in f" {self.name} ":  # as whole words
            raise ValidationError({"family_name": _("The family name must be part of the name, spelled the same way.")})
        today = timezone.localdate()
        for name in ("consent_on", "checked_on"):
            if (day := getattr(self, name)) and day > today:
                raise ValidationError({name: _("This date is in the future.")})

    @property
    def may_be_named(self) -> bool:
        return bool(self.consent_on or self.source)

    @classmethod
    def choosable(cls) -> PersonQuerySet:
        """Return who may be named: that somebody is in the directory at all is nobody else's business."""
        return cls.objects.exclude(consent_on=None, **{column("source", SOURCE): ""})

    @property
    def language_codes(self) -> list[str]:
        return split_codes(self.languages)

    @property
    def public(self) -> PublicContact | None:
        """What everybody may see; the only thing that anything public may be made of."""
        return PublicContact.of(self)
