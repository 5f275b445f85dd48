"""Importing: a transcript that was read, and who is who in it, become an interview with a transcript."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_date

from .. import transcripts
from ..capture import Who
from ..capture.log import set_study
from ..capture.who import take_who
from ..models import Act, Interview, Participant, Speaker, Study
from .transcripts import Voice, load

DATE_FIELDS = ("date", "dateadded", "publish_date")  # of front matter


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
        if new and any(voice.participant for voice in voices.values()):
            interview.status, interview.completed_at = Interview.Status.COMPLETE, timezone.now()
            interview.save(update_fields=["status", "completed_at", "updated_at"])
    return interview


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
    """Noon of the day that the file names for itself. A person has to confirm it."""
    for field in DATE_FIELDS:
        try:
            day = parse_date(read.metadata.get(field, "").strip()[:10])
        except ValueError:  # a day such as 2024-02-31
            day = None
        if day and 1970 <= day.year <= timezone.localdate().year + 1:
            return timezone.make_aware(datetime.combine(day, time(12)))
    return None
