"""The archive of everything: what was archived, by kind, and taking it out again, one record or many in one act."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from . import lists
from .lists import Search, containing
from .many import Done, read_rows, restore, still_as_seen
from .models import (
    Act,
    Code,
    Company,
    FollowUp,
    Guide,
    Interview,
    Journey,
    PainPoint,
    Person,
    Persona,
    Quote,
    Record,
    RootCause,
    Study,
    Tool,
)


def told_by(interview: Interview) -> str:
    """Who was talked to, and where they work."""
    there = [
        ", ".join(filter(None, (str(one), one.company.name if one.company else "")))
        for one in interview.participants.all()
    ]
    return " and ".join(there) or "Nobody named yet"


def about_interview(rows: QuerySet, text: str, user: Any) -> QuerySet:
    """Interviews by the people in them, as the reader may see their names."""
    return rows.filter(participants__person__in=Person.objects.visible_to(user).named_like(text)).distinct()


@dataclass(frozen=True)
class Kind:
    """One kind of record in the archive: its word in addresses, its heading, its search, and how a row is named."""

    slug: str
    title: str
    model: type[Record]
    matching: Search
    named: Callable[[Any], str] = str
    people: bool = False

    def rows(self, user: Any, text: str = "") -> QuerySet:
        """What `user` may read of it, the last archived first."""
        rows = self.model.objects.visible_to(user).archived().select_related("archived_by")
        if self.people:
            rows = rows.with_people()
        return (self.matching(rows, text, user) if text else rows).order_by("-archived_at", "-pk")


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Show a kind of record in the archive; apps above this one register theirs from their `AppConfig.ready()`."""
    _kinds[kind.slug] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


for _kind in (
    Kind("interviews", "Interviews", Interview, about_interview, told_by, people=True),
    Kind("pain-points", "Pain points", PainPoint, containing("title")),
    Kind("quotes", "Quotes", Quote, containing("text")),
    Kind("root-causes", "Root causes", RootCause, lists.ROOT_CAUSES.matching),
    Kind("people", "People", Person, lists.PEOPLE.matching),
    Kind("companies", "Companies", Company, lists.COMPANIES.matching),
    Kind("personas", "Personas", Persona, lists.PERSONAS.matching),
    Kind("journeys", "Journeys", Journey, lists.JOURNEYS.matching),
    Kind("studies", "Studies", Study, lists.STUDIES.matching),
    Kind("guides", "Guides", Guide, lists.GUIDES.matching),
    Kind("codes", "Codes", Code, lists.CODES.matching),
    Kind("tools", "Tools", Tool, lists.TOOLS.matching),
    Kind("follow-ups", "Follow-ups", FollowUp, lists.FOLLOW_UPS.matching),
):
    register(_kind)


def restore_all(given: Iterable[str], user: Any) -> Done:
    """Take the given rows out of the archive in one act: `people:12.3` is version 3 of person 12."""
    chosen: defaultdict[str, list[str]] = defaultdict(list)
    for one in given:
        slug, _, row = one.partition(":")
        chosen[slug].append(row)
    with Act.by(user, Act.Kind.CHANGED_MANY) as act:
        done = Done(act)
        for kind in kinds():
            if seen := read_rows(chosen[kind.slug]):
                rows = still_as_seen(done, kind.model, user, keys=list(seen), seen=seen)
                done.changed += restore(act, rows, None, user, done)
    return done
