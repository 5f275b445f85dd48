"""The lines of the notes that make a record, with an identity that survives editing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..same_owner import SameOwner
from .interviews import Interview, Participant, standing_words
from .people import Person
from .record import Record, RecordQuerySet

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


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


class Statement(models.Model):
    """What a participant told about their work: a responsibility or a goal. From a note line, or typed in its field."""

    interview = models.ForeignKey(Interview, models.CASCADE)
    line = models.OneToOneField(NoteLine, models.SET_NULL, null=True, blank=True, related_name="%(class)s")
    text = models.TextField()
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
        ]


class Goal(Statement):
    """What the participant wants to reach."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="goals")

    class Meta(Statement.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="goal_has_text"),
            SameOwner(field="participant", owner="interview", name="goal_of_its_interview"),
            SameOwner(field="line", owner="interview", name="goal_from_its_interview"),
        ]


class FollowUpQuerySet(RecordQuerySet):
    """Follow-ups."""

    URGENCY = ("over", "day", "-over_at", "pk")

    def visible_to(self, user: Any) -> Self:
        """Follow-ups of interviews the user may read, and those that belong to no interview; about nobody whom the
        user may not know of."""
        if not user.is_authenticated:
            return self.none()
        readable = Q(interview__isnull=True) | Q(interview__in=Interview.objects.visible_to(user))
        known = Q(person__isnull=True) | Q(person__in=Person.objects.visible_to(user))
        return self.filter(readable, known)

    def open(self) -> Self:
        return self.live().filter(done_at__isnull=True)

    def by_urgency(self) -> Self:
        """Open ones by their day, those without one after them, then what was done, the last first.

        Adds the columns of this order, none of which is ever NULL.
        """
        done = Q(done_at__isnull=False)
        return self.annotate(
            over=Case(When(done, then=1), default=0),
            day=Case(When(done, then=Value(date.min)), default=Coalesce("due_on", Value(date.max))),
            over_at=Coalesce("done_at", Value(NEVER)),
        ).order_by(*self.URGENCY)

    def about(self, text: str, user: Any) -> Self:
        """Follow-ups that say `text`, or are owed to somebody of this name as `user` may see it."""
        return self.filter(Q(text__icontains=text) | Q(person__in=Person.objects.visible_to(user).named_like(text)))

    def due(self, today: Any = None) -> Self:
        """Open follow-ups whose day has come."""
        return self.open().filter(due_on__lte=today or timezone.localdate())


class FollowUp(Record):
    """A promise, or the next contact with a person."""

    interview = models.ForeignKey(Interview, models.CASCADE, null=True, blank=True, related_name="follow_ups")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    line = models.OneToOneField(NoteLine, models.SET_NULL, null=True, blank=True, related_name="follow_up")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="follow_ups"
    )
    text = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="follow_up_has_text"),
            models.CheckConstraint(
                condition=Q(line__isnull=True) | Q(interview__isnull=False), name="follow_up_line_has_an_interview"
            ),
            SameOwner(field="line", owner="interview", name="follow_up_from_its_interview"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_due(self) -> bool:
        """Whether its day has come and it is still open."""
        return self.done_at is None and self.due_on is not None and self.due_on <= timezone.localdate()
