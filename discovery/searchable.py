"""Everything that can be found: the evidence, and what we conclude of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from interviews.hits import best, records
from interviews.pasted import Pastings
from interviews.searchable import KINDS as OF_EVIDENCE
from interviews.searchable import by_paths, live
from search.kinds import Hit, Kind
from search.marking import Marker

from .models import DataCheck, DataProduct, Document, Hypothesis, Requirement, WeeklyUpdate
from .models.our_words import OurWords, as_typed, lines

BELIEVED = ("title", "change", "audience", "outcome", "cause", "measure", "threshold", "wrong_if", "verdict")
WRITTEN = ("title", "summary", "body")
DECISIONS, OUTCOMES = "Decisions", "Outcomes"


def without_hidden(rows: Sequence[Any], kind: Kind, marker: Marker, user: Any) -> list[Any]:
    """Records of ours, to be shown, without customers' words that somebody typed into them and that may not be shown.
    What is found by such words alone is not; one query where there is anything to look through."""
    typed = [as_typed(row, kind.typed) for row in rows]
    pastings = Pastings([text for one in typed for text in one.values()], user)
    lines().look_through(pastings)
    found = []
    for row, told in zip(rows, typed, strict=True):
        for field in told:
            if not isinstance(row._meta.get_field(field), OurWords):
                setattr(row, field, pastings.readable(told[field]))
        if is_found(list(told.values()), [getattr(row, field) for field in told], marker):
            found.append(row)
    return found


def is_found(told: Sequence[str], left: Sequence[str], marker: Marker) -> bool:
    """Whether a record that fits as it is stored is found by what is left for whoever reads. Without words every one
    is."""
    return left == told or not marker.sought or any(map(marker.spans, left))


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
        records(*BELIEVED, about=Hypothesis.get_status_display),
        typed=BELIEVED,
    ),
    Kind(
        *("document", "Documents", DECISIONS, "file-text", Document, live(Document), CHANGED),
        records(*WRITTEN, about=Document.get_status_display),
        typed=WRITTEN,
    ),
    Kind(
        *("requirement", "Requirements", DECISIONS, "circle-check", Requirement, standing_requirements, CHANGED),
        requirements,
        ("document",),
        typed=("text", "acceptance"),
    ),
    Kind(
        *("data_check", "Data checks", DECISIONS, "chart-line", DataCheck, live(DataCheck), CHANGED),
        records("question", "result", "source", about=DataCheck.get_conclusion_display),
        typed=("question", "result", "source"),
    ),
    Kind(
        *("data_product", "Data products", OUTCOMES, "package", DataProduct, live(DataProduct), CHANGED),
        records("name", "purpose"),
        typed=("name", "purpose"),
    ),
    Kind(
        *("weekly_update", "Weekly updates", OUTCOMES, "newspaper", WeeklyUpdate, live(WeeklyUpdate), CHANGED),
        records("title", about=lambda update: f"Week of {update.monday.day} {update.monday:%B %Y}"),
        typed=("title",),
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}


def kind_called(text: str) -> Kind | None:
    """The kind that people call so, in the singular or the plural."""
    said = text.strip().lower()
    return next((kind for kind in KINDS if said in kind.words), None)
