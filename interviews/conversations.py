"""The history of conversations with people: who they were on each day, what they told, and the picture of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.utils import timezone

from .models import FollowUp, Mention, Participant, Person, Quote
from .timeline import Dot, Lane, Timeline, timeline

LATEST = 60
LANES = 12


@dataclass(frozen=True, slots=True)
class Conversation:
    """Somebody in one conversation. `before` is what they were in the one before, where that was something else."""

    participant: Participant
    pain_points: int
    worst: int | None
    lead: Quote | None
    before: str

    @property
    def day(self) -> date:
        return timezone.localdate(self.participant.interview.held_at)

    @property
    def dot(self) -> Dot:
        """How the picture shows it."""
        interview = self.participant.interview
        kind = "draft" if interview.is_draft else "heard"
        title = f"{interview.reference}, {self.day:%-d %b %Y}"
        return Dot(self.day, kind, title, interview.get_absolute_url(), self.worst, self.pain_points)


def conversations(participants: QuerySet[Participant], user: Any) -> list[Conversation]:
    """The latest conversations of these participants, as `user` may read them; a fixed number of queries."""
    rows = participants.select_related("interview__study", "person", "company", "persona")
    latest = list(rows.order_by("-interview__held_at", "-interview_id", "position")[:LATEST])
    mentions = Mention.objects.heard().filter(participant__in=[one.pk for one in latest])
    counts = mentions.order_by().values("participant")
    told = {
        row["participant"]: (row["n"], row["worst"])
        for row in counts.annotate(n=Count("pain_point", distinct=True), worst=Max("severity"))
    }
    said = {quote.lead_of: quote for quote in Quote.objects.readable_by(user).leads(mentions, of="participant")}
    found: list[Conversation] = []
    older: dict[int | None, Participant] = {}
    for one in reversed(latest):
        was = older.get(one.person_id) if one.person_id else None
        found.append(
            Conversation(one, *told.get(one.pk, (0, None)), said.get(one.pk), changed(was, one) if was else "")
        )
        older[one.person_id] = one
    return found[::-1]


def changed(was: Participant, now: Participant) -> str:
    """What somebody was before, where the role or the company is another one now."""
    if (was.role, was.company_id) == (now.role, now.company_id) or not (was.role or was.company):
        return ""
    at = f"at {was.company}" if was.company and was.company_id != now.company_id else ""
    return " ".join(part for part in (was.role, at) if part)


def of_one(talks: Iterable[Conversation], planned: Iterable[FollowUp], today: date) -> Timeline | None:
    """The picture of one person: every conversation, and what is planned."""
    return timeline(
        [Lane([*(one.dot for one in talks), *(next_dot(one) for one in planned if one.comes_up_on)])], today
    )


def of_many(talks: Sequence[Conversation], planned: Iterable[FollowUp], today: date) -> Timeline | None:
    """The picture of several people, a lane for each, those heard last on top."""
    dots: dict[int, list[Dot]] = {}
    people: dict[int, Person] = {}
    for talk in talks:
        person = talk.participant.person
        if person is not None:
            people.setdefault(person.pk, person)
            dots.setdefault(person.pk, []).append(talk.dot)
    for one in planned:
        if one.person_id in dots and one.comes_up_on:
            dots[one.person_id].append(next_dot(one))
    lanes = [Lane(dots[pk], person.shown_name, person.get_absolute_url()) for pk, person in people.items()]
    return timeline(lanes[:LANES], today)


def next_dot(one: FollowUp) -> Dot:
    """How the picture shows what is planned."""
    day = one.comes_up_on or timezone.localdate()
    return Dot(day, "next", f"{one.text}, {day:%-d %b %Y}", one.get_absolute_url())
