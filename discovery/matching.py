"""Finding records by words or by their reference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from interviews.references import number_in


def matching(rows: QuerySet, text: str, *fields: str) -> QuerySet:
    """Rows with the text in one of `fields`, or the one whose reference it is."""
    wanted = Q(pk=number_in(text, rows.model.PREFIX) or 0)
    for field in fields:
        wanted |= Q(**{f"{field}__icontains": text})
    return rows.filter(wanted)


def by_words(*fields: str) -> Callable[[QuerySet, str, Any], QuerySet]:
    """The same, for lists that are given their text later."""

    def narrow(rows: QuerySet, text: str, user: Any) -> QuerySet:
        return matching(rows, text, *fields)

    return narrow
