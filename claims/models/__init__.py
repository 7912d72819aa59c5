from .ledger import GivenMark  # isort: skip  # numbering needs it before there are claims
from .wording import Wording  # isort: skip  # likewise
from .citation import Citation
from .claim import ClaimPage, Source
from .decision import Decision, Deliberation, Succession
from .index import ClaimIndexPage
from .organisation import Organisation
from .step import FollowUp, Step, StepKind
from .support import Reservation, Support
from .tombstone import Tombstone

__all__ = [
    "Citation",
    "ClaimIndexPage",
    "ClaimPage",
    "Decision",
    "Deliberation",
    "FollowUp",
    "GivenMark",
    "Organisation",
    "Reservation",
    "Source",
    "Step",
    "StepKind",
    "Succession",
    "Support",
    "Tombstone",
    "Wording",
]
