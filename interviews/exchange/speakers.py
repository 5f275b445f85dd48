"""Who is who in a transcript that was saved: speakers change sides, and quotes follow the voice they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count

from .. import transcripts
from ..models import Interview, Mention, Participant, Quote, QuoteLink, Segment, Speaker
from ..models.links import linked
from ..transcripts.base import FIRST_WORDS
from .imports import Chosen, add_interviewers, take_voices
from .transcripts import Voice


class Held(Exception):
    """A voice cannot change sides; the message says why. `label` is the one it is about."""

    def __init__(self, label: str, message: str) -> None:
        super().__init__(message)
        self.label = label


@dataclass(frozen=True, slots=True)
class StoredVoice:
    """A speaker as stored, and how much they say."""

    speaker: Speaker
    counted: transcripts.Speaker


def stored_voices(interview: Interview, user: Any) -> list[StoredVoice]:
    """The speakers of an interview in the order of the file, with the first words that `user` may read. Three
    queries."""
    rows = interview.speakers.select_related("participant__person__company", "participant__company")
    known = {one.pk: one for one in rows.annotate(turns=Count("segments")).order_by("pk")}  # counting drops the order
    words: dict[int, int] = dict.fromkeys(known, 0)
    first: dict[int, str] = {}
    segments = Segment.objects.filter(interview=interview).order_by("number")
    readable = set(segments.readable_by(user).values_list("pk", flat=True))
    for pk, speaker, text in segments.values_list("pk", "speaker", "text"):
        spoken = text.split()
        words[speaker] += len(spoken)
        if pk in readable:
            first.setdefault(speaker, " ".join(spoken[:FIRST_WORDS]))
    return [
        StoredVoice(one, transcripts.Speaker(one.label, one.turns, words[pk], first.get(pk, "")))
        for pk, one in known.items()
    ]


def as_initial(speaker: Speaker) -> dict[str, Any]:
    """The values that the form of a stored speaker begins with."""
    participant = speaker.participant
    if participant is None or participant.person is None:
        return {"side": speaker.side, "name": "" if speaker.side != Speaker.Side.UNKNOWN else speaker.label}
    return {
        "side": speaker.side,
        "name": participant.person.name,
        "person": participant.person.pk,
        "role": participant.role,
        "company": participant.company.name if participant.company else "",
        "persona": participant.persona_id,
    }


@transaction.atomic
def say_who_is_who(interview: Interview, chosen: Mapping[str, Chosen], user: Any) -> int:
    """Give each label the side that was chosen; returns how many quotes changed their speaker with it.

    Raises Held where quotes were taken from a voice that would no longer be a customer's.
    """
    voices = take_voices(interview, chosen, user)
    moved = 0
    for speaker in interview.speakers.select_related("participant"):
        voice = voices.get(speaker.label)
        if voice is None or (voice.side, voice.participant) == (speaker.side, speaker.participant):
            continue
        moved += take_quotes_along(speaker, voice)
        add_interviewers(interview, {speaker.label: voice})
        speaker.side, speaker.participant = voice.side, voice.participant
        speaker.save(update_fields=["side", "participant"])
    return moved


def take_quotes_along(speaker: Speaker, voice: Voice) -> int:
    """Quotes of a voice were said by whoever the voice is; returns how many there are."""
    quotes = list(Quote.objects.filter(spans__segment__speaker=speaker).distinct())
    if not quotes:
        return 0
    if voice.participant is None:
        number = f"{len(quotes)} quote{' was' if len(quotes) == 1 else 's were'}"
        raise Held(speaker.label, f"{number} taken from these words, archived ones included: they are a customer's.")
    for quote in quotes:
        other = quote.spans.exclude(segment__speaker=speaker).exclude(segment__speaker__participant=voice.participant)
        if other.exists():
            raise Held(speaker.label, f"The quote “{quote.text[:60]}” also has words of another label. Change both.")
        move_quote(quote, voice.participant)
    return len(quotes)


def move_quote(quote: Quote, participant: Participant) -> None:
    """The quote was said by `participant`; what it speaks for is their mention from now on."""
    Quote.objects.filter(pk=quote.pk).update(participant=participant)
    for link in quote.mention_links.select_related("mention"):
        was = link.mention
        if was.participant_id == participant.pk or was.pain_point_id is None:
            continue
        own = Mention.objects.live().filter(participant=participant, pain_point=was.pain_point_id).first()
        link.delete()
        if own is None and was.line_id is None and not linked(Mention, {was.pk}) and not was.whys.live().exists():
            Mention.objects.filter(pk=was.pk).update(participant=participant)  # it was made for this quote
            own = was
        own = own or Mention.objects.create(
            interview_id=quote.interview_id,
            participant=participant,
            pain_point_id=was.pain_point_id,
            title=was.title,
            severity=was.severity,
            same_pain=True,
        )
        QuoteLink.objects.get_or_create(quote=quote, mention=own, defaults={"interview_id": quote.interview_id})
