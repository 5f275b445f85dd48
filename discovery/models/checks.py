"""Claims that were tested on data."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from interviews.models import Record, RecordQuerySet, Why


class DataCheck(Record):
    """A question put to data: where it was asked, what came out, and what we conclude. It can settle a why."""

    class Conclusion(models.TextChoices):
        CONFIRMED = "confirmed", "Confirmed"
        REFUTED = "refuted", "Refuted"
        OPEN = "open", "Undecided"

    question = models.CharField(max_length=500)
    source = models.TextField(help_text="The query, or a link to it.")
    result = models.TextField(help_text="What came out, with numbers.")
    checked_on = models.DateField("checked on", default=timezone.localdate)
    conclusion = models.CharField(max_length=9, choices=Conclusion.choices, default=Conclusion.OPEN)
    why = models.ForeignKey(Why, models.PROTECT, null=True, blank=True, related_name="data_checks")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-checked_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(question=""), name="data_check_asks_a_question"),
            models.CheckConstraint(condition=~Q(source=""), name="data_check_has_a_source"),
            models.CheckConstraint(condition=~Q(result=""), name="data_check_has_a_result"),
            models.CheckConstraint(
                condition=Q(conclusion__in=["confirmed", "refuted", "open"]), name="data_check_conclusion_known"
            ),
        ]

    def __str__(self) -> str:
        return self.question
