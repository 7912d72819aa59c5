"""A claim of which everything there can be is recorded, in French and in part in English."""

import datetime

from claims.decisions.acts import decide
from claims.follow_up.steps import record_step
from claims.models import ClaimPage, Deliberation, Reservation, Source, Step, Support
from tests.factories import ClaimPageFactory, ConventionPageFactory, OrganisationFactory, WorkshopReportPageFactory
from workshops.models import Finding

DAY = datetime.date(2026, 3, 1)


def make_full_claim() -> ClaimPage:
    """Return DS-2, which came after DS-1 and rests on finding C1."""
    convention = ConventionPageFactory(title_fr="Convention d’été", title_en="Summer convention")
    report = WorkshopReportPageFactory(
        parent=convention, code="DS", title_fr="Droits sociaux", title_en="Social rights", held_on=DAY
    )
    report.findings = [Finding(title_fr="Constat", title_en="Finding", text_fr="Texte")]
    report.save()
    old = ClaimPageFactory(parent=report, title_fr="Ancienne", statement_fr='=1+1 ; "l’ancienne"\n-2')
    claim = ClaimPageFactory(
        parent=report, title_fr="Papier", title_en="Paper", statement_fr="Garder le papier.", findings="C1"
    )
    office = OrganisationFactory(name_fr="Le bureau", name_en="The office", url="https://bureau.example/")
    claim.addressees = [office]
    claim.supports = [
        Support(organisation=OrganisationFactory(name_fr="Le collectif"), note_fr="Le dit"),
        Support(organisation=OrganisationFactory(name_fr="Le syndicat"), role="supports", since=DAY),
    ]
    claim.reservations = [Reservation(text_fr="Pas ainsi.", text_en="Not so.", who_fr="Trois sur vingt-six")]
    claim.sources = [Source(title_fr="La loi", url="https://loi.example/")]
    claim.statement_en = "Keep paper."
    claim.save_revision().publish()
    decide(claim=old, deliberation=Deliberation.WITHDRAWN, reason={"fr": "Trop long"}, on=DAY, successors=[claim])
    put = Step(claim=claim, kind="put", on=DAY, organisation=office, means_fr="Une lettre", text_fr="Envoyée.")
    record_step(step=put)
    won = Step(
        claim=claim,
        kind="won",
        on=DAY + datetime.timedelta(9),
        text_fr="Gagné.",
        text_en="Won.",
        evidence_title_fr="Arrêté",
        evidence_url="https://bureau.example/arrete",
    )
    record_step(step=won)
    record_step(step=Step(claim=claim, kind="retracted", on=DAY + datetime.timedelta(9), corrects=won))
    return ClaimPage.objects.get(pk=claim.pk)
