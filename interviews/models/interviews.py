"""Conversations: who took part, as they were on that day, and what was asked."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from search.indexes import SearchIndex

from ..announced import Announced
from .announcements import Announcement
from .choices import Consent, Purpose
from .kept import kept
from .people import Company, Person, Persona
from .record import Record, RecordQuerySet
from .spoken import OfInterview, SpokenText
from .studies import Guide, Study


class InterviewQuerySet(RecordQuerySet):
    """Interviews."""

    def visible_to(self, user: Any) -> Self:
        """Interviews `user` may read: open ones, and restricted ones that name the user. Admins read all."""
        if not user.is_authenticated:
            return self.none()
        if user.is_admin_role:
            return self
        named = Interview.readers.through.objects.filter(interview=OuterRef("pk"), user=user)
        led = Interview.interviewers.through.objects.filter(interview=OuterRef("pk"), user=user)
        return self.filter(Q(restricted=False) | Q(created_by=user) | Exists(named) | Exists(led))

    def hidden_from(self, user: Any) -> Self:
        """All others: few, so that to leave them out of a query costs less than to look among those `user` may read."""
        if not user.is_authenticated:
            return self
        if user.is_admin_role:
            return self.none()
        named = Interview.readers.through.objects.filter(interview=OuterRef("pk"), user=user)
        led = Interview.interviewers.through.objects.filter(interview=OuterRef("pk"), user=user)
        return self.filter(~Q(created_by=user), ~Exists(named), ~Exists(led), restricted=True)

    def complete(self) -> Self:
        return self.filter(status=Interview.Status.COMPLETE)

    def drafts(self) -> Self:
        return self.filter(status=Interview.Status.DRAFT)

    def noted_by(self, user: Any) -> Self:
        """Interviews that `user` led or wrote down."""
        led = Interview.interviewers.through.objects.filter(interview=OuterRef("pk"), user=user)
        return self.filter(Q(created_by=user) | Exists(led))

    def with_standing_notes(self, user: Any) -> Self:
        """Interviews whose notes `user` may read: nobody in them took the words back or, for those who only read, does
        not let us quote."""
        return self.exclude(Exists(kept_back_from(user)))

    def readable_by(self, user: Any) -> Self:
        """Those visible to `user` that are live."""
        return self.live().visible_to(user)

    def talked_about_with(self, user: Any) -> Self:
        """Those visible to `user` whose notes stand: what is said below them cites the notes."""
        return self.visible_to(user).with_standing_notes(user)

    def with_readable_notes(self, user: Any) -> Self:
        """Adds `withdrawn`, how many participants' words are hidden, and `readable_notes`, the notes while none are.

        Lines of notes are not told apart by speaker, so that the words of one hide the text. Who writes interviews
        works with the words and reads also what is not for quoting.
        """
        own = Participant.objects.filter(interview=OuterRef("pk"))
        gone = own.filter(withdrawn_words()).order_by().values("interview").annotate(n=models.Count("pk")).values("n")
        return self.annotate(
            withdrawn=Coalesce(models.Subquery(gone), 0),
            readable_notes=models.Case(
                models.When(Exists(kept_back_from(user)), then=models.Value("")),
                default=models.F("notes"),
                output_field=models.TextField(),
            ),
        )

    def heard_by(self, user: Any) -> Self:
        """Interviews whose recording `user` may hear: it has everybody's words at once, and a voice is a name."""
        if not user.is_authenticated or not user.can_see_names:
            return self.none()
        return self.visible_to(user).exclude(Exists(kept_back_from(user)))

    def with_people(self) -> Self:
        """With participants and their person, company and persona, in three queries whatever the number of rows."""
        participants = Participant.objects.select_related("person", "company", "persona")
        return self.prefetch_related(models.Prefetch("participants", participants), "interviewers")


class Interview(OfInterview, Record):
    """One conversation, logged while it happens or imported as a transcript."""

    PREFIX, INTERVIEW = "INT", "id"

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        COMPLETE = "complete", "Complete"

    client_key = models.UUIDField(
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text="Given by the browser: a repeated first save makes one interview.",
    )
    study = models.ForeignKey(Study, models.PROTECT, null=True, blank=True, related_name="interviews")
    guide = models.ForeignKey(Guide, models.PROTECT, null=True, blank=True, related_name="interviews")
    purpose = models.CharField(max_length=16, choices=Purpose.choices, blank=True)
    held_at = models.DateTimeField("when", default=timezone.now)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    interviewers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="interviews_led", blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DRAFT)
    completed_at = models.DateTimeField(null=True, blank=True, editable=False)
    notes = SpokenText(blank=True)
    tab = models.CharField(
        max_length=36,
        blank=True,
        editable=False,
        help_text="The browser tab that saved last.",
    )
    tab_since = models.PositiveIntegerField(default=1, editable=False, help_text="First of its saves in a row.")
    tab_number = models.PositiveIntegerField(
        default=0, editable=False, help_text="How the tab numbers its saves: a late repetition never wins."
    )
    recording_url = models.URLField("link to the recording", max_length=2000, blank=True)
    recording_file = models.FileField(
        "recording", upload_to="recordings", max_length=255, blank=True, help_text="Its ending says what it is."
    )
    recording_version = models.PositiveIntegerField(
        default=1, editable=False, help_text="Counts changes of the recording, apart from the saves of the log."
    )
    restricted = models.BooleanField(
        default=False, help_text="Only readers named here, interviewers and admins read it."
    )
    readers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="interviews_shared", blank=True)
    readers_version = models.PositiveIntegerField(
        default=1,
        editable=False,
        help_text="Counts changes of who reads it, apart from the saves of the log.",
    )

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["-held_at", "-pk"]
        indexes = [
            models.Index(fields=["-held_at", "-id"], name="interview_newest"),
            models.Index(fields=["id"], condition=Q(restricted=True), name="interview_restricted"),
            SearchIndex(fields=["notes"], name="interview_words", spelled=False),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=["draft", "complete"]), name="interview_status_known"),
            models.CheckConstraint(
                condition=Q(status="draft", completed_at__isnull=True)
                | Q(status="complete", completed_at__isnull=False),
                name="interview_complete_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(recording_url="") | Q(recording_file=""), name="interview_recording_file_or_link"
            ),
            Announced(
                of=Announcement.Of.INTERVIEW,
                key="id",
                fields=["archived_at", "held_at", "study", "restricted", "created_by"],
                name="interview_announced",
            ),
            Announced(
                of=Announcement.Of.INTERVIEW, members="readers", key="interview_id", name="interview_readers_announced"
            ),
            Announced(
                of=Announcement.Of.INTERVIEW,
                members="interviewers",
                key="interview_id",
                name="interview_interviewers_announced",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    def next_position(self) -> int:
        """The place of somebody who joins. Queries."""
        taken = Participant._base_manager.filter(interview=self).aggregate(last=models.Max("position"))
        return 0 if taken["last"] is None else taken["last"] + 1

    def first_participant(self) -> Participant:
        """The participant that mentions belong to unless told otherwise; made when there is none yet. May query."""
        found = self.participants.order_by("position").first()
        return found or self.participants.create(position=self.next_position())


def of_visible_interview(user: Any, interview: str = "interview") -> Q:
    """The condition that rows belong to an interview `user` may read; `interview` is the path to it."""
    return ~Q(**{f"{interview}__in": kept(Interview.objects.hidden_from, user)})


class ParticipantQuerySet(models.QuerySet):
    """Participants."""

    def withdrawn(self) -> Self:
        """Participants whose words may not be shown: consent withdrawn or run out, here or for the person."""
        return self.filter(withdrawn_words())

    def others(self) -> Self:
        """Those before whom somebody else takes part in their interview. The place itself does not tell it: the first
        one may have been merged with another."""
        before = Participant.objects.filter(interview=OuterRef("interview"), position__lt=OuterRef("position"))
        return self.filter(Exists(before))

    def heard(self) -> Self:
        """Participants whose words may be shown."""
        return self.filter(standing_words())


class Present(models.Manager):
    """Without those whose person was merged with another participant of the same interview: the other one stands."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(person__merged_into__isnull=True)


class Participant(models.Model):
    """A person in an interview: role, company, department and persona as they were on that day."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="participations")
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=200, blank=True)
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="participations")
    department = models.CharField(max_length=120, blank=True)
    persona = models.ForeignKey(Persona, models.PROTECT, null=True, blank=True, related_name="participations")
    consent = models.PositiveSmallIntegerField(choices=Consent.choices, default=Consent.INTERNAL)
    consent_expires_on = models.DateField(null=True, blank=True)
    consent_withdrawn_at = models.DateTimeField(null=True, blank=True)
    consent_version = models.PositiveIntegerField(
        default=1, editable=False, help_text="Counts changes of the consent; the rest goes with the log's saves."
    )

    objects = Present.from_queryset(ParticipantQuerySet)()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "person"], name="participant_person_once"),
            models.UniqueConstraint(fields=["interview", "position"], name="participant_place_once"),
            models.UniqueConstraint(fields=["id", "interview"], name="participant_of_an_interview"),
            models.CheckConstraint(condition=Q(consent__in=Consent.values), name="participant_consent_known"),
            Announced(
                of=Announcement.Of.INTERVIEW,
                key="interview_id",
                fields=[
                    *("interview", "person", "role", "company", "persona"),
                    *("consent_withdrawn_at", "consent_expires_on"),
                ],
                name="participant_announced",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person else "Somebody without a name yet"

    @property
    def words_withdrawn(self) -> bool:
        """Whether what this participant said must be hidden. Reads self.person: may query."""
        return bool(Participant.objects.filter(pk=self.pk).withdrawn().exists())

    @property
    def effective_consent(self) -> Consent:
        """The consent given for this interview, capped by the person's own setting. Reads self.person: may query."""
        cap = self.person.consent if self.person and self.person.consent is not None else Consent.PUBLIC
        return Consent(min(self.consent, cap))


def kept_back_from(user: Any) -> ParticipantQuerySet:
    """The participants of an outer interview whose words `user` may not read."""
    own, kept_back = Participant.objects.filter(interview=OuterRef("pk")), withdrawn_words()
    if not user.can_edit:
        own = own.alias(allowed=capped_consent())
        kept_back |= Q(allowed=Consent.NONE)
    return own.filter(kept_back)


def withdrawn_words(participant: str = "") -> Q:
    """The condition under which the words of a participant are hidden, for queries from any model.

    `participant` is the path to the participant with its double underscore, such as "participant__".
    """
    today = timezone.localdate()
    return (
        Q(**{f"{participant}consent_withdrawn_at__isnull": False})
        | Q(**{f"{participant}consent_expires_on__lt": today})
        | Q(**{f"{participant}person__consent_withdrawn_at__isnull": False})
        | Q(**{f"{participant}person__consent_expires_on__lt": today})
    )


def standing_words(participant: str = "") -> Q:
    """The condition under which the words of a participant may be shown; NULLs on the way count as standing."""
    today = timezone.localdate()
    return (
        Q(**{f"{participant}consent_withdrawn_at__isnull": True})
        & (
            Q(**{f"{participant}consent_expires_on__isnull": True})
            | Q(**{f"{participant}consent_expires_on__gte": today})
        )
        & Q(**{f"{participant}person__consent_withdrawn_at__isnull": True})
        & (
            Q(**{f"{participant}person__consent_expires_on__isnull": True})
            | Q(**{f"{participant}person__consent_expires_on__gte": today})
        )
    )


def capped_consent(participant: str = "") -> Least:
    """The consent of a participant capped by the person's own setting, as an expression."""
    no_cap = models.Value(Consent.PUBLIC.value)
    return Least(Coalesce(f"{participant}consent", no_cap), Coalesce(f"{participant}person__consent", no_cap))
