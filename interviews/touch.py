"""Keeping in touch: follow-ups done, put off and opened again, and the next contact that a person's cadence makes.

There is one next contact with a person at a time, which the database holds. It is made in the same act as what made
it necessary, so that undo of the one takes back the other.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from .models import Act, Change, FollowUp, Interview, Person
from .models.record import put_away_by

TEXT = "Talk again"


def done(one: FollowUp, user: Any) -> Act:
    """Tick a follow-up off, and plan the next contact where the person has a cadence and none stands."""
    with Act.by(user, Act.Kind.EDITED) as act:
        if one.done_at is None:
            store(act, one, done_at=timezone.now())
            if one.person and one.person.cadence and not next_contact(one.person):
                plan(act, one.person, timezone.localdate(), one.owner or user)
    return act


def opened_again(one: FollowUp, user: Any) -> None:
    """Take the tick away, with what was made because of it."""
    if one.done_at is None:
        return
    ticked = Act.objects.standing().filter(changes__in=Change.objects.of(one).filter(field="done_at")).first()
    if ticked and ticked.is_undoable and ticked_only(ticked, one):
        ticked.undo(user)
        one.refresh_from_db()
    if one.done_at is None:
        return
    with Act.by(user, Act.Kind.EDITED) as act:
        standing = next_contact(one.person) if one.person and one.by_cadence else None
        if standing:
            standing.archive(user)
        store(act, one, done_at=None)


def put_off(one: FollowUp, until: date | None, user: Any) -> Act:
    """Let a follow-up rest until a day; None: it rests no longer."""
    with Act.by(user, Act.Kind.EDITED) as act:
        if one.snoozed_until != until:
            store(act, one, snoozed_until=until)
    return act


def conversation_over(act: Act, interview: Interview, user: Any) -> None:
    """Plan the next contact with everybody of the interview who has a cadence; the one that stood was this one.

    A restricted interview plans nothing: a contact that everybody sees would tell that it was held, and when.
    """
    if interview.restricted:
        return
    for participant in interview.participants.select_related("person"):
        person = participant.person
        if person is None or person.cadence is None:
            continue
        last = last_contact(person)
        standing = next_contact(person)
        if standing and standing.due_on and standing.due_on >= person.cadence.after(last):
            continue
        if standing:
            store(act, standing, done_at=interview.completed_at)
        plan(act, person, last, user, interview)


def conversation_taken_up(act: Act, interview: Interview, user: Any) -> None:
    """Take back what finishing the interview planned: it is not over."""
    made = FollowUp.objects.open().next_contacts().filter(interview=interview)
    for one in made.select_related("person"):
        one.archive(user)
        met = FollowUp.objects.live().next_contacts().filter(person=one.person, done_at=interview.completed_at)
        for before in met[:1]:
            store(act, before, done_at=None)


def cadence_set(act: Act, person: Person, user: Any) -> None:
    """Plan the next contact by a new cadence; without one nothing is planned any more."""
    standing = next_contact(person)
    if person.cadence is None:
        if standing:
            standing.archive(user)
        return
    last = last_contact(person)
    if standing:
        store(act, standing, due_on=person.cadence.after(last))
    else:
        plan(act, person, last, user, last_conversation(person))


def next_contact(person: Person) -> FollowUp | None:
    """The next contact with somebody that their cadence planned; whoever asks holds the person until the end of the
    transaction, so that nobody plans it twice."""
    list(Person._base_manager.select_for_update().filter(pk=person.pk).values_list("pk"))
    return FollowUp.objects.open().next_contacts().filter(person=person).first()


def last_conversation(person: Person) -> Interview | None:
    """The newest complete interview with somebody that everybody may know of."""
    own = Interview.objects.live().complete().filter(participants__person=person, restricted=False)
    return own.order_by("-held_at", "-pk").first()


def last_contact(person: Person) -> date:
    """The day of the last conversation or contact with somebody; today where there was none."""
    met = last_conversation(person)
    kept = FollowUp.objects.live().next_contacts().filter(person=person, done_at__isnull=False)
    times: list[datetime] = [one for one in (met and met.held_at, *kept.values_list("done_at", flat=True)) if one]
    return timezone.localdate(max(times)) if times else timezone.localdate()


def plan(act: Act, person: Person, last: date, owner: Any, interview: Interview | None = None) -> None:
    """The next contact with somebody, counted from `last`.

    It is made in the archive and taken out, so that undo puts it there; one that was put there for the same interview
    is taken out again.
    """
    due_on = person.cadence.after(last) if person.cadence else None
    put_away = FollowUp.objects.archived().next_contacts().filter(person=person, done_at=None, interview=interview)
    one = put_away.exclude(interview=None).first() or FollowUp.objects.create_by(
        act.done_by,
        person=person,
        interview=interview,
        owner=owner,
        text=TEXT,
        by_cadence=True,
        **put_away_by(act.done_by),
    )
    store(act, one, due_on=due_on, snoozed_until=None, archived_at=None, archived_by=None)


def store(act: Act, one: FollowUp, **values: Any) -> None:
    """Store values in a follow-up, as part of the act."""
    act.watch(one)
    for name, value in values.items():
        setattr(one, name, value)
    one.version += 1
    one.save(update_fields=[*values, "updated_at", "version"])


def ticked_only(act: Act, one: FollowUp) -> bool:
    """Whether the act ticked this follow-up off, planned the next contact, and did nothing else."""
    others = act.changes.exclude(model=FollowUp._meta.label_lower)
    ticked = act.changes.filter(field="done_at").exclude(key=one.pk)
    return not others.exists() and not ticked.exists()
