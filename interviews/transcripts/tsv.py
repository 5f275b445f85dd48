"""A table of `start`, `end` in milliseconds and `text`, with tabs between: what Whisper writes as TSV."""

from __future__ import annotations

import re

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.draft import Draft

SLUG, LABEL = "tsv", "Table of times and text (TSV)"
HEAD = re.compile(r"\s*start\tend\ttext\s*", re.IGNORECASE)
ROW = re.compile(r"(\d{1,12})\t(\d{1,12})\t(.*)")


def recognise(source: Source) -> float:
    """The first filled line names the columns."""
    first = next((line for line in source.lines if line.strip()), "")
    return 1.0 if HEAD.fullmatch(first) else 0.0


def read(source: Source) -> Transcript:
    draft = Draft(source)
    for number, line in enumerate(source.lines, 1):
        if row := ROW.fullmatch(line):
            draft.say("", row[3], number, int(row[1]), int(row[2]))
        elif line.strip() and not HEAD.fullmatch(line):
            draft.warn(number, "This line is no row of the table; its words were joined to the row above")
            draft.extend(line, number)
    return draft.transcript(SLUG, LABEL)


FORMAT = Format(SLUG, LABEL, recognise, read)
