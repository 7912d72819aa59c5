"""The regions that documents, coordinators and calls are filed under. Regions lie within regions."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.forms import CheckboxSelectMultiple
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext, pgettext_lazy
from django_countries.fields import CountryField
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from translations.admin.panels import side_by_side
from translations.languages import SOURCE, column
from translations.snippets import TranslatedSnippet
from translations.sorting import ALPHABETICAL

from .person import check_time_zone
from .region_form import RegionForm


def check_time_zones(names: str) -> None:
    for name in split_names(names):
        check_time_zone(name)


def split_names(names: str) -> list[str]:
    return list(dict.fromkeys(name for name in re.split(r"[\s,;]+", names) if name))


class RegionQuerySet(models.QuerySet["Region"]):
    def within(self, *regions: Region) -> RegionQuerySet:
        """Return `regions` and all that lie within them, at whatever depth. One query finds which those are."""
        parts: dict[int | None, list[int]] = {}
        for key, parent in Region.objects.order_by().values_list("pk", "parent"):
            parts.setdefault(parent, []).append(key)
        found = [region.pk for region in regions]
        for key in found:  # grows as it is read
            found += [part for part in parts.get(key, []) if part not in found]
        return self.filter(pk__in=found)


class Region(TranslatedSnippet):
    """A part of the world as the federation divides it.

    Some have a page with people to write to, some only documents: both point here.
    """

    translated_fields = ["name"]

    name = models.CharField(pgettext_lazy("contacts", "name"), max_length=100, db_collation=ALPHABETICAL)
    slug = models.SlugField(
        pgettext_lazy("contacts", "slug"),
        unique=True,
        blank=True,
        help_text=_("Used in addresses. Leave empty to make it from the name."),
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=pgettext_lazy("contacts", "part of"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
    )
    countries: Any = CountryField(
        pgettext_lazy("contacts", "countries"),
        multiple=True,
        blank=True,
        max_length=1000,
        help_text=_("Each country belongs to one region only, the smallest"),
    )
    time_zones = models.CharField(
        pgettext_lazy("contacts", "time zones"),
        max_length=240,
        blank=True,
        validators=[check_time_zones],
        help_text=_("One for each hour that its people live by, with commas: Africa/Dakar, Africa/Nairobi"),
    )
    order = models.PositiveSmallIntegerField(pgettext_lazy("contacts", "order"), default=0)
    coordinators = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=pgettext_lazy("of a region", "coordinators’ accounts"),
        blank=True,
        related_name="coordinated_regions",
        help_text=_(
            "These people receive the applications from this region by email, read them here "
            "together with those from the regions that are part of it, and can export the people "
            "who hold a role there. The public page names other people: those who hold a role."
        ),
    )

    parts: Any  # regions that lie directly within
    snippet_viewset: ClassVar[Any]  # by Wagtail

    objects = RegionQuerySet.as_manager()
    base_form_class = RegionForm

    panels = [
        side_by_side("name"),
        FieldRowPanel([FieldPanel("parent"), FieldPanel("order"), FieldPanel("slug")]),
        FieldPanel("time_zones"),
        FieldPanel("countries", widget=CheckboxSelectMultiple),  # a list loses all at one careless click
        FieldPanel("coordinators", widget=CheckboxSelectMultiple, permission="contacts.name_coordinators"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("contacts", "region")
        verbose_name_plural = pgettext_lazy("contacts", "regions")
        ordering = ["order", "pk"]
        permissions = [("name_coordinators", gettext_noop("Can choose who receives and reads applications"))]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_slug()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        self.fill_slug()
        self.time_zones = ", ".join(self.zones)
        if any(region.pk == self.pk for region in self.get_ancestors()):
            raise ValidationError({"parent": _("A region cannot be part of itself.")})
        self.refuse_countries_of_others()
        self.refuse_other_slug()

    def fill_slug(self) -> None:
        if not self.slug:
            self.slug = slugify(getattr(self, column("name", SOURCE)) or "")[:50]

    def refuse_other_slug(self) -> None:
        """Keep the slug of a region that pages name: cards, data, and what people subscribed to are found by it."""
        stored = Region.objects.filter(pk=self.pk).first() if self.pk else None
        if stored and stored.slug != self.slug and stored.is_in_use:
            words = pgettext(
                "region", "Saved addresses contain this slug, so it stays “%(slug)s”. You can still change the name."
            )
            raise ValidationError({"slug": words % {"slug": stored.slug}})

    def refuse_countries_of_others(self) -> None:
        codes = {country.code for country in self.countries}
        for region in Region.objects.exclude(pk=self.pk).exclude(countries="") if codes else ():
            if taken := [country.name for country in region.countries if country.code in codes]:
                words = _("%(region)s already has these countries: %(countries)s.")
                raise ValidationError(
                    {"countries": words % {"region": region.name, "countries": ", ".join(map(str, taken))}}
                )

    @property
    def zones(self) -> list[str]:
        """The names of its time zones: for people there, hours are shown by their clocks."""
        return split_names(self.time_zones)

    def get_ancestors(self) -> list[Region]:
        """Return the regions this one lies within, the nearest first, with one query for each not yet loaded."""
        found: list[Region] = []
        region = self.parent
        while region is not None and region not in found:
            found.append(region)
            region = region.parent
        return found

    @property
    def is_in_use(self) -> bool:
        """Whether something refers to it that would be lost or left without a region, whatever app it belongs to."""
        try:
            Collector(using=self._state.db or "default").collect([self])
        except (ProtectedError, RestrictedError):
            return True
        named_by = [relation for relation in self._meta.related_objects if relation.many_to_many]
        return any(getattr(self, str(relation.get_accessor_name())).exists() for relation in named_by)
