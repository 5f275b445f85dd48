"""What we believe and want to find out."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from interviews.models import Record, RecordQuerySet


class Hypothesis(Record):
    """A belief that evidence can support or challenge; a person decides."""

    PREFIX = "HYP"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        TESTING = "testing", "Testing"
        SUPPORTED = "supported", "Supported"
        REFUTED = "refuted", "Refuted"
        PARKED = "parked", "Parked"

    title = models.CharField(max_length=300)
    statement = models.TextField(
        blank=True, help_text="We believe [change], for [persona], will lead to [outcome], because [cause]."
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="hypotheses"
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "hypotheses"
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="hypothesis_has_a_title")]

    def __str__(self) -> str:
        return self.title
