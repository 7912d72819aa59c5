"""Who asked for the newsletter by post."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from translations.sorting import ALPHABETICAL


class PostalSubscriber(models.Model):
    """Somebody who gets the printed newsletter. Deleting the row erases the person; nothing else is kept of them."""

    name = models.CharField(pgettext_lazy("newsletter", "name"), max_length=60, db_collation=ALPHABETICAL)
    street = models.CharField(_("street and number"), max_length=60)
    more = models.CharField(
        _("second line of the address"), max_length=60, blank=True, help_text=_("Building, care of…")
    )
    postcode = models.CharField(pgettext_lazy("newsletter", "postcode"), max_length=16)
    town = models.CharField(pgettext_lazy("newsletter", "town"), max_length=50, db_collation=ALPHABETICAL)
    country = models.CharField(
        pgettext_lazy("newsletter", "country"),
        max_length=50,
        blank=True,
        help_text=_("Leave empty for France."),
        db_collation=ALPHABETICAL,
    )
    language = models.CharField(
        _("language of the newsletter"), max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    place = models.CharField(_("place of request"), max_length=200, help_text=_("For example: stall at the convention"))
    signed_on = models.DateField(_("date of request"), default=timezone.localdate)
    added_at = models.DateTimeField(pgettext_lazy("newsletter", "entered on"), auto_now_add=True)

    class Meta:
        verbose_name = _("subscriber by post")
        verbose_name_plural = _("subscribers by post")
        ordering = ["country", "postcode", "town", "name"]

    def __str__(self) -> str:
        """Return what the log of the admin calls somebody. It outlives those who are erased: no name, no street."""
        return gettext("Subscriber by post %d") % (self.pk or 0)

    @property
    def lines(self) -> list[str]:
        """The address as it stands on an envelope, line by line (UPU S42; in France at most six lines)."""
        lines = [self.name, self.more, self.street, f"{self.postcode} {self.town}", self.country.upper()]
        return [line for line in lines if line]
