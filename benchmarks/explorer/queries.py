"""Seeded queries of the explorer, from none to several keys, of values that many, some and few have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from interviews.models import Code, Company, Persona, Study, Tool

WORDS = ("finance", "backfills", "dashboards", "owner", "silently", "Monday", "warehouse", "hand", "vendor", "holiday")
SINCE = ("2024-06-01", "2025-06-01", "2026-03-01")
SHARES = {"one key": 8, "two or three keys": 8, "words": 2, "words and a key": 3}  # beside one without any


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: the class it belongs to, and the address."""

    of: str
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def address(self) -> str:
        return urlencode(self.pairs)

    @property
    def values(self) -> dict[str, str]:
        return dict(self.pairs)


def queries(many: int, seed: int = 5) -> list[Query]:
    """About so many different queries, the empty one first; each class in its share."""
    chosen, values = random.Random(seed), Values(seed)
    found = [Query("landing")]
    kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
    chosen.shuffle(kinds)
    while len(found) < many:
        kind = kinds[len(found) % len(kinds)]
        keys = 0 if kind == "words" else chosen.choice((2, 3)) if kind.startswith("two") else 1
        pairs = [values.of(key) for key in chosen.sample(Values.KEYS, keys)]
        if kind.startswith("words"):
            pairs.append(("q", chosen.choice(WORDS)))
        query = Query(kind, tuple(sorted(pairs)))
        if query not in found:
            found.append(query)
    return found


class Values:
    """Values to choose, a third each of those most, some and few have: rows are numbered by how much they are used."""

    KEYS = ("persona", "company", "study", "tool", "severity", "code", "grounds", "since")

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        models = {"persona": Persona, "company": Company, "study": Study, "tool": Tool, "code": Code}
        self.most = {key: model.objects.count() for key, model in models.items()}

    def of(self, key: str) -> tuple[str, str]:
        """The key with one of its values."""
        if key == "severity":
            return key, self.random.choice("12345")
        if key == "grounds":
            return key, self.random.choice(("intuition", "stated"))
        if key == "since":
            return key, self.random.choice(SINCE)
        first, last = self.random.choice(list(self.thirds(self.most[key])))
        return key, str(self.random.randint(first, last))

    @staticmethod
    def thirds(most: int) -> Iterator[tuple[int, int]]:
        few, some = max(1, most // 20), max(2, most // 4)
        yield from ((1, few), (few, some), (some, most))
