"""What of the evidence can be found, and how it looks. The fields are declared with each model (`SearchIndex`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts import reading
from search.kinds import Among, Hit, Kind
from search.marking import Marker, Piece
from search.prepared import loaded, rows_of

from .days import midnight, next_day
from .models import (
    Company,
    Interview,
    Mention,
    PainPoint,
    Participant,
    Person,
    Persona,
    Quote,
    RootCause,
    Segment,
    Study,
    Why,
    Workaround,
)
from .reach import heard_mentions, taking_part
from .seen import reads

MARKS = '!"“”~?#=>@\\ \t'  # with which a line of the notes begins
SAID, PAINS, WHO = "Said by customers", "Pain points", "People and conversations"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters of a search: keys of personas, companies and studies, and days."""

    persona: frozenset[int] = frozenset()
    company: frozenset[int] = frozenset()
    study: frozenset[int] = frozenset()
    since: date | None = None
    until: date | None = None

    def __bool__(self) -> bool:
        return bool(self.persona or self.company or self.study or self.since or self.until)


Narrow = Callable[[QuerySet, Chosen, Any], QuerySet]


def by_paths(day: str = "", **paths: str) -> Narrow:
    """Narrow by what lies at these paths from a row; one without a path for a filter in use fits none of its values."""

    def narrow(rows: QuerySet, chosen: Chosen, user: Any) -> QuerySet:
        for key in ("persona", "company", "study"):
            if values := getattr(chosen, key):
                rows = rows.filter(**{f"{paths[key]}__in": values}) if key in paths else rows.none()
        if chosen.since:
            rows = rows.filter(**{f"{day}__gte": midnight(chosen.since)}) if day else rows.none()
        if chosen.until:
            after = midnight(next_day(chosen.until))
            rows = rows.filter(**{f"{day}__lt": after}) if day else rows.none()
        return rows

    return narrow


def of_participant(who: str, interview: str) -> Narrow:
    """Narrow by the participant at the path `who` and the interview at `interview`, each with its double underscore."""
    return by_paths(
        persona=f"{who}persona", company=f"{who}company", study=f"{interview}study", day=f"{interview}held_at"
    )


def told_by(own: str, told: Callable[[Any], QuerySet], who: str = "participant__", at: str = "interview__") -> Narrow:
    """Narrow by rows that `told` gives for a user and whose field `own` points here: one of them has to fit all."""

    def narrow(rows: QuerySet, chosen: Chosen, user: Any) -> QuerySet:
        if not chosen:
            return rows
        of_row = told(user).filter(**{own: OuterRef("pk")})
        return rows.filter(Exists(of_participant(who, at)(of_row, chosen, user)))

    return narrow


def heard_whys(user: Any) -> QuerySet:
    """The whys that count, in the interviews that `user` may read."""
    return Why.objects.live().filter(told_of_heard(user))


def readable_segments(user: Any) -> QuerySet:
    return Segment.objects.readable_by(user).filter(interview__archived_at__isnull=True)


def readable_notes(user: Any) -> QuerySet:
    return Interview.objects.live().visible_to(user).with_standing_notes(user)


def readable_workarounds(user: Any) -> QuerySet:
    return Workaround.objects.live().filter(told_of_heard(user))


def told_of_heard(user: Any) -> Exists:
    """The condition on what belongs to a mention that it counts. It is asked of each row: SQLite would else read all
    mentions of the database first."""
    return Exists(heard_mentions(user).filter(pk=OuterRef("mention")))


def live(model: type[Any]) -> Callable[[Any], QuerySet]:
    """What of a record stands and may be read."""

    def rows(user: Any) -> QuerySet:
        readable: QuerySet = model.objects.live().visible_to(user)
        return readable

    return rows


# How they look


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


def people_and_studies(among: Among) -> Q:
    """Conversations are found by who took part, where they work, and the study."""
    there = Participant.objects.filter(Q(person__in=among(Person)) | Q(company__in=among(Company)))
    return Q(pk__in=there.order_by().values("interview")) | Q(study__in=among(Study))


OF_TELLER = of_participant("participant__", "interview__")
OF_MENTION = of_participant("mention__participant__", "interview__")
VOICE = ("participant__person", "participant__company", "interview")
TOLD = ("mention__participant__person", "mention__interview", "mention__pain_point")
OF_TALK = ("interview", taking_part, "")

KINDS = (
    Kind(
        "quote", "Quotes", SAID, "quote", Quote, lambda user: Quote.objects.readable_by(user), OF_TELLER, quotes, VOICE
    ),
    Kind(
        *("segment", "Transcripts", SAID, "messages-square", Segment, readable_segments),
        of_participant("speaker__participant__", "interview__"),
        segments,
        ("interview", "speaker__participant__person", "speaker__participant__company"),
        long=True,
    ),
    Kind(
        *("pain_point", "Pain points", PAINS, "flame", PainPoint, live(PainPoint)),
        told_by("pain_point", heard_mentions),
        pain_points,
    ),
    Kind("mention", "Mentions", PAINS, "flame", Mention, heard_mentions, OF_TELLER, mentions, (*VOICE, "pain_point")),
    Kind("workaround", "Workarounds", PAINS, "wrench", Workaround, readable_workarounds, OF_MENTION, workarounds, TOLD),
    Kind("why", "Whys", PAINS, "git-branch", Why, heard_whys, OF_MENTION, whys, TOLD),
    Kind(
        *("root_cause", "Root causes", PAINS, "git-branch", RootCause, live(RootCause)),
        told_by("root_cause", heard_whys, "mention__participant__"),
        records("title", "description"),
    ),
    Kind(
        *("person", "People", WHO, "user-round", Person, live(Person), told_by("person", taking_part, "")),
        persons,
        ("company",),
    ),
    Kind(
        *("company", "Companies", WHO, "building-2", Company, live(Company), told_by("company", taking_part, "")),
        records("name", "industry", "summary"),
    ),
    Kind(
        *("interview", "Interviews", WHO, "messages-square", Interview, live(Interview), told_by(*OF_TALK)),
        interviews,
        through=people_and_studies,
        by=(Person, Company, Study),
    ),
    Kind("notes", "Notes", WHO, "file-text", Interview, readable_notes, told_by(*OF_TALK), notes, long=True),
    Kind(
        *("persona", "Personas", WHO, "users", Persona, live(Persona), told_by("persona", taking_part, "")),
        records("name", "summary", "responsibilities", "goals"),
    ),
    Kind(
        *("study", "Studies", WHO, "microscope", Study, live(Study), told_by("interview__study", taking_part, "")),
        records("title", "goal"),
    ),
)
