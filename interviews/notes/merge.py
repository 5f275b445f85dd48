"""Two texts of the same notes that were written apart: by two people, or in two tabs.

A three-way merge by lines. What only one side changed is taken from that side. Where both changed the same lines,
both texts are kept, one after the other, and the place is told as a conflict; what both changed alike is there
once. No line that is new on either side is lost, and nothing is added: no markers that would read as notes.

The texts of a conflict stand mine first, theirs second. Only where mine opens a pain and theirs goes on with the
pain above both is theirs first, so that its quotes and whys stay with their pain.

Notes so long or so repetitive that comparing them is too much work are compared at their start and end only. Line
ends become ``\\n`` where both sides changed something.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from .parser import OF_A_PAIN, Kind, parse

WORK = 500_000  # pairs of equal lines
_LINE_END = re.compile(r"\r\n|\r|\n")
_ANY_DAY = date(2000, 1, 1)  # what opens a scope depends on no date


@dataclass(frozen=True, slots=True)
class Conflict:
    """Lines that both sides changed. ``number`` is where the kept texts start in the merged text."""

    number: int
    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    text: str
    conflicts: list[Conflict]


@dataclass(slots=True)
class _Change:
    """Lines ``start`` to ``end`` of the base, and whether each side changed something in them."""

    start: int
    end: int
    mine: list[tuple[int, int, list[str]]]
    theirs: list[tuple[int, int, list[str]]]


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Both sides' changes of ``base`` in one text."""
    if mine in (base, theirs):
        return Merged(theirs, [])
    if theirs == base:
        return Merged(mine, [])
    lines = _LINE_END.split(base)
    merged: list[str] = []
    conflicts: list[Conflict] = []
    done = 0
    for change in _changes(lines, _LINE_END.split(mine), _LINE_END.split(theirs)):
        merged += lines[done : change.start]
        done = change.end
        ours = _rewritten(lines, change, change.mine)
        other = _rewritten(lines, change, change.theirs)
        if change.mine and change.theirs and ours != other:
            conflict, kept = _both(lines[change.start : change.end], ours, other, len(merged) + 1)
            conflicts += conflict
            merged += kept
        else:
            merged += ours if change.mine else other
    return Merged("\n".join(merged + lines[done:]), conflicts)


def _both(base: Sequence[str], mine: list[str], theirs: list[str], number: int) -> tuple[list[Conflict], list[str]]:
    """Both texts, with what they start and end with alike once. It is no conflict where one only wrote more."""
    start, end = _same_ends(mine, theirs)
    my_part, their_part = mine[start : len(mine) - end], theirs[start : len(theirs) - end]
    parts = [their_part, my_part] if _opens(my_part) and _goes_on(their_part) else [my_part, their_part]
    kept = [*mine[:start], *parts[0], *parts[1], *mine[len(mine) - end :]]
    if not base and not (my_part and their_part):
        return [], kept
    return [Conflict(number + start, tuple(base), tuple(my_part), tuple(their_part))], kept


def _opens(lines: Sequence[str]) -> bool:
    return any(line.kind in {Kind.PAIN, Kind.BREAK} for line in parse("\n".join(lines), today=_ANY_DAY))


def _goes_on(lines: Sequence[str]) -> bool:
    return any(line.kind in OF_A_PAIN and line.pain is None for line in parse("\n".join(lines), today=_ANY_DAY))


def _changes(base: list[str], mine: list[str], theirs: list[str]) -> Iterator[_Change]:
    """The changes of both sides in the order of the base, those that meet as one."""
    hunks = sorted(
        [(start, end, 0, lines) for start, end, lines in _hunks(base, mine)]
        + [(start, end, 1, lines) for start, end, lines in _hunks(base, theirs)],
        key=lambda hunk: hunk[:3],
    )
    change: _Change | None = None
    for start, end, side, lines in hunks:
        if change is None or not (start < change.end or start == end == change.start == change.end):
            if change is not None:
                yield change
            change = _Change(start, end, [], [])
        change.end = max(change.end, end)
        (change.theirs if side else change.mine).append((start, end, lines))
    if change is not None:
        yield change


def _rewritten(base: Sequence[str], change: _Change, hunks: Sequence[tuple[int, int, list[str]]]) -> list[str]:
    """The lines of the change as one side wrote them."""
    lines: list[str] = []
    done = change.start
    for start, end, new in hunks:
        lines += [*base[done:start], *new]
        done = end
    return lines + list(base[done : change.end])


def _hunks(base: list[str], side: list[str]) -> Iterator[tuple[int, int, list[str]]]:
    """What one side made of which lines of the base."""
    start, end = _same_ends(base, side)
    old, new = base[start : len(base) - end], side[start : len(side) - end]
    counts = Counter(new)
    if sum(counts[line] for line in old) > WORK:
        yield start, len(base) - end, new
        return
    for tag, first, last, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield start + first, start + last, new[from_:to]


def _same_ends(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many lines both start with, and of the rest how many both end with."""
    shorter = min(len(one), len(other))
    start = next((at for at in range(shorter) if one[at] != other[at]), shorter)
    end = next((at for at in range(shorter - start) if one[-1 - at] != other[-1 - at]), shorter - start)
    return start, end
