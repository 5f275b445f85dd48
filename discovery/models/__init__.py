"""Decisions, and the evidence they stand on."""

from .checks import DataCheck
from .documents import Document
from .evidence import SOURCES, TARGETS, Evidence
from .hypotheses import Hypothesis
from .products import DataProduct
from .requirements import Requirement

__all__ = [
    "SOURCES",
    "TARGETS",
    "DataCheck",
    "DataProduct",
    "Document",
    "Evidence",
    "Hypothesis",
    "Requirement",
]
