"""Texts that are surely something else, refused by name: read as lines of speech they would be noise."""

from __future__ import annotations

import re

from interviews.transcripts.base import Refused, Source

LOOK_AT = 30
FIRST: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<!doctype html|<html[\s>]", re.IGNORECASE), "a web page; copy the text of the page instead"),
    (re.compile(r"<\?xml|<tt[\s>]|<svg[\s>]", re.IGNORECASE), "an XML file, which is not read"),
    (re.compile(r"\[Script Info\]", re.IGNORECASE), "an ASS subtitle file; export it as SRT or WebVTT"),
    (re.compile(r"\{\\rtf"), "a rich text (RTF) file; save it as plain text"),
    (re.compile(r"[\[{]\s*(?:[\"{\[\]}]|$)"), "JSON, which is not read; export WebVTT or SRT instead"),
)
CHAT = re.compile(r"\d{1,2}:\d{2}:\d{2}(?:\t\s*[^\t]{1,80}:\t.*|\s+From\s+.{1,80}\s+to\s+.*)", re.IGNORECASE)


def refuse_foreign(source: Source) -> None:
    """Raise `Refused` for a text that says what it is, and is none of the formats."""
    filled = [(at, line.strip()) for at, line in enumerate(source.lines, 1) if line.strip()][:LOOK_AT]
    at, first = filled[0]
    for pattern, what in FIRST:
        if pattern.match(first):
            raise Refused(f"This is {what}.", at)
    for at, line in filled[:3]:
        if CHAT.fullmatch(line):
            raise Refused("This is the chat of a meeting, not what was said in it. Choose the transcript file.", at)
