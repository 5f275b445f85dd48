"""Product documents."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from interviews.announced import Announced
from interviews.models import Announcement, Record
from search.indexes import SearchIndex

from .hypotheses import Hypothesis
from .our_words import OurLine, OurWordsQuerySet
from .products import DataProduct


class Document(Record):
    """A one-pager, PRD, PR/FAQ or case study, written in Markdown."""

    PREFIX = "DOC"

    class Kind(models.TextChoices):
        ONE_PAGER = "one-pager", "One-pager"
        PRD = "prd", "PRD"
        PRFAQ = "prfaq", "PR/FAQ"
        CASE_STUDY = "case-study", "Case study"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        REVIEW = "review", "In review"
        APPROVED = "approved", "Approved"

    client_key = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Given by the form: a repeated first save makes one document.",
    )
    title = OurLine(max_length=300)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ONE_PAGER)
    summary = OurLine(max_length=500, blank=True, help_text="One sentence below the title.")
    body = models.TextField(blank=True, help_text="Markdown. References such as PP-131 become links.")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DRAFT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="documents"
    )
    data_product = models.ForeignKey(DataProduct, models.PROTECT, null=True, blank=True, related_name="documents")
    hypotheses = models.ManyToManyField(Hypothesis, blank=True, related_name="documents")

    objects = OurWordsQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [SearchIndex(fields=["title", "summary", "body"], name="document_words")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="document_has_a_title"),
            Announced(
                of=Announcement.Of.CLAIM,
                key="id",
                fields=["archived_at"],
                name="document_announced",
            ),
        ]

    def __str__(self) -> str:
        return self.title
