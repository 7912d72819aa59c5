from .articles import ArticleIndexPage, ArticlePage, Topic
from .campaign import Aim, Audience, CampaignPage, KeyPublication, Phase, Theme
from .home import HomeFact, HomePage
from .standard import StandardPage

__all__ = [
    "Aim",
    "ArticleIndexPage",
    "ArticlePage",
    "Audience",
    "CampaignPage",
    "HomeFact",
    "HomePage",
    "KeyPublication",
    "Phase",
    "StandardPage",
    "Theme",
    "Topic",
]
