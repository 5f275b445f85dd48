"""From one save to the next: the known lines and the lines of the text now, to operations.

``matching`` says which line is which. This module says what becomes of each, by these rules:

- A line keeps its record however it is edited or moved. The text says what belongs to what, with two exceptions.
- A pain whose line is gone while something of it is in the text is detached, and what belongs to it stays with it,
  as it was, on all later saves. It follows the text again once the pain is archived (a person removed it) or its
  line is back.
- Below a ``!`` without text nothing known moves: somebody is typing.
- A record that is held is never archived when its line goes; it is detached. So is everything it belongs to: no
  child ever points to an archived parent. What else lost its line is archived, and revived when the line comes
  back.
- The same text again gives no operations.

Moving a why moves all whys below it, those without a line included.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from .known import Known, State, in_order, pains_of
from .matching import match
from .parser import Line

__all__ = [
    "Archive",
    "Create",
    "Detach",
    "Known",
    "KnownLine",
    "Move",
    "NewLine",
    "Operation",
    "ParentRef",
    "Revive",
    "State",
    "Update",
    "apply",
    "reconcile",
]


@dataclass(frozen=True, slots=True)
class KnownLine:
    id: int


@dataclass(frozen=True, slots=True)
class NewLine:
    """The line of that number, which an earlier operation of the same run created."""

    number: int


ParentRef = KnownLine | NewLine


@dataclass(frozen=True, slots=True)
class Create:
    line: Line
    parent: ParentRef | None


@dataclass(frozen=True, slots=True)
class Update:
    """Its number, text or attributes changed."""

    id: int
    line: Line


@dataclass(frozen=True, slots=True)
class Revive:
    """Its line came back."""

    id: int
    line: Line


@dataclass(frozen=True, slots=True)
class Move:
    """It belongs to another parent now."""

    id: int
    parent: ParentRef | None


@dataclass(frozen=True, slots=True)
class Detach:
    id: int


@dataclass(frozen=True, slots=True)
class Archive:
    id: int


Operation = Create | Update | Revive | Move | Detach | Archive


def reconcile(known: Sequence[Known], lines: Sequence[Line]) -> list[Operation]:
    """What to do with the records so that they say what the text says. Parents come before children."""
    plan = _Plan(known, lines)
    return [*plan.for_lines(), *plan.for_gone()]


class _Plan:
    def __init__(self, known: Sequence[Known], lines: Sequence[Line]) -> None:
        self.lines = {line.number: line for line in lines}
        self.by_id = {one.id: one for one in known}
        self.pain_of = pains_of(known)
        self.found = match(known, lines)
        self.in_text = {one.id for one in self.found.values()}
        self.gone = [one for one in in_order(known) if one.state is not State.ARCHIVED and one.id not in self.in_text]
        self.stay = self._stay()

    def _stay(self) -> set[int]:
        """Those without a line that stay all the same."""
        gone = {one.id for one in self.gone}
        stay = {pain for one in self.in_text if (pain := self.pain_of.get(one)) is not None and pain in gone}
        for one in self.gone:
            at: int | None = one.id if one.held else None
            while at is not None and at in gone and at not in stay:
                stay.add(at)
                at = self.by_id[at].parent
        return stay

    def for_lines(self) -> Iterator[Operation]:
        for line in self.lines.values():
            if not line.makes_record:
                continue
            one = self.found.get(line.number)
            parent = self._parent(line, one)
            if one is None:
                yield Create(line, parent)
                continue
            if one.state is not State.LIVE:
                yield Revive(one.id, line)
            elif (one.number, one.raw, one.text) != (line.number, line.raw, line.text):
                yield Update(one.id, line)
            if parent != _ref(one.parent):
                yield Move(one.id, parent)

    def for_gone(self) -> Iterator[Operation]:
        for one in self.gone:
            if one.id in self.stay:
                parent = self._standing(one.parent)
                if parent != _ref(one.parent):
                    yield Move(one.id, parent)
                if one.state is State.LIVE:
                    yield Detach(one.id)
        for one in reversed(self.gone):
            if one.id not in self.stay:
                yield Archive(one.id)

    def _parent(self, line: Line, one: Known | None) -> ParentRef | None:
        typing = line.pain is not None and not self.lines[line.pain].makes_record
        if one and (typing or self.pain_of.get(one.id) in self.stay):
            return self._standing(one.parent)
        if line.parent is None or not self.lines[line.parent].makes_record:
            return None
        parent = self.found.get(line.parent)
        return KnownLine(parent.id) if parent else NewLine(line.parent)

    def _standing(self, parent: int | None) -> ParentRef | None:
        """The nearest of ``parent`` and those above it that is in the text or stays without."""
        while parent is not None and parent not in self.in_text and parent not in self.stay:
            parent = self.by_id[parent].parent if parent in self.by_id else None
        return _ref(parent)


def _ref(parent: int | None) -> ParentRef | None:
    return None if parent is None else KnownLine(parent)


def apply(known: Sequence[Known], operations: Sequence[Operation], ids: Iterator[int]) -> list[Known]:
    """The known lines after the operations; new ones take the next of ``ids``. A store of lines has to do the same."""
    after = {one.id: one for one in known}
    created: dict[int, int] = {}
    now = 1 + max((one.gone_at for one in known), default=0)

    def stored(parent: ParentRef | None) -> int | None:
        if parent is None:
            return None
        return created[parent.number] if isinstance(parent, NewLine) else parent.id

    for operation in operations:
        match operation:
            case Create(line, parent):
                new = created[line.number] = next(ids)
                after[new] = Known(
                    new, line.kind, line.text, line.raw, line.number, stored(parent), held=False, state=State.LIVE
                )
            case Update(at, line) | Revive(at, line):
                after[at] = _placed(after[at], line)
            case Move(at, parent):
                after[at] = replace(after[at], parent=stored(parent))
            case Detach(at):
                after[at] = replace(after[at], number=None, state=State.DETACHED, gone_at=now)
            case Archive(at):
                after[at] = replace(after[at], number=None, state=State.ARCHIVED, gone_at=now)
    return list(after.values())


def _placed(one: Known, line: Line) -> Known:
    previous = one.previous_text if one.text == line.text else one.text
    return replace(one, number=line.number, raw=line.raw, text=line.text, previous_text=previous, state=State.LIVE)
