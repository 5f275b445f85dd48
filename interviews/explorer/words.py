"""Where words that are searched for occur, of what the columns hold: in which mentions, and which quotes lead then."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from django.db import connection
from django.db.models import QuerySet, Value

from ..columns.counted import Seen
from ..columns.facts import Flags, Ints, marked
from ..columns.loaded import flags
from ..filters import PainPointFilter
from ..models import Quote


class Searched:
    """The words of a filter. Two queries for each; who may see what is known here already, but for quotes."""

    def __init__(self, filters: PainPointFilter, seen: Seen) -> None:
        self.facts, self.size = seen.facts, len(seen.rows)
        self.rows, self.titles = np.ones(self.size, bool), np.ones(seen.size, bool)
        self.quoted: list[Ints] = []  # for each word mention, quote, and 1 where it is verbatim
        self.keys = int(self.facts.mention.upto(self.size).max(initial=0)) + 1
        for term in filters.chosen("q"):
            pains, own, quotes, done = filters.holding(term)
            titled = flags(pains, self.facts.pains, seen.size)
            self.titles &= titled
            self.rows &= titled[self.facts.pain.upto(self.size)] | self._holding(own, quotes, done)

    def _holding(self, own: QuerySet, quotes: QuerySet, done: QuerySet) -> Flags:
        """The rows one word occurs in, but for titles of pain points."""
        nothing = Value(0), Value("")
        asked = quotes.values_list("mention_links__mention", "pk", "kind").union(
            own.values_list("pk", *nothing), done.values_list("mention", *nothing), all=True
        )
        with connection.cursor() as cursor:
            cursor.execute(*asked.query.sql_with_params())
            found = cursor.fetchall()
        said = [(mention, quote, kind == Quote.Kind.VERBATIM) for mention, quote, kind in found if quote]
        self.quoted.append(np.array(said, np.int64).reshape(-1, 3))
        mentions = np.fromiter((one[0] for one in found), np.int64, len(found))
        return marked(mentions[mentions < self.keys], self.keys)[self.facts.mention.upto(self.size)]

    def leads(self, telling: Mapping[int, Ints]) -> dict[int, int]:
        """Of some pain points, by their mentions, the quote that leads because most of the words occur in it: then
        verbatim, of whom it hurts most, of the latest interview, said first."""
        rows = np.concatenate([np.zeros(0, np.int64), *telling.values()])
        place = np.full(self.keys, -1, np.int64)
        place[self.facts.mention.room[rows]] = rows
        said = np.concatenate([np.zeros((0, 3), np.int64), *self.quoted])
        said = said[said[:, 0] < self.keys]
        row = place[said[:, 0]]
        row, quote, verbatim = row[row >= 0], said[row >= 0, 1], said[row >= 0, 2]
        facts, pain = self.facts, self.facts.pain.room[row]
        order = np.lexsort(
            (
                quote,
                -facts.held.room[row],
                -facts.severity.room[row].astype(np.int64),
                -verbatim,
                -self._met(quote),
                pain,
            )
        )
        pains, first = np.unique(pain[order], return_index=True)
        return dict(zip(pains.tolist(), quote[order][first].tolist(), strict=True))

    def _met(self, quotes: Ints) -> Ints:
        """How many of the words occur in each of these quotes."""
        most = int(quotes.max(initial=0)) + 1
        met = np.zeros(most, np.int8)
        for said in self.quoted:
            met += marked(said[said[:, 1] < most, 1], most)
        return met[quotes]
