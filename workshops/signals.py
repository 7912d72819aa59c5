"""What follows from unpublishing and moving."""

from wagtail.signals import page_unpublished, post_page_move

from .models import ConventionPage, SynthesisPage, WorkshopReportPage
from .publication import unpublish_below, unpublish_below_draft

page_unpublished.connect(unpublish_below, sender=ConventionPage)
page_unpublished.connect(unpublish_below, sender=WorkshopReportPage)
post_page_move.connect(unpublish_below_draft, sender=WorkshopReportPage)
post_page_move.connect(unpublish_below_draft, sender=SynthesisPage)
