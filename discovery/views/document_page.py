"""A document as it is read: its sections with live cards beside them, its requirements, and what it stands on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..cards import cards
from ..coverage import Coverage, covered
from ..evidence import links_for
from ..markdown import read
from ..models import Document, Evidence, Requirement
from ..outline import key_of
from ..templates import REQUIREMENTS
from ..weighing import tallies, weigh


def as_read(
    document: Document,
    body: str,
    requirements: Iterable[Requirement],
    user: Any,
    *,
    stood_on: Iterable[Evidence] | None = None,
) -> dict[str, Any]:
    """The context of `_document_text.html`, and what the document itself stands on by stance. The requirements stand
    below the heading of that name, else at the end. A version gives the links it stood on; else those of now count."""
    rows, reading = list(requirements), read(body, user)
    weighed = weigh(links_for(document, rows, reading.records, user, stood_on), user)
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
