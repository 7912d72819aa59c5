"""A site with every page type, each text in French and English and each one a word of its own."""

import datetime
import json
from collections.abc import Iterator
from itertools import count
from typing import Any

from django.db import models
from modeltranslation.translator import translator
from wagtail.fields import RichTextField, StreamField

from campaigns.models import (
    Aim,
    Audience,
    Door,
    GuideStep,
    Handout,
    HomeFact,
    HomePage,
    KeyPublication,
    Phase,
    PublicationFile,
    Theme,
)
from claims.models import Source, Support
from contacts.models import Post
from tests import factories
from translations.languages import LANGUAGES, column
from translations.models import BasePage
from workshops.models import Finding, OpenQuestion, Organiser, Session, WorkshopReportPage

NOT_TEXTS = {"slug", "url_path", "draft_title"}
DAY = datetime.date(2023, 9, 16)


def make_site(*, size: int = 1) -> dict[str, BasePage]:
    """Make one page of each type and return them by the name of their type.

    :param size: how many rows, claims, reports, articles, regions… each page shows
    """
    home = HomePage.objects.get()
    home.facts = [HomeFact(term_fr="Tenu à", text_fr="Ici") for _ in range(size)]
    home.doors = [Door(reader_fr="Qui", text_fr="Où", target=home.basepage_ptr) for _ in range(min(size, 4))]
    home.headline_fr, home.show_in_menus = "Titre", True
    home.save()
    campaign = make_campaign(size)
    pages = [home, campaign, *make_articles(size), *make_directory(size)]
    pages += [*make_guide(campaign, size), *make_publications(campaign, size), *make_calendar(campaign, size)]
    pages.append(factories.JoinPageFactory(deadlines={factories.RegionFactory(): None for _ in range(size)}))
    pages += [factories.StandardPageFactory(show_in_footer=True) for _ in range(size)]
    pages += [*make_convention(size), factories.ClaimIndexPageFactory(show_in_menus=True)]
    return {type(page).__name__: type(page).objects.get(pk=page.pk) for page in reversed(pages)}


def make_campaign(size: int) -> BasePage:
    page = factories.CampaignPageFactory(show_in_menus=True)
    page.aims = [Aim(text_fr="But") for _ in range(size)]
    page.themes = [Theme(question_fr="Thème") for _ in range(size)]
    page.audiences = [
        Audience(name_fr="Groupe", purpose_fr="Objet", starts_fr="2022", slug=f"groupe-{n}") for n in range(size)
    ]
    page.phases = [Phase(period_fr="2022", text_fr="Phase") for _ in range(size)]
    page.publications = [KeyPublication(title_fr="Guide", note_fr="Note") for _ in range(size)]
    page.save()
    return page


def make_guide(campaign: BasePage, size: int) -> list[BasePage]:
    guide = factories.GuidePageFactory(parent=campaign, show_in_menus=True)
    sessions = [factories.GuideSessionPageFactory(parent=guide) for _ in range(size)]
    for session in sessions:
        session.stages = [GuideStep(title_fr="Étape", text_fr="Texte") for _ in range(size)]
        session.handouts = [Handout(title_fr="Fiche", text_fr="Texte") for _ in range(size)]
        session.themes.set(campaign.themes.all())
        session.save()
    return [guide, *sessions]


def make_publications(campaign: BasePage, size: int) -> list[BasePage]:
    index = factories.PublicationIndexPageFactory(parent=campaign, show_in_menus=True, ask_at=campaign.basepage_ptr)
    publications = [factories.PublicationPageFactory(parent=index) for _ in range(size)]
    for publication in publications:
        publication.files = [PublicationFile(url="https://exemple.fr/", label_fr="Fichier") for _ in range(size)]
        publication.regions.set([factories.RegionFactory() for _ in range(size)])
        publication.themes.set(campaign.themes.all())
        publication.save()
    campaign = type(campaign).objects.get(pk=campaign.pk)
    campaign.publications.add(KeyPublication(publication=publications[0], note_fr="Note"))
    campaign.save()
    return [index, *publications]


def make_calendar(campaign: BasePage, size: int) -> list[BasePage]:
    calendar = factories.CalendarPageFactory(parent=campaign, show_in_menus=True)
    events = [factories.EventPageFactory(parent=calendar, languages="es") for _ in range(size)]
    for event in events:
        event.regions.set([factories.RegionFactory() for _ in range(size)])
        event.audiences.set(campaign.audiences.all())
        event.save()
    return [calendar, *events]


def make_articles(size: int) -> list[BasePage]:
    index = factories.ArticleIndexPageFactory(show_in_menus=True)
    articles = [factories.ArticlePageFactory(parent=index) for _ in range(size)]
    for article in articles:
        article.topics.set([factories.TopicFactory() for _ in range(size)])
        article.save()
    return [index, *articles]


def make_directory(size: int) -> list[BasePage]:
    directory = factories.DirectoryPageFactory(show_in_menus=True)
    pages = []
    for _ in range(size):
        region = factories.RegionFactory(parent=factories.RegionFactory())
        page = factories.RegionPageFactory(parent=directory, region=region)
        page.posts = [Post(role_fr="Rôle", person=factories.PersonFactory(email="a@exemple.fr")) for _ in range(size)]
        page.posts.add(Post(role_fr="Vacant"))
        page.save()
        pages.append(page)
    return [directory, *pages]


def make_convention(size: int) -> list[BasePage]:
    convention = factories.ConventionPageFactory()
    reports = [make_report(convention, size) for _ in range(size)]
    # The report that is shown has `size` claims, each other one: a hundred claims take a minute and show no more.
    claims = [make_claim(report, size) for report in [*reports[:1] * size, *reports[1:]]]
    syntheses = [factories.SynthesisPageFactory(parent=convention, date=DAY) for _ in range(size)]
    for synthesis in syntheses:
        synthesis.reports.set(reports)
        synthesis.save()
    convention = type(convention).objects.get(pk=convention.pk)
    convention.organisers = [Organiser(name="Collectif") for _ in range(size)]
    for _ in range(size):
        session = Session(date=DAY, period_fr="Matin", title_fr="Séance", note_fr="Note")
        session.workshops.set(reports)
        convention.sessions.add(session)
    convention.save()
    return [convention, *reports, *claims, *syntheses]


def make_report(convention: BasePage, size: int) -> WorkshopReportPage:
    report = factories.WorkshopReportPageFactory(parent=convention, held_on=DAY)
    report.findings = [Finding(title_fr="Constat", text_fr="Texte") for _ in range(size)]
    report.questions = [OpenQuestion(text_fr="Question") for _ in range(size)]
    report.save()
    return report


def make_claim(report: WorkshopReportPage, size: int) -> BasePage:
    claim = factories.ClaimPageFactory(parent=report, findings="C1")
    claim.addressees.set([factories.OrganisationFactory() for _ in range(size)])
    claim.supports = [Support(organisation=factories.OrganisationFactory(), note_fr="Note") for _ in range(size)]
    claim.sources = [Source(title_fr="Source") for _ in range(size)]
    claim.save()
    return claim


def texts() -> Iterator[tuple[models.Model, str]]:
    """Yield each object that holds texts, with the name of each of them that a reader may read."""
    for model in translator.get_registered_models(abstract=False):
        own = {field.name for field in model._meta.local_fields}
        for obj in model._default_manager.all():
            for name in sorted(set(translator.get_options_for_model(model).all_fields) & own - NOT_TEXTS):
                yield obj, name


def fill_texts() -> dict[str, tuple[models.Model, str]]:
    """Give each text a word of its own in each language, and map that of the source to its object and field."""
    words = {}
    for number, (obj, name) in zip(count(1000), texts()):
        for language in LANGUAGES:
            write(obj, column(name, language), f"{language}{number}x")
        words[f"fr{number}x"] = (obj, name)
    return words


def write(obj: models.Model, name: str, word: str | None) -> None:
    """Store `word` as a text of the kind of field `name`, past everything that saving would do."""
    value: Any = word
    field = obj._meta.get_field(name)
    if isinstance(field, StreamField):
        value = json.dumps([{"type": "text", "value": f"<p>{word}</p>"}] if word else [])
    elif isinstance(field, RichTextField) and word:
        value = f"<p>{word}</p>"
    type(obj)._base_manager.filter(pk=obj.pk).update(**{name: value})
