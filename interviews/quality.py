"""What is half-filled: lists to work off, each with the one act that mends a row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from .models import Interview, Mention, PainPoint, Participant, Person, Quote, Why
from .models.pain_points import MentionQuerySet
from .reach import heard_mentions


@dataclass(frozen=True)
class Gap:
    """One kind of gap: its word in addresses, its heading, why it matters, the rows that have it and their order."""

    slug: str
    title: str
    why: str
    act: str
    rows: Callable[[Any], QuerySet]
    order: tuple[str, ...]


def without_pain_point(user: Any) -> QuerySet:
    """Live interviews in which no pain point was noted."""
    told = Mention.objects.live().filter(interview=OuterRef("pk"), pain_point__isnull=False)
    return Interview.objects.readable_by(user).filter(~Exists(told)).with_people().with_readable_notes(user)


def told_pain_points(user: Any, lacking: Callable[[MentionQuerySet], QuerySet]) -> QuerySet:
    """Live pain points that somebody told and for which `lacking`, given their mentions, finds nothing.

    Adds `people`, and of the latest mention in notes that are not closed `mend_interview` and `mend_line`, where it is
    mended; None where all are.
    """
    told = heard_mentions(user)
    own = told.filter(pain_point=OuterRef("pk"))
    closed = Participant.objects.withdrawn().filter(interview=OuterRef("interview"))
    latest = own.exclude(Exists(closed)).order_by("-interview__held_at", "-pk")
    return (
        PainPoint.objects.live()
        .visible_to(user)
        .filter(Exists(own), ~Exists(lacking(own)))
        .with_people(told)
        .annotate(
            mend_interview=Subquery(latest.values("interview")[:1]), mend_line=Subquery(latest.values("line")[:1])
        )
    )


def without_quote(user: Any) -> QuerySet:
    """Pain points in nobody's words."""
    words = Quote.objects.readable_by(user)
    return told_pain_points(user, lambda own: own.filter(Exists(words.filter(mention_links__mention=OuterRef("pk")))))


def without_severity(user: Any) -> QuerySet:
    """Pain points of which nobody said how much they hurt."""
    return told_pain_points(user, lambda own: own.filter(severity__isnull=False))


def without_why(user: Any) -> QuerySet:
    """Pain points without a reason."""
    return told_pain_points(user, lambda own: own.filter(Exists(Why.objects.live().filter(mention=OuterRef("pk")))))


def without_persona(user: Any) -> QuerySet:
    """People of whom nobody said what kind of customer they are."""
    people = Person.objects.live().visible_to(user).in_order().select_related("company")
    return people.filter(persona__isnull=True)


BY_PEOPLE = ("-people", "-pk")
GAPS = (
    Gap(
        "interviews",
        "Interviews with no pain point",
        "Nothing that was said there is counted yet.",
        "Open the notes",
        without_pain_point,
        ("-held_at", "-pk"),
    ),
    Gap(
        "quote",
        "Pain points without a quote",
        "A pain in nobody's words convinces nobody.",
        "Add their words",
        without_quote,
        BY_PEOPLE,
    ),
    Gap(
        "severity",
        "Pain points without a severity",
        "Without it, what hurts most cannot come first.",
        "Say how much",
        without_severity,
        BY_PEOPLE,
    ),
    Gap(
        "why",
        "Pain points without a why",
        "Without a reason we would treat the sign, not the cause.",
        "Add a why",
        without_why,
        BY_PEOPLE,
    ),
    Gap(
        "persona",
        "People without a persona",
        "They count, but in no column of who hurts where.",
        "Set",
        without_persona,
        ("alphabetical", "pk"),
    ),
)


def counts(user: Any) -> dict[str, int]:
    """How many rows each gap has; one query each."""
    return {gap.slug: gap.rows(user).order_by().count() for gap in GAPS}
