"""Naming where a chain of whys ends, while it is written."""

from __future__ import annotations

from typing import Any

from ..models import Act, NoteLine, RootCause, Why

LONGEST = RootCause.title.field.max_length


def name_cause(row: NoteLine, cause: RootCause | None, user: Any) -> None:
    """Put a root cause on the why of the line, or take it off. Only the last why of a chain has one."""
    why = Why.objects.leaves().get(line=row)
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(why, members=False)
        why.root_cause = cause
        why.version += 1
        why.save(update_fields=["root_cause", "version", "updated_at"])
