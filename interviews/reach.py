"""How far a record reaches: distinct people, companies and conversations, counted over what the reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from .models import Interview, Mention, Participant
from .models.kept import kept
from .models.pain_points import MentionQuerySet


def taking_part(user: Any) -> QuerySet[Participant]:
    """Participants of the live interviews that `user` may read."""
    return Participant.objects.filter(interview__in=kept(Interview.objects.readable_by, user))


def heard_mentions(user: Any) -> MentionQuerySet:
    """The mentions that count, in the interviews that `user` may read."""
    return Mention.objects.heard().visible_to(user)


def with_reach(records: QuerySet, rows: QuerySet, own: str, at: str = "") -> QuerySet:
    """Add `people_heard`, `companies_heard`, `interviews_held` (all distinct) and `last_heard_at` to `records`.

    `rows` are participants, or rows that point at one through the path `at` (with its double underscore); `own` is
    their field that points at the record.
    """
    of_record = rows.filter(**{own: OuterRef("pk")}).order_by().values(own)

    def count(field: str) -> Coalesce:
        return Coalesce(Subquery(of_record.annotate(n=Count(f"{at}{field}", distinct=True)).values("n")), 0)

    last = of_record.annotate(last=Max(f"{at}interview__held_at")).values("last")
    return records.annotate(
        people_heard=count("person"),
        companies_heard=count("company"),
        interviews_held=count("interview"),
        last_heard_at=Subquery(last),
    )


def with_pain_points(records: QuerySet, mentions: MentionQuerySet, own: str) -> QuerySet:
    """Add `pains_told`, how many different live ones `mentions` tell, where `own` points at the record."""
    of_record = mentions.filter(pain_point__archived_at__isnull=True, **{own: OuterRef("pk")}).order_by().values(own)
    distinct = of_record.annotate(n=Count("pain_point", distinct=True)).values("n")
    return records.annotate(pains_told=Coalesce(Subquery(distinct), 0))


def spellings(roles: Iterable[str]) -> list[str]:
    """The roles in the database that are `roles` but for upper and lower case, the same on both engines."""
    wanted = {role.casefold() for role in roles}
    stored = Participant.objects.order_by().values_list("role", flat=True).distinct()
    return [role for role in stored if role.casefold() in wanted]
