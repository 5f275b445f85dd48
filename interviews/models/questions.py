"""What was asked in a conversation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .interviews import Interview
from .studies import Question


class InterviewQuestion(models.Model):
    """A question of the guide in one interview: copied when the guide is chosen, ticked when asked."""

    class Answered(models.TextChoices):
        YES = "yes", "Answered"
        PARTLY = "partly", "Partly answered"
        NO = "no", "Not answered"

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="questions")
    question = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True, related_name="asked_in")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)
    asked_at = models.DateTimeField(null=True, blank=True)
    answered = models.CharField(max_length=6, choices=Answered.choices, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "position"], name="interview_question_place_once"),
            models.UniqueConstraint(fields=["interview", "question"], name="interview_question_once"),
            models.CheckConstraint(
                condition=Q(answered="") | Q(asked_at__isnull=False), name="interview_question_asked_before_answered"
            ),
        ]

    def __str__(self) -> str:
        return self.text
