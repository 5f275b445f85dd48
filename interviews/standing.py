"""How far words may be shown, for queries of whatever leads to whoever said them."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, PositiveSmallIntegerField, Q, QuerySet, Value, When

from .models import Consent, Interview, Participant, Speaker, capped_consent, standing_words, withdrawn_words
from .models.kept import kept


def with_standing(rows: QuerySet, participant: str = "", *, reader: Any = None) -> QuerySet:
    """Adds `stands`, whether nobody took the words back, `allowed`, how far they may travel, and `kept`, whether they
    are of an interview that not everybody, or not `reader`, may read. The rows are participants, or lead to them."""
    restricted = Q(interview__restricted=True)
    if reader is not None:
        restricted &= ~Q(interview__in=kept(Interview.objects.visible_to, reader))
    return rows.annotate(
        stands=true_where(standing_words(participant)),
        allowed=capped_consent(participant),
        kept=true_where(restricted),
    )


def turns_with_standing(turns: QuerySet, *, reader: Any = None) -> QuerySet:
    """The same of turns. A voice that nobody has named may be anybody's, so one who does not stand to their words takes
    the unnamed voices along."""
    there = Participant.objects.filter(interview=OuterRef("interview"))
    refused = there.alias(allowed=capped_consent()).filter(allowed=Consent.NONE)
    nameless = Q(speaker__side=Speaker.Side.UNKNOWN)
    of_anybody = When(nameless & Exists(there.filter(withdrawn_words())), then=False)
    of_whoever = When(nameless & Exists(refused), then=Value(Consent.NONE.value))
    voice = "speaker__participant__"
    return with_standing(turns, voice, reader=reader).annotate(
        stands=Case(of_anybody, default=true_where(standing_words(voice)), output_field=BooleanField()),
        allowed=Case(of_whoever, default=capped_consent(voice), output_field=PositiveSmallIntegerField()),
    )


def true_where(condition: Q) -> Case:
    return Case(When(condition, then=True), default=Value(False), output_field=BooleanField())
