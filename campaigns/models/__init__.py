from .articles import ArticleIndexPage, ArticlePage, Topic
from .campaign import Aim, Audience, CampaignPage, KeyPublication, Phase, Theme
from .home import HomeFact, HomePage
from .join import Application, JoinDeadline, JoinPage
from .standard import StandardPage

__all__ = [
    "Aim",
    "Application",
    "ArticleIndexPage",
    "ArticlePage",
    "Audience",
    "CampaignPage",
    "HomeFact",
    "HomePage",
    "JoinDeadline",
    "JoinPage",
    "KeyPublication",
    "Phase",
    "StandardPage",
    "Theme",
    "Topic",
]
