"""Decisions, and the evidence they stand on."""

from .checks import DataCheck
from .documents import Document
from .everybody import everybody
from .evidence import SOURCES, TARGETS, Evidence
from .hypotheses import Hypothesis
from .images import Image
from .passages import DocumentPassage
from .products import DataProduct
from .requirements import Requirement
from .reviews import Review
from .templates import DocumentTemplate
from .updates import UpdateLine, UpdateMail, UpdateSubscription, WeeklyUpdate
from .versions import DocumentVersion

__all__ = [
    "SOURCES",
    "TARGETS",
    "DataCheck",
    "DataProduct",
    "Document",
    "DocumentPassage",
    "DocumentTemplate",
    "DocumentVersion",
    "Evidence",
    "Hypothesis",
    "Image",
    "Requirement",
    "Review",
    "UpdateLine",
    "UpdateMail",
    "UpdateSubscription",
    "WeeklyUpdate",
    "everybody",
]
