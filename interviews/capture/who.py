"""Who was talked to: from what was typed in the first row of the log screen to a person and a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..models import Act, Company, Interview, Participant, Person, Persona
from .named import drop_unused, named, tidy
from .tools import use_tools

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
    if who.name is not None:
        participant.person = chosen_person(participant, who, user)
    take_snapshot(participant, who, user)
    arrived = participant.person if participant.person != person else None
    if arrived:
        carry_over(participant)
    participant.save(update_fields=["person", *SNAPSHOT])  # the consent may be changed meanwhile
    known = arrived is not None and arrived.participations.exclude(pk=participant.pk).exists()
    if known:
        carry_tools(participant, user)
    if participant.person:
        keep_current(participant, participant.person)
        participant.interview.follow_ups.filter(person__isnull=True).update(person=participant.person)
    drop_mistyped(participant, person, company)
    return known


def take_snapshot(participant: Participant, who: Who, user: Any) -> None:
    """Role, company, department and persona as they were typed."""
    if who.role is not None:
        participant.role = tidy(who.role)
    if who.company is not None:
        name = tidy(who.company)
        participant.company = named(Company, name, user) if name else None
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
        with Act.by(user, Act.Kind.EDITED) as act:
            act.watch(current)
            current.name = name
            current.version += 1
            current.save(update_fields=["name", "updated_at", "version"])
        return current
    return Person.objects.create_by(user, name=name)


def is_of_this_interview(person: Person, participant: Participant) -> bool:
    """Whether the person was created while logging this interview and is in no other, so that a new name is a
    correction."""
    elsewhere = person.participations.exclude(pk=participant.pk).exists()
    return not elsewhere and participant.interview.is_draft and person.created_at >= participant.interview.created_at


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


def last_met(participant: Participant, user: Any) -> Participant | None:
    """The same person in the newest interview before this one that `user` may read; None without one."""
    if participant.person_id is None:
        return None
    readable = Interview.objects.visible_to(user).live().filter(held_at__lte=participant.interview.held_at)
    others = Participant.objects.filter(person=participant.person_id, interview__in=readable)
    met = others.exclude(interview=participant.interview_id).order_by("-interview__held_at", "-interview_id")
    return met.select_related("interview").first()


def keep_current(participant: Participant, person: Person) -> None:
    """Keep role, company, department and persona on the person as well, when this is their newest interview."""
    newer = person.participations.filter(interview__held_at__gt=participant.interview.held_at)
    if newer.exists():
        return
    told = {field: getattr(participant, field) for field in SNAPSHOT}
    facts = {field: value for field, value in told.items() if value and value != getattr(person, field)}
    if facts:
        person.take_current(**facts)


def drop_mistyped(participant: Participant, person: Person | None, company: Company | None) -> None:
    """Archive the person and company that were made for this interview a moment ago and are not meant after all."""
    since = participant.interview.created_at
    if person and person != participant.person:
        drop_unused(Person.objects.filter(pk=person.pk), since)
    if company and company != participant.company:
        drop_unused(Company.objects.filter(pk=company.pk, summary=""), since)


def add_participant(interview: Interview, who: Who, user: Any) -> Participant:
    """Somebody else who took part."""
    participant = interview.participants.create(position=interview.next_position())
    take_who(participant, who, user)
    return participant
