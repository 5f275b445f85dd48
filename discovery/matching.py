"""Finding records by words or by their reference."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from interviews.pasted import Pastings
from interviews.references import number_in


def matching(rows: QuerySet, text: str, *fields: str) -> QuerySet:
    """Rows with the text in one of `fields`, or the one whose reference it is."""
    wanted = Q(pk=number_in(text, rows.model.PREFIX) or 0)
    for field in fields:
        wanted |= Q(**{f"{field}__icontains": text})
    return rows.filter(wanted)


def found_by_what_is_read(rows: QuerySet, text: str, user: Any, *fields: str) -> QuerySet:
    """Of rows with the text those that `user` reads it in: words of customers that somebody typed there and that may
    not be shown find nothing. Two queries, over what the text was found in."""
    number = number_in(text, rows.model.PREFIX)
    found = {pk: texts for pk, *texts in rows.order_by().values_list("pk", *fields)}
    pastings = Pastings({one for texts in found.values() for one in texts}, user)

    def is_read(texts: Sequence[str]) -> bool:
        return any(text.casefold() in pastings.readable(one).casefold() for one in texts)

    hides = {one for texts in found.values() for one in texts if any(each.hidden for each in pastings.in_text(one))}
    gone = [pk for pk, texts in found.items() if pk != number and hides.intersection(texts) and not is_read(texts)]
    return rows.exclude(pk__in=gone) if gone else rows


def by_words(*fields: str) -> Callable[[QuerySet, str, Any], QuerySet]:
    """The same, for lists that are given their text later."""

    def narrow(rows: QuerySet, text: str, user: Any) -> QuerySet:
        return found_by_what_is_read(matching(rows, text, *fields), text, user, *fields)

    return narrow
