"""Decisions, and the evidence they stand on."""

from .documents import Document
from .evidence import SOURCES, TARGETS, Evidence
from .hypotheses import Hypothesis

__all__ = ["SOURCES", "TARGETS", "Document", "Evidence", "Hypothesis"]
