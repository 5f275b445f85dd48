"""What rows hold, as JSON can keep it, and how it is put back."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

Key = tuple[type[models.Model], int]
State = dict[str, Any]
Told = tuple[str, int, str, Any, Any]  # model, key, field, old, new

# What moves with every save and tells nobody anything.
COUNTERS = frozenset(
    (
        "updated_at",
        "version",
        "tab",
        "tab_since",
        "tab_number",
        "readers_version",
        "consent_version",
        "recording_version",
    ),
)


@dataclass(slots=True)
class Undone:
    """What an undo did: the fields it put back, and those it left because somebody changed them since."""

    back: list[Told] = field(default_factory=list)
    left: list[Told] = field(default_factory=list)
    refused: list[Told] = field(default_factory=list)  # those of them that another row stands in the way of


@dataclass(frozen=True, slots=True)
class Earlier:
    """What an earlier act did to a field: whether it was undone since, and whether it merged what was pointed at."""

    old: Any
    new: Any
    undone: bool
    merged: bool


def tracked(model: type[models.Model]) -> list[models.Field]:
    """The columns of `model` that the journal compares."""
    return [one for one in model._meta.concrete_fields if one.name not in COUNTERS]


def sets(model: type[models.Model]) -> list[models.ManyToManyField]:
    """The many-to-many fields of `model` whose members the journal compares.

    Those without a model of their own between, and those whose model only says that two belong together (`JOURNALED`).
    """
    links = ((one, table_of(one)) for one in model._meta.many_to_many)
    return [one for one, table in links if table._meta.auto_created or getattr(table, "JOURNALED", False)]


def table_of(many: models.ManyToManyField) -> type[models.Model]:
    """The model whose rows are the members of a many-to-many field."""
    through = many.remote_field.through
    if through is None:
        raise TypeError(f"{many} has no table")
    return through


def encoded(column: models.Field, row: models.Model) -> Any:
    """The value of a column as JSON can hold it, exact enough to be put back."""
    value = column.value_from_object(row)
    return value if value is None or isinstance(value, bool | int | str) else column.value_to_string(row)


def states(rows: models.QuerySet, *, members: bool = True) -> dict[int, State]:
    """What the database holds of these rows now. One query, and with `members` one for each many-to-many field."""
    model = rows.model
    found = {row.pk: {one.name: encoded(one, row) for one in tracked(model)} for row in rows}
    for many in sets(model) if members and found else ():
        for state in found.values():
            state[many.name] = []
        links = table_of(many)._base_manager.filter(**{f"{many.m2m_field_name()}__in": list(found)})
        columns = (many.m2m_column_name(), many.m2m_reverse_name())
        for owner, other in links.order_by(columns[1]).values_list(*columns):
            found[owner][many.name].append(other)
    return found


def put_back(changes: Iterable[Told]) -> Undone:
    """Give fields their old value where they still hold the new one.

    Of a many-to-many field every member counts by itself. Rows that cannot have their old values, because another row
    took their place, are tried once more when all others are back, then left.
    """
    undone = Undone()
    by_model: defaultdict[str, list[Told]] = defaultdict(list)
    for change in changes:
        by_model[change[0]].append(change)
    refused: list[tuple[type[models.Model], int, list[Told]]] = []
    for label, told in by_model.items():
        refused += put_back_rows(apps.get_model(label), told, undone)
    for model, pk, told in refused:
        if written(model, [pk], told):
            undone.back += told
        else:
            undone.left += told
            undone.refused += told
    return undone


def put_back_rows(
    model: type[models.Model], told: Collection[Told], undone: Undone
) -> list[tuple[type[models.Model], int, list[Told]]]:
    """Put back rows of one model; returns those that the database refused. Rows that change alike take one query."""
    now = states(model._base_manager.filter(pk__in={pk for _, pk, *_ in told}), members=False)
    many = {one.name: one for one in sets(model)}
    alike: defaultdict[str, list[tuple[int, list[Told]]]] = defaultdict(list)
    by_row: defaultdict[int, list[Told]] = defaultdict(list)
    successor = Successors(model)
    for change in told:
        _, pk, name, old, new = change
        if pk in now and name in many:
            put_back_set(many[name], pk, old, new)
            undone.back.append(change)
        elif pk in now and (now[pk][name] == new or now[pk][name] == successor(name, new)):
            by_row[pk].append(change)
        else:
            undone.left.append(change)
    for pk, own in by_row.items():
        alike[json.dumps([(name, old) for _, _, name, old, _ in own])].append((pk, own))
    refused = []
    for rows in alike.values():
        if written(model, [pk for pk, _ in rows], rows[0][1]):
            undone.back += [change for _, own in rows for change in own]
        else:
            refused += [(model, pk, own) for pk, own in rows]
    return refused


def fallen_back(told: Told, earlier: Iterable[Earlier]) -> Told:
    """The change with the value to put back, `earlier` being what acts before it did to the field, the last first.

    Where an act that left the value there was undone since, it is what that one had found. What a merge that stands
    made of it is followed. May query, once for each value.
    """
    label, key, name, value, new = told
    successor = Successors(apps.get_model(label))
    for one in earlier:
        if isinstance(value, list) or not (one.undone or one.merged):
            break
        if one.undone and value in (one.new, successor(name, one.new)):
            value = one.old
    return label, key, name, value, new


def pointing(changes: Iterable[Told]) -> list[tuple[Told, type[models.Model]]]:
    """Those changes that let a row point at a record of a kind that can be merged, each with that kind."""
    found = []
    for one in changes:
        related = apps.get_model(one[0])._meta.get_field(one[2]).related_model
        if one[2] != "merged_into" and isinstance(one[3], int) and hasattr(related, "merged_into"):
            found.append((one, related))
    return found


def put_back_set(many: models.ManyToManyField, pk: int, old: list[int], new: list[int]) -> None:
    """Take out what was added to a many-to-many field, and add what was taken out and still exists."""
    through = table_of(many)._base_manager
    owner, other = many.m2m_column_name(), many.m2m_reverse_name()
    through.filter(**{owner: pk, f"{other}__in": set(new) - set(old)}).delete()
    there = set(many.remote_field.model._base_manager.filter(pk__in=set(old) - set(new)).values_list("pk", flat=True))
    shared = {} if table_of(many)._meta.auto_created else shared_by(many, pk)
    rows = [table_of(many)(**{owner: pk, other: one}, **shared) for one in sorted(there)]
    through.bulk_create(rows, ignore_conflicts=True)


def shared_by(many: models.ManyToManyField, pk: int) -> State:
    """What a link of a many-to-many field takes from the row `pk` it belongs to: the interview both its ends are of."""
    return {"interview_id": many.model._base_manager.values_list("interview", flat=True).get(pk=pk)}


def written(model: type[models.Model], keys: Collection[int], told: Collection[Told]) -> bool:
    """Store the old values of `told` in these rows; False when a rule of the database stands against it."""
    columns = {one.name: one for one in model._meta.concrete_fields}
    values: State = {name: columns[name].to_python(old) for _, _, name, old, _ in told}
    if "updated_at" in columns:
        values["updated_at"] = timezone.now()
    if "version" in columns:
        values["version"] = models.F("version") + 1
    if "tab" in columns:
        values["tab"] = ""  # the save of nobody's tab: one that is open has to notice
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=keys).update(**values)
    except IntegrityError:
        return False
    return True


class Successors:
    """Where the foreign keys of a model stand once what they pointed at was merged into another row."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.known: dict[tuple[str, Any], Any] = {}

    def __call__(self, name: str, value: Any) -> Any:
        """The key of the row that took over from `value`; `value` itself where none did."""
        if (name, value) not in self.known:
            self.known[name, value] = self._found(name, value)
        return self.known[name, value]

    def _found(self, name: str, value: Any) -> Any:
        related = self.model._meta.get_field(name).related_model
        if value is None or related is None or not hasattr(related, "merged_into"):
            return value
        return related._base_manager.filter(pk=value).values_list("merged_into", flat=True).first() or value
