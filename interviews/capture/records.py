"""Records from note lines: after a save every record says what its line says.

State-based, not step by step: the lines were reconciled already, so each kind only has to agree with its rows. What a
line cannot say (links, panel-only fields, data checks) is never touched here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from ..models import (
    FollowUp,
    Goal,
    Interview,
    Mention,
    NoteLine,
    Participant,
    Responsibility,
    Workaround,
)
from ..notes.parser import Kind, Line
from .lines import HeldLines, LineStore

R = TypeVar("R", bound=models.Model)
Facts = dict[str, Any]  # by column, so that comparing them reads no related row


class Notebook:
    """The lines of one interview, live or not, with what was parsed and the records they made."""

    def __init__(self, interview: Interview, store: LineStore, lines: list[Line], held: HeldLines, user: Any) -> None:
        self.interview, self.rows, self.edited, self.held, self.user = interview, store.rows, store.edited, held, user
        self.parsed = {line.number: line for line in lines}
        self.participant: Participant = interview.first_participant()
        self.mentions: dict[int, Mention] = {}
        self.changed: set[Any] = set()

    def made(self, kind: Kind, model: type[R]) -> dict[int, R]:
        """The records that lines of this kind made, by line; no query where there is no such line."""
        rows = self.of(kind)
        return {one.line_id: one for one in model._default_manager.filter(line__in=rows)} if rows else {}

    def of(self, kind: Kind) -> list[NoteLine]:
        """The rows of a kind in the order of the notes, those without a line first."""
        return sorted((r for r in self.rows.values() if r.kind == kind), key=lambda r: (r.number or 0, r.pk))

    def pain_of(self, row: NoteLine) -> NoteLine | None:
        """The pain line that `row` hangs on, directly or through whys."""
        while row.parent_id:
            row = self.rows[row.parent_id]
            if row.kind == Kind.PAIN:
                return row
        return None

    def mention_of(self, row: NoteLine) -> Mention | None:
        """The mention that `row` belongs to, or None where no pain stands above it."""
        pain = self.pain_of(row)
        return self.mentions.get(pain.pk) if pain else None

    def line_of(self, row: NoteLine) -> Line | None:
        """What the notes say now; None once the line is gone."""
        return self.parsed[row.number] if row.number else None


def agree(book: Notebook) -> None:
    """Make the records of the interview say what its lines say; quotes and whys have rooms of their own."""
    book.mentions = follow(book, Kind.PAIN, Mention, mention_facts, born={"participant": book.participant})
    follow(book, Kind.WORKAROUND, Workaround, workaround_facts)
    follow(book, Kind.RESPONSIBILITY, Responsibility, statement_facts)
    follow(book, Kind.GOAL, Goal, statement_facts)
    born = {"owner": book.user, "person_id": book.participant.person_id}
    follow(book, Kind.FOLLOW_UP, FollowUp, follow_up_facts, born=born)


def follow(
    book: Notebook,
    kind: Kind,
    model: type[models.Model],
    facts: Callable[[Notebook, NoteLine, Line], Facts | None],
    *,
    born: Facts | None = None,
    records: dict[int, Any] | None = None,
) -> dict[int, Any]:
    """Create, change, archive or revive the `model` rows of the lines of `kind`; returns them by line.

    `records` are those there are, where they were read already. `facts` gives the fields that the line tells, or None
    where it cannot make a record (nothing to hang on); `born` those that are set once. Records that changed are noted
    in `book.changed`.
    """
    records = book.made(kind, model) if records is None else records
    for row in book.of(kind):
        line, record = book.line_of(row), records.get(row.pk)
        told = facts(book, row, line) if line else None
        gone = told is None and row.state != NoteLine.State.DETACHED
        if record is None and told is not None:
            records[row.pk] = model._default_manager.create(interview=book.interview, line=row, **(born or {}), **told)
            book.changed.add(records[row.pk])
        elif record is not None:
            archived_at = (record.archived_at or timezone.now()) if gone else None
            if put(record, {**(told or {}), "archived_at": archived_at}):
                book.changed.add(record)
    return records


def put(record: Any, facts: Facts) -> bool:
    """Set the fields that differ and save only those; says whether any did."""
    changed = [name for name, value in facts.items() if getattr(record, name) != value]
    for name in changed:
        setattr(record, name, facts[name])
    if changed:
        stamps = ["updated_at"] if hasattr(record, "updated_at") else []
        record.save(update_fields=[*changed, *stamps])
    return bool(changed)


def mention_facts(book: Notebook, row: NoteLine, line: Line) -> Facts:
    return {"title": line.text, "severity": line.severity}


def workaround_facts(book: Notebook, row: NoteLine, line: Line) -> Facts | None:
    mention = book.mention_of(row)
    return {"mention_id": mention.pk, "text": line.text} if mention else None


def statement_facts(book: Notebook, row: NoteLine, line: Line) -> Facts:
    return {"participant_id": book.participant.pk, "text": line.text}


def follow_up_facts(book: Notebook, row: NoteLine, line: Line) -> Facts:
    """Only an edit of the line says something new: a follow-up also lives on pages of its own."""
    return {"text": line.text, "due_on": line.due} if row.pk in book.edited else {}
