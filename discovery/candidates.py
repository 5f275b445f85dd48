"""What could be linked: sources for a claim, and claims for a source, found by a few words or a reference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from interviews.models import Mention, PainPoint, Quote, RootCause, Why, standing_words

from .evidence import SOURCE_MODELS, TARGET_MODELS, Source, Target
from .matching import matching
from .references import number_in

FOUND = 6  # of each kind
LATEST = 50  # of which those are chosen that most people told


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row to choose. `said` is set for a customer's words, which are shown as such."""

    value: str  # kind and key, such as quote:12
    title: str
    about: str
    said: bool = False


def sources(text: str, user: Any) -> list[Candidate]:
    """Pain points, quotes and root causes that contain `text`; without one the latest pain points."""
    found = pain_points(text, user)
    return found + quotes(text, user) + root_causes(text, user) if text else found


def pain_points(text: str, user: Any) -> list[Candidate]:
    """Of the latest that match those that most people told."""
    latest = matching(PainPoint.objects.live().visible_to(user), text, "title", "description").order_by("-pk")[:LATEST]
    counted = PainPoint.objects.filter(pk__in=list(latest.values_list("pk", flat=True)))
    rows = counted.with_people(Mention.objects.heard().visible_to(user)).order_by("-people", "-pk")[:FOUND]
    return [Candidate(f"pain_point:{row.pk}", row.title, f"{row.reference}, {told_by(row.people)}") for row in rows]


def quotes(text: str, user: Any) -> list[Candidate]:
    """The latest of the words that may be read."""
    rows = Quote.objects.readable_by(user).filter(said_like(text)).with_voice().order_by("-interview__held_at", "pk")
    return [
        Candidate(f"quote:{row.pk}", row.text, f"{row.participant}, {row.interview.reference}", said=True)
        for row in rows[:FOUND]
    ]


def root_causes(text: str, user: Any) -> list[Candidate]:
    """Of the latest that match those at which most people arrive."""
    latest = matching(RootCause.objects.live().visible_to(user), text, "title", "description").order_by("-pk")[:LATEST]
    counted = RootCause.objects.filter(pk__in=list(latest.values_list("pk", flat=True)))
    rows = counted.with_reach(user).order_by("-people", "-pk")[:FOUND]
    return [Candidate(f"root_cause:{row.pk}", row.title, f"{row.reference}, {told_by(row.people)}") for row in rows]


def said_like(text: str) -> Q:
    """Quotes with these words, and all of the interview whose reference was typed."""
    pk = number_in(text, "INT")
    return Q(interview=pk) if pk else Q(text__icontains=text)


def targets(text: str, user: Any) -> list[Candidate]:
    """Hypotheses and documents that contain `text`; without one those that were changed last."""
    found: list[Candidate] = []
    for kind, model in TARGET_MODELS.items():
        rows = matching(model.objects.live().visible_to(user), text, "title").order_by("-updated_at", "-pk")[:FOUND]
        found += [
            Candidate(f"{kind}:{row.pk}", row.title, f"{row.reference}, {row.get_status_display().lower()}")
            for row in rows
        ]
    return found


def told_by(people: int) -> str:
    return f"{people} {'person' if people == 1 else 'people'}"


def chosen(value: str, kinds: Iterable[str], user: Any) -> Source | Target | None:
    """The live record that a candidate's value names, if `user` may read it and it is of one of `kinds`."""
    kind, _, key = value.partition(":")
    models = {**SOURCE_MODELS, **TARGET_MODELS}
    if kind not in kinds or not (key.isascii() and key.isdigit()) or len(key) > 18:
        return None
    return readable(models[kind], user).filter(pk=int(key), archived_at__isnull=True).first()


def readable(model: Any, user: Any) -> QuerySet:
    """The rows of a model that `user` may read: of what somebody said only that of which the words may be shown."""
    if model is Quote:
        return Quote.objects.readable_by(user)
    mentions = Mention.objects.visible_to(user).filter(standing_words("participant__"))
    if model is Mention:
        return mentions
    return Why.objects.filter(mention__in=mentions) if model is Why else model.objects.visible_to(user)
