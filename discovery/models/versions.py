"""Documents as they were at every save."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone

from interviews.models.kept import kept

from .documents import Document
from .our_words import OurLine, as_typed

KEPT = ("title", "kind", "summary", "body")


class DocumentVersionQuerySet(models.QuerySet):
    """Versions of documents."""

    def visible_to(self, user: Any) -> Self:
        """Versions of the documents `user` may read."""
        return self.filter(document__in=kept(Document.objects.visible_to, user))

    def next_number(self, document: Document) -> int:
        return (self.filter(document=document).aggregate(n=Max("number"))["n"] or 0) + 1

    def approved(self) -> Self:
        return self.filter(approved_at__isnull=False)


class DocumentVersion(models.Model):
    """A document at one save, with its requirements and the links it stood on. Texts hold references and links are kept
    by their keys: words are read from their source."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100, blank=True)
    title = OurLine(max_length=300)
    kind = models.CharField(max_length=10, choices=Document.Kind.choices)
    summary = OurLine(max_length=500, blank=True)
    body = models.TextField(blank=True)
    requirements = models.JSONField(default=list)  # as `discovery.versions.rows_of` writes them
    evidence = models.JSONField(default=list)  # keys and stances, as `discovery.versions.links_of` writes them
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    began_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DocumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_number_once"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(approved_at__isnull=False),
                name="document_version_approved_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}" + (f", {self.name}" if self.name else "")

    def get_absolute_url(self) -> str:
        return reverse("discovery:document_version_read", args=[self.document_id, self.number])

    @property
    def is_fixed(self) -> bool:
        """Whether it stays as it is: it has a name, or was approved."""
        return bool(self.name or self.approved_at)

    def reads_the_same(self, other: DocumentVersion) -> bool:
        """Whether both hold the same text and requirements."""
        fields = (*KEPT, "requirements")
        return as_typed(self, fields) == as_typed(other, fields)

    def says_the_same(self, other: DocumentVersion) -> bool:
        """Whether both hold the same text and requirements, and stand on the same evidence."""
        return self.reads_the_same(other) and self.evidence == other.evidence
