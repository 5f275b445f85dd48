"""What was told, as narrow rows: who told which pain point, and which keys of a filter each mention misses.

A fixed number of queries, whatever the filter and the size of the database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.expressions import Combinable

from .codebook import read_codes
from .filters import NONE, PainPointFilter
from .models import Grounds, ToolUse
from .reach import taking_part

KEYS = (*PainPointFilter.OF_MENTION, *PainPointFilter.OF_PAIN_POINT)
BIT = {key: 1 << place for place, key in enumerate(KEYS)}
SLUGS: dict[int | None, str] = {one.value: one.slug for one in Grounds}
Tag = tuple[str, str]  # key and value of a facet


class Voice(NamedTuple):
    """A participant as they were on that day, and which keys they miss."""

    person: int | None
    persona: int | None
    company: int | None
    role: str
    interview: int
    held_at: datetime
    tags: frozenset[Tag]  # what they count as in the facets
    misses: int


class Told(NamedTuple):
    """One mention: who told it, and which keys it misses."""

    mention: int
    voice: Voice | None
    misses: int


@dataclass(slots=True)
class Row:
    """A pain point, and what was told about it by the mentions that satisfy the filter."""

    pk: int
    archived: bool
    severity: int | None
    grounds: int | None
    codes: set[int]
    tags: set[Tag]
    misses: int
    told: list[Told]
    matching: list[Told] = field(default_factory=list)
    led_by: int = 0  # of us, who alone led all of several interviews, where that is known

    @property
    def voices(self) -> list[Voice]:
        return [one.voice for one in self.matching if one.voice]

    @property
    def unaddressed(self) -> bool:
        return ("addressed", "nothing") in self.tags

    @property
    def people(self) -> int:
        return len({voice.person for voice in self.voices if voice.person})

    @property
    def from_companies(self) -> set[int | None]:
        """The companies of everybody who told it; None for those of no company."""
        return {voice.company for voice in self.voices}

    @property
    def companies(self) -> int:
        return len(self.from_companies - {None})

    @property
    def sole_company(self) -> int | None:
        """The company that everybody who told it is of, where there is one."""
        companies = self.from_companies
        return next(iter(companies)) if len(companies) == 1 else None

    @property
    def interviews(self) -> set[int]:
        return {voice.interview for voice in self.voices}

    @property
    def last_heard_at(self) -> datetime | None:
        return max((voice.held_at for voice in self.voices), default=None)

    @property
    def mentions(self) -> list[int]:
        """Who tells it, the latest first."""
        told = [(one.voice.held_at, one.mention) for one in self.matching if one.voice]
        return [mention for _, mention in sorted(told, reverse=True)]

    @property
    def speaking(self) -> list[int]:
        """The mentions among which words may lead."""
        return self.mentions

    @property
    def lead(self) -> int | None:
        """The key of the quote that leads for who reads every quote, 0 for none; None where only the database knows."""
        return None


def read_voices(filters: PainPointFilter) -> dict[int, Voice]:
    """Everybody who took part, by participant."""
    there = taking_part(filters.user)
    uses = ToolUse.objects.live().filter(participant__in=there)
    tools: defaultdict[int, list[Tag]] = defaultdict(list)
    for participant, tool in uses.values_list("participant_id", "tool_id"):
        tools[participant].append(("tool", str(tool)))
    columns = ("pk", "person", "persona", "company", "role", "interview__study", "interview", "interview__held_at")
    misses = missing(filters.of_participant())
    found = {}
    for row in there.order_by().annotate(misses=misses).values_list(*columns, "misses"):
        pk, person, persona, company, role, study, interview, held_at, missed = row
        tags = [*tools[pk], ("persona", str(persona or NONE))]
        tags += [(key, str(value)) for key, value in (("company", company), ("study", study)) if value]
        tags += [("role", role.casefold())] if role else []
        found[pk] = Voice(person, persona, company, role, interview, held_at, frozenset(tags), missed)
    return found


def read_told(filters: PainPointFilter, voices: dict[int, Voice]) -> dict[int, list[Told]]:
    """The mentions that count, by pain point."""
    words = {"q": filters.of_words()} if filters.chosen("q") else {}
    rows = filters.heard.order_by().annotate(misses=missing(words))
    found: defaultdict[int, list[Told]] = defaultdict(list)
    for pk, pain_point, participant, missed in rows.values_list("pk", "pain_point", "participant", "misses"):
        if voice := voices.get(participant):
            found[pain_point].append(Told(pk, voice, missed | voice.misses))
    return found


def read_rows(filters: PainPointFilter, told: dict[int, list[Told]]) -> Iterator[Row]:
    """Every pain point the reader may see, with what was told, and which keys the pain point itself misses."""
    severities = dict(filters.heard.severities().values_list("pain_point", "severity_told"))
    grounds = dict(filters.heard.best_grounds().values_list("pain_point", "best"))
    tagged, addressed = read_codes(), read_addressed(filters)
    words = {"q": filters.of_title()} if filters.chosen("q") else {}
    nobody = sum(BIT[key] for key in filters.in_use if key in filters.OF_PARTICIPANT)
    visible = filters.visible.order_by().annotate(misses=missing(words))
    for pk, archived_at, missed in visible.values_list("pk", "archived_at", "misses"):
        codes = tagged.get(pk, set())
        tags = {("addressed", name) for name in addressed.get(pk, ())}
        tags.update(("code", str(code)) for code in filters.codebook.above(codes)) if codes else tags.add(
            ("code", NONE)
        )
        tags.add(("status", "archived" if archived_at else "active"))
        tags.add(("severity", str(severities.get(pk))))
        tags.add(("grounds", slug_of(grounds.get(pk))))
        yield Row(
            pk=pk,
            archived=archived_at is not None,
            severity=severities.get(pk),
            grounds=grounds.get(pk),
            codes=codes,
            tags=tags,
            misses=sum(BIT[key] for key, wanted in filters.wanted.items() if wanted.isdisjoint(tags)),
            told=told.get(pk) or [Told(0, None, nobody | missed)],
        )


def read_addressed(filters: PainPointFilter) -> dict[int, set[str]]:
    """How each pain point is addressed; one query for each way."""
    addressed: defaultdict[int, set[str]] = defaultdict(set)
    for way in filters.ways:
        for pk in way.pain_points(filters.user).order_by().values_list("pk", flat=True):
            addressed[pk].add(way.name)
    return addressed


def missing(conditions: dict[str, Q]) -> Combinable:
    """An expression that adds up the bits of the conditions a row does not satisfy."""
    total: Combinable = Value(0, output_field=IntegerField())
    for key, condition in conditions.items():
        total = total + Case(When(condition, then=Value(0)), default=Value(BIT[key]), output_field=IntegerField())
    return total


def slug_of(grounds: int | None) -> str:
    return SLUGS.get(grounds, "")
