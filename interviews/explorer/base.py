"""What an explorer says, however it counts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from typing import Any

from django.core import signing

from ..filters import PainPointFilter
from ..forms.filter_fields import PLACES
from ..models import PainPoint
from ..told import Row, Tag

SIZE = 25


@dataclass(frozen=True, slots=True)
class Heat:
    """Distinct people by persona and theme; None stands for those without one."""

    cells: dict[tuple[int | None, int | None], int] = field(default_factory=dict)
    personas: dict[int | None, int] = field(default_factory=dict)
    themes: dict[int | None, int] = field(default_factory=dict)
    people: int = 0


class Explorer(ABC):
    """What a valid filter leaves."""

    counts: Counter[Tag]  # pain points by key and value of the facets
    without: dict[str, int]  # how many pain points there would be, were a key in use dropped
    heat: Heat
    totals: dict[str, int]  # how many active pain points there are, and from how many interviews and people
    spellings: Counter[str]  # how many mentions were told by somebody of a role, as it was written

    def __init__(self, filters: PainPointFilter) -> None:
        self.filters = filters

    @property
    @abstractmethod
    def count(self) -> int:
        """How many pain points are left."""

    @property
    @abstractmethod
    def knows_any(self) -> bool:
        """Whether there is any pain point, whatever the filter."""

    @abstractmethod
    def rows(self, after: Sequence[int] | None = None, size: int | None = None) -> list[Row]:
        """The rows in the order of the filter, those that stand behind a place, no more than `size`."""

    @abstractmethod
    def place(self, row: Row) -> list[int]:
        """Where a row stands: smaller comes first. Whole numbers, so that an address can carry them."""

    def kept(self, what: str, ask: Callable[[], Any]) -> Any:
        """What `ask` says, which depends on the filter alone. Kept where that can be and nothing is chosen."""
        return ask()

    def page(self, size: int = SIZE) -> tuple[list[Row], str]:
        """The rows after the place in the address, and the place where the next page goes on (empty at the end)."""
        rows = self.rows(self.filters.place[1:] if self.filters.place else None, size + 1)
        more = len(rows) > size
        after = signing.dumps([self.filters.order, *self.place(rows[size - 1])], salt=PLACES) if more else ""
        return rows[:size], after

    def count_of(self, key: str, value: str) -> int:
        """How many pain points have a value of a facet, the facet's own choice left aside."""
        return self.counts[key, value]

    def leading(self, key: str, most: int) -> dict[str, int]:
        """The values of a facet that most pain points have, with how many: about so many, since all that come equal
        with the last are among them. None that no pain point has."""
        found = {value: many for (of, value), many in self.counts.items() if of == key and many}
        least = min(nlargest(most, found.values()), default=0)
        return {value: many for value, many in found.items() if many >= least}

    @property
    def roles(self) -> dict[str, str]:
        """The roles that were told, folded, in the spelling that is used most."""
        names: dict[str, str] = {}
        for role, _ in sorted(self.spellings.items(), key=lambda pair: (-pair[1], pair[0])):
            names.setdefault(role.casefold(), role)
        return names

    @property
    def best_to_drop(self) -> str:
        """The key that, dropped alone, leaves most; empty when none leaves anything."""
        best = max(self.filters.in_use, key=lambda key: self.without[key], default="")
        return best if best and self.without[best] else ""

    @property
    def withdrawn(self) -> int:
        """How many active pain points are not shown, since everybody who told them withdrew. Queries."""
        return PainPoint.objects.live().withdrawn_for(self.filters.user).count()
