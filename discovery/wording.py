"""What differs between two texts, word by word, in bounded time.

Pure. Both texts can be read out of the answer again: what stayed and went is the old one, what stayed and came the new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from rapidfuzz.distance import LCSseq

How = Literal["same", "old", "new"]
WORD = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)
MOST_WORK = 1_000_000  # pairs of words compared in one passage; beyond that it is replaced as a whole
MOST_LINES = 1_000_000  # pairs of lines


HEADS = "\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6"  # begin headings by their level: no characters, so no text has them
MARKED = re.compile(f"([{HEADS}]|\n)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that stayed, went or came, of a heading or of what stands below."""

    how: How
    text: str
    heading: bool = False


def compared(old: str, new: str) -> list[Piece]:
    """The differences from `old` to `new`: first by lines, then by words in the lines that changed."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[Piece] = []
    for tag, gone, came in steps(before, after, MOST_LINES):
        found += [Piece("same", "".join(gone))] if tag == "equal" else by_word("".join(gone), "".join(came))
    return joined(found)


def by_word(old: str, new: str) -> list[Piece]:
    """The differences between two passages; a blank between two words that changed goes with them."""
    found: list[Piece] = []
    went, came = "", ""
    for tag, gone, added in steps(WORD.findall(old), WORD.findall(new), MOST_WORK):
        text = "".join(gone)
        if tag == "equal" and (text.strip() or not (went or came)):
            found += [Piece("old", went), Piece("new", came), Piece("same", text)]
            went, came = "", ""
        else:
            went, came = went + text, came + ("".join(added))
    return [*found, Piece("old", went), Piece("new", came)]


def steps(before: Sequence[str], after: Sequence[str], most: int) -> Iterable[tuple[str, Sequence[str], Sequence[str]]]:
    """What to do with which parts of `before` and `after`, in order; what both begin and end with is not compared."""
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    left = shorter - head
    tail = next((at for at in range(left) if before[-1 - at] != after[-1 - at]), left)
    a, b = before[head : len(before) - tail], after[head : len(after) - tail]
    yield "equal", before[:head], after[:head]
    if len(a) * len(b) > most:
        yield "replace", a, b
    else:
        # 64 pairs at a time, however often a word comes again. What goes and what comes in one place belong together.
        ops = LCSseq.opcodes(a, b)
        for same, some in groupby(ops, key=lambda step: step.tag == "equal"):
            run = list(some)
            gone, came = (run[0].src_start, run[-1].src_end), (run[0].dest_start, run[-1].dest_end)
            yield "equal" if same else "replace", a[slice(*gone)], b[slice(*came)]
    yield "equal", before[len(before) - tail :], after[len(after) - tail :]


def headed(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with headings, lines that begin with one of `HEADS`, apart. Where it is that sign alone that went or
    came, its marks say so; elsewhere none are left."""
    found: list[Piece] = []
    inside = {"old": False, "new": False}
    for piece in pieces:
        sides = ("old", "new") if piece.how == "same" else (piece.how,)
        parts = [part for part in MARKED.split(piece.text) if part]
        for at, part in enumerate(parts):
            begins = part in HEADS
            if begins:
                inside.update(dict.fromkeys(sides, True))
                alone = piece.how != "same" and at == len(parts) - 1
                part = "#" * (HEADS.index(part) + 1) + " " if alone else ""
            found.append(Piece(piece.how, part, inside[sides[-1]]))
            if part == "\n":
                inside.update(dict.fromkeys(sides, False))
    return joined(found)


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours of one kind as one piece, without empty ones."""
    found: list[Piece] = []
    for piece in pieces:
        if found and (found[-1].how, found[-1].heading) == (piece.how, piece.heading):
            found[-1] = replace(piece, text=found[-1].text + piece.text)
        elif piece.text:
            found.append(piece)
    return found


def shortened(pieces: Sequence[Piece], around: int = 240) -> list[Piece]:
    """The pieces with the middle of what stayed left out, as far as it is away from a change."""
    found: list[Piece] = []
    for at, piece in enumerate(pieces):
        before, behind = (around if at else 0), (around if at < len(pieces) - 1 else 0)
        if piece.how == "same" and len(piece.text) > before + behind + 40:
            start = piece.text[:before]
            end = piece.text[len(piece.text) - behind :] if behind else ""
            start, end = start[: start.rfind("\n") + 1] or start, end[end.find("\n") + 1 :]  # whole lines, if there are
            found.append(Piece("same", f"{start} …\n{end}"))
        else:
            found.append(piece)
    return found
