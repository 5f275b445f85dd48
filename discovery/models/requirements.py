"""What must be true of a product, line by line."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Max, Q

from interviews.announced import Announced
from interviews.models import Act, Announcement, Record
from search.indexes import SearchIndex

from .documents import Document
from .our_words import OurLine, OurText, OurWordsQuerySet


class RequirementQuerySet(OurWordsQuerySet):
    """Requirements."""

    def standing(self) -> Self:
        """Requirements that stand, of documents that stand."""
        return self.live().filter(document__archived_at__isnull=True)


class Requirement(Record):
    """One line of a document. Its number stays: R3 is R3 for good, wherever it is moved."""

    class Priority(models.TextChoices):
        MUST = "must", "Must"
        SHOULD = "should", "Should"
        COULD = "could", "Could"

    document = models.ForeignKey(Document, models.PROTECT, related_name="requirements")
    number = models.PositiveIntegerField(editable=False)
    position = models.PositiveIntegerField(default=0, editable=False)
    text = OurLine("requirement", max_length=500)
    acceptance = OurText("accepted when", blank=True)
    priority = models.CharField(max_length=6, choices=Priority.choices, default=Priority.MUST)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        ordering = ["position", "number"]
        indexes = [SearchIndex(fields=["text", "acceptance"], name="requirement_words")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="requirement_has_text"),
            models.CheckConstraint(
                condition=Q(priority__in=["must", "should", "could"]), name="requirement_priority_known"
            ),
            models.UniqueConstraint(fields=["document", "number"], name="requirement_number_once"),
            Announced(
                of=Announcement.Of.CLAIM,
                key="id",
                fields=["document", "archived_at"],
                name="requirement_announced",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        """Its name in the document, such as R3."""
        return f"R{self.number}"

    @property
    def reference(self) -> str:
        """Its name elsewhere, such as DOC-9 R3."""
        return f"{Document.PREFIX}-{self.document_id} {self.label}"

    @property
    def title(self) -> str:
        return self.text

    def get_status_display(self) -> str:
        """How far the document is that asks for it. May query."""
        return self.document.get_status_display()

    def get_line_url(self) -> str:
        """Its line in the document."""
        return f"{self.document.get_absolute_url()}#r{self.number}"

    def number_next(self) -> None:
        """Give it the next number of its document, and the last place. Archived ones keep theirs."""
        Document.objects.select_for_update().get(pk=self.document_id)  # two that are added at once wait here
        last = Requirement.objects.filter(document=self.document_id).aggregate(n=Max("number"), at=Max("position"))
        self.number, self.position = (last["n"] or 0) + 1, (last["at"] or 0) + 1

    def move(self, steps: int, user: Any) -> None:
        """Move it up (less than zero) or down among the lines that stand, as one act; where it is at the end already,
        or somebody archived it meanwhile, nothing happened."""
        with Act.by(user, Act.Kind.EDITED) as act:
            Document.objects.select_for_update().get(pk=self.document_id)
            rows = list(Requirement.objects.live().filter(document=self.document_id))
            if self not in rows:
                return
            at = rows.index(self)
            to = min(max(0, at + steps), len(rows) - 1)
            if to == at:
                return
            rows.insert(to, rows.pop(at))
            act.watch(Requirement.objects.filter(pk__in=[row.pk for row in rows]))
            act.remark(self.document, f"{self.label} was moved")
            for place, row in enumerate(rows, 1):
                if row.position != place:
                    Requirement.objects.filter(pk=row.pk).update(position=place)
