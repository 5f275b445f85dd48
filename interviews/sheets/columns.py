"""Columns that several exports share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from accounts import reading

from ..exchange.tables import Column, Value
from ..told import SLUGS


def joined(values: Iterable[Any], by: str = ", ") -> str:
    """Those of the values that are there, each once, for one cell."""
    return by.join(dict.fromkeys(str(value) for value in values if value))


def link_to(path: str = "") -> Column:
    """The address of a record."""

    def address(row: Any) -> Value:
        record = row
        for name in filter(None, path.split(".")):
            record = getattr(record, name)
        return record.get_absolute_url() if record else None

    return Column("Link", address, link=True, width=40)


def with_names(read: str) -> Callable[[Any], Value]:
    """A value that is for those who see names."""
    return lambda row: Column("", read).value(row) if reading.sees_names() else None


# What was said, by whom and where it stands; of rows with a `quote` or None.
WORDS = (
    Column("Quote", "quote.text", width=60),
    Column("Kind", lambda row: row.quote.get_kind_display() if row.quote else None, width=12),
    Column("Place", lambda row: row.quote.stands_at if row.quote else None),
    Column("Link to the place", lambda row: row.quote.get_place_url() if row.quote else None, link=True, width=40),
)
REACH = (
    Column("People", "people_heard", width=8),
    Column("Companies", "companies_heard", width=10),
    Column("Interviews", "interviews_held", width=10),
)
PAINS_TOLD = Column("Pain points", "pains_told", width=10)
LAST_HEARD = Column("Last heard", "last_heard_at")
HOW_WE_KNOW = Column("How we know", lambda row: SLUGS.get(row.grounds), width=12)
NAME = Column("Name", "name", width=30)
TITLE = Column("Title", "title", width=40)
ARCHIVED = Column("Archived on", "archived_at")
LAST = (ARCHIVED, link_to())


def who(at: str) -> tuple[Column, ...]:
    """Somebody in an interview, as they were on that day; `at` is the path to the participant."""
    return (
        Column("Person", f"{at}.person.shown_name", width=22),
        Column("Person's number", f"{at}.person.reference", width=10),
        Column("Role", f"{at}.role"),
        Column("Company", f"{at}.company.name"),
        Column("Department", f"{at}.department"),
        Column("Persona", f"{at}.persona.name"),
    )
