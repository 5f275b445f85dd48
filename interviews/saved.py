"""Lists that views are saved of: what a list makes of an address, in one form for every list.

A list says how it reads a query: what is wrong with it, key by key, how it is written down, what it is called, and the
rows. Lists of apps above this one are registered from their `AppConfig.ready()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse

from accounts.models import Role, User

from . import lists
from .counting import count_all
from .facets import chips
from .filters import SORTS, STATUSES, PainPointFilter
from .filters_interviews import InterviewFilter
from .lists import RecordList
from .models import Act, Interview, SavedView

LONGEST_NAME = 80


@dataclass(frozen=True)
class Reading:
    """What a list makes of a query. `problems` says for each key what is wrong with it; the rest holds without any.

    `is_countable` says whether it can be known how many rows there are for whoever asks. May query.
    """

    problems: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    words: Sequence[str] = ()
    rows: QuerySet | None = None
    is_countable: Callable[[], bool] = lambda: True

    @property
    def name(self) -> str:
        """What a view of it may be called: what it is narrowed to, in the order of the filter."""
        name = ", ".join(self.words)
        return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip(', ')}…"


Reader = Callable[[QueryDict, Any], Reading]


@dataclass(frozen=True)
class ViewedList:
    """One list. `name` is its word in addresses; `reader` is made once for many readings of one user."""

    name: str
    title: str
    url_name: str
    reader: Callable[[], Reader]

    @property
    def url(self) -> str:
        return reverse(self.url_name)

    def read(self, query: str, user: Any) -> Reading:
        """What the list makes of a query string."""
        return self.reader()(QueryDict(query), user)

    def address(self, query: str) -> str:
        """The address of the list narrowed to a query string."""
        return f"{self.url}?{query}" if query else self.url


_lists: dict[str, ViewedList] = {}


def register(viewed: ViewedList) -> None:
    """Let people save views of a list; registering again replaces it."""
    _lists[viewed.name] = viewed


def list_named(name: str) -> ViewedList | None:
    """The list of this name, if views of it can be saved."""
    return _lists.get(name)


def list_at(path: str) -> ViewedList | None:
    """The list at an address, if views of it can be saved."""
    return next((one for one in _lists.values() if one.url == path), None)


# How lists read a query


def written(pairs: Iterable[tuple[str, str]]) -> str:
    """A query string with the values of each key in one order, so that the same filter is written in one way."""
    query = QueryDict(mutable=True)
    for key, value in sorted(dict.fromkeys(pairs), key=lambda pair: pair[1]):
        query.appendlist(key, value)
    ordered = QueryDict(mutable=True)
    for key in sorted(query):
        ordered.setlist(key, query.getlist(key))
    return str(ordered.urlencode())


def reader_of_records(records: RecordList) -> Callable[[], Reader]:
    """How a list of records reads a query."""

    def read(query: QueryDict, user: Any) -> Reading:
        if problems := records.problems(query, user):
            return Reading(problems)
        return reading_of(records.in_use(query, user), records.narrowed(query, user))

    return lambda: read


def reader_of_interviews() -> Reader:
    """How the list of interviews reads a query."""

    def read(query: QueryDict, user: Any) -> Reading:
        return reading_of_interviews(InterviewFilter(query, Interview.objects.visible_to(user), request=Asking(user)))

    return read


def reading_of_interviews(chosen: InterviewFilter) -> Reading:
    """What a filter of interviews made of its query."""
    if problems := chosen.problems_by_key:
        return Reading(problems)
    text = chosen.form.cleaned_data["q"]
    return reading_of([*([("q", text, f"“{text}”")] if text else []), *chosen.in_use], chosen.qs)


def reading_of(in_use: Sequence[tuple[str, str, str]], rows: QuerySet) -> Reading:
    """A reading of choices as (key, value in the address, words)."""
    words = [words[0].upper() + words[1:] for *_, words in in_use if words]
    return Reading(query=written((key, value) for key, value, _ in in_use), words=words, rows=rows)


@dataclass(frozen=True, slots=True)
class Asking:
    """Stands for the request of a filter that only asks who it is for."""

    user: Any


def reader_of_pain_points() -> Reader:
    """How the explorer reads a query; the names it checks against are read once for all readings."""
    known: list[PainPointFilter] = []

    def read(query: QueryDict, user: Any) -> Reading:
        filters = PainPointFilter(query, user=user, known=known[0] if known else None)
        known[:] = known or [filters]
        reading = reading_of_pain_points(filters)
        return reading if reading.problems else replace(reading, rows=filters.qs)

    return read


def reading_of_pain_points(filters: PainPointFilter) -> Reading:
    """What a filter of the explorer made of its query, but for the rows. What is shown whole is no part of a view."""
    if problems := filters.problems_by_key:
        return Reading(problems)
    pairs = [
        (key, value)
        for key, values in QueryDict(filters.address(drop=[("whole", None)])[1:]).lists()
        for value in values
    ]
    words = [chip.label for chip in chips(filters)] + ([SORTS[filters.order]] if filters.order != "people" else [])
    if set(filters.chosen("status")) == {"active"}:  # as without it
        pairs = [pair for pair in pairs if pair[0] != "status"]
        words = [word for word in words if word != STATUSES["active"]]
    return Reading(query=written(pairs), words=words)


# Views


def mended(viewed: ViewedList, query: str, user: Any) -> str:
    """The query without the values that do not hold on their own."""
    read = viewed.reader()
    pairs = [(key, value) for key, values in QueryDict(query).lists() for value in values]
    kept = [pair for pair in pairs if not read(QueryDict(written([pair])), user).problems]
    once = {key: value for key, value in kept if key in ("q", "since", "until", "sort", "status")}
    kept = [pair for pair in kept if pair[0] not in once or once[pair[0]] == pair[1]]
    return read(QueryDict(written(kept)), user).query


def why_not_shared(view: SavedView) -> str:
    """Why a view cannot be shared, in words: it names what a reader without any grant may not know of. Empty when it
    can."""
    viewed = list_named(view.of)
    keys = viewed.read(view.query, User(pk=0, role=Role.VIEWER)).problems if viewed else {}
    return f"Not everybody may know what it filters by ({', '.join(keys)}). Keep it for yourself." if keys else ""


def keep_query(view: SavedView, query: str, version: int, user: Any) -> Act:
    """Give a view another filter, from the version that was seen; raises Stale."""
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(view)
        view.claim(version)
        view.query = query
        view.save(update_fields=["query", "updated_at"])
    return act


def counts(views: Iterable[SavedView], whole: ViewedList | None, user: Any) -> tuple[dict[int, str], str, set[int]]:
    """How many rows each view has for `user`, where that can be known, how many the list `whole` has, and the views
    that do not hold any more.

    One query counts all of them; further ones check what the filters name. All are read before any is asked whether it
    can be counted, so that what has to be looked through is looked through together.
    """
    readers: dict[str, Reader] = {}
    readings: dict[int, Reading] = {}
    broken: set[int] = set()
    for one in views:
        viewed = list_named(one.of)
        if viewed is None:
            continue
        read = readers.setdefault(one.of, viewed.reader())
        reading = read(QueryDict(one.query), user)
        if reading.rows is None:
            broken.add(one.pk)
        else:
            readings[one.pk] = reading
    if whole is not None:
        readings[0] = readers.setdefault(whole.name, whole.reader())(QueryDict(), user)
    rows = {key: one.rows for key, one in readings.items() if one.rows is not None and one.is_countable()}
    found = count_all(rows, user)
    return found, found.pop(0, ""), broken


PAIN_POINTS = ViewedList("pain-points", "Pain points", "interviews:pain_point_list", reader_of_pain_points)
INTERVIEWS = ViewedList("interviews", "Interviews", "interviews:interview_list", reader_of_interviews)
for _viewed in (
    PAIN_POINTS,
    INTERVIEWS,
    *(
        ViewedList(records.name, title, f"interviews:{noun}_list", reader_of_records(records))
        for records, title, noun in (
            (lists.ROOT_CAUSES, "Root causes", "root_cause"),
            (lists.PERSONAS, "Personas", "persona"),
            (lists.PEOPLE, "People", "person"),
            (lists.COMPANIES, "Companies", "company"),
            (lists.JOURNEYS, "Journeys", "journey"),
            (lists.STUDIES, "Studies", "study"),
            (lists.GUIDES, "Guides", "guide"),
            (lists.CODES, "Codes", "code"),
            (lists.TOOLS, "Tools", "tool"),
            (lists.FOLLOW_UPS, "Follow-ups", "follow_up"),
        )
    ),
):
    register(_viewed)
