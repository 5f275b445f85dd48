"""What must be true of a product, line by line."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from interviews.models import Record, RecordQuerySet

from .documents import Document


class RequirementQuerySet(RecordQuerySet):
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
    text = models.CharField("requirement", max_length=500)
    acceptance = models.TextField("accepted when", blank=True)
    priority = models.CharField(max_length=6, choices=Priority.choices, default=Priority.MUST)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        ordering = ["position", "number"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="requirement_has_text"),
            models.CheckConstraint(
                condition=Q(priority__in=["must", "should", "could"]), name="requirement_priority_known"
            ),
            models.UniqueConstraint(fields=["document", "number"], name="requirement_number_once"),
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

    def get_absolute_url(self) -> str:
        """Its line in the document."""
        return f"{reverse('discovery:document_read', args=[self.document_id])}#r{self.number}"
