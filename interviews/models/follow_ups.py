"""Follow-ups: what we promised, and the next contact with a person."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from ..same_owner import SameOwner
from .interviews import Interview
from .kept import kept
from .notes import NoteLine
from .people import Person
from .record import Record, RecordQuerySet
from .spoken import OfInterview, SpokenText

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Standing(models.TextChoices):
    """Where a follow-up stands, seen from a day."""

    OVERDUE = "overdue", "Overdue"
    DUE = "due", "Due today"
    SNOOZED = "snoozed", "Snoozed"
    LATER = "later", "Later"
    DONE = "done", "Done"


def standing_is(standing: str, today: date) -> Q:
    """The condition under which a follow-up with `up_on` stands so on `today`."""
    done, snoozed = Q(done_at__isnull=False), Q(snoozed_until__gt=today)
    return {
        Standing.OVERDUE: Q(up_on__lt=today) & ~done,
        Standing.DUE: Q(up_on=today) & ~done,
        Standing.SNOOZED: snoozed & ~done,
        Standing.LATER: Q(up_on__gt=today) & (Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=today)) & ~done,
        Standing.DONE: done,
    }[Standing(standing)]


# The next contact by cadence is the person's, whichever interview planned it.
OF_LIVE_INTERVIEWS = Q(interview__archived_at__isnull=True) | Q(by_cadence=True)
OF_LIVE = OF_LIVE_INTERVIEWS & Q(person__archived_at__isnull=True)


class FollowUpQuerySet(RecordQuerySet):
    """Follow-ups."""

    URGENCY = ("over", "day", "-over_at", "pk")

    def visible_to(self, user: Any) -> Self:
        """Follow-ups of interviews the user may read, and those that belong to no interview; about nobody whom the
        user may not know of."""
        if not user.is_authenticated:
            return self.none()
        readable = Q(interview__isnull=True) | Q(interview__in=kept(Interview.objects.visible_to, user))
        known = Q(person__isnull=True) | Q(person__in=kept(Person.objects.visible_to, user))
        return self.filter(readable, known)

    def open(self) -> Self:
        return self.live().filter(done_at__isnull=True)

    def of_live_interviews(self) -> Self:
        """Without those of archived interviews, which come back when these do."""
        return self.filter(OF_LIVE_INTERVIEWS)

    def archived_or_of_live(self) -> Self:
        """What the lists have: live ones only while neither their person nor their interview is in the archive."""
        return self.filter(Q(archived_at__isnull=False) | OF_LIVE)

    def coming_up(self) -> Self:
        """Open ones while neither their person nor their interview is in the archive."""
        return self.open().filter(OF_LIVE)

    def with_day(self) -> Self:
        """Adds `up_on`, the day each comes up: the day it is due, or until which it was put off, if that is later; the
        end of the calendar for those without one. It is never NULL."""
        due = Coalesce("due_on", Value(date.min))
        put_off = When(snoozed_until__gt=due, then="snoozed_until")
        return self.annotate(up_on=Case(put_off, default=Coalesce("due_on", Value(date.max))))

    def by_urgency(self) -> Self:
        """Open ones by the day they come up, those without one after them, then what was done, the last first.

        Adds the columns of this order, none of which is ever NULL.
        """
        done = Q(done_at__isnull=False)
        return (
            self.with_day()
            .annotate(
                over=Case(When(done, then=1), default=0),
                day=Case(When(done, then=Value(date.min)), default=F("up_on")),
                over_at=Coalesce("done_at", Value(NEVER)),
            )
            .order_by(*self.URGENCY)
        )

    def standing(self, standings: Collection[str], today: date | None = None) -> Self:
        """Those that stand one of these ways today."""
        wanted = Q(pk__in=[])
        for one in standings:
            wanted |= standing_is(one, today or timezone.localdate())
        return self.with_day().filter(wanted)

    def counted_by_standing(self, today: date | None = None) -> dict[str, int]:
        """How many stand each way today; one query."""
        day = today or timezone.localdate()
        counts = {one.value: Count("pk", filter=standing_is(one, day)) for one in Standing}
        return self.with_day().order_by().aggregate(**counts)

    def about(self, text: str, user: Any) -> Self:
        """Follow-ups that say `text`, or are owed to somebody of this name as `user` may see it."""
        return self.filter(Q(text__icontains=text) | Q(person__in=Person.objects.visible_to(user).named_like(text)))

    def due(self, today: date | None = None) -> Self:
        """Those coming up whose day has come."""
        return self.coming_up().standing((Standing.OVERDUE, Standing.DUE), today)

    def next_contacts(self) -> Self:
        """The next contact with somebody, as their cadence made it."""
        return self.filter(by_cadence=True)


class FollowUp(OfInterview, Record):
    """A promise, or the next contact with a person."""

    PERSON = "person_id"

    interview = models.ForeignKey(Interview, models.CASCADE, null=True, blank=True, related_name="follow_ups")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    line = models.OneToOneField(NoteLine, models.SET_NULL, null=True, blank=True, related_name="follow_up")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="follow_ups"
    )
    text = SpokenText()
    due_on = models.DateField("due", null=True, blank=True)
    snoozed_until = models.DateField(null=True, blank=True, help_text="Not to be asked for before this day.")
    done_at = models.DateTimeField("done", null=True, blank=True)
    by_cadence = models.BooleanField(
        default=False, editable=False, help_text="The next contact with the person, made by their cadence."
    )

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = "follow-up"
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="follow_up_has_text"),
            models.CheckConstraint(
                condition=Q(line__isnull=True) | Q(interview__isnull=False), name="follow_up_line_has_an_interview"
            ),
            models.CheckConstraint(
                condition=Q(by_cadence=False) | Q(person__isnull=False), name="follow_up_by_cadence_has_a_person"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(by_cadence=True, done_at__isnull=True, archived_at__isnull=True),
                name="follow_up_next_contact_once",
                violation_error_message="The next contact with this person stands already.",
            ),
            SameOwner(field="line", owner="interview", name="follow_up_from_its_interview"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def comes_up_on(self) -> date | None:
        """The day it is to be asked for: the one it is due, or until which it was put off, if that is later."""
        days = [one for one in (self.due_on, self.snoozed_until) if one is not None]
        return max(days, default=None)

    @property
    def put_away_with(self) -> Interview | Person | None:
        """The archived record that keeps it from coming up; None where it does. Reads both: may query."""
        of = (None if self.by_cadence else self.interview, self.person)
        return next((one for one in of if one is not None and one.is_archived), None)

    @property
    def standing(self) -> Standing:
        """Where it stands today."""
        today, day = timezone.localdate(), self.comes_up_on
        if self.done_at is not None:
            return Standing.DONE
        if day is not None and day <= today:
            return Standing.DUE if day == today else Standing.OVERDUE
        put_off = self.snoozed_until is not None and self.snoozed_until > today
        return Standing.SNOOZED if put_off else Standing.LATER

    @property
    def is_due(self) -> bool:
        """Whether its day has come and it is still open."""
        return self.standing in (Standing.OVERDUE, Standing.DUE)
