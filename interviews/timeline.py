"""Days as a picture: where they stand between the first and the last, with marks to read them by. No Django here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

EDGE = 3.0  # percent that stay free at both ends, so that no dot is cut
MOST_MARKS = 5
STEPS = (1, 3, 6, 12, 24, 60, 120)  # months between two marks
SHORTEST = timedelta(days=28)  # a picture of less would say much about little


@dataclass(frozen=True, slots=True)
class Dot:
    """Something that happened, or will. `kind` is `heard`, `draft` or `next`; `x` is set by the picture, in percent."""

    day: date
    kind: str
    title: str
    url: str = ""
    worst: int | None = None
    pain_points: int = 0
    x: float = 0.0

    @property
    def at(self) -> str:
        return f"{self.x}%"

    @property
    def radius(self) -> int:
        """The more pain points were told, the larger."""
        return 5 + min(self.pain_points, 5)


@dataclass(frozen=True, slots=True)
class Lane:
    """The dots of one person; a picture of one person alone needs no label."""

    dots: Sequence[Dot]
    label: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the calendar behind the lanes."""

    x: float
    label: str

    @property
    def at(self) -> str:
        return f"{self.x}%"


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes with their dots in place, the marks of the calendar, and where today is."""

    lanes: Sequence[Lane]
    marks: Sequence[Mark]
    today: float

    @property
    def now(self) -> str:
        return f"{self.today}%"


def timeline(lanes: Sequence[Lane], today: date) -> Timeline | None:
    """Place the dots of `lanes` between the first of them and the last, today included; None where there are none."""
    days = [dot.day for lane in lanes for dot in lane.dots]
    if not days:
        return None
    first, last = min(*days, today), max(*days, today)
    if last - first < SHORTEST:
        first = last - SHORTEST

    def x(day: date) -> float:
        return round(EDGE + (100 - 2 * EDGE) * ((day - first) / (last - first)), 2)

    placed = [replace(lane, dots=[replace(dot, x=x(dot.day)) for dot in lane.dots]) for lane in lanes]
    return Timeline(placed, [Mark(x(day), label) for day, label in marks(first, last)], x(today))


def marks(first: date, last: date) -> list[tuple[date, str]]:
    """First days of months between two days, few enough to be read, each with its words."""
    months = list(firsts(first, last))
    step = next((step for step in STEPS if len(every(months, step)) <= MOST_MARKS), STEPS[-1])
    chosen = every(months, step)
    return [(day, f"{day:%Y}" if step >= 12 or day.month == 1 else f"{day:%b}") for day in chosen[:MOST_MARKS]]


def firsts(first: date, last: date) -> Iterable[date]:
    """The first days of the months that begin after `first` and not after `last`."""
    count = first.year * 12 + first.month
    while (day := date(count // 12, count % 12 + 1, 1)) <= last:
        yield day
        count += 1


def every(months: Sequence[date], step: int) -> list[date]:
    """Those months that a calendar counts by `step`."""
    return [day for day in months if (day.year * 12 + day.month - 1) % step == 0]
