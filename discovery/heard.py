"""What home tells: what we heard lately, what nobody does anything about yet, and whom we have not heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Case,
    Count,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
    prefetch_related_objects,
)
from django.utils import timezone

from interviews.forms.narrowing import not_heard as unheard_since
from interviews.models import Company, FollowUp, Interview, Mention, PainPoint, Persona, Quote
from interviews.models.follow_ups import FollowUpQuerySet
from interviews.reach import taking_part

from .addressed import not_addressed

VOICES = 5
LOUDEST = 5
CANDIDATES = 50  # counted fast by people, before severity decides between equals
QUIET_DAYS = 28
QUIET_PERSONAS = 6
QUIET_COMPANIES = 4
GAINED_DAYS = 14
GAINED = 5
DUE = 6
NEVER = 10_000  # days: longer than any silence


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said in one week: the strongest words of each person, and how much there was.

    `last` is the day somebody was heard, where that was not this week.
    """

    this_week: bool
    voices: Sequence[Quote]
    interviews: int
    new_pain_points: int
    last: date | None = None

    @property
    def lead(self) -> Quote | None:
        return self.voices[0] if self.voices else None

    @property
    def others(self) -> Sequence[Quote]:
        return self.voices[1:]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def heard_lately(user: Any, today: date) -> Heard:
    """What was heard since Monday; where nobody's words are, those of the last week in which somebody was heard."""
    heard = heard_in(user, monday_of(today), this_week=True)
    if heard.voices:
        return heard
    before = Quote.objects.readable_by(user).filter(interview__held_at__lt=start_of(monday_of(today)))
    last = before.aggregate(at=Max("interview__held_at"))["at"]
    return heard_in(user, monday_of(timezone.localdate(last)), last=timezone.localdate(last)) if last else heard


def heard_in(user: Any, monday: date, *, this_week: bool = False, last: date | None = None) -> Heard:
    """What was heard in the week of `monday`."""
    since, until = start_of(monday), start_of(monday + timedelta(days=7))
    held = Interview.objects.readable_by(user).filter(held_at__gte=since, held_at__lt=until)
    ids = list(held.values_list("pk", flat=True))
    told = Mention.objects.heard().filter(interview__in=ids)
    new = PainPoint.objects.live().filter(created_at__gte=since, created_at__lt=until, pk__in=told.values("pain_point"))
    return Heard(this_week, voices_in(ids, user), len(ids), new.count(), last)


def voices_in(interviews: list[int], user: Any, most: int = VOICES) -> list[Quote]:
    """The quote that leads of each person, strongest first; with `pains`, how many pain points they told there."""
    told = Mention.objects.heard().filter(participant=OuterRef("participant")).order_by().values("participant")
    quotes = (
        Quote.objects.readable_by(user)
        .filter(interview__in=interviews)
        .annotate(worst=Max("mentions__severity", filter=Q(mentions__archived_at__isnull=True)))
        .annotate(pains=Subquery(told.annotate(n=Count("pain_point", distinct=True)).values("n")))
        .strongest_first("worst")
        .with_voice()
        .select_related("line")
    )
    strongest: dict[Any, Quote] = {}
    for quote in quotes[:200]:
        strongest.setdefault(quote.participant.person_id or -quote.participant_id, quote)
    voices = list(strongest.values())[:most]
    prefetch_related_objects(voices, "spans__segment")  # where the words stand
    return voices


def loudest_not_addressed(user: Any) -> QuerySet[PainPoint]:
    """The pain points most people told that no hypothesis and no document takes up."""
    told = Mention.objects.heard().visible_to(user)
    left = told.filter(pain_point__in=not_addressed(user).live().values("pk")).order_by().values("pain_point")
    by_people = left.annotate(people=Count("participant__person", distinct=True)).order_by("-people", "-pain_point")
    candidates = [row["pain_point"] for row in by_people[:CANDIDATES]]
    counted = PainPoint.objects.filter(pk__in=candidates).with_people(told).with_severity(told)
    return counted.order_by("-people", F("severity").desc(nulls_last=True), "-last_heard_at", "-pk")[:LOUDEST]


def gained_since(today: date) -> datetime:
    """From when on a pain point counts as having gained people."""
    return start_of(today - timedelta(days=GAINED_DAYS))


@dataclass(frozen=True, slots=True)
class Silence:
    """A persona or company that was not heard for long, or at one company only."""

    who: Any
    days: int
    words: str


def not_heard(user: Any, today: date) -> list[Silence]:
    """Personas we never heard, not for four weeks, or at one company only; the longest silence first."""
    own = taking_part(user).filter(persona=OuterRef("pk")).order_by().values("persona")
    personas = Persona.objects.live().annotate(
        last=Subquery(own.annotate(at=Max("interview__held_at")).values("at")),
        companies=Subquery(own.annotate(n=Count("company", distinct=True)).values("n")),
    )
    silent = [silence(persona, persona.last, today, persona.companies == 1) for persona in personas]
    return sorted((one for one in silent if one.words), key=lambda one: -one.days)[:QUIET_PERSONAS]


def companies_not_heard(user: Any, today: date) -> list[Silence]:
    """The companies we have not heard for longest, of those heard once; then those never heard."""
    heard = taking_part(user).filter(company=OuterRef("pk")).order_by().values("company")
    last = heard.annotate(at=Max("interview__held_at")).values("at")
    companies = Company.objects.live().visible_to(user).annotate(last_heard_at=Subquery(last))
    quiet = unheard_since(companies, today - timedelta(days=QUIET_DAYS - 1))
    rows = quiet.order_by(F("last_heard_at").asc(nulls_last=True), "name", "pk")[:QUIET_COMPANIES]
    return [silence(company, company.last_heard_at, today) for company in rows]


def silence(who: Any, last: datetime | None, today: date, one_company: bool = False) -> Silence:
    """For how long somebody was silent, in words where that matters."""
    if last is None:
        return Silence(who, NEVER, "never heard")
    days = (today - timezone.localdate(last)).days
    if days >= QUIET_DAYS:
        return Silence(who, days, f"last heard {days} days ago")
    return Silence(who, days, "one company only" if one_company else "")


def follow_ups_due(user: Any, today: date) -> FollowUpQuerySet:
    """Promises whose day has come, those of the reader first, then the oldest."""
    due = FollowUp.objects.visible_to(user).due(today)
    ours = Case(When(owner=user.pk, then=0), default=1)
    return due.select_related("person", "owner").order_by(ours, "up_on", "pk")
