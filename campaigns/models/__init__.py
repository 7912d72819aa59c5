from .articles import ArticleIndexPage, ArticlePage, Topic
from .calendar import CalendarPage
from .campaign import Accent, Aim, Audience, CampaignPage, KeyPublication, Phase, Theme
from .events import EventKind, EventPage, EventState
from .guide import GuidePage, GuideSessionPage, GuideStep, Handout
from .home import Door, HomeFact, HomePage
from .join import Application, JoinDeadline, JoinPage
from .publication_index import PublicationIndexPage
from .publications import PublicationFile, PublicationKind, PublicationPage
from .standard import StandardPage

__all__ = [
    "Accent",
    "Aim",
    "Application",
    "ArticleIndexPage",
    "ArticlePage",
    "Audience",
    "CalendarPage",
    "CampaignPage",
    "Door",
    "EventKind",
    "EventPage",
    "EventState",
    "GuidePage",
    "GuideSessionPage",
    "GuideStep",
    "Handout",
    "HomeFact",
    "HomePage",
    "JoinDeadline",
    "JoinPage",
    "KeyPublication",
    "Phase",
    "PublicationFile",
    "PublicationIndexPage",
    "PublicationKind",
    "PublicationPage",
    "StandardPage",
    "Theme",
    "Topic",
]
