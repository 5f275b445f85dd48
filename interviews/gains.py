"""What gained people: pain points that somebody told for the first time lately, and who."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef

from .models import PainPoint, Person
from .models.pain_points import MentionQuerySet
from .reach import heard_mentions

CANDIDATES = 20


@dataclass(frozen=True, slots=True)
class Gain:
    """A pain point, with `people`, `companies` and `grounds` as they are now, and who joined those who told it."""

    pain_point: PainPoint
    who: Sequence[Person]

    @property
    def is_new(self) -> bool:
        """Whether nobody had told it before."""
        return self.pain_point.people == len(self.who)


def gains(user: Any, since: datetime, limit: int, until: datetime | None = None) -> list[Gain]:
    """The pain points that most people told for the first time since then; four queries. With `until` as it stood
    then."""
    mentions = heard_mentions(user)
    if until is not None:
        mentions = mentions.filter(interview__held_at__lt=until)
    fresh = first_told(mentions, since)
    joined = Count("participant__person", distinct=True)
    most = fresh.order_by().values("pain_point").annotate(n=joined).order_by("-n", "-pain_point")[:CANDIDATES]
    counts = {row["pain_point"]: row["n"] for row in most}
    rows = PainPoint.objects.live().filter(pk__in=counts).with_people(mentions).with_grounds(mentions)
    chosen = sorted(rows, key=lambda one: (-counts[one.pk], -one.people, -one.pk))[:limit]
    told = fresh.filter(pain_point__in=[one.pk for one in chosen]).order_by("interview__held_at", "pk")
    who: defaultdict[int, dict[int, None]] = defaultdict(dict)
    for pain, person in told.values_list("pain_point", "participant__person"):
        who[pain][person] = None
    people = Person.objects.in_bulk({pk for some in who.values() for pk in some})
    return [Gain(one, [people[pk] for pk in who[one.pk]]) for one in chosen]


def first_told(mentions: MentionQuerySet, since: datetime) -> MentionQuerySet:
    """Those of `mentions` since then by which somebody told a pain point that they had not told before."""
    before = mentions.filter(
        pain_point=OuterRef("pain_point"),
        participant__person=OuterRef("participant__person"),
        interview__held_at__lt=since,
    )
    lately = mentions.filter(interview__held_at__gte=since, participant__person__isnull=False)
    return lately.filter(~Exists(before))
