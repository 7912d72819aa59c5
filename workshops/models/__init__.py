from .convention import ConventionPage, Organiser, Session
from .report import Attachment, Finding, OpenQuestion, WorkshopReportPage
from .synthesis import SynthesisPage

__all__ = [
    "Attachment",
    "ConventionPage",
    "Finding",
    "OpenQuestion",
    "Organiser",
    "Session",
    "SynthesisPage",
    "WorkshopReportPage",
]
