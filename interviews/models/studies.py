"""Why we talk: studies, and the guides with the questions to hit."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from accounts.alphabet import Alphabetical
from search.indexes import SearchIndex

from ..announced import Announced
from .announcements import Announcement
from .choices import Purpose
from .people import Persona
from .record import Record, RecordQuerySet


class Guide(Record):
    """A list of questions to hit, without a rigid order."""

    title = models.CharField(max_length=200)
    purpose = models.CharField(max_length=16, choices=Purpose.choices, blank=True)
    introduction = models.TextField(blank=True, help_text="What to say before the first question.")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("title"), "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="guide_has_a_title"),
            models.UniqueConstraint(
                Lower("title"),
                condition=models.Q(archived_at__isnull=True),
                name="guide_title_once",
                violation_error_message="There is a guide with this title already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question of a guide."""

    guide = models.ForeignKey(Guide, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="question_has_a_text"),
            models.UniqueConstraint(
                fields=["guide", "position"],
                name="question_place_once",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Study(Record):
    """A research question that groups interviews."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        ACTIVE = "active", "Active"
        DONE = "done", "Done"

    title = models.CharField(max_length=200)
    goal = models.TextField(blank=True, help_text="What we want to be able to decide afterwards.")
    guide = models.ForeignKey(Guide, models.PROTECT, null=True, blank=True, related_name="studies")
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [SearchIndex(fields=["title", "goal"], name="study_words")]
        verbose_name_plural = "studies"
        constraints = [
            models.CheckConstraint(condition=~models.Q(title=""), name="study_has_a_title"),
            Announced(of=Announcement.Of.NAME, key="id", name="study_announced"),
            models.UniqueConstraint(
                Lower("title"),
                condition=models.Q(archived_at__isnull=True),
                name="study_title_once",
                violation_error_message="There is a study with this title already.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Planned(models.Model):
    """How many interviews with people of one persona a study plans; none is a row too, so that undo finds it."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="planned")
    persona = models.ForeignKey(Persona, models.PROTECT, related_name="+")
    interviews = models.PositiveSmallIntegerField("interviews planned", default=0)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "planned"
        constraints = [models.UniqueConstraint(fields=["study", "persona"], name="planned_once_for_a_persona")]

    def __str__(self) -> str:
        return str(self.persona)
