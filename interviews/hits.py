"""How a row that was found looks: what it is called, where it leads, and what of it has the words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import reading
from search.kinds import Hit
from search.marking import Marker, Piece
from search.prepared import loaded, rows_of

from .models import (
    Comment,
    Interview,
    Mention,
    PainPoint,
    Participant,
    Passage,
    Person,
    Quote,
    Segment,
    Why,
    Workaround,
)
from .reach import heard_mentions
from .seen import reads

MARKS = '!"“”~?#=>@\\ \t'  # with which a line of the notes begins


def plain(*words: object) -> list[Piece]:
    """Text in which nothing is marked; what is missing is left out."""
    return [Piece(", ".join(str(word) for word in words if word))]


def best(texts: Sequence[str], marker: Marker) -> list[Piece]:
    """A snippet of the first text with a hit."""
    hit = next((text for text in texts if text and marker.spans(text)), "")
    return marker.snippet(hit) if hit else []


def quotes(rows: Sequence[Quote], marker: Marker, user: Any) -> list[Hit]:
    return [
        Hit(
            row.get_absolute_url(),
            plain(row.participant, row.participant.company),
            row.interview.reference,
            marker.snippet(row.text),
            voice=str(row.participant),
        )
        for row in rows
    ]


def segments(rows: Sequence[Segment], marker: Marker, user: Any) -> list[Hit]:
    found = []
    for row in rows:
        who, ours = row.speaker.participant, row.speaker.side == row.speaker.Side.OURS
        about = ", ".join(filter(None, (row.interview.reference, row.clock)))
        url = f"{reverse('interviews:transcript_read', args=[row.interview_id])}#s{row.number}"
        title = plain(row.speaker, who and who.company, ours and "one of us")
        voice = "" if ours else str(row.speaker)
        found.append(Hit(url, title, about, marker.snippet(row.text), voice=voice))
    return found


def notes(rows: Sequence[Interview], marker: Marker, user: Any) -> list[Hit]:
    """With the first line that has a hit, without its mark."""
    found = []
    for row in rows:
        line = next((one for one in row.notes.splitlines() if marker.spans(one)), row.notes)
        said = marker.snippet(line.lstrip(MARKS))
        found.append(Hit(f"{row.get_absolute_url()}#notes", plain(f"Notes of {row.reference}"), day_of(row), said))
    return found


def interviews(rows: Sequence[Interview], marker: Marker, user: Any) -> list[Hit]:
    """Who took part, in one query for all."""

    def taking_part(own: Any) -> QuerySet:
        return Participant.objects.filter(interview__in=own).select_related("person", "company")

    people: dict[int, list[Participant]] = {row.pk: [] for row in rows}
    for one in loaded("who took part", taking_part, Participant, list(people)):
        people[one.interview_id].append(one)
    return [
        Hit(
            row.get_absolute_url(),
            marker.whole("Conversation with " + (" and ".join(str(one) for one in people[row.pk]) or "nobody yet")),
            f"{row.reference}, {day_of(row)}",
            marker.whole(", ".join(dict.fromkeys(str(one.company) for one in people[row.pk] if one.company))),
        )
        for row in rows
    ]


def day_of(interview: Interview) -> str:
    return f"{timezone.localdate(interview.held_at):%-d %b %Y}"


def pain_points(rows: Sequence[PainPoint], marker: Marker, user: Any) -> list[Hit]:
    """With how many people told them and how much they hurt, in one query for all."""

    def counted(keys: Any) -> QuerySet:
        told = heard_mentions(user)
        rows = PainPoint.objects.filter(pk__in=keys).with_people(told).with_severity(told)
        return rows.order_by().values_list("pk", "people", "severity")

    facts = {
        pk: (people, severity)
        for pk, people, severity in rows_of(("pain points", *reads(user)), counted, [row.pk for row in rows])
    }
    return [
        Hit(
            row.get_absolute_url(),
            marker.whole(row.title),
            f"{row.reference}, {people(facts[row.pk][0])}",
            best([row.description], marker),
            severity=facts[row.pk][1],
        )
        for row in rows
        if row.pk in facts
    ]


def people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"


def told(row: Mention, text: str, marker: Marker, said: Sequence[Piece] = ()) -> Hit:
    """Something that a mention tells; the page of its pain point shows it among the others."""
    url = row.pain_point.get_absolute_url() if row.pain_point else row.interview.get_absolute_url()
    reference = row.pain_point.reference if row.pain_point else ""
    about = ", ".join(filter(None, (reference, row.interview.reference)))
    by = [Piece(f"{row.participant}")]
    return Hit(url, marker.snippet(text), about, said or by, severity=row.severity)


def mentions(rows: Sequence[Mention], marker: Marker, user: Any) -> list[Hit]:
    return [told(row, row.title, marker, best([row.so_what, row.if_nothing, row.frequency], marker)) for row in rows]


def workarounds(rows: Sequence[Workaround], marker: Marker, user: Any) -> list[Hit]:
    return [told(row.mention, row.text, marker) for row in rows]


def whys(rows: Sequence[Why], marker: Marker, user: Any) -> list[Hit]:
    return [told(row.mention, row.text, marker) for row in rows]


def records(title: str, *others: str, about: Callable[[Any], object] | None = None) -> Callable[..., list[Hit]]:
    """How a record is drawn: its `title` whole, a snippet of what else has a hit, and its reference."""

    def draw(rows: Sequence[Any], marker: Marker, user: Any) -> list[Hit]:
        return [
            Hit(
                row.get_absolute_url(),
                marker.whole(getattr(row, title)),
                ", ".join(str(one) for one in (row.reference, about and about(row)) if one),
                best([getattr(row, field) for field in others], marker),
            )
            for row in rows
        ]

    return draw


def persons(rows: Sequence[Person], marker: Marker, user: Any) -> list[Hit]:
    """By the name that may be seen; contact details only where names are."""
    shown = ["email", "contact"] if reading.sees_names() else []
    return [
        Hit(
            row.get_absolute_url(),
            marker.whole(row.shown_name),
            row.reference,
            best([getattr(row, field) for field in shown], marker)
            or marker.whole(", ".join(str(one) for one in (row.role, row.department, row.company) if one)),
            voice=row.shown_name,
        )
        for row in rows
    ]


def comments(rows: Sequence[Comment], marker: Marker, user: Any) -> list[Hit]:
    """Who said it, and about what; the passages with their texts in one query for all."""

    def of_texts(keys: Any) -> QuerySet:
        return Passage.objects.filter(pk__in=keys).with_text()

    commented = [row.passage_id for row in rows if row.passage_id]
    passages = {one.pk: one for one in loaded("passages with their texts", of_texts, Passage, commented)}
    for row in rows:
        row.passage = passages.get(row.passage_id)
    return [
        Hit(row.get_place_url(), plain(row.author or "Somebody"), row.target.reference, marker.snippet(row.text))
        for row in rows
    ]
