"""What the demo says, once loaded."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override

from campaigns.models import (
    ArticlePage,
    CampaignPage,
    EventPage,
    GuidePage,
    GuideSessionPage,
    HomePage,
    PublicationPage,
    StandardPage,
    Topic,
)
from claims.models import ClaimPage, Decision, Organisation, Reservation, Step
from contacts.countries import group_by_region
from contacts.models import Person, Post, Region, RegionPage
from content.blocks import BodyBlock
from translations.models import BasePage
from translations.status.records import TranslationStatus
from workshops.models import ConventionPage, SynthesisPage, WorkshopReportPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]

MARKS = ["DS-1", "DS-2", "DS-3", "DS-4", "DS-5", "TR-1", "TR-2", "TR-3"]
INVENTED = "GC"
ADDRESSES = {
    "Afrique": {"Daniel Oberko": "daniel.oberko@world-psi.org"},
    "Inter-Amériques": {
        "Steve Porter": "steve.porter@world-psi.org",
        "Gabriel Casnati": "gabriel.casnati@world-psi.org",
    },
    "Asie-Pacifique": {"Susana Barria": "susana.barria@world-psi.org"},
    "Europe": {"Richard Pond": "rpond@epsu.org", "Daniel Bertossa": "daniel.bertossa@world-psi.org"},
    "Monde": {
        "Daniel Bertossa": "daniel.bertossa@world-psi.org",
        "Christina J. Colclough": "christina@thewhynotlab.com",
    },
}


def test_claims_carry_the_marks_of_the_convention() -> None:
    real = ClaimPage.objects.exclude(given_mark__code=INVENTED).order_by("path")
    assert list(real.values_list("mark", flat=True)) == MARKS
    for mark in MARKS:
        claim = ClaimPage.objects.get(mark=mark)
        assert claim.report.code == mark[:2]
        assert claim.given_mark.number == int(mark[-1])


def test_claims_rest_on_findings_that_their_report_has() -> None:
    for claim in ClaimPage.objects.all():
        numbers = set(claim.report.findings.values_list("number", flat=True))
        assert claim.finding_numbers
        assert set(claim.finding_numbers) <= numbers


def test_claims_name_who_carries_them_and_what_was_demanded() -> None:
    carriers = {
        (claim.mark, carrier.organisation.name)
        for claim in ClaimPage.objects.exclude(given_mark__code=INVENTED)
        for carrier in claim.supports.all()
        if carrier.note_fr and carrier.note_en
    }
    assert carriers == {
        ("DS-2", "Changer de Cap"),
        ("DS-4", "Changer de Cap"),
        ("DS-5", "60 millions de consommateurs"),
    }
    addressed = Organisation.objects.exclude(claims_addressed=None)
    assert {"CAF", "Pôle emploi"} <= set(addressed.values_list("name_fr", flat=True))


def test_what_became_of_claims_is_told_of_the_invented_convention_only() -> None:
    assert set(Step.objects.values_list("claim__given_mark__code", flat=True)) == {INVENTED}
    assert set(Decision.objects.values_list("claim__given_mark__code", flat=True)) == {INVENTED}
    assert set(Reservation.objects.values_list("page__given_mark__code", flat=True)) == {INVENTED}
    assert ConventionPage.objects.get(is_example=True).town == "Valbrume"
    names = Organisation.objects.filter(steps__isnull=False).values_list("name_fr", flat=True)
    assert all("Valbrume" in name for name in names)


def test_invented_claims_show_each_case() -> None:
    states = {claim.mark: (claim.deliberation, claim.follow_up) for claim in ClaimPage.objects.filter(number__gt=0)}
    assert {mark: state for mark, state in states.items() if mark.startswith(INVENTED)} == {
        "GC-1": ("adopted", "put"),
        "GC-2": ("withdrawn", "none"),
        "GC-3": ("adopted", "refused"),
        "GC-4": ("adopted", "part"),
        "GC-5": ("merged", "none"),
    }
    assert ClaimPage.objects.get(mark="GC-3").wordings.count() == 2
    assert Step.objects.exclude(corrects=None).count() == 1


def test_agriculture_has_no_claims_and_says_so() -> None:
    report = WorkshopReportPage.objects.get(code="AG")
    assert not report.get_children().exists()
    assert not report.findings.exists()
    for language in ("fr", "en"):
        with override(language):
            assert "AG-1" in report.body.render_as_block()


def test_convention_has_its_dates_place_and_programme() -> None:
    convention = ConventionPage.objects.get(is_example=False)
    assert [str(convention.starts_on), str(convention.ends_on)] == ["2023-09-15", "2023-09-16"]
    assert (convention.place, convention.town) == ("Amicale laïque du Crêt de Roch", "Saint-Étienne")
    assert [organiser.name for organiser in convention.organisers.all()] == ["Halte au contrôle numérique"]
    sessions = list(convention.sessions.all())
    assert {session.date.day for session in sessions if session.open_to_public} == {15, 16}
    gathered = [[report.code for report in session.workshops.order_by("path")] for session in sessions]
    assert gathered == [[], ["DS", "TR", "AG"], ["DS"], ["TR"], ["AG"], []]


def test_synthesis_draws_on_the_three_workshops() -> None:
    reports = SynthesisPage.objects.get().reports.order_by("path")
    assert list(reports.values_list("code", flat=True)) == ["DS", "TR", "AG"]


def test_campaign_is_told_in_full() -> None:
    campaign = CampaignPage.objects.get(is_example=False)
    assert campaign.aims.count() == 4
    assert campaign.themes.count() == 7
    lengths = [(audience.sessions, audience.hours) for audience in campaign.audiences.all()]
    assert lengths == [(3, 3), (2, 3), (2, 3)]
    assert campaign.phases.count() == 3
    assert campaign.publications.count() == PublicationPage.objects.count() == 8
    assert [theme.claims for theme in campaign.themes.all()][1:5] == [
        "DS-1, DS-3, DS-5",
        "TR-2, DS-4",
        "DS-2",
        "TR-1, TR-3",
    ]
    assert "37" in campaign.why_fr.render_as_block()
    for language in ("fr", "en"):
        with override(language):
            assert 'linktype="page"' in campaign.join


def test_publications_are_filed_by_the_regions_that_the_source_names() -> None:
    filed = {
        page.slug_en.removeprefix("documents-"): {region.name_en for region in page.regions.all()}
        for page in PublicationPage.objects.filter(kind="collection")
    }
    assert filed == {
        "north-america": {"North America"},
        "europe-and-the-caribbean": {"Europe", "Caribbean"},
        "asia-pacific": {"Asia-Pacific"},
        "latin-america": {"Latin America"},
        "africa-middle-east-and-north-africa": {"Africa", "Middle East"},
    }
    americas = Region.objects.get(name_fr="Inter-Amériques")
    assert {region.name_en for region in americas.parts.all()} == {"North America", "Latin America", "Caribbean"}


def test_guide_fits_the_hours_of_each_group_and_says_whose_it_is() -> None:
    sessions = GuideSessionPage.objects.order_by("path")
    assert [session.minutes for session in sessions] == [180, 180, 180]
    for session in sessions:
        assert sum(stage.minutes for stage in session.stages.all()) == session.minutes
        assert session.handouts.exists()
    assert [theme for session in sessions for theme in session.themes.all()] == list(
        CampaignPage.objects.get(is_example=False).themes.all()
    )
    assert "Cahier" in GuidePage.objects.get().notice_fr


def test_handouts_are_one_publication_in_two_languages() -> None:
    files = PublicationPage.objects.get(kind="training").files.all()
    assert [(file.language, file.format) for file in files] == [("fr", "TXT"), ("en", "TXT")]
    for file, title in zip(files, ("Le relevé", "Tool checklist"), strict=True):
        assert file.size
        with file.document.file.open() as content:
            assert title in content.read().decode()


def test_every_dated_event_of_the_campaign_says_that_it_is_an_example() -> None:
    events = EventPage.objects.all()
    assert {event.state for event in events} == {"planned", "moved", "cancelled"}
    for event in events:
        assert event.notice_fr
        assert event.notice_en


def test_directory_has_everybody_at_their_address() -> None:
    found = {
        page.title_fr: {post.person.name: post.person.email for post in page.posts.all() if post.person}
        for page in RegionPage.objects.all()
    }
    assert found == ADDRESSES
    bertossa = Person.objects.get(name="Daniel Bertossa")
    assert Post.objects.filter(person=bertossa).count() == 2


def test_articles_and_topics() -> None:
    assert ArticlePage.objects.visible().count() == 2
    assert Topic.objects.exclude(articles=None).distinct().count() == Topic.objects.count() == 4


def test_foot_of_the_page_has_legal_and_other_pages() -> None:
    pages = StandardPage.objects.filter(show_in_footer=True)
    slugs = pages.child_of(HomePage.objects.get()).values_list("slug_fr", flat=True)
    assert set(slugs) == {"a-propos", "ecoconception", "accessibilite", "donnees-personnelles", "mentions-legales"}


def test_untranslated_and_outdated_texts_are_those_meant() -> None:
    expected = {
        "voir-ses-donnees": TranslationStatus.MISSING,
        "mentions-legales": TranslationStatus.MISSING,
        "agriculture": TranslationStatus.PARTIAL,
        "un-siege-a-la-table-des-algorithmes": TranslationStatus.PARTIAL,
        "a-propos": TranslationStatus.OUTDATED,
    }
    pages = BasePage.objects.filter(depth__gt=1)
    statuses = {page.slug_fr: page.get_stored_status("en") for page in pages}
    assert {slug: status for slug, status in statuses.items() if status != TranslationStatus.CURRENT} == expected


def test_pages_are_published_with_a_history() -> None:
    for page in BasePage.objects.filter(depth__gt=1):
        assert page.live
        assert not page.has_unpublished_changes
        assert page.revisions.exists()


def test_reports_give_a_copy_of_their_claims_to_take_away() -> None:
    for code, marks in [("DS", MARKS[:5]), ("TR", MARKS[5:])]:
        (attachment,) = WorkshopReportPage.objects.get(code=code).attachments.all()
        document = attachment.document
        assert document.title_fr != document.title_en
        with document.file.open() as file:
            text = file.read().decode()
        for mark in marks:
            assert text.count(f"\n{mark} ") == 2, "once in each language"
        assert max(map(len, text.splitlines())) <= 78


def test_bodies_use_every_kind_of_block_but_pictures() -> None:
    kinds = {block.block_type for page in get_bodies() for block in page}
    assert kinds == BodyBlock().child_blocks.keys() - {"image"}


def get_bodies() -> Iterator[list]:
    for page in BasePage.objects.filter(depth__gt=1).specific():
        yield from (getattr(page, name) for name in ("body_fr", "reasons_fr", "why_fr") if hasattr(page, name))


def test_home_page_has_its_cover() -> None:
    home = HomePage.objects.get()
    assert home.lead_fr
    assert home.lead_en
    assert home.facts.count() == 3


def test_regions_lie_in_the_world_and_every_country_leads_to_somebody() -> None:
    within = {region.name_fr: [above.name_fr for above in region.get_ancestors()] for region in Region.objects.all()}
    assert within.pop("Monde") == []
    assert {names[-1] for names in within.values()} == {"Monde"}
    for name in ("Amérique du Nord", "Amérique latine", "Caraïbes"):
        assert within[name] == ["Inter-Amériques", "Monde"]
    for region, countries in group_by_region():
        assert countries
        around = [region, *region.get_ancestors()]
        assert Post.objects.shown().exclude(person=None).filter(page__region__in=around).exists(), region


def test_nobody_real_is_said_to_have_agreed_to_anything() -> None:
    for person in Person.objects.all():
        assert not person.consent_on
        assert person.source_fr
        assert person.source_en
        assert person.checked_on
        assert [person.phone, person.postal_address, person.languages, person.hours] == ["", "", "", ""]
