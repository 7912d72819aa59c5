"""Makes what tests speak of. Pages go under the home page unless a `parent` is given; texts are French unless named."""

import datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from campaigns.models import (
    ArticleIndexPage,
    ArticlePage,
    CalendarPage,
    CampaignPage,
    EventPage,
    GuidePage,
    GuideSessionPage,
    HomePage,
    JoinDeadline,
    JoinPage,
    PublicationIndexPage,
    PublicationPage,
    StandardPage,
    Topic,
)
from claims.models import ClaimIndexPage, ClaimPage, Organisation
from contacts.models import DirectoryPage, Person, Region, RegionPage
from newsletter.issues.letters import gather_articles
from newsletter.models import Issue, PostalSubscriber, Subscriber
from translations.models import BasePage
from workshops.codes import LETTERS
from workshops.models import ConventionPage, SynthesisPage, WorkshopReportPage


class BasePageFactory(DjangoModelFactory):
    """Adds a page to the tree, as `parent`'s last child, and returns it as the database has it."""

    class Meta:
        abstract = True
        model = BasePage

    title_fr = factory.Sequence(lambda n: f"Page {n}")

    @classmethod
    def default_parent(cls) -> BasePage:
        return HomePage.objects.get()

    @classmethod
    def _create(cls, model_class: Any, *args: Any, parent: BasePage | None = None, **kwargs: Any) -> Any:
        parent = parent or cls.default_parent()
        parent = type(parent).objects.get(pk=parent.pk)
        page = parent.add_child(instance=model_class(**kwargs))
        return model_class.objects.get(pk=page.pk)


class StandardPageFactory(BasePageFactory):
    class Meta:
        model = StandardPage


class CampaignPageFactory(BasePageFactory):
    class Meta:
        model = CampaignPage


class CampaignPartFactory(BasePageFactory):
    """A page below the first campaign, or a new one."""

    class Meta:
        abstract = True

    @classmethod
    def default_parent(cls) -> BasePage:
        return CampaignPage.objects.first() or CampaignPageFactory()


class GuidePageFactory(CampaignPartFactory):
    class Meta:
        model = GuidePage


class GuideSessionPageFactory(BasePageFactory):
    class Meta:
        model = GuideSessionPage

    aim_fr = "But"

    @classmethod
    def default_parent(cls) -> BasePage:
        return GuidePage.objects.first() or GuidePageFactory()


class PublicationIndexPageFactory(CampaignPartFactory):
    class Meta:
        model = PublicationIndexPage


class PublicationPageFactory(BasePageFactory):
    class Meta:
        model = PublicationPage

    @classmethod
    def default_parent(cls) -> BasePage:
        return PublicationIndexPage.objects.first() or PublicationIndexPageFactory()


class CalendarPageFactory(CampaignPartFactory):
    class Meta:
        model = CalendarPage


class EventPageFactory(BasePageFactory):
    """Two hours in Paris, far enough ahead to be still to come."""

    class Meta:
        model = EventPage

    start_date = datetime.date(2126, 3, 12)
    start_time = datetime.time(14)
    end_time = datetime.time(16)

    @classmethod
    def default_parent(cls) -> BasePage:
        return CalendarPage.objects.first() or CalendarPageFactory()


class ArticleIndexPageFactory(BasePageFactory):
    class Meta:
        model = ArticleIndexPage


class ArticlePageFactory(BasePageFactory):
    class Meta:
        model = ArticlePage

    date = datetime.date(2026, 11, 22)

    @classmethod
    def default_parent(cls) -> BasePage:
        return ArticleIndexPage.objects.first() or ArticleIndexPageFactory()


class ConventionPageFactory(BasePageFactory):
    class Meta:
        model = ConventionPage

    starts_on = datetime.date(2023, 9, 15)
    ends_on = datetime.date(2023, 9, 16)
    town = "Saint-Étienne"


class WorkshopReportPageFactory(BasePageFactory):
    class Meta:
        model = WorkshopReportPage

    code = factory.Sequence(lambda n: LETTERS[n // len(LETTERS) % len(LETTERS)] + LETTERS[n % len(LETTERS)])

    @classmethod
    def default_parent(cls) -> BasePage:
        return ConventionPage.objects.first() or ConventionPageFactory()


class SynthesisPageFactory(BasePageFactory):
    class Meta:
        model = SynthesisPage

    @classmethod
    def default_parent(cls) -> BasePage:
        return ConventionPage.objects.first() or ConventionPageFactory()


class ClaimIndexPageFactory(BasePageFactory):
    class Meta:
        model = ClaimIndexPage


class ClaimPageFactory(BasePageFactory):
    """Published, so marked, unless `live=False`."""

    class Meta:
        model = ClaimPage

    statement_fr = factory.Sequence(lambda n: f"Revendication {n}.")

    @classmethod
    def default_parent(cls) -> BasePage:
        return WorkshopReportPage.objects.first() or WorkshopReportPageFactory()


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    name_fr = factory.Sequence(lambda n: f"Organisation {n}")


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    name_fr = factory.Sequence(lambda n: f"Région {n}")


class PersonFactory(DjangoModelFactory):
    """Has agreed to everything being public, unless told otherwise."""

    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Personne {n}")
    consent_on = datetime.date(2026, 11, 22)
    public_email = public_phone = public_postal_address = public_languages = public_hours = takes_messages = True


class DirectoryPageFactory(BasePageFactory):
    class Meta:
        model = DirectoryPage


class RegionPageFactory(BasePageFactory):
    class Meta:
        model = RegionPage

    region = factory.SubFactory(RegionFactory)

    @classmethod
    def default_parent(cls) -> BasePage:
        return DirectoryPage.objects.first() or DirectoryPageFactory()


class TopicFactory(DjangoModelFactory):
    class Meta:
        model = Topic

    name_fr = factory.Sequence(lambda n: f"Sujet {n}")
    slug = factory.Sequence(lambda n: f"sujet-{n}")


class SubscriberFactory(DjangoModelFactory):
    class Meta:
        model = Subscriber

    email = factory.Sequence(lambda n: f"personne{n}@exemple.fr")


class JoinPageFactory(BasePageFactory):
    """Open to a region of its own, without a last day, unless `deadlines` maps regions to theirs."""

    class Meta:
        model = JoinPage

    fallback_email = "a-defaut@exemple.fr"

    @classmethod
    def default_parent(cls) -> BasePage:
        return CampaignPage.objects.first() or CampaignPageFactory()

    @classmethod
    def _create(cls, model_class: Any, *args: Any, deadlines: Any = None, **kwargs: Any) -> Any:
        page = super()._create(model_class, *args, **kwargs)
        deadlines = {RegionFactory(): None} if deadlines is None else deadlines
        page.deadlines = [JoinDeadline(region=region, closes_on=day) for region, day in deadlines.items()]
        page.save()
        return model_class.objects.get(pk=page.pk)


class PostalSubscriberFactory(DjangoModelFactory):
    class Meta:
        model = PostalSubscriber

    name = factory.Sequence(lambda n: f"Personne {n}")
    street = factory.Sequence(lambda n: f"{n} rue de la République")
    postcode = "42000"
    town = "Saint-Étienne"
    place = "Convention"


class IssueFactory(DjangoModelFactory):
    """An issue of one article in French, whose time to be sent has come, unless told otherwise."""

    class Meta:
        model = Issue
        skip_postgeneration_save = True

    class Params:
        article = factory.SubFactory(ArticlePageFactory)

    kind = "article"
    language = "fr"
    state = "scheduled"
    send_at = factory.LazyFunction(timezone.now)
    edition = factory.LazyAttribute(lambda issue: f"article:{issue.article.pk}")

    @factory.post_generation
    def articles(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        articles = extracted or ArticlePage.objects.filter(pk=self.edition.partition(":")[2])
        self.articles.set(articles)
        self.content = gather_articles(articles, self.language)
        self.save()
