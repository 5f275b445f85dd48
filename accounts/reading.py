"""Who is reading right now, as far as names are concerned.

Names are masked below templates, exports and the API, so the rule has to be known where a record is turned into
text. It is kept like Django keeps the current time zone: set at the edge, asked for anywhere, and closed by default:
where nobody said who reads, nobody sees names.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol


class Reader(Protocol):
    """Anybody whose right to see names is known."""

    @property
    def can_see_names(self) -> bool:
        """Whether names are shown to them."""


_sees_names: ContextVar[bool] = ContextVar("sees_names", default=False)
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept", default=None)
_describes_companies: ContextVar[bool] = ContextVar("describes_companies", default=False)


def sees_names() -> bool:
    """Whether the person who reads now may see customers' names."""
    return _sees_names.get()


def describes_companies() -> bool:
    """Whether companies are described instead of named: where people are called by pseudonyms for others to read."""
    return _describes_companies.get()


def kept() -> dict[Any, Any] | None:
    """What is kept for as long as this reading goes on, by whoever asks; None where nobody said who reads."""
    return _kept.get()


@contextmanager
def by(reader: Reader | None) -> Iterator[None]:
    """Read as `reader`; None is somebody who is not signed in and sees no names."""
    with _showing(reader is not None and reader.can_see_names):
        yield


@contextmanager
def with_names() -> Iterator[None]:
    """Read with names: for commands run by whoever owns the machine, never for an answer to a browser."""
    with _showing(True):
        yield


@contextmanager
def under_pseudonyms() -> Iterator[None]:
    """Read without any names, of companies neither: for what leaves the team."""
    token = _describes_companies.set(True)
    try:
        with _showing(False):
            yield
    finally:
        _describes_companies.reset(token)


@contextmanager
def _showing(names: bool) -> Iterator[None]:
    token, before = _sees_names.set(names), _kept.set({})
    try:
        yield
    finally:
        _sees_names.reset(token)
        _kept.reset(before)
