"""The views of a list on its page: tabs, the one in hand, and what can be saved of what is shown."""

from __future__ import annotations

from typing import Any

from ..columns.live import Columns
from ..models import SavedView
from ..saved import Reading, ViewedList

TABS = 12


def views_here(viewed: ViewedList, reading: Reading, user: Any, columns: Columns | None = None) -> dict[str, Any]:
    """The views of a list that `user` may see, and which of them is what the page shows. One query, unless `columns`
    know the views; another one where what is shown does not stand among the tabs; it does then."""
    views = (
        list(columns.answer(f"views of {viewed.name}", user, lambda: tabs_of(viewed, user)))
        if columns
        else tabs_of(viewed, user)
    )
    more = len(views) == TABS
    current = next((one for one in views if one.query == reading.query), None) if reading.query else None
    if more and reading.query and current is None:
        seen = SavedView.objects.live().visible_to(user).of_list(viewed.name)
        current = seen.filter(query=reading.query).in_order().first()
        views += [current] if current else []
    return {
        "more": more,
        "list": viewed,
        "query": reading.query,
        "views": views,
        "current": current,
        "may_change": current is not None and current.may_be_changed_by(user),
        "changeable": [one for one in views if one != current and one.may_be_changed_by(user)],
    }


def tabs_of(viewed: ViewedList, user: Any) -> list[SavedView]:
    """The views that stand over a list."""
    return list(SavedView.objects.live().visible_to(user).of_list(viewed.name).in_order()[:TABS])
