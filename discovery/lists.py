"""The lists of what we conclude: which rows somebody may read, their order, and how they are searched."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from interviews import archive, references, saved
from interviews.lists import RecordList

from .matching import by_words
from .models import Document, Hypothesis
from .narrowing import HypothesesNarrowing


def hypotheses(user: Any) -> QuerySet:
    """Beliefs, those in testing first."""
    return Hypothesis.objects.visible_to(user).with_rank().select_related("owner", "persona", "decided_by")


def documents(user: Any) -> QuerySet:
    """Product documents without their text."""
    return Document.objects.visible_to(user).select_related("owner").defer("body")


HYPOTHESES = RecordList(
    "hypotheses",
    hypotheses,
    ("rank", "-pk"),
    by_words("title", "change", "audience", "outcome", "cause"),
    HypothesesNarrowing,
)
DOCUMENTS = RecordList("documents", documents, ("-pk",), by_words("title", "body"))


def offer() -> None:
    """Show what is archived of these in the archive of everything, know references to them, and let people save views
    of their lists."""
    archive.register(archive.Kind("hypotheses", "Hypotheses", Hypothesis, HYPOTHESES.matching))
    archive.register(archive.Kind("documents", "Documents", Document, DOCUMENTS.matching))
    references.register(Hypothesis)
    references.register(Document)
    for records, title, noun in ((HYPOTHESES, "Hypotheses", "hypothesis"), (DOCUMENTS, "Documents", "document")):
        reader = saved.reader_of_records(records)
        saved.register(saved.ViewedList(records.name, title, f"discovery:{noun}_list", reader))
