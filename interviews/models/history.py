"""The journal: who did what and when, and what each row held before and after.

One journal serves the history of a record, the undo of a bulk edit and the undo of a merge. It compares what the
database holds before and after an act, so that it sees updates of querysets as well, and rows of any app. An act inside
an act is part of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from .states import Earlier, Key, State, Told, Undone, fallen_back, pointing, put_back, states, written

Following = Callable[[Collection[Key], Any], None]

SITTING = timedelta(minutes=30)
UNDO_WITHIN = timedelta(days=30)


class CannotUndo(Exception):
    """Something stands in the way of taking an act back, said in words; nothing was changed."""


class ActQuerySet(models.QuerySet):
    """Acts."""

    def standing(self) -> Self:
        """Acts that nobody undid."""
        return self.filter(undone_at__isnull=True)

    def going_on(self, user: Any, row: models.Model, kind: str) -> Act | None:
        """The sitting of this kind in which `user` writes on `row`, if nobody else changed it since."""
        last = Change.objects.of(row).select_related("act").order_by("-act_id", "-pk").first()
        act = last.act if last else None
        if act is None or act.kind != kind or act.done_by_id != user.pk or act.undone_at is not None:
            return None
        act.done_by = user
        return act if act.at > timezone.now() - SITTING else None


class Act(models.Model):
    """Something somebody did to one row or to many, all of it in one transaction.

    `with Act.by(user, Act.Kind.EDITED) as act:` and then `act.watch(record)` before the record is changed.
    """

    class Kind(models.TextChoices):
        CREATED = "created", "Created"
        EDITED = "edited", "Edited"
        ARCHIVED = "archived", "Archived"
        RESTORED = "restored", "Restored"
        MERGED = "merged", "Merged"
        SPLIT = "split", "Split"
        CHANGED_MANY = "many", "Changed together"
        IMPORTED = "imported", "Imported"
        NOTED = "noted", "Noted"
        WRITTEN = "written", "Written"  # a sitting as well, over fields that no notes decide

    kind = models.CharField(max_length=8, choices=Kind.choices)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = ActQuerySet.as_manager()

    FOR_GOOD: ClassVar = (Kind.CREATED, Kind.IMPORTED, Kind.NOTED)  # these are not undone

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "-id"], name="act_newest_of_a_kind")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(undone_by__isnull=True) | models.Q(undone_at__isnull=False),
                name="act_undone_by_at_a_time",
            )
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._before: dict[Key, State] = {}
        self._members: set[type[models.Model]] = set()
        self._told: dict[tuple[Key, str], Any] = {}
        self._about: models.Model | None = None  # what notes are taken of

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_undoable(self) -> bool:
        """Whether the act can be taken back: once, for thirty days, and not what the text of the notes decides."""
        return self.undone_at is None and self.kind not in self.FOR_GOOD and self.at > timezone.now() - UNDO_WITHIN

    def get_undo_url(self, then: str) -> str:
        """The address that takes the act back, by POST, and goes on to `then`."""
        return f"{reverse('interviews:act_undo', args=[self.pk])}?{urlencode({'next': then})}"

    @classmethod
    @contextmanager
    def by(cls, user: Any, kind: Kind) -> Iterator[Act]:
        """An act of `user`, in one transaction. What is watched is compared at its end; without a change nothing is
        kept, and the act then has no key."""
        outer = _going_on.get()
        if outer is not None:
            yield outer
            return
        with cls(kind=kind, done_by=user)._recording() as act:
            yield act

    @classmethod
    @contextmanager
    def sitting(cls, user: Any, row: models.Model, kind: str = Kind.NOTED) -> Iterator[Act]:
        """Taking notes of `row`: saves that follow each other within half an hour are one act, whichever rows around it
        they change. What is noted stands or falls with the notes; what is written can be undone."""
        act = cls.objects.going_on(user, row, kind) or cls(kind=kind, done_by=user)
        with act._recording():
            act._about = row
            act.watch(row, members=False)
            yield act

    @contextmanager
    def _recording(self) -> Iterator[Act]:
        token = _going_on.set(self)
        try:
            with transaction.atomic(savepoint=False):
                yield self
                followed_by({*self._before, *(key for key, _ in self._told)}, self.done_by)
                self._keep()
        finally:
            _going_on.reset(token)

    def watch(self, *what: models.Model | models.QuerySet, members: bool = True) -> None:
        """Remember what rows hold now, to tell at the end what changed. Rows or querysets.

        Without `members` many-to-many fields are left out, which saves their queries.
        """
        for one in what:
            model = one.model if isinstance(one, models.QuerySet) else type(one)
            keys = one.order_by().values("pk") if isinstance(one, models.QuerySet) else [one.pk]
            if members:
                self._members.add(model)
            for pk, state in states(model._base_manager.filter(pk__in=keys), members=members).items():
                self._before.setdefault((model, pk), state)

    def made(self, *rows: models.Model) -> None:
        """These rows began to exist in this act."""
        for row in rows:
            self.tell(row, new=str(self.Kind.CREATED))

    def tell(self, row: models.Model, *, old: Any = None, new: Any = None) -> None:
        """The act is about `row` itself; `old` and `new` are what the act knows of it."""
        self._told[(type(row), row.pk), ""] = (old, new)

    def remark(self, row: models.Model, said: str) -> None:
        """Let the history of `row`, which itself does not change, say what was done about it."""
        self._told.setdefault(((type(row), row.pk), ""), (None, {"said": said}))

    def undo(self, user: Any) -> Undone:
        """Put back what this act changed and nobody changed since; the rest is left and listed. Once only.

        Raises CannotUndo when what was merged cannot be itself again, because another record took its name, or when
        what goes back cannot stand with what was arranged since.
        """
        with transaction.atomic():
            stored = Act.objects.select_for_update().get(pk=self.pk)
            if stored.undone_at is not None:
                return Undone()
            changes = self.changes.exclude(field="").order_by("-pk")
            undone = put_back(self._to_put_back([one.told for one in changes]))
            if any(field == "merged_into" for _, _, field, *_ in undone.refused):
                raise CannotUndo("another record has taken the name. Rename that one first.")
            self._follow_merges(undone.back)
            for label in {label for label, *_ in undone.back}:
                if settle := getattr(apps.get_model(label), "settle_undone", None):
                    settle({key for model, key, *_ in undone.back if model == label})
            self.undone_at, self.undone_by = timezone.now(), user
            self.save(update_fields=["undone_at", "undone_by"])
            followed_by({(apps.get_model(model), key) for model, key, *_ in undone.back}, user)
        return undone

    def _to_put_back(self, told: list[Told]) -> list[Told]:
        """What this act changed, with the values to put back.

        What an earlier act had left there is not put back when that one was undone while this one stood: the field
        falls back to what it held before both. So acts on each other can be undone in any order.
        """
        undone = Act.objects.filter(pk__lt=self.pk, undone_at__gt=self.at)
        taken_back = Change.objects.filter(act__in=undone).exclude(field="")
        ours = {one[:3] for one in told} & set(taken_back.values_list("model", "key", "field"))
        if not ours:
            return told
        rows = {"model__in": {model for model, *_ in ours}, "key__in": {key for _, key, _ in ours}}
        earlier: dict[tuple[str, int, str], list[Earlier]] = {}
        for one in Change.objects.filter(act__lt=self.pk, **rows).select_related("act").order_by("-act_id"):
            since = one.act.undone_at
            known = earlier.setdefault(one.told[:3], [])
            if since is None or since > self.at:
                known.append(Earlier(one.old, one.new, since is not None, one.act.kind == Act.Kind.MERGED))
        return [fallen_back(one, earlier[one[:3]]) if one[:3] in ours else one for one in told]

    def _follow_merges(self, back: list[Told]) -> None:
        """Let what was put back and points at a record that was merged since point at what stands for it now."""
        found = pointing(back)
        merged: dict[type[models.Model], set[int]] = {}
        for related in {related for _, related in found}:
            keys = {told[3] for told, model in found if model is related}
            gone = related._base_manager.filter(pk__in=keys, merged_into__isnull=False)
            merged[related] = set(gone.values_list("pk", flat=True))
        for told, related in found:
            if told[3] in merged[related]:
                follow_merges(told, related)

    def _keep(self) -> None:
        """Write down what differs from what was watched."""
        found = dict(self._told)
        for model in {model for model, _ in self._before}:
            rows = model._base_manager.filter(pk__in=[pk for kind, pk in self._before if kind is model])
            for pk, state in states(rows, members=model in self._members).items():
                before = self._before[model, pk]
                for name, value in state.items():
                    if value != before.get(name, value):
                        found[(model, pk), name] = (before[name], value)
        self._before, self._told = {}, {}
        if found and self._about is not None:
            found.setdefault(((type(self._about), self._about.pk), ""), (None, None))
        if found:
            self._write(found)

    def _write(self, found: dict[tuple[Key, str], Any]) -> None:
        """Store changes; those of a field that this act changed before are one with them, or none where it holds again
        what it held at first."""
        known = {one.told[:3]: one for one in self.changes.all()} if self.pk else {}
        if not self.pk:
            self.save()
        new = []
        for ((model, pk), field), (old, value) in found.items():
            there = known.get((model._meta.label_lower, pk, field))
            if there is None:
                new.append(Change(act=self, model=model._meta.label_lower, key=pk, field=field, old=old, new=value))
            elif field and there.old == value:
                there.delete()
                del known[there.told[:3]]
            elif there.new != value:
                there.new = value
                there.save(update_fields=["new"])
        Change.objects.bulk_create(new)
        if not new and all(not one.field and one.new is None for one in known.values()):
            self.delete()  # all of it was taken back


_going_on: ContextVar[Act | None] = ContextVar("act", default=None)
_following: list[tuple[frozenset[type[models.Model]], Following]] = []


def follow(rows_of: Collection[type[models.Model]], then: Following) -> None:
    """Let `then` follow, in its transaction, every act about rows of these models, and its undo. It is given the rows,
    which may be as they were, and who acts. Apps above this one register from their `AppConfig.ready()`."""
    if all(known is not then for _, known in _following):
        _following.append((frozenset(rows_of), then))


def followed_by(rows: Collection[Key], user: Any) -> None:
    """Do what follows an act about these rows."""
    for models_of, then in _following:
        if about := {row for row in rows if row[0] in models_of}:
            then(about, user)


class ChangeQuerySet(models.QuerySet):
    """Changes."""

    def of(self, *rows: models.Model | models.QuerySet) -> Self:
        """What happened to these rows; those of a queryset are found in the same query."""
        wanted = models.Q()
        for one in rows:
            if isinstance(one, models.QuerySet):
                label, keys = one.model._meta.label_lower, one.order_by().values("pk")
                wanted |= models.Q(model=label, key__in=keys)
            else:
                wanted |= models.Q(model=one._meta.label_lower, key=one.pk)
        return self.filter(wanted)

    def noted_of(self, row: models.Model) -> Self:
        """What the sittings did in which notes of `row` were taken, the latest first."""
        sittings = Change.objects.of(row).filter(act__kind=Act.Kind.NOTED, act__undone_at__isnull=True)
        return self.filter(act__in=sittings.values("act")).order_by("-act_id", "-pk")


class Change(models.Model):
    """One field of one row in an act: what it held before and after. An empty `field` is about the row itself.

    Rows are named and not pointed at: they may be of any app, and the journal outlives them.
    """

    act = models.ForeignKey(Act, models.CASCADE, related_name="changes")
    model = models.CharField(max_length=100)
    key = models.BigIntegerField()
    field = models.CharField(max_length=60, blank=True)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["model", "key", "-act"], name="change_of_a_row")]
        constraints = [models.UniqueConstraint(fields=["act", "model", "key", "field"], name="change_once_in_an_act")]

    def __str__(self) -> str:
        return f"{self.model} {self.key} {self.field}".strip()

    @property
    def told(self) -> Told:
        return self.model, self.key, self.field, self.old, self.new


def follow_merges(told: Told, related: type[models.Model]) -> None:
    """Do for one field what the merges would have done, and tell them, so that their undo finds it.

    What was merged into the row itself leaves its own place to it.
    """
    label, key, field, value, _ = told
    model = apps.get_model(label)
    column: Any = model._meta.get_field(field)
    while value is not None:
        row: Any = related._base_manager.get(pk=value)
        after = row.merged_into_id
        if after is None:
            break
        if related is model and after == key:
            place = getattr(row, column.attname)
            after = None if place == key else place
        marks = Change.objects.of(row).filter(field="merged_into", act__undone_at__isnull=True)
        for mark in marks.order_by("-act_id")[:1]:
            kept = {"old": value, "new": after}
            mark.act.changes.update_or_create(model=label, key=key, field=field, defaults=kept)
        value = after
    if not written(model, [key], [(label, key, field, value, None)]):
        raise CannotUndo("another record has the same name at the same place. Rename that one first.")
