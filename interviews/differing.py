"""What differs between two texts, word by word. Pure."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

AROUND = 8  # words that stay around what changed
WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that stayed (`same`), went (`old`) or came (`new`)."""

    how: str
    text: str


def compared(old: str, new: str) -> list[Piece]:
    """Two texts as one: lines that stayed are left out, in the others word by word what went and what came."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "…\n"))
        else:
            found += by_word("".join(before[a:b]), "".join(after[c:d]))
    return found


def by_word(old: str, new: str) -> list[Piece]:
    """What differs between two passages, word by word."""
    before, after = WORD.findall(old), WORD.findall(new)
    if not before or not after or len(before) * len(after) > 4_000_000:
        return [piece for piece in (Piece("old", old), Piece("new", new)) if piece.text]
    found: list[Piece] = []
    went, came = "", ""
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        stayed = "".join(before[a:b])
        if tag == "equal" and stayed.strip():
            found += [Piece("old", went), Piece("new", came), Piece("same", shortened(before[a:b]))]
            went, came = "", ""
        else:  # a blank between two words that changed goes with them
            went, came = went + stayed, came + "".join(after[c:d])
    found += [Piece("old", went), Piece("new", came)]
    return [piece for piece in found if piece.text]


def shortened(words: list[str]) -> str:
    """Words that stayed, those in the middle of many left out."""
    keep = AROUND * 2  # a word and the blank after it
    if len(words) <= keep * 3:
        return "".join(words)
    return "".join([*words[:keep], "… ", *words[-keep:]])
