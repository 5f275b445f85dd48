"""What the page of a person, persona, company, tool, study or root cause says: what hurts, in whose words, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, When

from accounts.alphabet import Alphabetical, folded

from .hurts import ranked
from .models import (
    Interview,
    Mention,
    PainPoint,
    Participant,
    Persona,
    Quote,
    RootCause,
    Tool,
    ToolUse,
    Why,
    Workaround,
    withdrawn_words,
)
from .models.interviews import standing_words
from .models.pain_points import MentionQuerySet
from .reach import heard_mentions, taking_part

WORDS = 6
LATEST = 60
CAUSES = 6
TOOLS = 8
TOLD = 8
WAYS = 8


@dataclass(frozen=True)
class Portrait:
    """Loaded parts of such a page. `people` and so on count distinct rows the reader may see; `heard` are those of the
    people whose words stand, of whom shares are told."""

    people: int
    heard: int
    companies: int
    interviews: int
    interviewers: int
    last_heard_at: Any
    pain_points: Sequence[PainPoint]
    quotes: Sequence[Quote]
    quotes_in_all: int
    withdrawn: int
    root_causes: Sequence[RootCause]
    tools: Sequence[Tool]
    of_one_company: bool = False
    without_company: int = 0  # participants of whom no company is known
    without_interviewer: int = 0  # interviews of which nobody knows who led them

    @property
    def one_sided(self) -> str:
        """What makes the evidence narrower than its number: one company or one interviewer behind all of it."""
        if self.people < 2:
            return ""
        found = []
        if self.companies == 1 and not self.without_company and not self.of_one_company:
            found.append("All from one company.")
        if self.interviewers == 1 and not self.without_interviewer:
            found.append("All heard by one interviewer.")
        return " ".join(found)


def portrait(user: Any, of: Q, *, of_one_company: bool = False) -> Portrait:
    """Draw the portrait of the participants that `of` selects, in a constant number of queries."""
    own = Participant.objects.filter(of)
    participants = taking_part(user).filter(pk__in=own.values("pk"))
    mentions = heard_mentions(user).filter(participant__in=own.values("pk"))
    quotes = Quote.objects.readable_by(user).filter(participant__in=own.values("pk"))
    return Portrait(
        **who_took_part(participants),
        **when_and_by_whom(Interview.objects.filter(participants__in=participants.values("pk"))),
        pain_points=ranked(mentions),
        quotes=many_voices(quotes.with_voice().order_by("-interview__held_at", "pk")[:LATEST]),
        quotes_in_all=quotes.count(),
        root_causes=causes_of(mentions),
        tools=tools_of(participants.heard()),
        of_one_company=of_one_company,
    )


def who_took_part(participants: QuerySet[Participant]) -> dict[str, int]:
    """How many people and companies these participants are, and of how many the words stand; one query."""
    return participants.aggregate(
        people=Count("person", distinct=True),
        heard=Count("person", filter=standing_words(), distinct=True),
        companies=Count("company", distinct=True),
        without_company=Count("pk", filter=Q(company__isnull=True)),
        withdrawn=Count("pk", filter=withdrawn_words()),
    )


def when_and_by_whom(held: QuerySet[Interview]) -> dict[str, Any]:
    """How many these interviews are, who led them, and when the last one was; one query."""
    found = held.aggregate(
        interviews=Count("pk", distinct=True),
        led_by=Count("interviewers", distinct=True),
        without_interviewer=Count("pk", filter=Q(interviewers__isnull=True), distinct=True),
        last_heard_at=Max("held_at"),
    )
    return {"interviewers": found.pop("led_by"), **found}


def many_voices(latest: Iterable[Quote]) -> list[Quote]:
    """Choose quotes so that as many people as possible speak: first one of each, then a second of each."""
    turns: Counter[int | None] = Counter()
    in_turn: list[tuple[int, int, Quote]] = []
    for place, quote in enumerate(latest):
        in_turn.append((turns[quote.participant.person_id], place, quote))
        turns[quote.participant.person_id] += 1
    return [quote for _, _, quote in sorted(in_turn, key=lambda one: one[:2])[:WORDS]]


def causes_of(mentions: QuerySet[Mention]) -> list[RootCause]:
    """The root causes most people's chains end in, with `told_by`, those people among `mentions`, and `told_in`, the
    latest interview that says so."""
    own = Why.objects.live().filter(mention__in=mentions.values("pk"))
    causes = RootCause.objects.live().filter(Exists(own.filter(root_cause=OuterRef("pk"))))
    told = Count("whys__mention__participant__person", filter=Q(whys__in=own.values("pk")), distinct=True)
    latest = own.filter(root_cause=OuterRef("pk")).order_by("-interview__held_at", "-pk").values("interview")[:1]
    return list(causes.annotate(told_by=told, told_in=Subquery(latest)).order_by("-told_by", "-pk")[:CAUSES])


def tools_of(participants: QuerySet[Participant]) -> list[Tool]:
    """The tools most of the people use, with `used_by`, how many of them, and `told_in`, the latest interview that
    says so."""
    own = ToolUse.objects.live().filter(participant__in=participants.values("pk"))
    used = Count("uses__participant__person", filter=Q(uses__in=own.values("pk")), distinct=True)
    latest = own.filter(tool=OuterRef("pk")).order_by("-interview__held_at", "-pk").values("interview")[:1]
    return list(
        Tool.objects.live()
        .annotate(used_by=used, told_in=Subquery(latest))
        .filter(used_by__gt=0)
        .order_by(F("used_by").desc(), Alphabetical("name"))[:TOOLS]
    )


@dataclass
class Told:
    """The same words about somebody's work, and the interviews in which they were said."""

    text: str
    interviews: list[Interview] = field(default_factory=list)


def told(statements: QuerySet) -> list[Told]:
    """The latest responsibilities or goals, the same words once, those of most interviews first."""
    found: dict[str, Told] = {}
    for one in statements.select_related("interview").order_by("-interview__held_at", "pk")[:LATEST]:
        same = found.setdefault(folded(one.typed_text), Told(one.text))
        if one.interview not in same.interviews:
            same.interviews.append(one.interview)
    return sorted(found.values(), key=lambda one: -len(one.interviews))[:TOLD]


def personas_of(participants: QuerySet[Participant]) -> list[Persona]:
    """The personas of these people as they were on the day, with `used_by`, how many people of each."""
    own = Participant.objects.filter(pk__in=participants.values("pk"), persona=OuterRef("pk")).order_by()
    people = own.values("persona").annotate(n=Count("person", distinct=True)).values("n")
    latest = own.order_by("-interview__held_at", "-pk").values("interview")[:1]
    found = Persona.objects.live().annotate(used_by=Subquery(people), told_in=Subquery(latest))
    return list(found.filter(used_by__gt=0).order_by(F("used_by").desc(), Alphabetical("name")))


def ways_around(mentions: MentionQuerySet, naming: str) -> list[Workaround]:
    """What people do about their pains today, those that name `naming` first (`names_it`), then the latest."""
    own = Workaround.objects.live().filter(mention__in=mentions.order_by().values("pk"))
    names = Case(When(text__icontains=naming, then=True), default=False)
    rows = own.filter(mention__pain_point__archived_at__isnull=True).annotate(names_it=names)
    with_voice = rows.select_related("interview", "mention__pain_point", "mention__participant__person")
    return list(with_voice.order_by("-names_it", "-interview__held_at", "-pk")[:WAYS])
