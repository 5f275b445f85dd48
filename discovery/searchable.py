"""Everything that can be found: the evidence, and what we conclude of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from interviews.searchable import KINDS as OF_EVIDENCE
from interviews.searchable import best, by_paths, live, records
from search.kinds import Hit, Kind
from search.marking import Marker

from .models import DataCheck, DataProduct, Document, Hypothesis, Requirement

DECISIONS, OUTCOMES = "Decisions", "Outcomes"


def standing_requirements(user: Any) -> QuerySet:
    return Requirement.objects.standing().visible_to(user)


def requirements(rows: Sequence[Requirement], marker: Marker, user: Any) -> list[Hit]:
    """Each leads to its line of the document."""
    return [
        Hit(row.get_line_url(), marker.whole(row.text), row.reference, best([row.acceptance], marker)) for row in rows
    ]


CHANGED = by_paths(day="updated_at")
KINDS = (
    *OF_EVIDENCE,
    Kind(
        *("hypothesis", "Hypotheses", DECISIONS, "scale", Hypothesis, live(Hypothesis)),
        by_paths(persona="persona", day="updated_at"),
        records(
            *("title", "change", "audience", "outcome", "cause", "measure", "threshold", "wrong_if", "verdict"),
            about=Hypothesis.get_status_display,
        ),
    ),
    Kind(
        *("document", "Documents", DECISIONS, "file-text", Document, live(Document), CHANGED),
        records("title", "summary", "body", about=Document.get_status_display),
    ),
    Kind(
        *("requirement", "Requirements", DECISIONS, "circle-check", Requirement, standing_requirements, CHANGED),
        requirements,
        ("document",),
    ),
    Kind(
        *("data_check", "Data checks", DECISIONS, "chart-line", DataCheck, live(DataCheck), CHANGED),
        records("question", "result", "source", about=DataCheck.get_conclusion_display),
    ),
    Kind(
        *("data_product", "Data products", OUTCOMES, "package", DataProduct, live(DataProduct), CHANGED),
        records("name", "purpose"),
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def kind_called(text: str) -> Kind | None:
    """The kind that people call so, in the singular or the plural."""
    said = text.strip().lower()
    return next((kind for kind in KINDS if said in kind.words), None)
