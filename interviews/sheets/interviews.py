"""The export of interviews."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from ..exchange.tables import Column
from ..exports import Opened, Sheet, of_query
from ..filters_interviews import chosen_interviews
from ..hurts import with_words
from ..models import Interview, Mention, Participant, Quote
from .columns import WORDS, joined, link_to


@dataclass(frozen=True, slots=True)
class Conversation:
    """One interview with what the list says of it."""

    interview: Interview
    strongest: Mention | None
    pain_points: int
    lead: Quote | None
    comments: int

    @property
    def quote(self) -> Quote | None:
        return self.lead

    @property
    def participants(self) -> list[Participant]:
        return list(self.interview.participants.all())


def open_interviews(request: HttpRequest) -> Opened:
    rows = chosen_interviews(request).qs.order_by("-held_at", "-pk")
    opened = of_query(rows.with_people().select_related("study"))

    def with_leads(interviews: Sequence[Interview]) -> list[Conversation]:
        found = [Conversation(**one) for one in with_words(interviews, request.user)]
        prefetch_related_objects([one.lead for one in found if one.lead], "spans__segment", "line", "interview")
        return found

    return Opened(opened.count, (with_leads(some) for some in opened.chunks))


def of_all(field: str) -> Callable[[Conversation], str]:
    """The values of a field of all participants."""
    return lambda one: joined(Column("", field).value(each) for each in one.participants)


INTERVIEWS = Sheet(
    "interviews",
    (
        Column("Interview", "interview.reference", width=10),
        Column("Held", "interview.held_at"),
        Column("Minutes", "interview.minutes", width=8),
        Column("People", of_all("person.shown_name"), width=22),
        Column("Roles", of_all("role")),
        Column("Companies", of_all("company.name")),
        Column("Departments", of_all("department")),
        Column("Personas", of_all("persona.name")),
        Column("Study", "interview.study.title"),
        Column("Purpose", "interview.get_purpose_display"),
        Column("Interviewers", lambda one: joined(one.interview.interviewers.all())),
        Column("Status", "interview.get_status_display"),
        Column("Restricted", "interview.restricted", width=10),
        Column("Pain points", "pain_points", width=10),
        Column("Strongest pain point", "strongest.pain_point.title", width=40),
        Column("Its severity", "strongest.severity", width=10),
        *WORDS,
        Column("Archived on", "interview.archived_at"),
        link_to("interview"),
    ),
    open_interviews,
)
