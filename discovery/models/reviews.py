"""Asking a colleague to look over a document."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from interviews.models import Record, RecordQuerySet

from .documents import Document


class ReviewQuerySet(RecordQuerySet):
    """Reviews."""

    def open(self) -> Self:
        """Reviews that were asked for, and not answered or taken back, of documents that stand."""
        return self.live().filter(outcome="", document__archived_at__isnull=True)


class Review(Record):
    """A colleague is asked to read a document, and says what they think of it."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", "Agreed"
        CHANGES = "changes", "Asks for changes"

    document = models.ForeignKey(Document, models.PROTECT, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reviews")
    question = models.CharField(max_length=500, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=["", "agreed", "changes"]), name="review_outcome_known"),
            models.CheckConstraint(
                condition=Q(outcome="", answered_at__isnull=True) | (~Q(outcome="") & Q(answered_at__isnull=False)),
                name="review_answered_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["document", "reviewer"],
                condition=Q(outcome="", archived_at__isnull=True),
                name="review_asked_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Review by {self.reviewer}"

    def get_absolute_url(self) -> str:
        """Where it is answered: on the page of the document."""
        return f"{reverse('discovery:document_read', args=[self.document_id])}#reviews"
