"""When what a published weekly update reads as changed last, because words were taken back or given back.

The journal says when somebody's consent or who may read an interview changed, undone or not; days on which consent ran
out are over by themselves. Nothing is stored beside the update, and a later change is never told as an earlier one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet
from django.utils import timezone

from interviews.models import Change, Interview, Participant, Person
from search.prepared import listed

from .heard import start_of
from .update_reading import ReadUpdate

CONSENT = ("consent", "consent_expires_on", "consent_withdrawn_at")
# Of these the words of somebody stand or do not.
DECIDING = {Participant: (*CONSENT, "person"), Person: CONSENT, Interview: ("restricted", "archived_at")}


def changed_at(told: ReadUpdate) -> datetime:
    """The moment from which on the update reads as it does now. What is only known of restricted interviews moves
    nothing, but that they were restricted does."""
    voices = list(heard_in(told))
    heard = [one for one in voices if not one.interview.restricted]
    people = {one.person for one in heard if one.person}
    moments = [told.update.published_at, ran_out({one.consent_expires_on for one in (*heard, *people)})]
    keys: dict[type, set[int]] = {
        Participant: {one.pk for one in heard},
        Person: {one.pk for one in people},
        Interview: {one.interview_id for one in voices},
    }
    moments += [journal_of(model, pks) for model, pks in keys.items() if pks]
    return max(moment for moment in moments if moment is not None)


def heard_in(told: ReadUpdate) -> QuerySet[Participant]:
    """The participants whose words an update repeats, counts or may repeat. Each way to them is a query of its own in
    one, so that each finds its index."""
    drawn: defaultdict[str, set[int]] = defaultdict(set)
    for kind, key in (line.row.source_key for line in told.lines):
        drawn[kind].add(key)
    every = Participant.objects.order_by()
    ways = [
        every.filter(told.week.within("interview__held_at")),
        every.filter(pk__in=told.quoted),
        every.filter(interview__in=told.gone),
        every.filter(interview__in=drawn["interview"]),
        every.filter(interview__follow_ups__in=drawn["follow_up"]),
        every.filter(quotes__in=drawn["quote"]),
        every.filter(mentions__pain_point__in=drawn["pain_point"], interview__held_at__lt=told.week.until),
        every.filter(mentions__whys__data_checks__in=drawn["data_check"]),
    ]
    keys = [way.values("pk") for way in ways]
    return Participant.objects.filter(pk__in=keys[0].union(*keys[1:])).select_related("interview", "person")


def ran_out(days: Collection[date | None]) -> datetime | None:
    """The beginning of the day after the latest of these days that are over."""
    over = [day for day in days if day is not None and day < timezone.localdate()]
    return start_of(max(over) + timedelta(days=1)) if over else None


def journal_of(model: type, keys: Collection[int]) -> datetime | None:
    """When somebody last decided about these rows, or took such a decision back."""
    rows = Change.objects.filter(model=model._meta.label_lower, key__in=listed(keys), field__in=DECIDING[model])
    found = rows.aggregate(at=Max("act__at"), undone_at=Max("act__undone_at"))
    return max((one for one in found.values() if one is not None), default=None)
