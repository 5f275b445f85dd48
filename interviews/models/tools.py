"""The data stack people work with."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from accounts.alphabet import Alphabetical
from search.indexes import SearchIndex

from ..announced import Announced
from ..same_owner import SameOwner
from .announcements import Announcement
from .interviews import Interview, Participant, of_visible_interview
from .notes import NotedQuerySet, NoteLine
from .record import ON_RECORD, Mergeable, RecordQuerySet, Unmerged, merged_is_archived


class ToolQuerySet(RecordQuerySet):
    """Tools."""

    def visible_to(self, user: Any) -> Self:
        """Tools on record, those nobody named yet, and those that were named in an interview `user` may read."""
        if not user.is_authenticated or user.is_admin_role:
            return super().visible_to(user)
        uses = ToolUse.objects.filter(tool=OuterRef("pk"))
        told = uses.filter(of_visible_interview(user))
        return self.filter(Q(on_record=True) | Exists(told) | ~Exists(uses))


class Tool(Mergeable):
    """An entry of somebody's data stack."""

    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    on_record = models.BooleanField(default=False, editable=False, help_text=ON_RECORD)

    objects = Unmerged.from_queryset(ToolQuerySet)()

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        indexes = [SearchIndex(fields=["name", "description"], name="tool_words")]
        constraints = [
            merged_is_archived("tool"),
            models.CheckConstraint(condition=~Q(name=""), name="tool_has_a_name"),
            Announced(
                of=Announcement.Of.NAME,
                key="id",
                name="tool_announced",
            ),
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(archived_at__isnull=True),
                name="tool_name_once",
                violation_error_message="There is a tool with this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ToolUse(models.Model):
    """A participant uses a tool; told by a note line, or picked in the field of the log screen."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="tool_uses")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="tool_uses")
    tool = models.ForeignKey(Tool, models.PROTECT, related_name="uses")
    line = models.ForeignKey(NoteLine, models.SET_NULL, null=True, blank=True, related_name="tool_uses")
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NotedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "tool"], name="tool_use_once"),
            SameOwner(field="participant", owner="interview", name="tool_use_in_its_interview"),
            SameOwner(field="line", owner="interview", name="tool_use_from_its_interview"),
            Announced(
                of=Announcement.Of.INTERVIEW,
                key="interview_id",
                fields=["interview", "participant", "tool", "archived_at"],
                name="tool_use_announced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant} uses {self.tool}"
