"""Importing: a transcript that was read, and who is who in it, become an interview with a transcript."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User

from .. import transcripts
from ..capture import Who
from ..capture.log import set_study
from ..capture.who import take_who
from ..models import Act, Interview, Participant, Speaker, Study
from .transcripts import Voice, load

OURS = Speaker.Side.OURS


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom somebody chose for a label. `who` tells the person when the side is a participant."""

    side: Speaker.Side
    who: Who | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and why the conversation was held, and by whom of us."""

    held_at: datetime
    study: Study | None = None
    purpose: str = ""
    interviewers: tuple[Any, ...] = ()


@transaction.atomic
def import_transcript(
    read: transcripts.Transcript,
    chosen: Mapping[str, Chosen],
    *,
    user: Any,
    occasion: Occasion | None = None,
    interview: Interview | None = None,
    key: uuid.UUID | None = None,
    file_name: str = "",
    title: str = "",
) -> Interview:
    """Save a transcript with its speakers, to `interview` or to a new one held at `occasion`.

    A new interview is complete once somebody in it is known, and a draft until then. Raises AlreadyThere.
    """
    new = interview is None
    with Act.by(user, Act.Kind.IMPORTED) as act:
        interview = interview or begin(occasion or Occasion(timezone.now()), user, key)
        act.tell(interview, new=file_name or title)
        voices = take_voices(interview, chosen, user)
        load(interview, read, voices, user=user, file_name=file_name, title=title)
        add_interviewers(interview, voices)
        if new and any(voice.participant for voice in voices.values()):
            interview.status, interview.completed_at = Interview.Status.COMPLETE, timezone.now()
            interview.save(update_fields=["status", "completed_at", "updated_at"])
    return interview


def add_interviewers(interview: Interview, voices: Mapping[str, Voice]) -> None:
    """Who speaks as one of us was there. Not where it would let somebody read a restricted interview."""
    if not interview.restricted:
        interview.interviewers.add(*users_named(label for label, one in voices.items() if one.side == OURS))


def begin(occasion: Occasion, user: Any, key: uuid.UUID | None) -> Interview:
    """A new interview with one participant whom nobody has named yet."""
    interview = Interview(client_key=key or uuid.uuid4(), held_at=occasion.held_at, created_by=user)
    interview.save()
    set_study(interview, occasion.study, None)
    interview.purpose = occasion.purpose or interview.purpose
    interview.save()
    interview.interviewers.set(occasion.interviewers)
    interview.participants.create(position=0)
    return interview


def take_voices(interview: Interview, chosen: Mapping[str, Chosen], user: Any) -> dict[str, Voice]:
    """Whose voice each label is. Labels that name the same person are one participant."""
    same: dict[object, Participant] = {}
    voices: dict[str, Voice] = {}
    identities = identities_of(one.who for one in chosen.values() if one.who)
    for label, one in chosen.items():
        if one.side != Speaker.Side.PARTICIPANT or one.who is None:
            voices[label] = Voice(one.side)
            continue
        identity = identities(one.who)
        if identity not in same:
            same[identity] = participant_for(interview, one.who, user)
        voices[label] = Voice(Speaker.Side.PARTICIPANT, same[identity])
    return voices


def identities_of(everybody: Iterable[Who]) -> Any:
    """A function that tells who is the same: the person picked, else whoever was picked under that name, else the
    name."""
    picked = {folded(who.name): who.person.pk for who in everybody if who.person}

    def identity(who: Who) -> object:
        return who.person.pk if who.person else picked.get(folded(who.name), folded(who.name))

    return identity


def participant_for(interview: Interview, who: Who, user: Any) -> Participant:
    """The participant that is `who`: one there already stays as it is, else the unnamed one is named, else a new
    one."""
    there = list(interview.participants.select_related("person").order_by("position"))
    for participant in there:
        person = participant.person
        if person and (person == who.person or (not who.person and folded(person.name) == folded(who.name))):
            return participant
    unnamed = next((one for one in there if one.person is None and not one.speakers.exists()), None)
    participant = unnamed or interview.participants.create(position=interview.next_position())
    take_who(participant, who, user)
    return participant


def folded(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.split()).casefold()


def told_day(read: transcripts.Transcript) -> datetime | None:
    """When the file says that the conversation was, at noon where it tells no time. A person has to confirm it."""
    told = transcripts.header(read)
    if told.day is None or not 1970 <= told.day.year <= timezone.localdate().year + 1:
        return None
    return timezone.make_aware(datetime.combine(told.day, told.at or time(12)))


def told_interviewers(read: transcripts.Transcript) -> list[Any]:
    """Active users whom the file names as those who asked."""
    return users_named(transcripts.header(read).ours)


def users_named(names: Iterable[str]) -> list[Any]:
    """Active users with one of these names, where it is of one user only: the whole name, or the first."""
    wanted = list(names)
    return named_among(wanted, list(User.objects.active())) if wanted else []


def named_among(names: Iterable[str], users: list[Any]) -> list[Any]:
    """Those of `users` with one of these names, where it is of one of them only: the whole name, or the first."""
    found: list[Any] = []
    for name in names:
        wanted = folded(name)
        same = [one for one in users if wanted and wanted == folded(one.full_name)]
        same = same or [one for one in users if wanted and [wanted] == folded(one.full_name).split()[:1]]
        found += [one for one in same if len(same) == 1 and one not in found]
    return found
