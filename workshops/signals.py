"""What follows from unpublishing."""

from wagtail.signals import page_unpublished

from .models import ConventionPage, WorkshopReportPage
from .publication import unpublish_below

page_unpublished.connect(unpublish_below, sender=ConventionPage)
page_unpublished.connect(unpublish_below, sender=WorkshopReportPage)
