"""The sections that documents of a kind begin with, as this installation words them."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from interviews.models import Record, RecordQuerySet

from .documents import Document


class DocumentTemplate(Record):
    """The outline of one kind of document: a heading for each section, and below it what belongs there."""

    kind = models.CharField(max_length=10, choices=Document.Kind.choices, editable=False)
    outline = models.TextField(
        blank=True, help_text="A line such as ## Problem for each section, and below it what belongs there."
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["kind"]
        verbose_name = "document template"
        constraints = [
            models.UniqueConstraint(fields=["kind"], name="document_template_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["one-pager", "prd", "prfaq", "case-study"]),
                name="document_template_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Template of a {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Its place among the templates."""
        return f"{reverse('discovery:document_template_list')}#{self.kind}"
