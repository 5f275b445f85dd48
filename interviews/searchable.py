"""What of the evidence can be found. The fields are declared with each model (`SearchIndex`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from search.kinds import Among, Kind

from . import hits
from .days import midnight, next_day
from .hits import records
from .models import (
    Code,
    Comment,
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
    Speaker,
    Study,
    Tool,
    ToolUse,
    Why,
    Workaround,
)
from .reach import heard_mentions, taking_part

SAID, PAINS, WHO = "Said by customers", "Pain points", "People and conversations"
ASKED, TALK = "Said by us", "Comments"

FILTERS = ("persona", "company", "study")  # by whom and for what something was said


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

    def without(self, key: str) -> Chosen:
        """The other choices."""
        left: dict[str, Any] = {key: frozenset()}
        return replace(self, **left)


@dataclass(frozen=True, slots=True, eq=False)
class ByPaths:
    """Narrow by what lies at these paths from a row; one without a path for a filter in use fits none of its values."""

    paths: Mapping[str, str]
    day: str = ""

    @property
    def keys(self) -> Collection[str]:
        return self.paths.keys()

    def __call__(self, rows: QuerySet, chosen: Chosen, user: Any) -> QuerySet:
        for key in FILTERS:
            if values := getattr(chosen, key):
                rows = rows.filter(**{f"{self.paths[key]}__in": values}) if key in self.paths else rows.none()
        if chosen.since:
            rows = rows.filter(**{f"{self.day}__gte": midnight(chosen.since)}) if self.day else rows.none()
        if chosen.until:
            after = midnight(next_day(chosen.until))
            rows = rows.filter(**{f"{self.day}__lt": after}) if self.day else rows.none()
        return rows

    def tally(self, rows: QuerySet, key: str, chosen: Chosen, user: Any, what: str = "pk") -> QuerySet:
        """Each value at the path of `key` with how many different `what` the rows have that the other choices leave."""
        path = self.paths[key]
        left = self(rows, chosen.without(key), user).filter(**{f"{path}__isnull": False}).order_by()
        return left.values(path).annotate(many=Count(what, distinct=True)).values_list(path, "many")


@dataclass(frozen=True, slots=True, eq=False)
class ToldBy:
    """Narrow by rows that `told` gives for a user and whose field `own` points here: one of them has to fit all."""

    own: str
    told: Callable[[Any], QuerySet]
    by: ByPaths

    @property
    def keys(self) -> Collection[str]:
        return self.by.keys

    def __call__(self, rows: QuerySet, chosen: Chosen, user: Any) -> QuerySet:
        if not chosen:
            return rows
        of_row = self.told(user).filter(**{self.own: OuterRef("pk")})
        return rows.filter(Exists(self.by(of_row, chosen, user)))

    def tally(self, rows: QuerySet, key: str, chosen: Chosen, user: Any) -> QuerySet:
        of_rows = self.told(user).filter(**{f"{self.own}__in": rows.order_by().values("pk")})
        return self.by.tally(of_rows, key, chosen, user, self.own)


def by_paths(day: str = "", **paths: str) -> ByPaths:
    return ByPaths(paths, day)


def of_participant(who: str, interview: str) -> ByPaths:
    """Narrow by the participant at the path `who` and the interview at `interview`, each with its double underscore."""
    return by_paths(
        persona=f"{who}persona", company=f"{who}company", study=f"{interview}study", day=f"{interview}held_at"
    )


def told_by(own: str, told: Callable[[Any], QuerySet], who: str = "participant__", at: str = "interview__") -> ToldBy:
    return ToldBy(own, told, of_participant(who, at))


def heard_whys(user: Any) -> QuerySet:
    """The whys that count, in the interviews that `user` may read."""
    return Why.objects.live().filter(told_of_heard(user))


def readable_segments(user: Any) -> QuerySet:
    return Segment.objects.readable_by(user).filter(interview__archived_at__isnull=True)


def customers_segments(user: Any) -> QuerySet:
    """What customers said, or somebody of whom we do not know who they are."""
    return readable_segments(user).exclude(speaker__side=Speaker.Side.OURS)


def our_segments(user: Any) -> QuerySet:
    """What our own interviewers said."""
    return readable_segments(user).filter(speaker__side=Speaker.Side.OURS)


def readable_notes(user: Any) -> QuerySet:
    return Interview.objects.readable_by(user).with_standing_notes(user)


def readable_workarounds(user: Any) -> QuerySet:
    return Workaround.objects.live().filter(told_of_heard(user))


def told_of_heard(user: Any) -> Exists:
    """The condition on what belongs to a mention that it counts. It is asked of each row: SQLite would else read all
    mentions of the database first."""
    return Exists(heard_mentions(user).filter(pk=OuterRef("mention")))


def uses(user: Any) -> QuerySet:
    """Who uses which tool, in the live interviews that `user` may read."""
    return ToolUse.objects.live().filter(interview__in=Interview.objects.live().visible_to(user))


def standing_comments(user: Any) -> QuerySet:
    return Comment.objects.live().visible_to(user).on_live_records()


def live(model: type[Any]) -> Callable[[Any], QuerySet]:
    """What of a record stands and may be read."""

    def rows(user: Any) -> QuerySet:
        readable: QuerySet = model.objects.live().visible_to(user)
        return readable

    return rows


def people_and_studies(among: Among) -> Q:
    """Conversations are found by who took part, where they work, and the study."""
    there = Participant.objects.filter(Q(person__in=among(Person)) | Q(company__in=among(Company)))
    return Q(pk__in=there.order_by().values("interview")) | Q(study__in=among(Study))


OF_TELLER = of_participant("participant__", "interview__")
OF_MENTION = of_participant("mention__participant__", "interview__")
VOICE = ("participant__person", "participant__company", "interview")
TOLD = ("mention__participant__person", "mention__interview", "mention__pain_point")
SPEAKING = ("interview", "speaker__participant__person", "speaker__participant__company")
OF_TALK = ("interview", taking_part, "")

KINDS = (
    Kind(
        "quote",
        "Quotes",
        SAID,
        "quote",
        Quote,
        lambda user: Quote.objects.readable_by(user),
        OF_TELLER,
        hits.quotes,
        VOICE,
    ),
    Kind(
        *("segment", "Transcripts", SAID, "messages-square", Segment, customers_segments),
        of_participant("speaker__participant__", "interview__"),
        hits.segments,
        SPEAKING,
        long=True,
    ),
    Kind(
        *("pain_point", "Pain points", PAINS, "flame", PainPoint, live(PainPoint)),
        told_by("pain_point", heard_mentions),
        hits.pain_points,
    ),
    Kind(
        "mention", "Mentions", PAINS, "flame", Mention, heard_mentions, OF_TELLER, hits.mentions, (*VOICE, "pain_point")
    ),
    Kind(
        "workaround",
        "Workarounds",
        PAINS,
        "wrench",
        Workaround,
        readable_workarounds,
        OF_MENTION,
        hits.workarounds,
        TOLD,
    ),
    Kind("why", "Whys", PAINS, "git-branch", Why, heard_whys, OF_MENTION, hits.whys, TOLD),
    Kind(
        *("root_cause", "Root causes", PAINS, "git-branch", RootCause, live(RootCause)),
        told_by("root_cause", heard_whys, "mention__participant__"),
        records("title", "description"),
    ),
    Kind(
        *("code", "Codes", PAINS, "tags", Code, live(Code), told_by("pain_point__codes", heard_mentions)),
        records("name", "definition"),
    ),
    Kind(
        *("person", "People", WHO, "user-round", Person, live(Person), told_by("person", taking_part, "")),
        hits.persons,
        ("company",),
    ),
    Kind(
        *("company", "Companies", WHO, "building-2", Company, live(Company), told_by("company", taking_part, "")),
        records("name", "industry", "summary"),
    ),
    Kind(
        *("interview", "Interviews", WHO, "messages-square", Interview, live(Interview), told_by(*OF_TALK)),
        hits.interviews,
        through=people_and_studies,
        by=(Person, Company, Study),
    ),
    Kind("notes", "Notes", WHO, "file-text", Interview, readable_notes, told_by(*OF_TALK), hits.notes, long=True),
    Kind(
        *("persona", "Personas", WHO, "users", Persona, live(Persona), told_by("persona", taking_part, "")),
        records("name", "summary", "responsibilities", "goals"),
    ),
    Kind(
        *("study", "Studies", WHO, "microscope", Study, live(Study), told_by("interview__study", taking_part, "")),
        records("title", "goal"),
    ),
    Kind(
        *("tool", "Tools", WHO, "wrench", Tool, live(Tool), told_by("tool", uses)),
        records("name", "description"),
    ),
    Kind(
        *("ours", "Our side of conversations", ASKED, "messages-square", Segment, our_segments),
        by_paths(study="interview__study", day="interview__held_at"),
        hits.segments,
        SPEAKING,
        long=True,
    ),
    Kind(
        *("comment", "Comments", TALK, "messages-square", Comment, standing_comments, by_paths(day="created_at")),
        hits.comments,
        ("created_by", "interview", "pain_point", "quote"),
        typed=("text",),
    ),
)
