"""Views that people saved: a list with what it is narrowed to, under a name."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from ..announced import Announced
from .announcements import Announcement
from .record import Record, RecordQuerySet


def changeable_by(user: Any) -> Q:
    """The condition under which `user` may change a view."""
    return Q(owner=user) | Q(shared=True) if user.is_admin_role else Q(owner=user)


class SavedViewQuerySet(RecordQuerySet):
    """Saved views."""

    ORDER = ("-pinned", "position", "pk")

    def visible_to(self, user: Any) -> Self:
        """Shared views, and those `user` keeps for themselves. What was removed, only for who may put it back."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(changeable_by(user) | Q(shared=True, archived_at__isnull=True))

    def changeable_by(self, user: Any) -> Self:
        """Those of `user`; for admins also every shared one."""
        return self.filter(changeable_by(user))

    def of_list(self, name: str) -> Self:
        """Views of one list."""
        return self.filter(of=name)

    def in_order(self) -> Self:
        """Those that are pinned first, then as they were put."""
        return self.order_by(*self.ORDER)


class SavedView(Record):
    """A list as somebody wants to come back to it. `query` is what the list's own filter made of the address."""

    LONGEST_QUERY: ClassVar[int] = 2000

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", editable=False)
    name = models.CharField(max_length=80)
    of = models.SlugField("list", max_length=40, db_index=False, editable=False)
    query = models.CharField("filter", max_length=LONGEST_QUERY, blank=True)
    shared = models.BooleanField("for everybody", default=False)
    pinned = models.BooleanField("in front", default=False)
    position = models.PositiveIntegerField(default=0, editable=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["-pinned", "position", "pk"]
        indexes = [models.Index(fields=["of", "owner"], name="saved_view_of_a_list")]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
            models.CheckConstraint(condition=~Q(of=""), name="saved_view_of_some_list"),
            Announced(of=Announcement.Of.SHOWN, key="id", name="saved_view_announced"),
        ]

    def __str__(self) -> str:
        return self.name

    def may_be_changed_by(self, user: Any) -> bool:
        """Whether `user`, who sees it, may change it."""
        return self.owner_id == user.pk or (self.shared and bool(user.is_admin_role))
