"""What the problem section of a document could lean on: what follows, and what happens if we do nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Q, QuerySet, When

from interviews.models import Mention, PainPoint
from interviews.reach import heard_mentions
from interviews.references import found_in, number_in

from .evidence import live
from .models import Document

SHOWN = 12


def consequences(document: Document, body: str, user: Any) -> QuerySet[Mention]:
    """Mentions of the pain points that the document names or stands on which tell a consequence: those of its own text
    first, then what hurts most. One query beside that for the links."""
    named = pain_points_named(body)
    linked = pain_points_linked(document, user) if document.pk else []
    told = heard_mentions(user).filter(pain_point__in={*named, *linked}).exclude(Q(so_what="") & Q(if_nothing=""))
    first = Case(When(pain_point__in=named, then=0), default=1)
    people = ("participant__person", "participant__company", "pain_point", "interview")
    return told.select_related(*people).order_by(first, "-severity", "-interview__held_at", "pk")[:SHOWN]


def pain_points_named(body: str) -> list[int]:
    """The keys of the pain points whose references stand in a text."""
    return [pk for reference in found_in(body) if (pk := number_in(reference, PainPoint.PREFIX))]


def pain_points_linked(document: Document, user: Any) -> Sequence[int]:
    """The keys of the pain points that evidence of the document or its requirements is about."""
    links = live(user).filter(Q(document=document) | Q(requirement__document=document))
    rows = links.values_list(
        "pain_point", "mention__pain_point", "quote__mentions__pain_point", "why__mention__pain_point"
    )
    return sorted({pk for row in rows for pk in row if pk})
