"""A five-whys tree as a page draws it: steps in reading order that say where lists of answers begin and end.

Pure, and without recursion: a chain of whys may be longer than any template could include itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol


class Row(Protocol):
    """What a why has to know about its place."""

    pk: int
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class Step:
    """One why. `opens`: a list of answers begins with it.

    `closes`: the items that end after it, innermost first; True where the list around the item ends as well.
    """

    why: Row
    depth: int
    opens: bool
    is_leaf: bool
    closes: tuple[bool, ...] = ()


def steps(whys: Iterable[Row]) -> list[Step]:
    """Return the whys of one mention, each after its parent; one whose parent is not among them stands at the top."""
    rows = list(whys)
    known = {row.pk for row in rows}
    below: dict[int | None, list[Row]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in known else None, []).append(row)
    return list(walk(below))


def walk(below: dict[int | None, list[Row]]) -> Iterator[Step]:
    """Yield a step for every row that hangs under None, through any number of levels."""
    # A waiting entry knows whether its ancestors and itself are the last of their lists, outermost first.
    waiting = entries(below.get(None, []), ())
    while waiting:
        row, first, lasts = waiting.pop()
        answers = below.get(row.pk, [])
        closes = () if answers else ending(lasts)
        yield Step(why=row, depth=len(lasts), opens=first, is_leaf=not answers, closes=closes)
        waiting.extend(entries(answers, lasts))


def entries(rows: list[Row], above: tuple[bool, ...]) -> list[tuple[Row, bool, tuple[bool, ...]]]:
    """Return the rows of one list with whether each is its first, ready to be popped in order."""
    last = len(rows) - 1
    return [(row, place == 0, (*above, place == last)) for place, row in enumerate(rows)][::-1]


def ending(lasts: tuple[bool, ...]) -> tuple[bool, ...]:
    """Return what ends after a leaf: its own item, and those above it for as long as each is the last of its list."""
    closes: list[bool] = []
    for last in reversed(lasts):
        closes.append(last)
        if not last:
            break
    return tuple(closes)
