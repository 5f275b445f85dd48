"""What happened to a record, in words: who, when, which field, before and after.

Rows are named as the reader may see them; the words of people who withdrew, of restricted interviews and hidden names
do not come back through the past.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import formats, timezone

from accounts import reading

from .differing import Piece, compared
from .models import (
    Act,
    Change,
    Comment,
    Interview,
    Journey,
    Mention,
    Mergeable,
    PainPoint,
    Participant,
    Person,
    Placement,
    Planned,
    Record,
    RootCause,
    Stage,
    Study,
    Why,
    withdrawn_words,
)
from .models.spoken import stored_as_read
from .models.states import encoded
from .pasted import Pastings
from .seen import hiding, nameless, seen_by
from .undoing import undoable

LONG = 80  # characters from which on a text is compared word by word
HIDDEN = "(hidden)"
HIDDEN_WITH_NAMES = frozenset(("name", "email", "contact"))
# What nobody types, but somebody arranges on a journey: field, and the words for an empty and for any other new value.
ARRANGED = {"archived_at": ("Put there", "Taken away"), "place": ("", "Moved along")}
RECORDING = frozenset(("recording_url", "recording_file"))  # a voice is a name, and an address may say one


@dataclass(frozen=True, slots=True)
class Step:
    """One field in an act, in words. A long text has `pieces` instead of `old` and `new`."""

    label: str
    old: str = ""
    new: str = ""
    pieces: Sequence[Piece] = ()


@dataclass(slots=True)
class Deed:
    """An act as the page of one record shows it."""

    act: Act
    steps: list[Step] = field(default_factory=list)
    about: str = ""
    can_undo: bool = False


def parts_of(record: Record) -> list[models.Model]:
    """The rows whose changes are told on the page of `record`: itself, who took part in an interview, what a
    study plans, and what a journey is made of."""
    match record:
        case Interview():
            return [record, *Participant.objects.filter(interview=record)]
        case Study():
            return [record, *record.planned.select_related("persona")]
        case Journey():
            return [record, *record.stages.all(), *record.placements.select_related("pain_point")]
    return [record]


def parts_named(rows: Sequence[models.Model], user: Any) -> dict[tuple[str, int], str]:
    """What to call those of `rows` that make up a journey or a plan, in front of what happened to them."""
    placed = {row.pk for row in rows if isinstance(row, Placement)}
    seen = set(Placement.objects.visible_to(user).filter(pk__in=placed).values_list("pk", flat=True)) if placed else ()
    found = {}
    for row in rows:
        if isinstance(row, Stage):
            found[row._meta.label_lower, row.pk] = f"Stage {row}"
        elif isinstance(row, Placement):
            found[row._meta.label_lower, row.pk] = str(row) if row.pk in seen else HIDDEN
        elif isinstance(row, Planned):
            found[row._meta.label_lower, row.pk] = str(row)
    return found


def acts_on(rows: Sequence[models.Model]) -> models.QuerySet[Act]:
    """The acts that changed any of these rows."""
    return Act.objects.filter(pk__in=Change.objects.of(*rows).values("act"))


def deeds(acts: Sequence[Act], rows: Sequence[models.Model], user: Any) -> list[Deed]:
    """What these acts did to the rows, in words. The number of queries does not grow with the acts."""
    ours = undoable(acts, user)
    told = {act.pk: Deed(act, can_undo=act.pk in ours) for act in acts}
    changes = list(Change.objects.of(*rows).filter(act__in=told))
    words = Words(changes, user, rows)
    kept_back = {(row._meta.label_lower, row.pk): hidden_fields(row, user) for row in rows}
    parts = parts_named(rows, user)
    for change in changes:
        deed, part = told[change.act_id], parts.get((change.model, change.key), "")
        if not change.field:
            deed.about = deed.about or words.about(change, deed.act)
        elif part and change.field in ARRANGED:
            deed.steps.append(Step(part, "", ARRANGED[change.field][change.new is not None]))
        else:
            step = words.step(change, change.field in kept_back[change.model, change.key])
            deed.steps += [replace(step, label=f"{part}: {step.label.lower()}" if part else step.label)] if step else []
    return list(told.values())


def hidden_fields(row: models.Model, user: Any) -> frozenset[str]:
    """The fields whose past `user` may not read."""
    match row:
        case Person() if not reading.sees_names():
            return HIDDEN_WITH_NAMES
        case Interview() if not Interview.objects.with_readable_notes(user).get(pk=row.pk).readable_notes:
            return RECORDING | {"notes"}
        case Interview() if not reading.sees_names():
            return RECORDING
        case PainPoint() if unheard(Mention.objects.filter(Q(pain_point=row) | Q(pk=row.stated_for_id)), user):
            return frozenset(("title", "description"))
        case RootCause() if unheard(Mention.objects.filter(whys__in=Why.objects.ever_of(row)), user):
            return frozenset(("title", "description"))
    return frozenset()


def unheard(mentions: models.QuerySet[Mention], user: Any) -> bool:
    """Whether some of these were told by people who withdrew, or where `user` may not read: titles may be theirs."""
    stands = Mention.objects.visible_to(user).exclude(withdrawn_words("participant__"))
    return mentions.exclude(pk__in=stands).exists()


class Words:
    """Values of changes as people read them. Related rows are read at once, one query for each model."""

    def __init__(self, changes: Iterable[Change], user: Any, rows: Iterable[models.Model]) -> None:
        self.user = user
        self.rows = {(row._meta.label_lower, row.pk): row for row in rows}
        self.pastings = Pastings(self.texts_of_ours(changes), user, reader=user)
        self.names: dict[type[models.Model], dict[Any, str]] = {}
        wanted: defaultdict[type[models.Model], set[Any]] = defaultdict(set)
        for change in changes:
            column = self.column(change)
            if column is not None and column.is_relation:
                for value in (change.old, change.new):
                    wanted[column.related_model].update(value if isinstance(value, list) else [value])
        for model, keys in wanted.items():
            found = seen_by(user, model._base_manager.filter(pk__in=keys - {None}))
            mergeable = issubclass(model, Mergeable)
            there = list(found.select_related("merged_into") if mergeable else found)
            stands = nameless(there, user) if mergeable else {}
            self.names[model] = {row.pk: str(stands.get(row.pk, row)) for row in there}

    def texts_of_ours(self, changes: Iterable[Change]) -> Iterator[str]:
        """What is typed in comments and in apps above this one: words of customers may have been pasted there."""
        for change in changes:
            column = self.column(change)
            ours = change.model == Comment._meta.label_lower or not change.model.startswith("interviews.")
            if ours and isinstance(column, models.CharField | models.TextField):
                yield from (value for value in (change.old, change.new) if isinstance(value, str))

    def column(self, change: Change) -> Any:
        """The field a change is about; None for one that nobody edits by hand."""
        if not change.field:
            return None
        column = apps.get_model(change.model)._meta.get_field(change.field)
        return column if column.editable else None

    def about(self, change: Change, act: Act) -> str:
        """What an act says about the row itself."""
        model = apps.get_model(change.model)
        if act.kind == Act.Kind.MERGED and isinstance(change.new, list):
            names = [f"{model.PREFIX}-{pk}" if model.PREFIX else f"no. {pk}" for pk in change.new]
            return f"Took over {', '.join(names)}"
        if act.kind == Act.Kind.SPLIT and isinstance(change.new, dict):
            way = "to" if "to" in change.new else "from"
            return f"Mentions moved {way} {PainPoint.PREFIX}-{change.new[way]}"
        if isinstance(change.new, dict) and "said" in change.new:
            return str(change.new["said"])
        return "Written down for the first time" if change.new == Act.Kind.CREATED != act.kind else ""

    def step(self, change: Change, hidden: bool) -> Step | None:
        """One change in words; None for what nobody edits by hand."""
        column = self.column(change)
        if column is None or change.old == change.new:
            return None
        label = str(column.verbose_name).capitalize()
        if hidden:
            return Step(label, HIDDEN, HIDDEN)
        if isinstance(change.old, list) and isinstance(change.new, list):
            gone = [one for one in change.old if one not in change.new]
            came = [one for one in change.new if one not in change.old]
            return Step(label, self.listed(column, gone), self.listed(column, came))
        old, new = (self.as_read(change, column, one) for one in (change.old, change.new))
        if isinstance(column, models.TextField) and max(len(old), len(new)) > LONG:
            return Step(label, pieces=compared(old, new))
        return Step(label, old, new)

    def as_read(self, change: Change, column: Any, value: Any) -> str:
        """One value of a row, without the names that whoever reads may not see."""
        return stored_as_read(column, self.rows.get((change.model, change.key)), self.word(column, value))

    def listed(self, column: Any, keys: Iterable[int]) -> str:
        return ", ".join(self.word(column, one) for one in keys)

    def word(self, column: Any, value: Any) -> str:
        """One value as people read it."""
        if value is None or value == "":
            return ""
        if column.is_relation:
            return self.names[column.related_model].get(value, HIDDEN)
        if column.choices:
            return str(dict(column.flatchoices).get(value, value))
        if value in self.pastings.typed:
            return self.pastings.readable(value)
        value = column.to_python(value)
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(column, models.DateTimeField):
            return formats.date_format(timezone.localtime(value), "j M Y, H:i")
        return formats.date_format(value, "j M Y") if isinstance(column, models.DateField) else str(value)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge as the list of merges shows it; `survivor` is None for somebody who may not see it."""

    act: Act
    survivor: Record | None
    gone: Sequence[str]
    can_undo: bool


def taken_over(mark: Change) -> list[int]:
    """The keys of the records that a merge took over, as its mark on the survivor says."""
    return mark.new if isinstance(mark.new, list) else []


def merges(acts: Sequence[Act], user: Any) -> list[Merge]:
    """Merges in words, those that `user` may see. A few queries for each kind of record that was merged.

    What a merge took over is named by its reference alone for whoever may not see all that came along: its title or
    name may be known from there only.
    """
    marks = {mark.act_id: mark for mark in Change.objects.filter(act__in=acts, field="") if mark.new}
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for mark in marks.values():
        keys[mark.model].update([mark.key, *taken_over(mark)])
    rows = {
        label: {row.pk: row for row in seen_by(user, apps.get_model(label)._base_manager.filter(pk__in=wanted))}
        for label, wanted in keys.items()
    }
    found, hidden, ours = [], hiding(acts, user), undoable(acts, user)
    for act in acts:
        mark = marks[act.pk]
        there = rows[mark.model]
        if mark.key in there:
            gone = [named(there[pk], act.pk not in hidden) for pk in taken_over(mark) if pk in there]
            found.append(Merge(act, there[mark.key], gone, act.pk in ours))
    return found


def named(record: Record, in_words: bool) -> str:
    """What a record is called: its reference or number, with its title or name where that may be said."""
    reference = record.reference or ("" if in_words else f"no. {record.pk}")
    return f"{reference} {record}".strip() if in_words else reference


def facts_of(records: Sequence[Record], user: Any) -> dict[int, list[tuple[str, str]]]:
    """What is written down of records of one kind, label and value, without what they are called. Few queries."""
    model = type(records[0])
    columns = [one for one in model._meta.concrete_fields if one.editable and one.name not in ("id", "title", "name")]
    columns = [one for one in columns if reading.sees_names() or one.name not in HIDDEN_WITH_NAMES]
    told = [
        Change(model=model._meta.label_lower, key=row.pk, field=column.name, new=encoded(column, row))
        for row in records
        for column in columns
    ]
    words = Words(told, user, records)
    found: dict[int, list[tuple[str, str]]] = {row.pk: [] for row in records}
    for one in told:
        column = words.column(one)
        value = words.as_read(one, column, one.new) if one.new is not False else ""
        if value:
            found[one.key].append((str(column.verbose_name).capitalize(), value))
    return found
