"""The exports of what we conclude."""

from __future__ import annotations

from interviews.exchange.tables import Column
from interviews.exports import of_list, register
from interviews.sheets.columns import LAST, TITLE

from .lists import DATA_CHECKS, DATA_PRODUCTS, DOCUMENTS, HYPOTHESES, WEEKLY_UPDATES
from .searchable import BELIEVED

SHEETS = (
    of_list(
        HYPOTHESES,
        Column("Hypothesis", "reference", width=10),
        TITLE,
        Column("Status", "get_status_display"),
        Column("We believe", "change", width=60),
        Column("For", "audience", width=30),
        Column("Persona", "persona.name"),
        Column("Will lead to", "outcome", width=60),
        Column("Because", "cause", width=60),
        Column("Measure", "measure", width=30),
        Column("Right if", "threshold", width=30),
        Column("Wrong if", "wrong_if", width=40),
        Column("Decide by", "decide_by"),
        Column("Importance", "importance", width=10),
        Column("Owner", "owner"),
        Column("Verdict", "verdict", width=60),
        Column("Decided on", "decided_at"),
        Column("Decided by", "decided_by"),
        Column("Written on", "created_at"),
        *LAST,
        typed=BELIEVED,
    ),
    of_list(
        DOCUMENTS,
        Column("Document", "reference", width=10),
        TITLE,
        Column("Kind", "get_kind_display"),
        Column("Status", "get_status_display"),
        Column("Owner", "owner"),
        Column("Written on", "created_at"),
        Column("Changed on", "updated_at"),
        *LAST,
        typed=("title",),
    ),
    of_list(
        DATA_CHECKS,
        Column("Question", "question", width=60),
        Column("Source", "source", width=60),
        Column("Result", "result", width=60),
        Column("Checked on", "checked_on"),
        Column("Conclusion", "get_conclusion_display"),
        Column("Written by", "created_by"),
        *LAST,
    ),
    of_list(
        DATA_PRODUCTS,
        Column("Data product", "reference", width=12),
        Column("Name", "name", width=40),
        Column("Area", "get_area_display"),
        Column("Purpose", "purpose", width=60),
        Column("Owner", "owner"),
        Column("Written on", "created_at"),
        *LAST,
    ),
    of_list(
        WEEKLY_UPDATES,
        Column("Week of", "monday"),
        Column("Title", str, width=60),
        Column("Written by", "created_by"),
        Column("Published on", "published_at"),
        Column("Published by", "published_by"),
        *LAST,
    ),
)


def offer() -> None:
    """Let these lists be exported."""
    for sheet in SHEETS:
        register(sheet)
