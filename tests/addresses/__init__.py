"""Who may open which address: one table per app, walked by tests/architecture/test_every_address.py.

A view whose name is in no table fails the walk, so a new page says who may come in before it is merged. `make` creates
what the address needs and returns the arguments of its URL; it runs as somebody who sees names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Rights:
    """The status of the answer to GET for each of the cast."""

    visitor: int
    viewer: int
    stranger: int
    researcher: int
    admin: int


EVERYBODY = Rights(200, 200, 200, 200, 200)
SIGNED_IN = Rights(302, 200, 200, 200, 200)
WRITERS = Rights(302, 403, 200, 200, 200)
ADMINS = Rights(302, 403, 403, 403, 200)
# Changes come by POST; whether the method or the role is checked first, nobody gets in by GET.
POST_ONLY = Rights(302, 405, 405, 405, 405)
WRITERS_POST = Rights(302, 403, 405, 405, 405)
# Of a restricted interview: absent for whoever is not named in it.
NAMED = Rights(302, 404, 404, 200, 200)
NAMED_WRITERS = Rights(302, 403, 404, 200, 200)
# What those who write see before everybody does.
DRAFTED = Rights(302, 404, 200, 200, 200)


def nothing() -> dict[str, Any]:
    """For an address without arguments."""
    return {}


@dataclass(frozen=True)
class Address:
    """One line of a table; `query` is added to the path as it is."""

    name: str
    rights: Rights
    make: Callable[[], dict[str, Any]] = nothing
    query: str = ""


def record(space: str, noun: str, factory: Callable[[], Any]) -> list[Address]:
    """The seven addresses that every record has."""

    def make() -> dict[str, Any]:
        return {"pk": factory().pk}

    return [
        Address(f"{space}:{noun}_list", SIGNED_IN),
        Address(f"{space}:{noun}_new", WRITERS),
        Address(f"{space}:{noun}_read", SIGNED_IN, make),
        Address(f"{space}:{noun}_edit", WRITERS, make),
        Address(f"{space}:{noun}_archive", POST_ONLY, make),
        Address(f"{space}:{noun}_restore", POST_ONLY, make),
        Address(f"{space}:{noun}_history", SIGNED_IN, make),
    ]
