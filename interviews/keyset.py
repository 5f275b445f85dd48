"""Pages of a list, each going on after the last row of the one before: as quick on page 400 as on page 1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet

SIZE = 50


@dataclass(frozen=True, slots=True)
class KeysetPage:
    """Some rows of a list. `after` names the place where the next page goes on; empty on the last one."""

    rows: Sequence[Any]
    after: str = ""
    is_first: bool = True


def page_of(rows: QuerySet, *order: str, after: str = "", among: QuerySet, size: int = SIZE) -> KeysetPage:
    """Return the page of `rows` that comes after the row named `after`, in `order` (columns without NULL, pk last).

    `among` are all rows the reader may see: a place need not be in the filter, but must be one of them.
    """
    if after:
        rows = rows.filter(beyond(order, place(among, order, after)))
    found = list(rows.order_by(*order)[: size + 1])
    more = len(found) > size
    return KeysetPage(found[:size], str(found[size - 1].pk) if more else "", not after)


def place(among: QuerySet, order: Sequence[str], after: str) -> Sequence[Any]:
    """Return the values of the row named `after`; refuse a name that is none."""
    columns = [name.removeprefix("-") for name in order]
    is_key = after.isascii() and after.isdigit() and len(after) < 19
    found = among.filter(pk=int(after)).values_list(*columns).first() if is_key else None
    if found is None:
        raise BadRequest(f"“after={after[:40]}” is not a place in this list. Open the list from its beginning.")
    return found


def beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Return the condition under which a row comes after the one with `values`."""
    condition, same = Q(), Q()
    for name, value in zip(order, values, strict=True):
        column = name.removeprefix("-")
        condition |= same & Q(**{f"{column}__{'lt' if name.startswith('-') else 'gt'}": value})
        same &= Q(**{column: value})
    return condition
