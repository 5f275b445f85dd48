"""The recorded words of an interview: who speaks, and what was said, stretch by stretch."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts import reading
from search.indexes import SearchIndex

from ..announced import Announced
from ..same_owner import SameOwner
from .announcements import Announcement
from .choices import Consent
from .interviews import (
    Interview,
    Participant,
    capped_consent,
    of_visible_interview,
    standing_words,
    withdrawn_words,
)
from .spoken import OfInterview, SpokenText


class Transcript(models.Model):
    """Where the transcript of an interview came from, and what in the file was not speech."""

    interview = models.OneToOneField(Interview, models.CASCADE, related_name="transcript")
    format = models.CharField(max_length=32)
    file_name = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=500, blank=True)
    context = models.JSONField(default=list, help_text="What is not speech: kind, text, line, before_segment.")
    warnings = models.JSONField(default=list, help_text="What the reader remarked: line, message.")
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Counts changes of who is who.")
    imported_at = models.DateTimeField(default=timezone.now, editable=False)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"Transcript of {self.interview}"


class SpokenQuerySet(models.QuerySet):
    """What somebody said, or the voice that said it."""

    SPEAKER: ClassVar[str]  # the way to the speaker

    def readable_by(self, user: Any) -> Self:
        """What `user` may read: of visible interviews, spoken by nobody who withdrew or refused quoting.

        A voice that nobody has named may be anybody's, so one who withdrew takes the unnamed voices along.
        """
        speaker, participant = self.SPEAKER, f"{self.SPEAKER}participant__"
        visible = self.filter(standing_words(participant), of_visible_interview(user))
        there = Participant.objects.filter(interview=OuterRef("interview"))
        nameless = Q(**{f"{speaker}side": Speaker.Side.UNKNOWN})
        visible = visible.exclude(nameless & Exists(there.filter(withdrawn_words())))
        if user.can_edit:
            return visible
        refused = there.alias(allowed=capped_consent()).filter(allowed=Consent.NONE)
        return (
            visible.alias(allowed=capped_consent(participant))
            .exclude(allowed=Consent.NONE)
            .exclude(nameless & Exists(refused))
        )


class SpeakerQuerySet(SpokenQuerySet):
    """Speakers."""

    SPEAKER = ""


class SegmentQuerySet(SpokenQuerySet):
    """Segments."""

    SPEAKER = "speaker__"


class Speaker(models.Model):
    """A voice in the transcript, mapped to a participant or to us."""

    class Side(models.TextChoices):
        PARTICIPANT = "participant", "Participant"
        OURS = "ours", "One of us"
        UNKNOWN = "unknown", "Not known"

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="speakers")
    label = models.CharField(max_length=200, blank=True)
    side = models.CharField(max_length=12, choices=Side.choices, default=Side.UNKNOWN)
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="speakers")

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "label"], name="speaker_label_once"),
            models.CheckConstraint(
                condition=Q(side="participant", participant__isnull=False)
                | (~Q(side="participant") & Q(participant__isnull=True)),
                name="speaker_participant_fits_side",
            ),
            models.UniqueConstraint(fields=["id", "interview"], name="speaker_of_an_interview"),
            SameOwner(field="participant", owner="interview", name="speaker_of_its_interview"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The person's name as the reader may see it; a label that may be a name is masked like one."""
        if self.participant and self.participant.person:
            return self.participant.person.shown_name
        shown = self.side == self.Side.OURS or reading.sees_names()
        return self.label if shown and self.label else "Somebody"


class Segment(OfInterview):
    """A stretch of transcript by one speaker. Times are milliseconds from the start and may be absent."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="segments")
    speaker = models.ForeignKey(Speaker, models.PROTECT, related_name="segments")
    number = models.PositiveIntegerField(help_text="Place in the transcript, from 1; `#s120` links to it.")
    start_ms = models.BigIntegerField(null=True, blank=True)
    end_ms = models.BigIntegerField(null=True, blank=True)
    text = SpokenText()

    objects = SegmentQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [SearchIndex(fields=["text"], name="segment_words", spelled=False)]
        constraints = [
            models.UniqueConstraint(fields=["interview", "number"], name="segment_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="segment_has_text"),
            models.UniqueConstraint(fields=["id", "interview"], name="segment_of_an_interview"),
            SameOwner(field="speaker", owner="interview", name="segment_spoken_in_its_interview"),
            Announced(
                of=Announcement.Of.WORDS,
                key="interview_id",
                fields=["interview", "text"],
                name="segment_words_announced",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def clock(self) -> str:
        """When it was said, from the start: 12:41, or 1:02:41 after an hour; empty where the source has no times."""
        return clock(self.start_ms)


def clock(milliseconds: int | None) -> str:
    """A time from the start of a recording as people read it; empty for None."""
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(max(milliseconds, 0) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
