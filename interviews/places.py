"""Places in an order that somebody arranges: moving one thing gives it a new place and leaves all others alone.

Pure. A place is the digits of a fraction below one without zeros at its end, so that places compare as text, the same
in every collation, and there is always room for one more between two of them.
"""

from __future__ import annotations

TEN = 10


def between(before: str, after: str) -> str:
    """A place after `before` and before `after`; either may be empty, which is the beginning and the end."""
    if after and before >= after:
        raise ValueError(f"There is no place between {before!r} and {after!r}.")
    found, bounded = "", bool(after)
    low, high = digit(before, 0), digit(after, 0) if bounded else TEN
    while high - low <= 1:
        found += str(low)
        bounded = bounded and high == low
        low, high = digit(before, len(found)), digit(after, len(found)) if bounded else TEN
    return f"{found}{(low + high) // 2}"


def digit(place: str, at: int) -> int:
    """The digit of a place; behind its end there are zeros."""
    return int(place[at : at + 1] or 0)
