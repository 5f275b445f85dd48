"""The tree of codes in memory: themes, what lies below them, and under which themes a set of codes falls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from .models import Code, PainPoint
from .reach import heard_mentions


@dataclass(frozen=True, slots=True)
class Entry:
    """A code as lists show it."""

    pk: int
    name: str
    colour: str
    parent: int | None
    archived: bool


class Codebook:
    """All codes, read in one query however deep they nest."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = {entry.pk: entry for entry in entries}

    @classmethod
    def load(cls) -> Codebook:
        rows = Code.objects.alphabetically().values_list("pk", "name", "colour", "parent_id", "archived_at")
        return cls(Entry(pk, name, colour, parent, archived is not None) for pk, name, colour, parent, archived in rows)

    @cached_property
    def children(self) -> dict[int | None, list[int]]:
        found: dict[int | None, list[int]] = {}
        for entry in self.entries.values():
            found.setdefault(entry.parent, []).append(entry.pk)
        return found

    @cached_property
    def themes(self) -> dict[int, int]:
        """The theme of every code: the code at the top of its branch."""
        return {pk: theme for theme in self.children.get(None, []) for pk in self.below([theme])}

    def names(self) -> dict[str, str]:
        return {str(entry.pk): entry.name for entry in self.entries.values()}

    def in_order(self) -> list[tuple[int, str, str]]:
        """Key, name and theme of all codes, themes by name and each followed by what is below it.

        The theme of a theme is empty.
        """
        found = []
        waiting = [(pk, "") for pk in reversed(self.children.get(None, []))]
        while waiting:
            pk, theme = waiting.pop()
            found.append((pk, self.entries[pk].name, theme))
            below = theme or self.entries[pk].name
            waiting.extend((child, below) for child in reversed(self.children.get(pk, [])))
        return found

    def below(self, codes: Iterable[int]) -> set[int]:
        """`codes` and all codes below them."""
        found: set[int] = set()
        waiting = list(codes)
        while waiting:
            code = waiting.pop()
            if code not in found:
                found.add(code)
                waiting.extend(self.children.get(code, []))
        return found

    def above(self, codes: Iterable[int]) -> set[int]:
        """`codes` and all codes above them."""
        found: set[int] = set()
        for code in codes:
            step: int | None = code
            while step is not None and step not in found:
                found.add(step)
                step = self.entries[step].parent
        return found


@dataclass(frozen=True, slots=True)
class Use:
    """How many pain points carry a code or one below it, and how many people told of them."""

    pain_points: int = 0
    people: int = 0


def tagged() -> QuerySet:
    """Which pain point carries which code, as rows of `painpoint` and `code`; archived codes do not count."""
    return PainPoint.codes.through.objects.filter(code__archived_at__isnull=True)


def read_codes() -> dict[int, set[int]]:
    """The codes of each pain point."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for pain_point, code in tagged().values_list("painpoint_id", "code_id"):
        found[pain_point].add(code)
    return found


def read_use(book: Codebook, user: Any) -> dict[int, Use]:
    """The use of every code by the live pain points that `user` may see, told or not, as the explorer counts them."""
    codes = read_codes()
    listeners: defaultdict[int, set[int]] = defaultdict(set)
    told = heard_mentions(user).filter(participant__person__isnull=False, pain_point__in=tagged().values("painpoint"))
    for pain_point, person in told.order_by().values_list("pain_point", "participant__person").distinct():
        listeners[pain_point].add(person)
    pain_points: defaultdict[int, int] = defaultdict(int)
    people: defaultdict[int, set[int]] = defaultdict(set)
    for pain_point in PainPoint.objects.live().visible_to(user).order_by().values_list("pk", flat=True):
        for code in book.above(codes.get(pain_point, ())):
            pain_points[code] += 1
            people[code] |= listeners[pain_point]
    return {code: Use(count, len(people[code])) for code, count in pain_points.items()}
