"""Merging records of one kind into one that survives, and splitting a pain point again.

The survivor takes all: every row that points at a merged record, of any app, found from the models' metadata. A row
that would say the same twice is a clash: it stays with the merged record and is archived. The journal keeps every row
that moved, so that a merge can be taken back, also after edits and other merges.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from accounts import reading

from .models import Act, Code, Company, Mention, Mergeable, PainPoint, Participant, Person, RootCause, Tool
from .models.links import relations
from .models.record import possible, put_away_by
from .past import HIDDEN_WITH_NAMES
from .seen import seen_by

KINDS: dict[str, type[Mergeable]] = {
    "pain-points": PainPoint,
    "people": Person,
    "companies": Company,
    "codes": Code,
    "tools": Tool,
    "root-causes": RootCause,
}
OWN = frozenset(("name", "title", "pseudonym", "colour", "parent"))  # what the survivor keeps even where it is empty


def survivors(model: type[Mergeable], keys: Collection[int], user: Any) -> dict[int, Mergeable]:
    """For those of `keys` that were merged the record that stands for them, where `user` may see it. One or two
    queries."""
    merged: models.QuerySet[Any] = model._base_manager.filter(pk__in=possible(keys), merged_into__isnull=False)
    into = dict(merged.values_list("pk", "merged_into"))
    rows = model.objects.visible_to(user).in_bulk(set(into.values())) if into else {}
    return {pk: rows[stands] for pk, stands in into.items() if stands in rows}


@dataclass(slots=True)
class Moving:
    """What a merge moves, by kind of row, and what of it clashes."""

    moved: Counter[type[models.Model]] = field(default_factory=Counter)
    clashing: Counter[type[models.Model]] = field(default_factory=Counter)

    def moved_in_words(self) -> list[str]:
        """Each kind with how many of it move, the most first."""
        return [in_words(model, count) for model, count in self.moved.most_common()]

    def clashing_in_words(self) -> list[str]:
        return [in_words(model, count) for model, count in self.clashing.most_common()]


def in_words(model: type[models.Model], count: int) -> str:
    """So many rows of a kind, in words; rows of a many-to-many field are links."""
    meta = model._meta
    if meta.auto_created:
        return f"{count} link{'' if count == 1 else 's'}"
    return f"{count} {meta.verbose_name if count == 1 else meta.verbose_name_plural}"


def plan(survivor: Mergeable, gone: Sequence[Mergeable], user: Any) -> Moving:
    """What merging `gone` into `survivor` would move, of what `user` may see. Queries, a few for each kind of row."""
    found = Moving()
    for link, rows, meets in links_of(type(survivor), survivor.pk, [one.pk for one in gone]):
        if link.name == "merged_into":
            continue
        seen = set(seen_by(user, rows).values_list("pk", flat=True))
        found.moved[link.model] += len(seen - meets.keys())
        found.clashing[link.model] += len(seen & meets.keys())
    found.moved, found.clashing = +found.moved, +found.clashing
    return found


def in_use(records: Sequence[Mergeable], user: Any) -> dict[int, Counter[type[models.Model]]]:
    """How many rows of each kind point at each of these records, of what `user` may see; one query for each link."""
    found: dict[int, Counter[type[models.Model]]] = {one.pk: Counter() for one in records}
    for link in relations(type(records[0])):
        if link.name == "merged_into":
            continue
        rows = seen_by(user, link.model._base_manager.filter(**{f"{link.name}__in": list(found)}))
        counts = Counter(rows.values_list(link.attname, flat=True))
        for pk, count in counts.items():
            found[pk][link.model] += count
    return found


def differing(survivor: Mergeable, gone: Sequence[Mergeable]) -> list[tuple[str, str, list[str]]]:
    """The texts in which the others say something else than the survivor, which keeps its own: label, own, others."""
    found = []
    for column in type(survivor)._meta.concrete_fields:
        if isinstance(column, models.CharField | models.TextField) and column.editable and not column.choices:
            own = getattr(survivor, column.name)
            others = list(dict.fromkeys(text for one in gone if (text := getattr(one, column.name)) not in ("", own)))
            if own and others and (column.name not in HIDDEN_WITH_NAMES or reading.sees_names()):
                found.append((str(column.verbose_name).capitalize(), own, others))
    return found


class MergedMeanwhile(Exception):
    """One of the records was merged or archived by somebody since it was chosen; nothing was changed."""


@transaction.atomic
def merge(survivor: Mergeable, gone: Sequence[Mergeable], user: Any) -> Act:
    """Merge `gone` into `survivor`; returns the act, which takes it all back when it is undone.

    Raises MergedMeanwhile unless all of them are live, or two who merge each into the other would leave neither.
    """
    model = type(survivor)
    keys = [one.pk for one in gone]
    there = model._base_manager.select_for_update().filter(pk__in=[survivor.pk, *keys]).order_by("pk")
    if any(archived for archived in there.values_list("archived_at", flat=True)):
        raise MergedMeanwhile
    with Act.by(user, Act.Kind.MERGED) as act:
        rows = model._base_manager.filter(pk__in=[survivor.pk, *keys])
        act.watch(rows, members=False)
        stored(rows.filter(pk__in=keys), **put_away_by(user), merged_into=survivor)
        if model is Code:
            lift(survivor, keys)
        move_all(model, survivor.pk, keys, act)
        fill(survivor, gone)
        act.tell(survivor, new=keys)
    return act


def lift(survivor: Mergeable, keys: Sequence[int]) -> None:
    """A code that survives below one that goes moves up to where the topmost of those stood."""
    above = dict(Code._base_manager.values_list("pk", "parent"))
    at, topmost = above[survivor.pk], None
    while at is not None:
        topmost = at if at in keys else topmost
        at = above[at]
    if topmost is not None:
        stored(Code._base_manager.filter(pk=survivor.pk), parent=above[topmost])


def links_of(
    model: type[models.Model], survivor: int, keys: Collection[int]
) -> Iterator[tuple[models.ForeignKey, models.QuerySet, dict[int, int]]]:
    """Every foreign key that points at `model`, its rows at `keys`, and those that clash, each with the row it meets.

    The records that are merged do not point at each other afterwards.
    """
    for link in relations(model):
        rows = link.model._base_manager.filter(**{f"{link.name}__in": keys})
        if link.model is model:
            rows = rows.exclude(pk__in=[survivor, *keys])
        yield link, rows, clashes(link, rows, survivor)


def move_all(model: type[models.Model], survivor: int, keys: Collection[int], act: Act) -> None:
    """Let every row that points at `keys` point at `survivor`; those that would say the same twice are settled."""
    for link, rows, meets in links_of(model, survivor, keys):
        act.watch(rows, members=False)
        if meets:
            settle(link, meets, act)
        moving = list(rows.exclude(pk__in=meets).values_list("pk", flat=True))
        stored(link.model._base_manager.filter(pk__in=moving), **{link.name: survivor})


def settle(link: models.ForeignKey, meets: dict[int, int], act: Act) -> None:
    """Rows that clash stay where they are. What hangs on them goes to the row they meet; they are archived.

    Two who took part and are one person have one consent: the narrower one, or words that were taken back would show.
    """
    model = link.model
    columns = {column.name for column in model._meta.concrete_fields}
    if issubclass(model, Participant | Mergeable):
        for pk, met in meets.items():
            move_all(model, met, [pk], act)
    if model is Participant:
        both = Participant._base_manager.in_bulk([*meets, *meets.values()])
        act.watch(Participant._base_manager.filter(pk__in=meets.values()))
        for pk, met in meets.items():
            fill(both[met], [both[pk]])
    if "archived_at" not in columns:
        return
    rows = model._base_manager.filter(pk__in=meets)
    put_away = model._base_manager.filter(pk__in=meets.values(), archived_at__isnull=False)
    revived = [meets[pk] for pk in rows.filter(archived_at__isnull=True).values_list("pk", flat=True)]
    act.watch(put_away, members=False)
    stored(put_away.filter(pk__in=revived), archived_at=None)
    values: dict[str, Any] = {"archived_at": timezone.now()}
    if issubclass(model, Mergeable):
        for pk, other in meets.items():
            stored(rows.filter(pk=pk, archived_at__isnull=True), **values, merged_into=other)
        return
    stored(rows.filter(archived_at__isnull=True), **values)


def clashes(link: models.ForeignKey, rows: models.QuerySet, survivor: int) -> dict[int, int]:
    """Those of `rows` that cannot point at `survivor`, because a row there, or one that moves, says the same already.

    Found from the unique rules of the model that name the foreign key; one or two queries for each.
    """
    found: dict[int, int] = {}
    for rule in unique_rules(link):
        there = link.model._base_manager.filter(**{link.name: survivor}).filter(rule.condition)
        held = {tuple(key): pk for pk, *key in rule.keys(there)}
        for pk, *key in rule.keys(rows.filter(rule.condition)):
            if pk not in found and None not in key:
                met = held.setdefault(tuple(key), pk)
                if met != pk:
                    found[pk] = met
    return found


@dataclass(frozen=True, slots=True)
class Rule:
    """A unique rule without the foreign key it names: what else has to differ, among which rows."""

    expressions: tuple[Any, ...]
    condition: Q

    def keys(self, rows: models.QuerySet) -> models.QuerySet:
        """The key of each row and the values that have to differ."""
        named = {f"differs_{n}": expression for n, expression in enumerate(self.expressions)}
        return rows.order_by("pk").annotate(**named).values_list("pk", *named)


def unique_rules(link: models.ForeignKey) -> Iterator[Rule]:
    """The unique rules of the model of `link` that the foreign key takes part in."""
    meta = link.model._meta
    if link.unique:
        yield Rule((), Q())
    for names in meta.unique_together:
        if link.name in names:
            yield Rule(tuple(F(name) for name in names if name != link.name), Q())
    for rule in meta.constraints:
        if isinstance(rule, models.UniqueConstraint):
            parts = [F(name) for name in rule.fields] + list(rule.expressions)
            others = tuple(part for part in parts if getattr(part, "name", "") != link.name)
            if len(others) < len(parts):
                yield Rule(others, rule.condition or Q())


def stored(rows: models.QuerySet, **values: Any) -> None:
    """Store values in rows, with the next version and time where the model has them."""
    columns = {column.name for column in rows.model._meta.concrete_fields}
    if "version" in columns:
        values["version"] = F("version") + 1
    if "updated_at" in columns:
        values["updated_at"] = timezone.now()
    rows.update(**values)


CONSENT = frozenset(("consent", "consent_expires_on", "consent_withdrawn_at"))


def fill(survivor: Mergeable | Participant, gone: Iterable[Mergeable | Participant]) -> None:
    """What the survivor does not know it takes from the others; of two consents the narrower one holds."""
    model = type(survivor)
    survivor = model._base_manager.get(pk=survivor.pk)
    values: dict[str, Any] = {}
    for column in model._meta.concrete_fields:
        if not column.editable or column.primary_key or column.name in OWN:
            continue
        told = [getattr(one, column.attname) for one in (survivor, *gone)]
        known = [value for value in told if value not in (None, "")]
        if column.name in CONSENT:
            best = min(known, default=None)
        elif isinstance(column, models.BooleanField):
            best = any(told)
        else:
            best = known[0] if known else told[0]
        if best != told[0]:
            values[column.attname] = best
    if model is Participant and CONSENT & values.keys():
        values["consent_version"] = F("consent_version") + 1
    if values:
        stored(model._base_manager.filter(pk=survivor.pk), **values)


def born_in_the_archive(like: PainPoint, title: str, told: Mention, user: Any, act: Act) -> PainPoint:
    """A new pain point with the codes of `like`, made in the archive and taken out, so that undo puts it there."""
    new = PainPoint.objects.create_by(user, title=title, stated_for=told, **put_away_by(user))
    new.codes.set(like.codes.all())
    act.watch(new)
    new.restore(user)
    return new


@dataclass(frozen=True, slots=True)
class Split:
    """What a split did: the act, and the pain point that took the mentions."""

    act: Act
    pain_point: PainPoint


@transaction.atomic
def split(pain_point: PainPoint, mentions: Collection[Mention], to: PainPoint | None, title: str, user: Any) -> Split:
    """Move mentions of a pain point to another one, or to a new one with `title` and the same codes."""
    with Act.by(user, Act.Kind.SPLIT) as act:
        target = to or born_in_the_archive(pain_point, title, next(iter(mentions)), user, act)
        rows = Mention._base_manager.filter(pk__in=[one.pk for one in mentions], pain_point=pain_point)
        act.watch(rows, members=False)
        stored(rows, pain_point=target, same_pain=True)
        act.tell(pain_point, new={"to": target.pk})
        if to is not None:
            act.tell(target, new={"from": pain_point.pk})
    return Split(act, target)
