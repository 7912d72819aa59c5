from .directory import DirectoryPage, Post, RegionPage
from .person import Person
from .region import Region

__all__ = ["DirectoryPage", "Person", "Post", "Region", "RegionPage"]
