"""Counting several queries in one."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

from django.db.models import IntegerField, QuerySet, Subquery

from accounts.models import User

Name = TypeVar("Name", bound=Hashable)

# Counting further would cost more than it says.
ENOUGH = 1000


class CountOf(Subquery):
    """How many rows a query has, as a column of another one."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def count_all(asked: Mapping[Name, QuerySet], user: Any, enough: int = ENOUGH) -> dict[Name, str]:
    """How many rows each query has, as it is said; one query for all of them, none where there is nothing to count."""
    if not asked:
        return {}
    rows = {name: one.order_by().values("pk")[:enough] for name, one in asked.items()}
    columns = {f"count{place}": CountOf(one) for place, one in enumerate(rows.values())}
    found = User.objects.filter(pk=user.pk).annotate(**columns).values_list(*columns).first()
    said = [f"{enough - 1}+" if count == enough else str(count) for count in found or []]
    return dict(zip(rows, said, strict=False))
