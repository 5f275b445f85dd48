"""The codebook."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from accounts.alphabet import Alphabetical
from search.indexes import SearchIndex

from ..announced import Announced
from .announcements import Announcement
from .history import Act, CannotUndo, Change, follow_merges
from .record import Mergeable, RecordQuerySet, Unmerged, merged_is_archived


class CodeQuerySet(RecordQuerySet):
    """Codes."""

    def themes(self) -> Self:
        """Axial categories: codes that stand under no other code."""
        return self.filter(parent__isnull=True)

    def with_descendants(self, ids: list[int]) -> set[int]:
        """The ids given and those of all codes below them; one query, however deep they nest."""
        children: dict[int | None, list[int]] = {}
        for pk, parent in self.model.objects.values_list("pk", "parent_id"):
            children.setdefault(parent, []).append(pk)
        found: set[int] = set()
        waiting = list(ids)
        while waiting:
            code = waiting.pop()
            if code not in found:
                found.add(code)
                waiting.extend(children.get(code, []))
        return found

    def circle(self) -> dict[int, int]:
        """Codes that stand under each other, each with the one above it; empty when all is a tree."""
        above = dict(self.values_list("pk", "parent"))
        fine: set[int | None] = {None}
        for pk in above:
            path: dict[int, int] = {}
            at: int | None = pk
            while at in above and at not in fine and at not in path:
                path[at] = at = above[at]
            if at in path:
                keys = list(path)
                return {one: path[one] for one in keys[keys.index(at) :]}
            fine.update(path)
        return {}


class Code(Mergeable):
    """A tag of the codebook. Open codes nest under axial ones, which are shown as themes."""

    class Colour(models.TextChoices):
        """Hues of the code dots; the style sheet holds the values for both colour schemes."""

        SAND = "sand", "Sand"
        MOSS = "moss", "Moss"
        SEA = "sea", "Sea"
        SKY = "sky", "Sky"
        IRIS = "iris", "Iris"
        ROSE = "rose", "Rose"
        STONE = "stone", "Stone"

    name = models.CharField(max_length=120)
    definition = models.TextField(blank=True, help_text="When to use it, and when not.")
    colour = models.CharField(max_length=8, choices=Colour.choices, default=Colour.STONE)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    objects = Unmerged.from_queryset(CodeQuerySet)()

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        indexes = [SearchIndex(fields=["name", "definition"], name="code_words")]
        constraints = [
            merged_is_archived("code"),
            models.CheckConstraint(condition=~Q(name=""), name="code_has_a_name"),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="code_not_its_own_parent"),
            models.UniqueConstraint(
                Lower("name"),
                "parent",
                condition=Q(archived_at__isnull=True, parent__isnull=False),
                name="code_name_once_below_parent",
                violation_error_message="There is a code with this name under the same theme already.",
            ),
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(archived_at__isnull=True, parent__isnull=True),
                name="code_theme_name_once",
                violation_error_message="There is a theme with this name already.",
            ),
            Announced(
                of=Announcement.Of.CODE,
                key="id",
                fields=["parent", "archived_at", "merged_into", "name", "colour"],
                name="code_announced",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def settle_undone(cls, _keys: Collection[int]) -> None:
        """Once an act was undone: where codes stand under each other now, because one of them took over from another
        that stood above it, that one moves up to its place, as the merge would have moved it.

        Raises CannotUndo where they do for another reason.
        """
        for _ in range(cls.objects.count()):
            circle = cls.objects.circle()
            if not circle:
                return
            marks = Change.objects.of(cls.objects.filter(pk__in=circle)).filter(field="parent")
            merges = marks.filter(act__kind=Act.Kind.MERGED, act__undone_at__isnull=True).order_by("-act_id")
            mark = next((one for one in merges if one.old and one.new == circle[one.key]), None)
            if mark is None:
                break
            low, label = circle[mark.key], cls._meta.label_lower
            place = cls._base_manager.values_list("parent", flat=True).get(pk=mark.old)
            kept = {"old": circle[low], "new": place}
            mark.act.changes.update_or_create(model=label, key=low, field="parent", defaults=kept)
            follow_merges((label, low, "parent", place, None), cls)
        raise CannotUndo("codes would stand under each other. Move them apart first.")

    def clean(self) -> None:
        """Refuses a parent below the code itself: codes are a tree."""
        if self.pk and self.parent_id and self.parent_id in Code.objects.with_descendants([self.pk]):
            raise ValidationError({"parent": "A code cannot stand under itself. Choose a code above it."})
