"""Broadcast transcripts: a line `h:mm:ss Speaker Name`, a blank line, paragraphs; page furniture around form feeds."""

from __future__ import annotations

import re
from collections import Counter

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.captions import timed
from interviews.transcripts.draft import Draft
from interviews.transcripts.names import clean, looks_like_name
from interviews.transcripts.pages import heading, keep, keep_front_matter, paragraphs

SLUG, LABEL = "broadcast", "Broadcast transcript"
PAGE = re.compile(r"[-–—\s]*(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
DIGITS = re.compile(r"\d+")
REACH = 3
LONGEST_FURNITURE = 120


def turn(line: str) -> tuple[int, str] | None:
    """The time and the name of a line that begins a turn."""
    stamp = timed(line)
    name = clean(stamp[1]) if stamp else ""
    return (stamp[0], name) if stamp and looks_like_name(name) else None


def recognise(source: Source) -> float:
    """Most timed lines hold a name and nothing else, and untimed text stands between them."""
    timed_lines = [line for line in source.lines if (found := timed(line)) and found[1]]
    turns = sum(turn(line) is not None for line in timed_lines)
    between = source.filled - len(timed_lines)
    return 0.9 if turns and turns * 5 >= len(timed_lines) * 4 and between * 2 >= turns else 0.0


def furniture(source: Source) -> frozenset[int]:
    """Indexes of the lines that belong to pages and not to speech.

    They stand next to a form feed, with nothing but their like between, and are a page number or come again at the
    same place of another page (of two others where they end like a sentence).
    """
    breaks = [at for at, line in enumerate(source.lines) if "\f" in line]
    edges = [edge for at in breaks for edge in (_edge(source, at - 1, -1), _edge(source, at, 1))]
    places = Counter((edge[0], place, text) for edge in edges for place, (_, text) in enumerate(edge[1]))
    found: set[int] = set()
    for step, lines in edges:
        for place, (at, text) in enumerate(lines):
            enough = 3 if text[-1] in ".?!" else 2
            title = step == 1 and place == 0 and _running_title(source, at)
            if not title and not _page_number(source.lines[at]) and places[step, place, text] < enough:
                break
            found.add(at)
    return frozenset(found)


def _page_number(line: str) -> bool:
    return bool(PAGE.fullmatch(line.replace("\f", " ")))


def _running_title(source: Source, at: int) -> bool:
    """Whether the first line of a page is a title: short, no sentence, and a blank line below it."""
    words = source.lines[at].split()
    below = source.lines[at + 1] if at + 1 < len(source.lines) else ""
    return len(words) <= 12 and not below.strip() and words[0][0].isupper() and words[-1][-1] not in '.,;:?!…-–—"”'


def _edge(source: Source, at: int, step: int) -> tuple[int, list[tuple[int, str]]]:
    """The few filled lines before (-1) or after (1) a page break, digits made alike, up to where a turn begins."""
    found: list[tuple[int, str]] = []
    while 0 <= at < len(source.lines) and len(found) < REACH:
        text = " ".join(source.lines[at].split())
        if text and (turn(text) or len(text) > LONGEST_FURNITURE):
            break
        if text:
            found.append((at, DIGITS.sub("#", text)))
        at += step
    return step, found


def read(source: Source) -> Transcript:
    draft = Draft(source)
    pages = furniture(source)
    block: list[tuple[int, str]] = []
    speaker, start = "", -1
    for at in range(keep_front_matter(source, draft), len(source.lines)):
        line = source.lines[at]
        begins = turn(line)
        if begins or at in pages or heading(line):
            start = _say(draft, speaker, start, block)
            block = []
        if begins:
            start, speaker = begins
        elif at in pages or heading(line) or not speaker:
            keep(draft, line, at + 1)
        else:
            block.append((at + 1, line))
    _say(draft, speaker, start, block)
    return draft.transcript(SLUG, LABEL)


def _say(draft: Draft, speaker: str, start: int, block: list[tuple[int, str]]) -> int:
    """Say the paragraphs of a turn so far; gives back its time while no paragraph has taken it, -1 afterwards."""
    for number, text in paragraphs(block):
        draft.say(speaker, text, number, start if start >= 0 else None)
        start = -1
    return start


FORMAT = Format(SLUG, LABEL, recognise, read)
