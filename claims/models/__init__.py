from .ledger import GivenMark  # isort: skip  # numbering needs it before there are claims
from .claim import Carrier, ClaimPage, Deliberation, Source
from .index import ClaimIndexPage
from .organisation import Organisation

__all__ = ["Carrier", "ClaimIndexPage", "ClaimPage", "Deliberation", "GivenMark", "Organisation", "Source"]
