"""Changing many rows of a list in one act, which the journal can take back as one.

Rows are chosen one by one, with the version somebody saw, or as all that fit the filter. A row that somebody else
changed meanwhile is left alone and counted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from . import lists
from .capture.rating import rate
from .filters_interviews import chosen_interviews
from .models import Act, Code, Interview, PainPoint, Person, Persona, Record, Severity, Study
from .reach import heard_mentions
from .sheets.pain_points import explored


@dataclass
class Done:
    """What came of it: how many rows changed, how many somebody else had changed, and why others could not."""

    act: Act
    changed: int = 0
    stale: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    """What a change asks for: its label, and the values somebody may choose, by key."""

    label: str
    values: Callable[[Any], list[tuple[int, str]]]
    clearable: bool = False


@dataclass(frozen=True)
class Way:
    """One change. `change` alters the rows it is about and returns how many those are; `verb` is said with the number.

    `choice` names what has to be chosen first, `counts` what is counted where that is not the rows of the list.
    """

    label: str
    verb: str
    change: Callable[[Act, QuerySet, Any, Any, Done], int]
    choice: str = ""
    on_archived: bool = False
    counts: tuple[str, str] | None = None


@dataclass(frozen=True)
class Changeable:
    """A list whose rows can be changed together: what its filter leaves, what can be chosen, and the ways."""

    model: type[Record]
    keys: Callable[[HttpRequest], Iterable[int]]
    choices: Mapping[str, Choice]
    ways: Mapping[str, Way]


def store(act: Act, rows: QuerySet, **values: Any) -> int:
    """Store `values` in `rows`, each of which goes on to its next version."""
    keys = list(rows.values_list("pk", flat=True))
    rows = rows.model._base_manager.filter(pk__in=keys)
    act.watch(rows)
    return rows.update(**values, updated_at=timezone.now(), version=F("version") + 1)


def setting(name: str) -> Callable[[Act, QuerySet, Any, Any, Done], int]:
    """Set a field of the rows that have another value in it."""

    def change(act: Act, rows: QuerySet, value: Any, user: Any, done: Done) -> int:
        others = rows.filter(~Q(**{name: value}) | Q(**{f"{name}__isnull": True}) if value else ~Q(**{name: None}))
        return store(act, others, **{name: value})

    return change


def add_code(act: Act, rows: QuerySet, value: int, user: Any, done: Done) -> int:
    """Put the code on those that do not carry it."""
    without = list(rows.exclude(codes=value).values_list("pk", flat=True))
    changed = store(act, PainPoint.objects.filter(pk__in=without))
    PainPoint.codes.through.objects.bulk_create(
        [PainPoint.codes.through(painpoint_id=pk, code_id=value) for pk in without]
    )
    return changed


def take_code(act: Act, rows: QuerySet, value: int, user: Any, done: Done) -> int:
    """Take the code off those that carry it."""
    carrying = list(rows.filter(codes=value).values_list("pk", flat=True))
    changed = store(act, PainPoint.objects.filter(pk__in=carrying))
    PainPoint.codes.through.objects.filter(painpoint__in=carrying, code=value).delete()
    return changed


def archive(act: Act, rows: QuerySet, value: Any, user: Any, done: Done) -> int:
    return store(act, rows.filter(archived_at__isnull=True), archived_at=timezone.now(), archived_by=user)


def restore(act: Act, rows: QuerySet, value: Any, user: Any, done: Done) -> int:
    """Take rows out of the archive, but for those whose place another one took."""
    restored = 0
    for row in rows.filter(archived_at__isnull=False):
        if taken := in_the_way(row):
            done.refused.append(f"{row.reference or row}: {taken}")
        else:
            row.restore(user)
            restored += 1
    return restored


def in_the_way(record: Record) -> str:
    """Why `record` cannot be live again, in words; empty when it can."""
    record.archived_at, archived_at = None, record.archived_at
    try:
        record.validate_constraints()
    except ValidationError as error:
        return " ".join(error.messages)
    finally:
        record.archived_at = archived_at
    return ""


def rate_mentions(act: Act, rows: QuerySet, value: int, user: Any, done: Done) -> int:
    """Rate what was told of the pain points, as far as `user` may hear it."""
    return rate(act, heard_mentions(user).filter(pain_point__in=rows), value, user)


def codes(user: Any) -> list[tuple[int, str]]:
    """The codes, each with the one it stands under."""
    rows = Code.objects.live().visible_to(user).select_related("parent")
    return [(one.pk, f"{one.parent}: {one}" if one.parent else str(one)) for one in rows]


def studies(user: Any) -> list[tuple[int, str]]:
    return [(one.pk, str(one)) for one in Study.objects.live().visible_to(user)]


def personas(user: Any) -> list[tuple[int, str]]:
    return [(one.pk, str(one)) for one in Persona.objects.live().visible_to(user)]


def severities(user: Any) -> list[tuple[int, str]]:
    return [(one.value, f"{one.value} {one.label}") for one in Severity]


LASTLY = {
    "archive": Way("Archive", "Archived", archive),
    "restore": Way("Restore", "Restored", restore, on_archived=True),
}
CHANGEABLE = {
    "pain-points": Changeable(
        PainPoint,
        lambda request: (row.pk for row in explored(request).rows()),
        {"code": Choice("Code", codes), "severity": Choice("Severity", severities)},
        {
            "add": Way("Add code", "Code added to", add_code, "code"),
            "take": Way("Take code off", "Code taken off", take_code, "code"),
            "rate": Way("Rate", "Severity set for", rate_mentions, "severity", counts=("mention", "mentions")),
            **LASTLY,
        },
    ),
    "interviews": Changeable(
        Interview,
        lambda request: chosen_interviews(request).qs.values_list("pk", flat=True),
        {"study": Choice("Study", studies, clearable=True)},
        {"set": Way("Set study", "Study set for", setting("study"), "study"), **LASTLY},
    ),
    "people": Changeable(
        Person,
        lambda request: lists.PEOPLE.narrowed(request.GET, request.user).values_list("pk", flat=True),
        {"persona": Choice("Persona", personas, clearable=True)},
        {"set": Way("Set persona", "Persona set for", setting("persona"), "persona"), **LASTLY},
    ),
}


def read_rows(given: Iterable[str]) -> dict[int, int]:
    """The rows that were chosen, each with the version that was seen: `12.3` is version 3 of row 12."""
    found = {}
    for one in given:
        pk, _, version = one.partition(".")
        if all(part.isascii() and part.isdigit() and len(part) < 19 for part in (pk, version)):
            found[int(pk)] = int(version)
    return found


def change_many(
    model: type[Record], way: Way, user: Any, *, keys: Collection[int], seen: Mapping[int, int] | None, value: Any
) -> Done:
    """Change the rows `keys` that `user` may see. `seen` holds the versions that were seen; None: as they are now."""
    with Act.by(user, Act.Kind.CHANGED_MANY) as act:
        done = Done(act)
        rows = still_as_seen(done, model, user, keys=keys, seen=seen)
        done.changed = way.change(act, rows, value, user, done)
    return done


def still_as_seen(
    done: Done, model: type[Record], user: Any, *, keys: Collection[int], seen: Mapping[int, int] | None
) -> QuerySet:
    """Those of the rows that `user` may see and that nobody changed since, locked; the others are counted."""
    visible = model.objects.visible_to(user).filter(pk__in=keys).order_by().values_list("pk", flat=True)
    locked = model.objects.filter(pk__in=list(visible)).order_by("pk").select_for_update()
    stored = dict(locked.values_list("pk", "version"))
    fresh = [pk for pk, version in stored.items() if seen is None or seen[pk] == version]
    done.stale += len(stored) - len(fresh)
    return model.objects.filter(pk__in=fresh)
