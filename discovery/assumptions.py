"""The assumption map: how much hangs on each hypothesis, by how well we know it. What is important and unknown stands
at the top right, to be tested first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from interviews.models import Grounds

from .models import Hypothesis
from .weighing import Tally

# How well we know, from the left of the map to the right.
KNOWN = ("Confirmed with data", "Several companies", "One company", "Our intuition", "No evidence")
IMPORTANCE = (5, 4, 3, 2, 1)  # from the top to the bottom
FIRST = 2  # columns from the right and lines from the top in which something is tested first
OPEN = (Hypothesis.Status.DRAFT, Hypothesis.Status.TESTING)
CELL, ROW, LEFT, TOP, FOOT = 148, 92, 40, 12, 56
PILL, TALL, GAP, ACROSS, MOST = 64, 24, 6, 2, 6


def column_of(sides: Iterable[Tally]) -> int:
    """The column of KNOWN for the evidence for and against together; context and what cannot be read say nothing."""
    read = [(one.grounds, one.companies) for side in sides for one in side.sources if one.grounds is not None]
    if not read:
        return 4
    firmest = max(grounds for grounds, _ in read)
    companies = frozenset[int]().union(*(of for grounds, of in read if grounds == Grounds.STATED))
    if firmest == Grounds.STATED:
        return 1 if len(companies) > 1 else 2
    return 0 if firmest == Grounds.CONFIRMED else 3


@dataclass(frozen=True, slots=True)
class Pill:
    """One hypothesis on the picture, by its upper left corner."""

    hypothesis: Hypothesis
    known: str
    x: int
    y: int
    width: int = PILL
    height: int = TALL

    @property
    def middle(self) -> tuple[int, int]:
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Row:
    """One hypothesis in the table beside the picture."""

    hypothesis: Hypothesis
    known: str
    supports: Tally
    challenges: Tally


@dataclass(frozen=True, slots=True)
class More:
    """How many in a cell found no place."""

    count: int
    x: int
    y: int


@dataclass(slots=True)
class Picture:
    """What the page draws: pills and axes in the units of the picture, and everything again as rows."""

    rows: list[Row] = field(default_factory=list)
    unrated: list[Row] = field(default_factory=list)
    test_first: list[Row] = field(default_factory=list)  # those at the top right that nobody decided or parked
    pills: list[Pill] = field(default_factory=list)
    more: list[More] = field(default_factory=list)
    width: int = LEFT + CELL * len(KNOWN)
    height: int = TOP + ROW * len(IMPORTANCE) + FOOT

    @property
    def columns(self) -> Sequence[tuple[str, int, int]]:
        """Label, left edge and middle of each column."""
        return [(label, LEFT + CELL * at, LEFT + CELL * at + CELL // 2) for at, label in enumerate(KNOWN)]

    @property
    def lines(self) -> Sequence[tuple[int, int, int]]:
        """Importance, upper edge and middle of each line."""
        return [(value, TOP + ROW * at, TOP + ROW * at + ROW // 2) for at, value in enumerate(IMPORTANCE)]

    @property
    def first(self) -> tuple[int, int, int, int]:
        """What is to be tested first: left, top, width and height of the two columns and lines at the top right."""
        return LEFT + CELL * (len(KNOWN) - FIRST), TOP, CELL * FIRST, ROW * FIRST

    @property
    def foot(self) -> int:
        return TOP + ROW * len(IMPORTANCE)


def picture(rows: Iterable[Mapping[str, Any]]) -> Picture:
    """The map of hypotheses with their evidence by stance, as `with_evidence` gives them."""
    drawn = Picture()
    cells: defaultdict[tuple[int, int], list[Row]] = defaultdict(list)
    for one in rows:
        column = column_of((one["supports"], one["challenges"]))
        row = Row(one["hypothesis"], KNOWN[column], one["supports"], one["challenges"])
        if row.hypothesis.importance is None:
            drawn.unrated.append(row)
        else:
            cells[IMPORTANCE.index(row.hypothesis.importance), column].append(row)
    for (line, column), found in sorted(cells.items(), key=lambda cell: (cell[0][0], -cell[0][1])):
        drawn.rows += found
        if line < FIRST and column >= len(KNOWN) - FIRST:
            drawn.test_first += [row for row in found if row.hypothesis.status in OPEN]
        place(drawn, found, LEFT + CELL * column, TOP + ROW * line)
    return drawn


def place(drawn: Picture, found: Sequence[Row], left: int, top: int) -> None:
    """Put what is in one cell side by side, and below each other; the last place says how many more there are."""
    shown = found if len(found) <= MOST else found[: MOST - 1]
    for at, row in enumerate(shown):
        x, y = spot(at, left, top)
        drawn.pills.append(Pill(row.hypothesis, row.known, x, y))
    if len(shown) < len(found):
        x, y = spot(MOST - 1, left, top)
        drawn.more.append(More(len(found) - len(shown), x + PILL // 2, y + TALL // 2))


def spot(at: int, left: int, top: int) -> tuple[int, int]:
    """The corner of the place `at` in the cell with this corner."""
    return left + 6 + (PILL + GAP) * (at % ACROSS), top + 4 + (TALL + GAP) * (at // ACROSS)
