"""Our site with a report that claims are published below, as the stock one has it (stock/editor.py)."""

from itertools import count

from claims.models import ClaimPage, Reservation, Source, Support
from tests.factories import OrganisationFactory, WorkshopReportPageFactory
from tests.publication.flows import Editor


def make_editor() -> Editor:
    report = WorkshopReportPageFactory(title_fr="Droits sociaux", code="DS")
    report.findings.create(number=1, title_fr="Constat")
    report.save()
    organisations = [OrganisationFactory() for _number in range(4)]
    numbers = count()

    def new_claim(live: bool) -> ClaimPage:
        title, statement = f"Guichet {next(numbers)}", "Un guichet par canton"
        claim = ClaimPage(title_fr=title, title_en=f"{title} in English", statement_fr=statement, live=live)
        claim.statement_en = "One counter in each county"
        claim.supports = [Support(organisation=organisation) for organisation in organisations[:2]]
        claim.reservations = [Reservation(organisation=organisations[2], text_fr="Trois contre")]
        claim.sources = [Source(title_fr="Loi", url="https://exemple.fr/")]
        claim.addressees = [organisations[3]]
        type(report).objects.get(pk=report.pk).add_child(instance=claim)
        claim.save_revision()
        return ClaimPage.objects.get(pk=claim.pk)

    return Editor(report, new_claim, lambda name: f"{name}_fr", ["reasons_fr", "reasons_en"])
