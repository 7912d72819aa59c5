"""What editors do to a site, by the services that the admin calls.

Each act yields the addresses that it is about, to be read before it goes on: so that what it changes had been kept.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import CollectionViewRestriction, PageViewRestriction, Site

from campaigns.models import ArticlePage, CampaignPage, EventPage, StandardPage, Topic
from claims.decisions.acts import decide
from claims.follow_up.steps import record_step, translate_step
from claims.models import ClaimPage, Organisation, Step
from claims.models.claim import Deliberation
from contacts.models import Person, Post, Region, RegionPage
from content.models import CahierDocument, CahierImage
from newsletter.models import Issue
from tests.factories import ArticlePageFactory, ClaimPageFactory, StandardPageFactory
from translations.models import BasePage
from translations.scheduling import publish_due
from workshops.models import WorkshopReportPage

Steps = Iterator[list[str]]
Act = Callable[["Editors"], Steps]


class Editors:
    """Whoever acts: chances and words come from one seed, so that a failure can be repeated."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.to_come: list[Act] = []

    def pick(self, model: type[models.Model], **filters: Any) -> Any:
        keys = model._default_manager.filter(**filters).order_by("pk").values_list("pk", flat=True)
        return model._default_manager.get(pk=self.random.choice(list(keys)))

    def pick_page(self, **filters: Any) -> Any:
        return self.pick(BasePage, depth__gte=3, live=True, **filters).specific

    def word(self) -> str:
        return f"mot{self.random.randrange(10**6)}"

    def begin(self) -> tuple[str, Steps]:
        """Begin one of ACTS, each once before any comes again; return its name, and its steps to be gone through."""
        self.to_come = self.to_come or self.random.sample(ACTS, len(ACTS))
        act = self.to_come.pop()
        return act.__name__, act(self)


def addresses_of(*pages: BasePage) -> list[str]:
    return [address for page in pages for address in page.get_urls().values()]


def edit_a_claim(editors: Editors) -> Steps:
    claim = editors.pick(ClaimPage, live=True)
    yield addresses_of(claim)
    claim.statement_fr, claim.statement_en = f"Demande {editors.word()}, et cite DS-1.", f"Demands {editors.word()}."
    claim.save_revision().publish()


def add_a_page(editors: Editors) -> Steps:
    parent = editors.pick(WorkshopReportPage, live=True)
    yield addresses_of(parent)
    yield addresses_of(ArticlePageFactory(), ClaimPageFactory(parent=parent, statement_fr=editors.word()))


def save_a_draft(editors: Editors) -> Steps:
    page = editors.pick_page()
    yield addresses_of(page)
    page.title_fr = editors.word()
    page.save_revision()


def unpublish(editors: Editors) -> Steps:
    page = editors.pick(ArticlePage, live=True)
    yield addresses_of(page, page.get_parent().specific)
    page.unpublish()


def close_and_open(editors: Editors) -> Steps:
    page = editors.pick_page()
    yield addresses_of(page)
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    yield addresses_of(page)
    restriction.delete()


def record_what_came_of_a_claim(editors: Editors) -> Steps:
    claim = editors.pick(ClaimPage, live=True)
    yield addresses_of(claim)
    organisation = editors.pick(Organisation)
    step = record_step(step=Step(claim=claim, kind="we", text_fr=editors.word(), organisation=organisation))
    yield addresses_of(claim)
    translate_step(step=step, language="en", texts={"text": editors.word()})


def take_a_decision(editors: Editors) -> Steps:
    claim = editors.pick(ClaimPage, live=True)
    yield addresses_of(claim)
    kind = Deliberation.ADOPTED if claim.deliberation == Deliberation.CONTESTED else Deliberation.CONTESTED
    decide(claim=claim, deliberation=kind, reason={"fr": editors.word(), "en": editors.word()})


def rename(editors: Editors) -> Steps:
    page = editors.pick_page()
    yield addresses_of(page)
    page.slug_fr, page.slug_en = f"s-{editors.word()}", f"e-{editors.word()}"
    page.save_revision().publish()
    yield addresses_of(page)


def move(editors: Editors) -> Steps:
    claim = editors.pick(ClaimPage, live=True)
    yield addresses_of(claim, claim.get_parent().specific)
    claim.move(claim.get_parent(), pos=editors.random.choice(["first-child", "last-child"]))


def delete(editors: Editors) -> Steps:
    page = StandardPageFactory(title_fr=editors.word())
    yield addresses_of(page)
    page.delete()


def let_a_page_appear(editors: Editors) -> Steps:
    page = editors.pick(ArticlePage)
    yield addresses_of(page)
    page.lead_fr, page.go_live_at = editors.word(), timezone.now() - datetime.timedelta(seconds=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    yield addresses_of(page)
    publish_due()


def describe_a_picture(editors: Editors) -> Steps:
    yield addresses_of(*ArticlePage.objects.live())
    image = editors.pick(CahierImage)
    image.description_fr, image.credit = editors.word(), editors.word()
    image.save()


def name_a_document(editors: Editors) -> Steps:
    yield addresses_of(*ArticlePage.objects.live())
    document = editors.pick(CahierDocument)
    document.title_fr = editors.word()
    document.save()


def close_a_collection(editors: Editors) -> Steps:
    yield addresses_of(*ArticlePage.objects.live())
    document = editors.pick(CahierDocument)
    CollectionViewRestriction.objects.create(collection=document.collection, restriction_type="login")


def change_a_person(editors: Editors) -> Steps:
    person = editors.pick(Person)
    yield addresses_of(*RegionPage.objects.all())
    name = editors.random.choice(["public_email", "public_phone", "public_languages", "public_hours", "takes_messages"])
    setattr(person, name, not getattr(person, name))
    person.time_zone = editors.random.choice(["", "Africa/Accra", "Asia/Kathmandu"])
    person.save()


def change_a_post(editors: Editors) -> Steps:
    post = editors.pick(Post)
    yield addresses_of(post.page)
    post.role_fr, post.ends_on = editors.word(), editors.random.choice([None, datetime.date(2020, 1, 1)])
    post.save()


def name_things(editors: Editors) -> Steps:
    for model in (Region, Organisation, Topic):
        yield addresses_of(*RegionPage.objects.all(), editors.pick(ClaimPage, live=True))
        thing = editors.pick(model)
        thing.name_fr, thing.name_en = editors.word(), editors.word()
        thing.save()


def change_menus(editors: Editors) -> Steps:
    page, footer = editors.pick_page(), editors.pick(StandardPage)
    yield addresses_of(page)
    page.menu_title_fr, page.show_in_menus = editors.word(), not page.show_in_menus
    page.save_revision().publish()
    yield addresses_of(page)
    footer.refresh_from_db()
    footer.show_in_footer = not footer.show_in_footer
    footer.save()


def change_a_campaign(editors: Editors) -> Steps:
    page = editors.pick(CampaignPage)
    yield addresses_of(page)
    page.is_example = not page.is_example
    page.save_revision().publish()


def put_off_an_event(editors: Editors) -> Steps:
    event = editors.pick(EventPage, live=True)
    yield addresses_of(event, event.get_parent().specific)
    event.start_date = event.end_date = timezone.localdate() + datetime.timedelta(days=editors.random.randrange(-9, 9))
    event.save_revision().publish()


def write_a_report(editors: Editors) -> Steps:
    report = editors.pick(WorkshopReportPage, live=True)
    yield addresses_of(report)
    for finding in report.findings.all():
        finding.text_fr = editors.word()
    report.save_revision().publish()


def change_a_letter(editors: Editors) -> Steps:
    yield ["/fr/lettre/lettres/", "/fr/lettre/lettres/1/"]
    Issue.objects.update(note=editors.word())


def name_the_site(editors: Editors) -> Steps:
    yield ["/fr/"]
    Site.objects.update(site_name=editors.word())


def lead_on(editors: Editors) -> Steps:
    old = f"/fr/ancien-{editors.random.randrange(3)}"
    yield [old, f"{old}/"]
    Redirect.objects.update_or_create(old_path=old, site=None, defaults={"redirect_page": editors.pick_page()})


def write_past_all_that(editors: Editors) -> Steps:
    claim = editors.pick(ClaimPage, live=True)
    yield addresses_of(claim)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE translations_basepage SET title_fr = %s WHERE id = %s", [editors.word(), claim.pk])


def fail(editors: Editors) -> Steps:
    page = editors.pick_page()
    yield addresses_of(page)
    with transaction.atomic():
        page.title_fr = editors.word()
        page.save()
        transaction.set_rollback(True)


ACTS: list[Act] = [
    edit_a_claim,
    add_a_page,
    save_a_draft,
    unpublish,
    close_and_open,
    record_what_came_of_a_claim,
    take_a_decision,
    rename,
    move,
    delete,
    let_a_page_appear,
    describe_a_picture,
    name_a_document,
    close_a_collection,
    change_a_person,
    change_a_post,
    name_things,
    change_menus,
    change_a_campaign,
    put_off_an_event,
    write_a_report,
    change_a_letter,
    name_the_site,
    lead_on,
    write_past_all_that,
    fail,
]
