"""Rows of the database as the columns take them: all of them, or those of some interviews and pain points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

import numpy as np
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Role, User

from ..codebook import Codebook, tagged
from ..days import microseconds
from ..models import Grounds, Interview, Mention, PainPoint, Participant, Quote, QuoteLink, ToolUse, Why, standing_words
from .facts import Codes, Facts, Flags
from .rated import Pains, Tags, tags

AT_ONCE = 20_000
STRANGER = User(pk=0, role=Role.VIEWER)  # who signed in and may read no restricted interview


def read_facts(facts: Facts, interviews: Collection[int] | None = None) -> None:
    """Take the mentions that count for somebody; five queries, whether all or those of some interviews.

    Grounds and words are asked for once each and put together here: asked mention by mention, as pages do with few of
    them, they take longer than everything else.
    """
    leaders = read_leaders(interviews)
    tools, best, words = read_tools(interviews), read_grounds(interviews), read_words(interviews)
    rows = among(Mention.objects.heard(), interviews).order_by("pain_point", "pk")
    columns = ("pk", "pain_point", "participant", "participant__person", "participant__persona")
    more = ("participant__company", "participant__role", "interview__study", "interview", "interview__held_at")
    read = rows.values_list(*columns, *more, "severity", "interview__restricted", "participant__person__merged_into")

    def told() -> Iterator[tuple[Any, ...]]:
        for row in read.iterator(AT_ONCE):
            said, lead = words.of(row[0])
            grounds = best.of(row[0]) or (Grounds.STATED.value if said else Grounds.INTUITION.value)
            yield (*row[:9], microseconds(row[9]), row[10], grounds, said, lead, row[11], row[12] is None)

    rest = told()
    while some := list(islice(rest, AT_ONCE)):
        facts.take(some, tools)
    facts.complete()
    facts.led(leaders, leaders if interviews is None else interviews)


def among(rows: QuerySet, interviews: Collection[int] | None, path: str = "interview") -> QuerySet:
    """Rows of these interviews; all rows where none are named."""
    return rows if interviews is None else rows.filter(**{f"{path}__in": interviews})


def read_leaders(interviews: Collection[int] | None) -> dict[int, int]:
    """Who of us led each interview, 0 where several did; one query."""
    found: dict[int, int] = {}
    leads = among(Interview.interviewers.through.objects.order_by(), interviews)
    for interview, leader in leads.values_list("interview", "user").iterator():
        found[interview] = 0 if interview in found else leader
    return found


def read_tools(interviews: Collection[int] | None) -> dict[int, list[int]]:
    """What each participant uses; one query."""
    tools: defaultdict[int, list[int]] = defaultdict(list)
    uses = among(ToolUse.objects.live().order_by(), interviews)
    for participant, tool in uses.values_list("participant", "tool").iterator():
        tools[participant].append(tool)
    return tools


class Levels:
    """The highest level by key, 0 for a key without any; a byte for each key up to the highest."""

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        read = np.array(list(pairs), np.int64).reshape(-1, 2)
        self.levels = np.zeros(int(read[:, 0].max(initial=-1)) + 1, np.int8)
        np.maximum.at(self.levels, read[:, 0], read[:, 1].astype(np.int8))

    def of(self, key: int) -> int:
        return int(self.levels[key]) if key < len(self.levels) else 0


def read_grounds(interviews: Collection[int] | None) -> Levels:
    """How firm the best path of whys of each mention is; as `with_grounds` says it of mentions with whys.

    Which whys are last is found here: where none has another below it, SQLite looks through all of them for each.
    """
    whys = among(Why.objects.live().order_by(), interviews)
    rows = list(whys.values_list("pk", "parent", "mention", "path_grounds").iterator(AT_ONCE))
    above = {parent for _, parent, _, _ in rows}
    return Levels((mention, grounds) for pk, _, mention, grounds in rows if pk not in above)


class Words:
    """By key of a mention how it is quoted, 2 verbatim, 1 in other words, 0 not at all, and the quote that leads: said
    verbatim before in other words, then first."""

    def __init__(self, said: Iterable[tuple[int, int, int]]) -> None:
        read = np.fromiter(said, [("mention", np.int64), ("level", np.int8), ("quote", np.int64)])
        most = int(read["mention"].max(initial=-1)) + 1
        self.levels, self.leads = np.zeros(most, np.int8), np.zeros(most, np.int64)
        last_leads = read[np.lexsort((-read["quote"], read["level"]))]
        self.levels[last_leads["mention"]] = last_leads["level"]
        self.leads[last_leads["mention"]] = last_leads["quote"]

    def of(self, mention: int) -> tuple[int, int]:
        return (int(self.levels[mention]), int(self.leads[mention])) if mention < len(self.levels) else (0, 0)


def read_words(interviews: Collection[int] | None) -> Words:
    """How somebody is quoted for each mention; one query."""
    said = QuoteLink.objects.filter(standing_words("quote__participant__"), quote__archived_at__isnull=True)
    rows = among(said.order_by(), interviews).values_list("mention", "quote__kind", "quote").iterator(AT_ONCE)
    return Words((mention, 2 if kind == Quote.Kind.VERBATIM else 1, quote) for mention, kind, quote in rows)


def read_pains(pains: Codes, known: Pains | None, again: Collection[int] | None = None) -> Pains:
    """Pain points, all of them or those with the keys `again` anew; three queries. Codes keep what they carry only:
    what stands above is said by `with_book`."""
    rows, links = PainPoint.objects.order_by(), tagged()
    if again is not None:
        rows, links = rows.filter(pk__in=again), links.filter(painpoint__in=again)
    stored = list(rows.values_list("pk", "archived_at"))
    public = set(rows.visible_to(STRANGER).values_list("pk", flat=True))
    carried = list(links.values_list("painpoint", "code"))
    number = {pk: pains.number(pk) for pk, _ in stored}
    size = len(pains)
    found = no_pains(size) if known is None or again is None else without(known.longer(size), pains.known(again))
    for pk, archived_at in stored:
        found.there[number[pk]] = True
        found.archived[number[pk]] = archived_at is not None
        found.known[number[pk]] = pk in public
    links_of = [(number[pk], one) for pk, one in carried if pk in number]
    added = np.array(links_of, dtype=np.int32).reshape(-1, 2)
    own = tags(np.append(found.carried.pain, added[:, 0]), np.append(found.carried.value, added[:, 1]), size)
    return replace(found, carried=own)


def no_pains(size: int) -> Pains:
    """Nothing known of so many pain points."""
    nobody = Tags(np.zeros(0, np.int32), np.zeros(0, np.int32), np.ones(size, bool))
    return Pains(np.zeros(size, bool), np.zeros(size, bool), np.zeros(size, bool), nobody, nobody, nobody)


def without(known: Pains, numbers: list[int]) -> Pains:
    """What is known but for some pain points; writes into the arrays given, which belong to nobody else yet."""
    changed = np.zeros(len(known.there), bool)
    changed[numbers] = True
    for one in (known.there, known.archived, known.known):
        one[changed] = False
    kept, carried = ~changed[known.carried.pain], known.carried
    return replace(known, carried=replace(carried, pain=carried.pain[kept], value=carried.value[kept]))


def with_book(pains: Pains, book: Codebook) -> Pains:
    """The same with all codes above those that are carried, and their themes. Values are keys of codes."""
    most = max(book.entries, default=0) + 1
    above = [sorted(book.above([one])) if one in book.entries else [] for one in range(most)]
    themes = [[book.themes[one]] if one in book.themes else [] for one in range(most)]
    return Pains(
        pains.there,
        pains.archived,
        pains.known,
        pains.carried,
        spread(pains.carried, above, len(pains.there)),
        spread(pains.carried, themes, len(pains.there)),
    )


def spread(carried: Tags, to: list[list[int]], size: int) -> Tags:
    """Each pair with the values its own value leads to."""
    each = np.array([len(one) for one in to], dtype=np.int64)
    flat = np.array([value for one in to for value in one], dtype=np.int32)
    first = np.cumsum(each) - each
    times = each[carried.value]
    places = np.repeat(first[carried.value] - (np.cumsum(times) - times), times) + np.arange(times.sum())
    return tags(np.repeat(carried.pain, times), flat[places], size)


def pains_of(interviews: Collection[int]) -> set[int]:
    """The pain points that are told in these interviews, or were stated for what is told there."""
    told = Mention.objects.filter(interview__in=interviews, pain_point__isnull=False)
    stated = PainPoint.objects.filter(stated_for__interview__in=interviews)
    return {*told.order_by().values_list("pain_point", flat=True), *stated.order_by().values_list("pk", flat=True)}


def readable_restricted(user: Any) -> frozenset[int]:
    """The restricted interviews `user` may read."""
    rows = Interview.objects.filter(restricted=True).visible_to(user).order_by()
    return frozenset(rows.values_list("pk", flat=True))


def known_besides(user: Any, pains: Codes, size: int) -> Flags:
    """The pain points `user` may know of because of a restricted interview, and perhaps others that they may."""
    restricted = Q(mentions__interview__restricted=True) | Q(stated_for__interview__restricted=True)
    some = PainPoint.objects.filter(restricted).order_by().values("pk")
    return flags(PainPoint.objects.visible_to(user).filter(pk__in=some).values_list("pk", flat=True), pains, size)


def interviews_with(people: Collection[int]) -> set[int]:
    """The interviews these people take part in."""
    rows = Participant._base_manager.filter(person__in=people).order_by()
    return set(rows.values_list("interview", flat=True))


def run_out(since: date) -> set[int]:
    """The interviews with somebody whose consent held on a day and has run out today."""
    today = timezone.localdate()
    out = Q(consent_expires_on__gte=since, consent_expires_on__lt=today)
    own = Q(person__consent_expires_on__gte=since, person__consent_expires_on__lt=today)
    return set(Participant._base_manager.filter(out | own).order_by().values_list("interview", flat=True))


def flags(keys: Iterable[int], numbers: Codes, size: int) -> Flags:
    """Marks the numbers of these keys."""
    found = np.zeros(max(size, len(numbers)), bool)
    found[numbers.known(keys)] = True
    return found[:size]
