"""The stock site with a report that claims are published below."""

from itertools import count

from wagtail.models import Page

from tests.publication.flows import Editor
from tests.publication.stock.models import ClaimPage, Organisation, Support, WorkshopReportPage


def make_editor() -> Editor:
    report: WorkshopReportPage = Page.objects.get(depth=2).add_child(
        instance=WorkshopReportPage(title="Droits sociaux")
    )
    organisations = [Organisation.objects.create(name=name) for name in ("CAF", "DGB", "TUC", "AFL")]
    numbers = count()

    def new_claim(live: bool) -> ClaimPage:
        claim = ClaimPage(title=f"Guichet {next(numbers)}", statement="Un guichet par canton", live=live)
        claim.supports = [Support(organisation=organisation) for organisation in organisations[:2]]
        claim.reservations.create(organisation=organisations[2], text="Trois contre")
        claim.sources.create(title="Loi", url="https://exemple.fr/")
        claim.addressees = [organisations[3]]
        WorkshopReportPage.objects.get(pk=report.pk).add_child(instance=claim)
        claim.save_revision()
        return ClaimPage.objects.get(pk=claim.pk)

    return Editor(report, new_claim, lambda name: name, ["reasons"])
