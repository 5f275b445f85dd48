"""What belongs to the pages of a printed transcript and not to speech: page numbers and running titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container

from interviews.transcripts.base import Source

PAGE = re.compile(r"[-–—\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
DIGITS = re.compile(r"\d+")
REACH = 3
LONGEST_FURNITURE = 120


def furniture(source: Source, turns: Container[int]) -> frozenset[int]:
    """Indexes of the lines that belong to pages and not to speech.

    They stand next to a form feed, with nothing but their like between, and are a page number or come again at the
    same place of another page (of two others where they end like a sentence). `turns` are the lines that begin turns.
    """
    breaks = [at for at, line in enumerate(source.lines) if "\f" in line]
    edges = [edge for at in breaks for edge in (_edge(source, turns, at - 1, -1), _edge(source, turns, at, 1))]
    places = Counter((edge[0], place, text) for edge in edges for place, (_, text) in enumerate(edge[1]))
    found: set[int] = set()
    for step, lines in edges:
        numbered = False
        for place, (at, text) in enumerate(lines):
            enough = 3 if text[-1] in ".?!" else 2
            title = step == 1 and place == 0 and _running_title(source, at)
            number = _page_number(source.lines[at]) and not numbered
            if not title and not number and places[step, place, text] < enough:
                break
            numbered = numbered or number
            found.add(at)
    return frozenset(found)


def _page_number(line: str) -> bool:
    return bool(PAGE.fullmatch(line.replace("\f", " ")))


def _running_title(source: Source, at: int) -> bool:
    """Whether the first line of a page is a title: short, no sentence, and a blank line below it."""
    words = source.lines[at].split()
    below = source.lines[at + 1] if at + 1 < len(source.lines) else ""
    return len(words) <= 12 and not below.strip() and words[0][0].isupper() and words[-1][-1] not in '.,;:?!…-–—"”'


def _edge(source: Source, turns: Container[int], at: int, step: int) -> tuple[int, list[tuple[int, str]]]:
    """The few filled lines before (-1) or after (1) a page break, digits made alike, up to where a turn begins."""
    found: list[tuple[int, str]] = []
    while 0 <= at < len(source.lines) and len(found) < REACH:
        text = " ".join(source.lines[at].split())
        if text and (at in turns or len(text) > LONGEST_FURNITURE):
            break
        if text:
            found.append((at, DIGITS.sub("#", text)))
        at += step
    return step, found
