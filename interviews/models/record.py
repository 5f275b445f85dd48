"""What every editable record has: who made it, a version, and an archive instead of deletion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from accounts.alphabet import Alphabetical
from accounts.versions import claim

from .history import Act

ON_RECORD = "Somebody wrote it down on its own page, so that everybody may know of it, whoever else named it."


class RecordQuerySet(models.QuerySet):
    """Rows that can be archived."""

    def live(self) -> Self:
        """Rows that are not archived."""
        return self.filter(archived_at__isnull=True)

    def archived(self) -> Self:
        return self.filter(archived_at__isnull=False)

    def visible_to(self, user: Any) -> Self:
        """Rows `user` may read: everybody who signed in reads everything that is not restricted."""
        return self if user.is_authenticated else self.none()

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        """All rows before the first is read, where Django takes them one by one, as for choices of a form: what a row
        asks for all that were loaded is then asked once."""
        rows = super().iterator(chunk_size)
        return rows if chunk_size else iter(list(rows))

    def alphabetically(self, field: str = "name") -> Self:
        """In the order of names, which it adds as `alphabetical`."""
        return self.annotate(alphabetical=Alphabetical(field)).order_by("alphabetical", "pk")

    def create_by(self, user: Any, **values: Any) -> Any:
        """A new row of `user`, as an act of the journal."""
        with Act.by(user, Act.Kind.CREATED) as act:
            row = self.create(**values, created_by=user)
            act.made(row)
        return row

    def archive(self, user: Any = None) -> int:
        """Archive the live rows of this queryset; returns how many there were."""
        now = timezone.now()
        return self._put(self.live(), Act.by(user, Act.Kind.ARCHIVED), archived_at=now, archived_by=user)

    def restore(self, user: Any = None) -> int:
        """Take the rows of this queryset out of the archive; returns how many there were."""
        return self._put(self.archived(), Act.by(user, Act.Kind.RESTORED), archived_at=None, archived_by=None)

    def _put(self, rows: models.QuerySet, doing: AbstractContextManager[Act], **values: Any) -> int:
        """Store `values` in `rows`, as an act of the journal."""
        with doing as act:
            keys = list(rows.values_list("pk", flat=True))
            if not keys:
                return 0
            among = self.model._base_manager.filter(pk__in=keys)
            act.watch(among)
            return among.update(**values, updated_at=timezone.now(), version=models.F("version") + 1)


class Record(models.Model):
    """An editable record with an optimistic version. Nothing is deleted: it is archived and can be restored."""

    PREFIX: ClassVar[str] = ""

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The page to read this record on, named after the concept: `interviews:pain_point_read`."""
        return reverse(f"{self._meta.app_label}:{self.concept()}_read", args=[self.pk])

    def get_history_url(self) -> str:
        """The page that tells what happened to this record."""
        return reverse(f"{self._meta.app_label}:{self.concept()}_history", args=[self.pk])

    @classmethod
    def concept(cls) -> str:
        """The word for the record in addresses, such as `root_cause`."""
        return slugify(str(cls._meta.verbose_name)).replace("-", "_")

    @property
    def reference(self) -> str:
        """The short name people write, such as `PP-131`; empty for records without one."""
        return f"{self.PREFIX}-{self.pk}" if self.PREFIX and self.pk else ""

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    def claim(self, version: int) -> None:
        """Take the next version of this row, in the transaction of the save that follows; raises Stale."""
        claim(self, version)

    def archive(self, user: Any = None) -> Act:
        """Put the row into the archive; returns the act, which can be undone."""
        with Act.by(user, Act.Kind.ARCHIVED) as act:
            act.watch(self)
            self.archived_at, self.archived_by = timezone.now(), user
            self.version += 1
            self.save(update_fields=["archived_at", "archived_by", "updated_at", "version"])
        return act

    def restore(self, user: Any = None) -> Act:
        """Take the row out of the archive; returns the act."""
        with Act.by(user, Act.Kind.RESTORED) as act:
            act.watch(self)
            self.archived_at = self.archived_by = None
            self.version += 1
            self.save(update_fields=["archived_at", "archived_by", "updated_at", "version"])
        return act


class Unmerged(models.Manager):
    """Without rows that were merged: those live on in another row, and no query of a page should find them."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(merged_into__isnull=True)


class Mergeable(Record):
    """A record that can be merged into another of its kind: it is then archived, and its address leads there."""

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_here"
    )

    class Meta:
        abstract = True

    @property
    def standing(self) -> Mergeable:
        """The record that stands for this one: what it was merged into, or itself. May query."""
        return self.merged_into or self

    def restore(self, user: Any = None) -> Act:
        """Take the row out of the archive; it stands for itself again."""
        with Act.by(user, Act.Kind.RESTORED) as act:
            act.watch(self)
            self.archived_at = self.archived_by = self.merged_into = None
            self.version += 1
            self.save(update_fields=["archived_at", "archived_by", "merged_into", "updated_at", "version"])
        return act


def put_away_by(user: Any) -> dict[str, Any]:
    """The values with which a row begins in the archive, to be taken out in the same act: undo puts it there again."""
    return {"archived_at": timezone.now(), "archived_by": user}


def possible(keys: Iterable[int]) -> list[int]:
    """Those of `keys` that a database can hold; an address may name any number."""
    return [pk for pk in keys if pk < 2**63]


def exactly_one(fields: Iterable[str]) -> models.Q:
    """The condition that one of `fields` is set and the others are not."""
    condition = models.Q()
    for field in fields:
        condition |= models.Q(**{f"{other}__isnull": other != field for other in fields})
    return condition


def standing_for(model: type[Record], keys: Iterable[int]) -> models.Q:
    """The condition for the rows that stand for `keys` today: themselves, or what they were merged into."""
    keys = possible(keys)
    merged = model._base_manager.filter(pk__in=keys, merged_into__isnull=False)
    return models.Q(pk__in=keys) | models.Q(pk__in=merged.values("merged_into"))


def merged_is_archived(concept: str) -> models.CheckConstraint:
    """What was merged into another row is in the archive; the database holds it for `concept`."""
    return models.CheckConstraint(
        condition=models.Q(merged_into__isnull=True) | models.Q(archived_at__isnull=False),
        name=f"{concept}_merged_is_archived",
    )
