"""What every editable record has: who made it, a version, and an archive instead of deletion."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from accounts.alphabet import Alphabetical
from accounts.versions import claim


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

    def alphabetically(self, field: str = "name") -> Self:
        """In the order of names, which it adds as `alphabetical`."""
        return self.annotate(alphabetical=Alphabetical(field)).order_by("alphabetical", "pk")

    def archive(self, user: Any = None) -> int:
        """Archive the live rows of this queryset; returns how many there were."""
        return self.live().update(
            archived_at=timezone.now(), archived_by=user, updated_at=timezone.now(), version=models.F("version") + 1
        )

    def restore(self) -> int:
        """Take the rows of this queryset out of the archive; returns how many there were."""
        return self.archived().update(
            archived_at=None, archived_by=None, updated_at=timezone.now(), version=models.F("version") + 1
        )


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
        concept = str(self._meta.verbose_name).replace(" ", "_")
        return reverse(f"{self._meta.app_label}:{concept}_read", args=[self.pk])

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

    def archive(self, user: Any = None) -> None:
        self.archived_at, self.archived_by = timezone.now(), user
        self.version += 1
        self.save(update_fields=["archived_at", "archived_by", "updated_at", "version"])

    def restore(self) -> None:
        self.archived_at = self.archived_by = None
        self.version += 1
        self.save(update_fields=["archived_at", "archived_by", "updated_at", "version"])
