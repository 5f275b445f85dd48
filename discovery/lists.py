"""The lists of what we conclude: which rows somebody may read, their order, and how they are searched."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from interviews import archive, references, saved
from interviews.lists import RecordList

from .matching import by_words
from .models import DataCheck, DataProduct, Document, Hypothesis, Requirement, WeeklyUpdate
from .narrowing import HypothesesNarrowing
from .searching import VIEWED


def hypotheses(user: Any) -> QuerySet:
    """Beliefs, those in testing first."""
    return Hypothesis.objects.visible_to(user).with_rank().select_related("owner", "persona", "decided_by")


def documents(user: Any) -> QuerySet:
    """Product documents without their text."""
    return Document.objects.visible_to(user).select_related("owner").defer("body")


def data_checks(user: Any) -> QuerySet:
    """Claims that were tested on data."""
    return DataCheck.objects.visible_to(user).select_related("created_by")


def data_products(user: Any) -> QuerySet:
    """What the team offers."""
    return DataProduct.objects.visible_to(user).alphabetically().select_related("owner")


def weekly_updates(user: Any) -> QuerySet:
    """What was told week by week; drafts for those who write."""
    return WeeklyUpdate.objects.visible_to(user).select_related("created_by", "published_by")


HYPOTHESES = RecordList(
    "hypotheses",
    hypotheses,
    ("rank", "-pk"),
    by_words("title", "change", "audience", "outcome", "cause"),
    HypothesesNarrowing,
)
DOCUMENTS = RecordList("documents", documents, ("-pk",), by_words("title", "summary", "body"))
DATA_PRODUCTS = RecordList("data-products", data_products, ("alphabetical", "pk"), by_words("name", "purpose"))
DATA_CHECKS = RecordList("data-checks", data_checks, ("-checked_on", "-pk"), by_words("question", "result", "source"))
WEEKLY_UPDATES = RecordList("weekly-updates", weekly_updates, ("-monday", "-pk"), by_words("title"))


def offer() -> None:
    """Show what is archived of these in the archive of everything, know references to them, and let people save views
    of their lists."""
    archive.register(archive.Kind("hypotheses", "Hypotheses", Hypothesis, HYPOTHESES.matching))
    archive.register(archive.Kind("documents", "Documents", Document, DOCUMENTS.matching))
    archive.register(archive.Kind("data-checks", "Data checks", DataCheck, DATA_CHECKS.matching))
    references.register(Hypothesis)
    references.register(Document)
    archive.register(archive.Kind("requirements", "Requirements", Requirement, by_words("text")))
    archive.register(archive.Kind("data-products", "Data products", DataProduct, DATA_PRODUCTS.matching))
    archive.register(archive.Kind("weekly-updates", "Weekly updates", WeeklyUpdate, WEEKLY_UPDATES.matching))
    references.register(DataProduct)
    listed = (
        (HYPOTHESES, "Hypotheses", "hypothesis"),
        (DOCUMENTS, "Documents", "document"),
        (DATA_PRODUCTS, "Data products", "data_product"),
        (DATA_CHECKS, "Data checks", "data_check"),
        (WEEKLY_UPDATES, "Weekly updates", "weekly_update"),
    )
    for records, title, noun in listed:
        reader = saved.reader_of_records(records)
        saved.register(saved.ViewedList(records.name, title, f"discovery:{noun}_list", reader))
    saved.register(VIEWED)
