"""The lines of the notes that make a record, with an identity that survives editing."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q

from ..announced import Announced
from ..same_owner import SameOwner
from .announcements import Announcement
from .interviews import Interview, Participant, standing_words
from .spoken import OfInterview, SpokenText


class NoteLine(models.Model):
    """One marked line of the notes.

    The text of the interview is the truth; these rows carry the identity of its lines from one save to the next, so
    that the record a line made keeps its id, links and history when the line is edited or moved.
    """

    class State(models.TextChoices):
        LIVE = "live", "In the notes"
        DETACHED = "detached", "Line removed, record kept"
        ARCHIVED = "archived", "Removed"

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="lines")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    number = models.PositiveIntegerField(null=True, blank=True, help_text="From 1, while it is in the notes.")
    kind = models.CharField(max_length=16)
    raw = models.TextField()
    text = models.TextField()
    previous_text = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.LIVE)
    kept = models.BooleanField(default=False, help_text="Somebody chose to keep the record though its line is gone.")
    gone_at = models.PositiveIntegerField(default=0, help_text="Version of the interview in which its line went.")

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="live", number__isnull=False) | (~Q(state="live") & Q(number__isnull=True)),
                name="note_line_live_has_a_number",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="note_line_has_text"),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="note_line_not_its_own_parent"),
            models.UniqueConstraint(fields=["id", "interview"], name="note_line_of_an_interview"),
            SameOwner(field="parent", owner="interview", name="note_line_under_one_of_its_interview"),
        ]
        indexes = [models.Index(fields=["interview", "number"], name="note_line_in_order")]

    def __str__(self) -> str:
        return self.raw


class NotedQuerySet(models.QuerySet):
    """Records that a line of the notes can make."""

    def live(self) -> Self:
        return self.filter(archived_at__isnull=True)

    def archived(self) -> Self:
        return self.filter(archived_at__isnull=False)

    def readable(self) -> Self:
        """Records whose words may be shown: live, and the participant did not withdraw."""
        return self.live().filter(standing_words("participant__"))


class Statement(OfInterview):
    """What a participant told about their work: a responsibility or a goal. From a note line, or typed in its field."""

    interview = models.ForeignKey(Interview, models.CASCADE)
    line = models.OneToOneField(NoteLine, models.SET_NULL, null=True, blank=True, related_name="%(class)s")
    text = SpokenText()
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NotedQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Responsibility(Statement):
    """What the participant is responsible for."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="responsibilities")

    class Meta(Statement.Meta):
        verbose_name_plural = "responsibilities"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="responsibility_has_text"),
            SameOwner(field="participant", owner="interview", name="responsibility_of_its_interview"),
            SameOwner(field="line", owner="interview", name="responsibility_from_its_interview"),
            Announced(
                of=Announcement.Of.WORDS,
                key="interview_id",
                fields=["interview", "text"],
                name="responsibility_words_announced",
            ),
        ]


class Goal(Statement):
    """What the participant wants to reach."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="goals")

    class Meta(Statement.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="goal_has_text"),
            SameOwner(field="participant", owner="interview", name="goal_of_its_interview"),
            SameOwner(field="line", owner="interview", name="goal_from_its_interview"),
            Announced(
                of=Announcement.Of.WORDS, key="interview_id", fields=["interview", "text"], name="goal_words_announced"
            ),
        ]
