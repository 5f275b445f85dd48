"""Who was talked to: from what was typed in the first row of the log screen to a person and a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..models import Company, Interview, Participant, Person, Persona
from .named import find, named, tidy
from .second_thoughts import correct, drop_unused, is_only_ours, made_here, told_of, untell, write
from .tools import stop_using, use_tools

SNAPSHOT = ("role", "company", "department", "persona")


@dataclass(frozen=True, slots=True)
class Who:
    """The first row as it was typed. `person` is set when one was picked from the list.

    None leaves a field as it is; empty clears it, or takes it over from a person that is newly chosen.
    """

    name: str | None = ""
    person: Person | None = None
    role: str | None = ""
    company: str | None = ""
    department: str | None = ""
    persona: Persona | None = None
    keeps_persona: bool = False


def take_who(participant: Participant, who: Who, user: Any) -> bool:
    """Put `who` on the participant, creating person and company where they are new.

    Returns whether a person we knew was newly chosen: then what was left empty is carried over from them.
    """
    person, company = participant.person, participant.company
    before = {field: getattr(participant, field) for field in SNAPSHOT}
    if who.name is not None:
        participant.person = chosen_person(participant, who, user)
    take_snapshot(participant, who, user)
    if person and person != participant.person:
        leave(participant, person, before, user)
    arrived = participant.person if participant.person != person else None
    if arrived:
        carry_over(participant)
    participant.save(update_fields=["person", *SNAPSHOT])  # the consent may be changed meanwhile
    known = arrived is not None and arrived.participations.exclude(pk=participant.pk).exists()
    if known:
        carry_tools(participant, user)
    if participant.person:
        keep_current(participant, participant.person, before, user)
        owed_to_nobody_else(participant, person)
    drop_mistyped(participant, person, company)
    return known


def leave(participant: Participant, person: Person, before: dict[str, Any], user: Any) -> None:
    """It was not `person` after all: what was carried over from them goes, and what these notes told of them."""
    told = told_of(person, participant.interview, SNAPSHOT)
    for field in SNAPSHOT:
        carried = field not in told and before[field] == getattr(person, field)
        if carried and getattr(participant, field) == before[field]:
            setattr(participant, field, None if Participant._meta.get_field(field).is_relation else "")
    theirs = last_met(participant, user, person)
    if theirs:
        tools = theirs.tool_uses.live().values("tool")
        stop_using(list(participant.tool_uses.live().filter(line=None, tool__in=tools).select_related("tool")))
    untell(person, told, user)


def owed_to_nobody_else(participant: Participant, person: Person | None) -> None:
    """What is promised in this interview is promised to whoever it is with."""
    follow_ups = participant.interview.follow_ups
    follow_ups.filter(person__isnull=True).update(person=participant.person)
    if person and person != participant.person:
        follow_ups.filter(person=person).update(person=participant.person)


def take_snapshot(participant: Participant, who: Who, user: Any) -> None:
    """Role, company, department and persona as they were typed."""
    if who.role is not None:
        participant.role = tidy(who.role)
    if who.company is not None:
        name = tidy(who.company)
        participant.company = chosen_company(participant, name, user) if name else None
    if who.department is not None:
        participant.department = tidy(who.department)
    if not who.keeps_persona:
        participant.persona = who.persona


def chosen_person(participant: Participant, who: Who, user: Any) -> Person | None:
    """The person picked, or the one person of that name, or the renamed person of this interview, or a new one."""
    name, current = tidy(who.name or ""), participant.person
    if who.person and tidy(who.person.name) == name:
        return who.person
    if not name:
        return None
    if current and tidy(current.name) == name:
        return current
    here = participant.interview.participants.exclude(pk=participant.pk).values("person")
    known = Person.objects.live().visible_to(user).filter(name__iexact=name)
    namesakes = list(known.exclude(pk__in=here.exclude(person=None))[:2])
    if len(namesakes) == 1:
        return namesakes[0]
    if current and is_of_this_interview(current, participant):
        correct(current, name, user)
        return current
    return back_again(participant, name, user) or Person.objects.create_by(user, name=name)


def is_of_this_interview(person: Person, participant: Participant) -> bool:
    """Whether taking these notes made the person, who is in no other interview: a new name is then a correction."""
    elsewhere = person.participations.exclude(pk=participant.pk).exists()
    here = Person.objects.live().filter(pk=person.pk)
    return not elsewhere and participant.interview.is_draft and bool(made_here(participant.interview, here))


def back_again(participant: Participant, name: str, user: Any) -> Person | None:
    """The person of this name whom these notes made, and who was put away when the name was taken out."""
    put_away = Person.objects.archived().filter(name__iexact=name)
    made = made_here(participant.interview, put_away)
    person = put_away.filter(pk__in=made).order_by("-pk").first()
    if person:
        person.restore(user)
    return person


def chosen_company(participant: Participant, name: str, user: Any) -> Company:
    """The company of this name; one that was mistyped here a moment ago and is known to nobody else takes the name."""
    found, current = find(Company, name, user), participant.company
    if found is None and current and is_only_ours(current, participant.interview, participant, participant.person):
        correct(current, name, user)
        return current
    return found or named(Company, name, user)


def carry_over(participant: Participant) -> None:
    """Fill what was left empty from what the person is now."""
    person = participant.person
    for field in SNAPSHOT:
        if not getattr(participant, field):
            setattr(participant, field, getattr(person, field))


def carry_tools(participant: Participant, user: Any) -> None:
    """Take over the tools of the person's interview before this one, unless tools were named already."""
    last = last_met(participant, user)
    if last and not participant.tool_uses.live().exists():
        use_tools(participant, [use.tool.name for use in last.tool_uses.live().select_related("tool")], user)


def last_met(participant: Participant, user: Any, person: Person | None = None) -> Participant | None:
    """The same person (or `person`) in the newest interview before this one that `user` may read; None without one."""
    whom = person.pk if person else participant.person_id
    if whom is None:
        return None
    readable = Interview.objects.visible_to(user).live().filter(held_at__lte=participant.interview.held_at)
    others = Participant.objects.filter(person=whom, interview__in=readable)
    met = others.exclude(interview=participant.interview_id).order_by("-interview__held_at", "-interview_id")
    return met.select_related("interview").first()


def keep_current(participant: Participant, person: Person, before: dict[str, Any], user: Any) -> None:
    """Keep role, company, department and persona on the person as well, when this is their newest interview.

    What is taken out of a field here is taken from the person too, where these notes wrote it.
    """
    newer = person.participations.filter(
        interview__held_at__gt=participant.interview.held_at, interview__archived_at__isnull=True
    )
    if newer.exists():
        return
    told = {field: getattr(participant, field) for field in SNAPSHOT}
    facts = {field: value for field, value in told.items() if value and value != getattr(person, field)}
    if facts:
        write(person, facts, user)
    emptied = tuple(field for field in SNAPSHOT if before[field] and not told[field])
    if emptied:
        untell(person, told_of(person, participant.interview, emptied), user)


def drop_mistyped(participant: Participant, person: Person | None, company: Company | None) -> None:
    """Archive the person and company that were made for this interview a moment ago and are not meant after all."""
    if person and person != participant.person:
        drop_unused(participant.interview, Person.objects.filter(pk=person.pk))
    if company and company != participant.company:
        drop_unused(participant.interview, Company.objects.filter(pk=company.pk, summary=""))


def add_participant(interview: Interview, who: Who, user: Any) -> Participant:
    """Somebody else who took part."""
    participant = interview.participants.create(position=interview.next_position())
    take_who(participant, who, user)
    return participant
