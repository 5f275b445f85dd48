"""The lists of what we conclude: which rows somebody may read, their order, and how they are searched."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from interviews import archive, references, saved
from interviews.lists import RecordList, containing

from .matching import by_words
from .models import DataCheck, Document, Hypothesis
from .narrowing import HypothesesNarrowing


def hypotheses(user: Any) -> QuerySet:
    """Beliefs, those in testing first."""
    return Hypothesis.objects.visible_to(user).with_rank().select_related("owner", "persona", "decided_by")


def documents(user: Any) -> QuerySet:
    """Product documents without their text."""
    return Document.objects.visible_to(user).select_related("owner").defer("body")


def data_checks(user: Any) -> QuerySet:
    """Claims that were tested on data."""
    return DataCheck.objects.visible_to(user).select_related("created_by")


HYPOTHESES = RecordList(
    "hypotheses",
    hypotheses,
    ("rank", "-pk"),
    by_words("title", "change", "audience", "outcome", "cause"),
    HypothesesNarrowing,
)
DOCUMENTS = RecordList("documents", documents, ("-pk",), by_words("title", "body"))
DATA_CHECKS = RecordList("data-checks", data_checks, ("-checked_on", "-pk"), containing("question", "result", "source"))


def offer() -> None:
    """Show what is archived of these in the archive of everything, know references to them, and let people save views
    of their lists."""
    archive.register(archive.Kind("hypotheses", "Hypotheses", Hypothesis, HYPOTHESES.matching))
    archive.register(archive.Kind("documents", "Documents", Document, DOCUMENTS.matching))
    archive.register(archive.Kind("data-checks", "Data checks", DataCheck, DATA_CHECKS.matching))
    references.register(Hypothesis)
    references.register(Document)
    for records, title, noun in (
        (HYPOTHESES, "Hypotheses", "hypothesis"),
        (DOCUMENTS, "Documents", "document"),
        (DATA_CHECKS, "Data checks", "data_check"),
    ):
        reader = saved.reader_of_records(records)
        saved.register(saved.ViewedList(records.name, title, f"discovery:{noun}_list", reader))
