"""What home tells: what we heard lately, what nobody does anything about yet, and whom we have not heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from interviews.models import FollowUp, Interview, Mention, PainPoint, Participant, Persona, Quote

from .addressed import not_addressed

LATELY = 5  # conversations, when there was none this week
VOICES = 5
LOUDEST = 5
CANDIDATES = 50  # counted fast by people, before severity decides between equals
QUIET_DAYS = 28
DUE = 6
DRAFTS = 5


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said in some conversations: the strongest words of each person, and how much there was."""

    this_week: bool
    voices: Sequence[Quote]
    interviews: int
    new_pain_points: int

    @property
    def lead(self) -> Quote | None:
        return self.voices[0] if self.voices else None

    @property
    def others(self) -> Sequence[Quote]:
        return self.voices[1:]


def heard_lately(user: Any, today: date) -> Heard:
    """What was heard since Monday; when nobody was, what the latest conversations told."""
    monday = timezone.make_aware(datetime.combine(today - timedelta(days=today.weekday()), time.min))
    readable = Interview.objects.live().visible_to(user)
    ids = list(readable.filter(held_at__gte=monday).values_list("pk", flat=True))
    this_week = bool(ids)
    if not this_week:
        ids = list(readable.order_by("-held_at", "-pk").values_list("pk", flat=True)[:LATELY])
    told = Mention.objects.heard().filter(interview__in=ids)
    new = PainPoint.objects.live().filter(created_at__gte=monday, pk__in=told.values("pain_point"))
    return Heard(this_week, voices_in(ids, user), len(ids), new.count() if this_week else 0)


def voices_in(interviews: list[int], user: Any) -> list[Quote]:
    """The quote that leads of each person, strongest first; with `pains`, how many pain points they told there."""
    told = Mention.objects.heard().filter(participant=OuterRef("participant")).order_by().values("participant")
    quotes = (
        Quote.objects.readable_by(user)
        .filter(interview__in=interviews)
        .annotate(worst=Max("mentions__severity", filter=Q(mentions__archived_at__isnull=True)))
        .annotate(pains=Subquery(told.annotate(n=Count("pain_point", distinct=True)).values("n")))
        .strongest_first("worst")
        .with_voice()
    )
    strongest: dict[Any, Quote] = {}
    for quote in quotes[:200]:
        strongest.setdefault(quote.participant.person_id or -quote.participant_id, quote)
    return list(strongest.values())[:VOICES]


def loudest_not_addressed(user: Any) -> QuerySet[PainPoint]:
    """The pain points most people told that no hypothesis and no document takes up."""
    told = Mention.objects.heard().visible_to(user)
    left = told.filter(pain_point__in=not_addressed(user).live().values("pk")).order_by().values("pain_point")
    by_people = left.annotate(people=Count("participant__person", distinct=True)).order_by("-people", "-pain_point")
    candidates = [row["pain_point"] for row in by_people[:CANDIDATES]]
    counted = PainPoint.objects.filter(pk__in=candidates).with_people(told).with_severity(told)
    return counted.order_by("-people", F("severity").desc(nulls_last=True), "-last_heard_at", "-pk")[:LOUDEST]


def not_heard(user: Any, today: date) -> list[dict[str, Any]]:
    """Personas we never heard, not for four weeks, or at one company only; the longest silence first."""
    taking_part = Participant.objects.filter(
        interview__in=Interview.objects.live().visible_to(user), persona=OuterRef("pk")
    )
    own = taking_part.order_by().values("persona")
    personas = Persona.objects.live().annotate(
        last=Subquery(own.annotate(at=Max("interview__held_at")).values("at")),
        companies=Subquery(own.annotate(n=Count("company", distinct=True)).values("n")),
    )
    silent = [{"persona": persona, **silence(persona, today)} for persona in personas]
    return sorted((one for one in silent if one["words"]), key=lambda one: -one["days"])


def silence(persona: Any, today: date) -> dict[str, Any]:
    """For how long a persona was silent, in words where that matters."""
    if persona.last is None:
        return {"days": 10_000, "words": "never heard"}
    days = (today - timezone.localdate(persona.last)).days
    if days >= QUIET_DAYS:
        return {"days": days, "words": f"last heard {days} days ago"}
    return {"days": days, "words": "one company only" if persona.companies == 1 else ""}


def follow_ups_due(user: Any, today: date) -> QuerySet[FollowUp]:
    """Promises whose day has come, the oldest first."""
    return FollowUp.objects.visible_to(user).due(today).select_related("person", "owner", "interview")[:DUE]


def drafts_of(user: Any) -> QuerySet[Interview]:
    """Conversations of `user` that were not finished."""
    own = Q(created_by=user) | Q(interviewers=user)
    drafts = Interview.objects.live().drafts().visible_to(user).filter(own).distinct()
    return drafts.with_people().order_by("-held_at", "-pk")[:DRAFTS]
