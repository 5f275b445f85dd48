"""A conversation in which somebody is called by her name, wherever words can stand."""

from accounts.models import User
from interviews.models import (
    Act,
    FollowUp,
    Goal,
    Interview,
    Mention,
    PainPoint,
    Participant,
    Person,
    Quote,
    Responsibility,
    Transcript,
    Why,
    Workaround,
)
from tests.factories import interviews as made
from tests.interviews.talk import talk

NOTES = """Maren waits for the loads. Mare is no name, and maren neither.
! Maren Holt rebuilds the report by hand 4
" Good morning, Maren, I said to myself
~ Maren asks around
? Nobody tells Maren
= Maren keeps the reports
> Maren sleeps at night
@ 2026-03-01 Send Maren the query
"""
WORDS = {
    PainPoint: ("title",),
    Mention: ("title", "frequency", "so_what", "if_nothing"),
    Why: ("text", "source", "checked_source"),
    Workaround: ("text",),
    Quote: ("text",),
    Goal: ("text",),
    Responsibility: ("text",),
    FollowUp: ("text",),
    Interview: ("notes",),
}


def called_by_name(user: User) -> Interview:
    """A conversation with Maren Holt, in which she is called by her name."""
    interview = talk(user, "Maren Holt", NOTES, company="Nordkap", persona=made.PersonaFactory())
    Person.objects.filter(name="Maren Holt").update(pseudonym="Analyst 7")
    participant = Participant.objects.get(interview=interview)
    us = made.SpeakerFactory(interview=interview, label="Inês", side="ours")
    her = made.SpeakerFactory(interview=interview, label="Maren", side="participant", participant=participant)
    made.SegmentFactory(speaker=us, number=1, text="Good morning, Maren! And marenda, Marens, Holt.")
    said = made.SegmentFactory(speaker=her, number=2, text="Well, I am Maren. I wait, says Maren, for hours. So.")
    quote = made.QuoteFactory(participant=participant, text="I wait, says Maren, for hours.")
    at = said.text.index(quote.text)
    place = {"position": 0, "start": at, "end": at + len(quote.text)}
    quote.spans.create(segment=said, interview=interview, text=quote.text, **place)
    Transcript.objects.create(interview=interview)
    Mention.objects.update(
        frequency="Whenever Maren asks", so_what="Maren Holt works late", if_nothing="Maren leaves, says maren holt"
    )
    Why.objects.update(source="Maren's notebook", checked_source="https://example.org/Maren")
    made.FollowUpFactory(interview=None, person=participant.person, text="Call Maren on Monday")
    return interview


def named_in_every_word(user: User) -> Interview:
    """The same, edited, so that the name stands in the past of all of it as well."""
    interview = called_by_name(user)
    with Act.by(user, Act.Kind.EDITED) as act:
        for model, fields in WORDS.items():
            for row in model.objects.all():
                act.watch(row)
                for field in fields:
                    setattr(row, field, f"Maren again, in {field}")
                row.save()
    return interview
