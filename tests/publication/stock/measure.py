"""Prints what each flow takes on the stock site, as JSON: {flow: [SQL, …]}.

Run as `python -m tests.publication.stock.measure` with this package's settings.
"""

import json
import sys
from itertools import count

import django
from django.test.utils import setup_databases, setup_test_environment

django.setup()

from wagtail.models import Page  # noqa: E402

from tests.publication.flows import Editor, measure  # noqa: E402
from tests.publication.stock.models import ClaimPage, Organisation, Support, WorkshopReportPage  # noqa: E402


def make_report() -> WorkshopReportPage:
    return Page.objects.get(depth=2).add_child(instance=WorkshopReportPage(title="Droits sociaux"))


def main() -> None:
    setup_test_environment()
    setup_databases(verbosity=0, interactive=False)
    report = make_report()
    organisations = [Organisation.objects.create(name=name) for name in ("CAF", "DGB", "TUC", "AFL")]

    numbers = count()

    def new_claim(live: bool) -> ClaimPage:
        claim = ClaimPage(title=f"Guichet {next(numbers)}", statement="Un guichet", live=live)
        claim.supports = [Support(organisation=organisation) for organisation in organisations[:2]]
        claim.reservations.create(organisation=organisations[2], text="Trois contre")
        claim.sources.create(title="Loi", url="https://exemple.fr/")
        claim.addressees = [organisations[3]]
        WorkshopReportPage.objects.get(pk=report.pk).add_child(instance=claim)
        claim.save_revision()
        return ClaimPage.objects.get(pk=claim.pk)

    found = measure(Editor(report, new_claim, lambda name: name, ["reasons"]))
    json.dump(found, sys.stdout)


main()
