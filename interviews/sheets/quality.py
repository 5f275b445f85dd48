"""The export of what is half-filled: every gap with its rows, each with the conversation in which it can be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from ..exchange.tables import Column
from ..exports import Chunks, Opened, Sheet, of_query
from ..lists import refuse_unknown
from ..models import Company, Interview, Mention, PainPoint, Participant, Person, Persona, Record
from ..quality import GAPS, Gap
from ..reach import heard_mentions
from .columns import joined, link_to


@dataclass(frozen=True, slots=True)
class Now:
    """Somebody as they are today, where nothing was said in an interview."""

    person: Person
    role: str
    company: Company | None
    persona: Persona | None


@dataclass(frozen=True, slots=True)
class Lacking:
    """A record that lacks something, who told it or is it, and the interview it was last told in."""

    gap: Gap
    record: Record
    people: Sequence[Participant | Now]
    interview: Interview | None = None


def open_gaps(request: HttpRequest) -> Opened:
    """The rows of the gap that `kind` names, of all of them without it."""
    refuse_unknown(request.GET, ("kind",))
    kind = request.GET.get("kind", "")
    gaps = [gap for gap in GAPS if kind in ("", gap.slug)]
    if not gaps:
        raise BadRequest(f"“kind” is one of: {', '.join(one.slug for one in GAPS)}.")
    opened = [open_gap(gap, request.user) for gap in gaps]
    return Opened(sum(one.count for one in opened), (some for one in opened for some in one.chunks))


def open_gap(gap: Gap, user: Any) -> Opened:
    """The rows of one gap in the order of its page."""
    rows = gap.rows(user).order_by(*gap.order)
    if rows.model is PainPoint:
        latest = heard_mentions(user).filter(pain_point=OuterRef("pk")).order_by("-interview__held_at", "-pk")
        rows = rows.annotate(latest=Subquery(latest.values("pk")[:1]))
    elif rows.model is Person:
        rows = rows.select_related("company", "persona")
    opened = of_query(rows)
    return Opened(opened.count, lacking(gap, opened.chunks))


def lacking(gap: Gap, chunks: Chunks) -> Iterator[Sequence[Lacking]]:
    """Chunks of a gap with the context of their rows; pain points take one more query."""
    for records in chunks:
        told: dict[int, Mention] = {}
        if records and isinstance(records[0], PainPoint):
            parts = ("interview", "participant__person", "participant__company", "participant__persona")
            told = Mention.objects.select_related(*parts).in_bulk([one.latest for one in records])
        yield [in_context(gap, one, told) for one in records]


def in_context(gap: Gap, record: Any, told: dict[int, Mention]) -> Lacking:
    """One row: of an interview who was there, of a pain point who told it last, of a person themselves."""
    if isinstance(record, Interview):
        return Lacking(gap, record, list(record.participants.all()), record)
    if isinstance(record, PainPoint):
        mention = told[record.latest]
        return Lacking(gap, record, [mention.participant], mention.interview)
    return Lacking(gap, record, [Now(record, record.role, record.company, record.persona)])


def of_people(path: str) -> Callable[[Lacking], str]:
    """What is known of the people of a row."""
    return lambda row: joined(Column("", path).value(each) for each in row.people)


QUALITY = Sheet(
    "quality",
    (
        Column("Missing", "gap.title", width=30),
        Column("Record", "record.reference", width=10),
        Column("Title", lambda row: getattr(row.record, "title", None), width=40),
        Column("Person", of_people("person.shown_name"), width=22),
        Column("Person's number", of_people("person.reference"), width=10),
        Column("Role", of_people("role")),
        Column("Company", of_people("company.name")),
        Column("Persona", of_people("persona.name")),
        Column("Interview", "interview.reference", width=10),
        Column("Held", "interview.held_at"),
        Column("To do", "gap.act"),
        link_to("record"),
    ),
    open_gaps,
)
