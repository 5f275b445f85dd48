"""Holds the explorer on columns to the explorer on rows and to plain SQL, also right after another process wrote."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from typing import Any

from django.http import QueryDict

from interviews.columns.live import live
from interviews.explorer import SIZE, ByColumns, ByRows, Explorer
from interviews.filters import NONE, PainPointFilter
from interviews.told import slug_of

from .oracle import FACETS, Oracle
from .queries import Query

UNCOUNTED = ("0", "", "None")  # of a scale: nobody rated it, or nobody told it. Not a choice, so nobody sees how many


class Gate:
    """What is wrong, in words; nothing else may be reported as fast while there is any."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.wrong: list[str] = []

    def by_columns(self, query: Query) -> ByColumns:
        """What the columns say now. Raises RuntimeError while they are not there."""
        columns = live.now()
        if columns is None:
            raise RuntimeError("The columns are not there.")
        filters = PainPointFilter(QueryDict(query.address), user=self.user, columns=columns)
        if not filters.is_valid():
            raise RuntimeError(f"{query.address}: {' '.join(filters.problems)}")
        return ByColumns(filters, columns)

    def by_rows(self, query: Query) -> ByRows:
        filters = PainPointFilter(QueryDict(query.address), user=self.user)
        if not filters.is_valid():
            raise RuntimeError(f"{query.address}: {' '.join(filters.problems)}")
        return ByRows(filters)

    def hold(self, what: str, query: Query, found: Any, expected: Any) -> None:
        if found == expected:
            return
        if isinstance(found, dict) and isinstance(expected, dict):
            keys = [one for one in {**found, **expected} if found.get(one) != expected.get(one)]
            found, expected = ({one: side.get(one) for one in keys} for side in (found, expected))
        self.wrong.append(f"{what}, ?{query.address}: {str(found)[:200]} where {str(expected)[:200]} is right")

    def with_rows(self, asked: Iterable[Query]) -> None:
        """Compare everything an explorer says with what reading every mention says."""
        for query in asked:
            found, expected = said(self.by_columns(query)), said(self.by_rows(query))
            for what, right in expected.items():
                self.hold(what, query, found[what], right)

    def with_sql(self, asked: Iterable[Query]) -> None:
        """Compare counts, facets, totals, people and the first page with plain SQL."""
        oracle = Oracle()
        for query in asked:
            explorer = self.by_columns(query)
            self.hold("count", query, explorer.count, oracle.count(query))
            self.hold("totals", query, explorer.totals, oracle.totals())
            page = [(one.pk, one.people, one.severity or 0, one.grounds or 0) for one in explorer.page()[0]]
            self.hold("first page", query, page, oracle.page(query, SIZE))
            for key in FACETS:
                self.hold(f"facet {key}", query, facet(explorer, key), oracle.facet(query, key))
            people, personas = oracle.people(query)
            self.hold("people", query, explorer.heat.people, people)
            warm = {str(persona or 0): many for persona, many in explorer.heat.personas.items()}
            self.hold("people by persona", query, warm, personas)

    def after_writes(self, asked: list[Query], *, small: bool) -> None:
        """Let another process write, several times, and compare again at once."""
        for turn in range(2):
            before = live.columns
            subprocess.run([sys.executable, "-m", "benchmarks.explorer.writer", str(turn)], check=True)
            if small:
                self.with_rows(asked)
            self.with_sql(asked)
            if live.columns is before:
                self.wrong.append("nothing was taken over from another process")


def facet(explorer: Explorer, key: str) -> dict[str, int]:
    """The counts of a facet as plain SQL names its values; what has none of a scale counts as 0."""
    levels = {slug_of(level): str(level) for level in range(4)} if key == "grounds" else {}
    found = {}
    for (of, value), many in explorer.counts.items():
        if of == key and many and value not in UNCOUNTED and not (value == NONE and key == "code"):
            found["0" if value == NONE else levels.get(value, value)] = many
    return found


def said(explorer: Explorer) -> dict[str, Any]:
    """Everything an explorer says."""
    return {
        "count": explorer.count,
        "counts": {tag: many for tag, many in explorer.counts.items() if many and tag[1] not in UNCOUNTED},
        "without": {key: explorer.without[key] for key in explorer.filters.in_use},
        "heat": explorer.heat,
        "totals": explorer.totals,
        "spellings": +explorer.spellings,
        "rows": [
            (one.pk, one.people, one.severity, one.grounds, one.companies, one.last_heard_at, one.unaddressed)
            for one in explorer.page()[0]
        ],
    }
