"""What was announced since a mark. One query, whoever wrote, and however much."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connections, router
from django.db.models import Max

from .models import Announcement

NEVER = 2**62  # no transaction
COUNTED = frozenset(Announcement.Of) - {Announcement.Of.WORDS}  # what changes a number, or what is named beside it
SQLITE = """
SELECT "id", "of", "key" FROM "interviews_announcement" WHERE "id" > %s
UNION ALL SELECT coalesce(max("id"), 0), 0, 0 FROM "interviews_announcement"
"""
POSTGRES = """
SELECT at.xmin, (SELECT coalesce(min("id"), 0) FROM "interviews_announcement"),
       told."id", told."of", told."key", told."transaction"
FROM (SELECT txid_snapshot_xmin(txid_current_snapshot()) AS xmin) at
LEFT JOIN "interviews_announcement" told ON told."transaction" >= %s
ORDER BY told."id"
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far announcements were read: the last number and, on PostgreSQL, the oldest transaction that was not over
    then, with the announcements of it and of later ones that were read already."""

    last: int = 0
    transaction: int = 0
    read: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class News:
    """What was announced since a mark. `lost` says that more happened than announcements are kept."""

    mark: Mark
    keys: Mapping[int, set[int]]
    lost: bool = False

    def __bool__(self) -> bool:
        return self.lost or any(self.keys.values())


def announcing() -> Any:
    """The connection to the database whose triggers announce. All readers of a process share what follows them, also
    who has just written, so that it is read where it is written, and never from a database that follows that one."""
    return connections[router.db_for_write(Announcement)]


def read_news(connection: Any, mark: Mark, of: Collection[int] = COUNTED) -> News:
    """What of these kinds was announced since `mark`, as the database of this connection knows it; one query."""
    keys: defaultdict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(SQLITE, [mark.last])
            rows = cursor.fetchall()
            for _, kind, key in rows[:-1]:
                if kind in of:
                    keys[kind].add(key)
            last = rows[-1][0]
            return News(Mark(max(last, mark.last)), keys, lost=last < mark.last)
        cursor.execute(POSTGRES, [mark.transaction])
        rows = cursor.fetchall()
    oldest, first = rows[0][0], rows[0][1]
    again = {row[2] for row in rows if row[2] and row[5] >= oldest}
    for _, _, number, kind, key, _ in rows:
        if number and number not in mark.read and kind in of:
            keys[kind].add(key)
    last = max((row[2] for row in rows if row[2]), default=mark.last)
    lost = bool(mark.last and first > mark.last + 1)
    return News(Mark(max(last, mark.last), oldest, frozenset(again)), keys, lost=lost)


def mark_now(connection: Any) -> Mark:
    """Where announcements stand before everything is read; three queries."""
    last = Announcement.objects.using(connection.alias).aggregate(last=Max("id"))["last"] or 0
    oldest = read_news(connection, Mark(last, NEVER)).mark.transaction
    return read_news(connection, Mark(last, oldest)).mark
