"""Texts that are surely something else, refused by name: read as lines of speech they would be noise."""

from __future__ import annotations

import re

from interviews.transcripts.base import Refused, Source

FIRST: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!doctype html|<html[\s>]", re.IGNORECASE), "a web page; copy the text of the page instead"),
    (re.compile(r"<\?xml|<tt[\s>]|<svg[\s>]", re.IGNORECASE), "an XML file, which is not read"),
    (re.compile(r"\[Script Info\]", re.IGNORECASE), "an ASS subtitle file; export it as SRT or WebVTT"),
    (re.compile(r"\{\\rtf"), "a rich text (RTF) file; save it as plain text"),
    (re.compile(r"[\[{]\s*(?:[\"{\[\]}]|$)"), "JSON without a list of segments; export WebVTT or SRT instead"),
)


def refuse_foreign(source: Source) -> None:
    """Raise `Refused` for a text that says what it is, and is none of the formats."""
    first = source.first_filled
    at = next(number for number, line in enumerate(source.lines, 1) if line.strip())
    for pattern, what in FIRST:
        if pattern.match(first):
            raise Refused(f"This is {what}.", at)
