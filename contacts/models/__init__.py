from .directory import DirectoryPage, Post, RegionPage
from .messages import PassedMessage
from .person import Person
from .region import Region

__all__ = ["DirectoryPage", "PassedMessage", "Person", "Post", "Region", "RegionPage"]
