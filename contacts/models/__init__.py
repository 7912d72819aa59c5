from .directory import DirectoryPage, Person, Post, RegionPage
from .region import Region

__all__ = ["DirectoryPage", "Person", "Post", "Region", "RegionPage"]
