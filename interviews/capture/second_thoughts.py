"""What taking notes made or changed a moment ago, to be corrected or taken back.

A half-typed name, a person picked by mistake: the journal keeps what each sitting found and left.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from ..models import Act, Change, Interview, Person, Record
from ..models.links import linked

COLUMNS = {column.name: column for column in Person._meta.concrete_fields}
Told = dict[str, tuple[Any, Any]]  # by field: what stood there before the notes, and what they wrote last


def made_here(interview: Interview, rows: models.QuerySet) -> set[int]:
    """The keys of those of `rows` that taking notes of this interview made and that nobody edited on their own page."""
    marks = Change.objects.noted_of(interview).of(rows).filter(field="").values_list("key", "new")
    made = {key for key, mark in marks if mark == Act.Kind.CREATED}
    if not made:
        return made
    by_hand = Change.objects.of(rows).filter(key__in=made).exclude(act__kind=Act.Kind.NOTED)
    return made - set(by_hand.values_list("key", flat=True))


def drop_unused(interview: Interview, rows: models.QuerySet) -> None:
    """Archive those of `rows` that these notes made and that nothing names: a name that was mistyped."""
    made = made_here(interview, rows.filter(archived_at__isnull=True))
    unused = made - linked(rows.model, made)
    if unused:
        rows.model._default_manager.filter(pk__in=unused).archive()


def is_only_ours(record: Record, interview: Interview, *ours: models.Model | None) -> bool:
    """Whether these notes made the record and only the rows `ours` point at it: another name is then a correction."""
    here = type(record)._default_manager.live().filter(pk=record.pk)
    return bool(made_here(interview, here)) and not linked(type(record), {record.pk}, without=ours)


def correct(record: Any, name: str, user: Any) -> None:
    """Give the record its right name."""
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(record, members=False)
        record.name = name
        record.version += 1
        record.save(update_fields=["name", "updated_at", "version"])


def told_of(person: Person, interview: Interview, fields: tuple[str, ...]) -> Told:
    """What the notes of this interview wrote on the person and nobody changed since."""
    told: Told = {}
    for change in Change.objects.noted_of(interview).of(person).filter(field__in=fields):
        _, last = told.get(change.field, (None, change.new))
        told[change.field] = (change.old, last)
    now = {field: COLUMNS[field].value_from_object(person) for field in told}
    return {field: (old, new) for field, (old, new) in told.items() if new == now[field]}


def untell(person: Person, told: Told, user: Any) -> None:
    """Give the person back what stood there before these notes."""
    former = {COLUMNS[field].attname: old for field, (old, _) in told.items()}
    if former:
        write(person, former, user)


def write(person: Person, facts: dict[str, Any], user: Any) -> None:
    """Write facts on the person, as a part of taking notes."""
    with Act.by(user, Act.Kind.NOTED) as act:
        act.watch(person, members=False)
        person.take_current(**facts)
