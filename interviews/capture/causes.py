"""Naming where a chain of whys ends, while it is written."""

from __future__ import annotations

from typing import Any

from ..models import Act, NoteLine, RootCause, Why

LONGEST = RootCause.title.field.max_length


def end_of_chain(row: NoteLine) -> Why:
    """The why of the line, which has to be the last of its chain: no other has a root cause."""
    return Why.objects.leaves().get(line=row)


def name_cause(why: Why, cause: RootCause | None, user: Any) -> None:
    """Put a root cause on a why, or take it off."""
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(why, members=False)
        why.root_cause = cause
        why.version += 1
        why.save(update_fields=["root_cause", "version", "updated_at"])
