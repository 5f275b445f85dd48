"""A document as it is read: its sections with live cards beside them, and its requirements among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..cards import cards
from ..coverage import Coverage, of_requirements
from ..markdown import read
from ..models import Requirement
from ..outline import key_of
from ..templates import REQUIREMENTS


def as_read(body: str, requirements: Iterable[Requirement], user: Any, *, frozen: bool = False) -> dict[str, Any]:
    """The context of `_document_text.html`. The requirements stand below the heading of that name, else at the end."""
    reading = read(body, user)
    coverage = Coverage(of_requirements(requirements, user, frozen=frozen))
    drawn = cards(reading.records, user)
    parts = [
        {
            "section": one,
            "cards": [drawn[name] for name in one.references if name in drawn],
            "requirements": one.key == key_of(REQUIREMENTS),
        }
        for one in reading.sections
    ]
    return {"parts": parts, "coverage": coverage, "rows_within": any(part["requirements"] for part in parts)}
