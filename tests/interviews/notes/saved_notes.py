"""Notes that are saved again and again, with nothing behind them but the reference store of lines."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import count

from interviews.notes.parser import Kind, Line, parse
from interviews.notes.reconcile import Known, Operation, State, apply, reconcile

TODAY = date(2026, 3, 11)


class SavedNotes:
    """Every save checks the laws that hold after each save, whatever came before."""

    def __init__(self, text: str = "") -> None:
        self.known: list[Known] = []
        self.ids = count(1)
        self.text = ""
        self.save(text)

    def save(self, text: str) -> list[Operation]:
        before = {one.id: one for one in self.known}
        self.text = text
        lines = parse(text, today=TODAY)
        operations = reconcile(self.known, lines)
        self.known = apply(self.known, operations, self.ids)
        self.check_records(lines)
        self.check_parents()
        self.check_nothing_held_is_lost(before)
        self.check_children_stay_with_a_detached_pain(before)
        assert reconcile(self.known, lines) == []
        return operations

    def check_records(self, lines: list[Line]) -> None:
        live = {one.number: one for one in self.known if one.state is State.LIVE}
        assert len(self.by_id) == len(self.known)
        assert len(live) == sum(one.state is State.LIVE for one in self.known)
        assert [
            (one.number, one.kind, one.raw, one.text) for _, one in sorted(live.items(), key=lambda at: at[0] or 0)
        ] == [(line.number, line.kind, line.raw, line.text) for line in lines if line.makes_record]
        assert all((one.number is None) is (one.state is not State.LIVE) for one in self.known)

    def check_parents(self) -> None:
        for one in self.known:
            seen = set()
            at: Known | None = one
            while at is not None:
                assert at.id not in seen
                seen.add(at.id)
                at = self.by_id[at.parent] if at.parent else None
            if one.state is not State.ARCHIVED and one.parent:
                parent = self.by_id[one.parent]
                assert parent.state is not State.ARCHIVED
                assert parent.kind is Kind.PAIN or (parent.kind is Kind.WHY is one.kind)

    def check_nothing_held_is_lost(self, before: dict[int, Known]) -> None:
        for one in before.values():
            after = self.by_id[one.id]
            assert after.kind is one.kind
            if one.held and one.state is not State.ARCHIVED:
                assert after.state is not State.ARCHIVED

    def check_children_stay_with_a_detached_pain(self, before: dict[int, Known]) -> None:
        for one in before.values():
            pain = self.pain_of(one.id, before)
            if self.by_id[one.id].state is State.LIVE and pain and self.by_id[pain].state is State.DETACHED:
                assert self.pain_of(one.id) == pain

    @property
    def by_id(self) -> dict[int, Known]:
        return {one.id: one for one in self.known}

    def pain_of(self, at: int, known: dict[int, Known] | None = None) -> int | None:
        by_id = known or self.by_id
        parent = by_id[at].parent
        while parent and by_id[parent].kind is not Kind.PAIN:
            parent = by_id[parent].parent
        return parent

    def change(self, at: int, **fields: object) -> None:
        """What a person or another part of the app does to a line between two saves."""
        self.known = [replace(one, **fields) if one.id == at else one for one in self.known]  # type: ignore[arg-type]

    def link(self, text: str) -> int:
        at = self.find(text).id
        self.change(at, held=True)
        return at

    def find(self, text: str) -> Known:
        (one,) = [one for one in self.known if one.text == text]
        return one

    def ids_by_words(self) -> dict[tuple[Kind, str], Counter[int]]:
        found: dict[tuple[Kind, str], Counter[int]] = {}
        for one in self.known:
            if one.state is State.LIVE:
                found.setdefault(one.key, Counter())[one.id] += 1
        return found

    def outline(self) -> dict[str, tuple[str, str | None]]:
        """State and parent of every line, by its words."""
        by_id = self.by_id
        return {one.text: (one.state.value, by_id[one.parent].text if one.parent else None) for one in self.known}
