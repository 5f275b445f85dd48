"""A table of `start`, `end` and `text`, with tabs between: what Whisper writes as TSV, perhaps with a speaker.

Whole numbers are milliseconds; numbers with a point are seconds.
"""

from __future__ import annotations

import re

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.draft import Draft
from interviews.transcripts.names import clean

SLUG, LABEL = "tsv", "Table of times and text (TSV)"
COLUMNS = frozenset(["start", "end", "text", "speaker"])
NUMBER = re.compile(r"\d{1,12}(?:\.\d{1,6})?")


def _columns(line: str) -> list[str]:
    """The names of the columns in a head, with the text last; empty for any other line."""
    names = line.strip().casefold().split("\t")
    return names if {"start", "text"} <= set(names) <= COLUMNS and names[-1] == "text" else []


def recognise(source: Source) -> float:
    """The first filled line names the columns."""
    return 1.0 if _columns(next((line for line in source.lines if line.strip()), "")) else 0.0


def read(source: Source) -> Transcript:
    draft = Draft(source)
    columns: list[str] = []
    for number, line in enumerate(source.lines, 1):
        row = dict(zip(columns, line.split("\t", len(columns) - 1), strict=False)) if columns else {}
        start, end = _time(row.get("start", "")), _time(row.get("end", ""))
        if len(row) == len(columns) > 0 and start is not None and (end is not None or "end" not in row):
            draft.say(clean(row.get("speaker", "")), row["text"], number, start, end)
        elif head := _columns(line):
            columns = head
        elif line.strip():
            draft.warn(number, "This line is no row of the table; its words were joined to the row above")
            draft.extend(line, number)
    return draft.transcript(SLUG, LABEL)


def _time(cell: str) -> int | None:
    """Milliseconds of a cell."""
    if not NUMBER.fullmatch(cell.strip()):
        return None
    return round(float(cell) * 1000) if "." in cell else int(cell)


FORMAT = Format(SLUG, LABEL, recognise, read)
