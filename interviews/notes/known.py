"""What is known of the lines that made a record, from the saves before this one."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from .parser import Kind

Key = tuple[Kind, str]


class State(StrEnum):
    LIVE = "live"  # its line is in the text
    DETACHED = "detached"  # its line is gone; the record stays until a person decides
    ARCHIVED = "archived"  # gone with its line; revived when the line comes back


class Truth(Protocol):
    """True or false, and perhaps not known before it is asked for."""

    def __bool__(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Known:
    """One line that made a record. ``parent`` is the id of the line it belongs to, as stored.

    ``held``: its record has links of its own, or a person kept it. ``previous_text`` is the text before its last
    change. ``gone_at`` is any number that grows from save to save, taken when the line went; it tells which of two
    equal lines went last.
    """

    id: int
    kind: Kind
    text: str
    raw: str
    number: int | None
    parent: int | None
    held: Truth
    state: State
    previous_text: str = ""
    gone_at: int = 0

    @property
    def key(self) -> Key:
        return self.kind, self.text

    @property
    def previous_key(self) -> Key:
        return self.kind, self.previous_text


def in_order(known: Sequence[Known]) -> list[Known]:
    """Lines of the text in its order, then those without a line by id."""
    return sorted(known, key=lambda one: (one.number is None, one.number or 0, one.id))


def pains_of(known: Sequence[Known]) -> dict[int, int | None]:
    """The pain at the top of each line's chain of parents, by id; None for pains and for what belongs to none."""
    by_id = {one.id: one for one in known}
    tops: dict[int, int | None] = {one.id: one.id for one in known if one.kind is Kind.PAIN}
    for one in known:
        path: list[int] = []
        at: int | None = one.id
        while at in by_id and at not in tops:
            path.append(at)
            tops[at] = None
            at = by_id[at].parent
        tops.update(dict.fromkeys(path, None if at is None else tops.get(at)))
    return {one.id: None if one.kind is Kind.PAIN else tops[one.id] for one in known}
