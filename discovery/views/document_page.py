"""A document as it is read: its sections with live cards beside them, its requirements, and what it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from interviews.models import Record

from ..cards import cards
from ..coverage import Coverage, covered
from ..evidence import live
from ..markdown import read
from ..models import Document, Evidence, Hypothesis, Requirement
from ..outline import key_of
from ..templates import REQUIREMENTS
from ..weighing import Weighed, tallies, weigh


def as_read(
    document: Document, body: str, requirements: Iterable[Requirement], user: Any, *, frozen: bool = False
) -> dict[str, Any]:
    """The context of `_document_text.html`, and what the document itself stands on by stance. The requirements stand
    below the heading of that name, else at the end. A `frozen` copy keeps what does not stand in the document now."""
    rows, reading = list(requirements), read(body, user)
    weighed = weighed_for(document, rows, reading.records, user, frozen=frozen)
    drawn = cards(reading.records, weighed, user)
    parts = [
        {
            "section": one,
            "cards": [drawn[name] for name in one.references if name in drawn],
            "requirements": one.key == key_of(REQUIREMENTS),
        }
        for one in reading.sections
    ]
    own = tallies(one for one in weighed if one.evidence.document_id)
    within = any(part["requirements"] for part in parts)
    return {"parts": parts, "coverage": Coverage(covered(rows, weighed)), "rows_within": within, **own}


def weighed_for(
    document: Document, rows: list[Requirement], records: Mapping[str, Record], user: Any, *, frozen: bool
) -> list[Weighed]:
    """The links to the document, to its requirements and to the hypotheses it names, weighed together once."""
    named = [one.pk for one in records.values() if isinstance(one, Hypothesis)]
    wanted = Q(document=document) | Q(requirement__in=[row.pk for row in rows]) | Q(hypothesis__in=named)
    links = Evidence.objects.live().visible_to(user) if frozen else live(user)
    return weigh(links.filter(wanted), user)
