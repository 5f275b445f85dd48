"""The filters of lists. Page, facets, heat map, export and interface all read the same definition.

`.qs` of an invalid FilterSet would be all rows: ask `is_valid()` first, and show `problems` with a 400.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property, lru_cache, reduce
from operator import and_, itemgetter, or_
from typing import Any
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict

from .codebook import Codebook, tagged
from .columns.live import Columns
from .days import midnight, next_day
from .forms.filter_fields import LONGEST_TEXT, ChosenField, DayField, Key, PlaceField, TextsField, WordsField
from .holding import holding
from .models import (
    Company,
    Grounds,
    Mention,
    PainPoint,
    Persona,
    Quote,
    Severity,
    Study,
    Tool,
    ToolUse,
    Workaround,
)
from .models.pain_points import MentionQuerySet, PainPointQuerySet
from .panels import ways_addressed
from .reach import heard_mentions, spellings

NONE = "none"  # stands for "without one" among ids
SORTS = {"people": "Most people", "recent": "Last heard", "severity": "Highest severity"}
STATUSES = {"active": "Active", "archived": "Archived"}
MAP = "map"  # the heat map, among what can be shown whole
LONG = ("persona", "code", "company", "role", "study", "tool")  # facets of which the first choices are shown


class PainPointFilter(django_filters.FilterSet):
    """Pain points by what was said about them.

    Persona, company, role, study, tool, days and words are facts of a mention: one and the same mention has to satisfy
    all of them. Severity, grounds, codes, status and what addresses it are of the pain point.
    """

    OF_PARTICIPANT = ("persona", "company", "role", "study", "tool", "since", "until")
    OF_MENTION = (*OF_PARTICIPANT, "q")
    OF_PAIN_POINT = ("severity", "grounds", "code", "status", "addressed")
    SINGLE = ("q", "since", "until", "sort", "after")

    q = Key(WordsField, "Search", max_length=LONGEST_TEXT, strip=True)
    persona = Key(ChosenField, "Persona")
    severity = Key(ChosenField, "Severity", choices=[(str(one.value), one.label) for one in Severity])
    grounds = Key(ChosenField, "How we know", choices=[(one.slug, one.label) for one in reversed(Grounds)])
    code = Key(ChosenField, "Theme")
    addressed = Key(ChosenField, "Addressed by")
    company = Key(ChosenField, "Company")
    role = Key(TextsField, "Role")
    study = Key(ChosenField, "Study")
    tool = Key(ChosenField, "Tool")
    since = Key(DayField, "Heard since")
    until = Key(DayField, "Heard until")
    status = Key(ChosenField, "Status", choices=list(STATUSES.items()))
    sort = Key(ChosenField, "Sort", choices=list(SORTS.items()))
    after = Key(PlaceField, "After")
    whole = Key(ChosenField, "Shown whole", choices=[(one, one) for one in (MAP, *LONG)])

    codebook: Codebook
    names: dict[str, dict[str, str]]  # of what each key may name, by its value
    retired: set[tuple[str, str]]  # key and value of what is archived: a bookmark outlives the archive

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        user: Any,
        known: PainPointFilter | None = None,
        columns: Columns | None = None,
    ) -> None:
        """Take the query. `known` is another filter of the same user, whose names are not read again; `columns` is what
        the process has in memory, for who counts what the filter leaves."""
        super().__init__(data=data if data is not None else QueryDict(), queryset=PainPoint.objects.all())
        self.user, self.columns = user, columns
        self.ways = ways_addressed()
        self._kept: dict[frozenset[tuple[str, str | None]], list[tuple[int, str]]] = {}
        if known is not None and known.user == user:
            named = known.codebook, known.retired, known.names
        else:
            named = columns.answer("names", user, self._read_names) if columns else self._read_names()
        self.codebook, self.retired, self.names = named
        for key in ("persona", "company", "study", "tool", "code", "addressed"):
            self.form.fields[key].known = self.names[key]

    def _read_names(self) -> tuple[Codebook, set[tuple[str, str]], dict[str, dict[str, str]]]:
        """Read what the keys may name."""
        book = Codebook.load()
        retired: set[tuple[str, str]] = set()

        def named(key: str, model: type[Any], field: str = "name") -> dict[str, str]:
            """The names of the rows of a model that the reader may know of, by their key."""
            visible = model.objects.visible_to(self.user).alphabetically(field)
            rows = list(visible.values_list("pk", field, "archived_at"))
            retired.update((key, str(pk)) for pk, _, archived_at in rows if archived_at)
            return {str(pk): name for pk, name, _ in rows}

        names = {
            "persona": {**named("persona", Persona), NONE: "No persona"},
            "company": named("company", Company),
            "study": named("study", Study, "title"),
            "tool": named("tool", Tool),
            "code": {**book.names(), NONE: "No theme"},
            "addressed": {way.name: way.label for way in self.ways},
            "severity": {str(one.value): f"Severity {one.value}" for one in Severity},
            "grounds": {one.slug: one.label for one in Grounds},
            "status": STATUSES,
        }
        retired.update(("code", str(one.pk)) for one in book.entries.values() if one.archived)
        return book, retired, names

    @classmethod
    @cache
    def get_form_class(cls) -> type[forms.Form]:
        """The form that reads the keys; the same for all filters."""
        fields: dict[str, Any] = {name: one.field for name, one in cls.base_filters.items()}
        return type("PainPointForm", (forms.Form,), fields)

    @cached_property
    def problems_by_key(self) -> dict[str, str]:
        """What is wrong with the address, in words, by key: what is allowed instead."""
        found = {
            key: f"{key[:40]}: there is no such filter. Allowed: {', '.join(self.base_filters)}."
            for key in self.data
            if key not in self.base_filters
        }
        found |= {key: f"{key}: give it once." for key in self.SINGLE if len(set(filter(None, self.values(key)))) > 1}
        for key, said in self.form.errors.items():
            found.setdefault(key, f"{key}: {' '.join(map(str, said))}")
        if not found and self.place and self.place[0] != self.order:
            found["after"] = "after: this place belongs to another order. Open the list from its beginning."
        return found

    @property
    def problems(self) -> list[str]:
        """The same as sentences."""
        return list(self.problems_by_key.values())

    def is_valid(self) -> bool:
        return not self.problems

    def values(self, key: str) -> list[str]:
        """The values given for `key`, as they were written."""
        given = self.data.getlist(key) if hasattr(self.data, "getlist") else self.data.get(key, [])
        return [given] if isinstance(given, str) else [str(one) for one in given]

    def chosen(self, key: str) -> Any:
        """What `key` says once it is cleaned; falsy when it is not in use."""
        return self.form.cleaned_data.get(key)

    @cached_property
    def in_use(self) -> list[str]:
        """The keys that narrow the list."""
        return [key for key in (*self.OF_MENTION, *self.OF_PAIN_POINT) if self.chosen(key)]

    @property
    def order(self) -> str:
        return (self.chosen("sort") or ["people"])[0]

    @property
    def place(self) -> list[Any] | None:
        return self.chosen("after")

    @cached_property
    def shown_whole(self) -> set[str]:
        """Of the heat map and the facets those that are shown with all they have, not only with what comes first."""
        return set(self.chosen("whole"))

    @cached_property
    def statuses(self) -> set[str]:
        """Active pain points unless the address says otherwise."""
        return set(self.chosen("status") or ["active"])

    @cached_property
    def codes(self) -> set[int]:
        """The codes chosen and all below them."""
        return self.codebook.below(int(one) for one in self.chosen("code") if one != NONE)

    @cached_property
    def wanted(self) -> dict[str, set[tuple[str, str]]]:
        """For the keys of the pain point that are in use: key and value of which a pain point needs one."""
        found = {key: {(key, one) for one in self.chosen(key)} for key in self.OF_PAIN_POINT if self.chosen(key)}
        found["status"] = {("status", one) for one in self.statuses}
        return found

    # What a mention has to satisfy

    def of_participant(self, at: str = "") -> dict[str, Q]:
        """The condition of each key in use, on participants or on rows that reach one through the path `at`."""
        found: dict[str, Q] = {}
        if personas := self.chosen("persona"):
            ids = Q(**{f"{at}persona__in": [one for one in personas if one != NONE]})
            found["persona"] = ids | Q(**{f"{at}persona__isnull": True}) if NONE in personas else ids
        if companies := self.chosen("company"):
            found["company"] = Q(**{f"{at}company__in": companies})
        if roles := self.chosen("role"):
            found["role"] = Q(**{f"{at}role__in": spellings(roles)})
        if studies := self.chosen("study"):
            found["study"] = Q(**{f"{at}interview__study__in": studies})
        if tools := self.chosen("tool"):
            uses = ToolUse.objects.live().filter(participant=OuterRef(f"{at}pk"), tool__in=tools)
            found["tool"] = Q(Exists(uses))
        if since := self.chosen("since"):
            found["since"] = Q(**{f"{at}interview__held_at__gte": midnight(since)})
        if until := self.chosen("until"):
            found["until"] = Q(**{f"{at}interview__held_at__lt": midnight(next_day(until))})
        return found

    def of_words(self) -> Q:
        """The condition on mentions that all words occur in its title, its pain point, its quotes or workarounds."""

        def said(term: str) -> Q:
            pains, *mentions = self.holding(term)
            return any_of([Q(pain_point__in=pains), *(Q(pk__in=keys) for keys in mentions)])

        return all_of(said(term) for term in self.chosen("q"))

    def holding(self, term: str) -> tuple[QuerySet, ...]:
        """Where a word occurs: keys of pain points by their title, then those of mentions by their title, their quotes
        and their workarounds. Which of them the reader may see is not asked, but for the quotes."""
        quotes = Quote.objects.readable_by(self.user).filter(holding(Quote, term))
        done = Workaround.objects.live().filter(holding(Workaround, term))
        return (
            PainPoint.objects.filter(holding(PainPoint, term)).order_by().values_list("pk", flat=True),
            Mention.objects.filter(holding(Mention, term)).order_by().values_list("pk", flat=True),
            quotes.filter(mention_links__isnull=False).order_by().values_list("mention_links__mention", flat=True),
            done.order_by().values_list("mention", flat=True),
        )

    def of_title(self) -> Q:
        """The condition on pain points nobody told of yet: all words occur in the title."""
        return all_of(holding(PainPoint, term) for term in self.chosen("q"))

    @cached_property
    def heard(self) -> MentionQuerySet:
        """All mentions that count for the reader."""
        return heard_mentions(self.user)

    def mentions(self) -> MentionQuerySet:
        """The mentions that satisfy all keys together."""
        told = self.heard.filter(all_of(self.of_participant("participant__").values()))
        return told.filter(self.of_words()) if self.chosen("q") else told

    # What a pain point has to satisfy

    def of_pain_point(self) -> Q:
        """The condition on pain points, but for severity and grounds, which are annotations."""
        found = [Q(archived_at__isnull=status == "active") for status in self.statuses]
        wanted = any_of(found)
        if codes := self.chosen("code"):
            under = Q(pk__in=tagged().filter(code__in=self.codes).values("painpoint"))
            wanted &= under | ~Q(pk__in=tagged().values("painpoint")) if NONE in codes else under
        if ways := self.chosen("addressed"):
            wanted &= any_of(Q(pk__in=way.pain_points(self.user).values("pk")) for way in self.ways if way.name in ways)
        return wanted

    @cached_property
    def visible(self) -> PainPointQuerySet:
        """All pain points the reader may see."""
        return PainPoint.objects.visible_to(self.user)

    def filter_queryset(self, queryset: PainPointQuerySet) -> PainPointQuerySet:
        """The pain points: `people`, `companies` and `last_heard_at` under the filter, `severity` and `grounds`."""
        told = self.mentions()
        queryset = self.visible.filter(self.of_pain_point())
        if any(self.chosen(key) for key in self.OF_MENTION):
            heard = Q(Exists(told.filter(pain_point=OuterRef("pk"))))
            only_words = self.chosen("q") and not any(self.chosen(key) for key in self.OF_PARTICIPANT)
            unheard = self.of_title() & ~Exists(self.heard.filter(pain_point=OuterRef("pk")))
            queryset = queryset.filter(heard | unheard if only_words else heard)
        queryset = queryset.with_people(told).with_severity(self.heard).with_grounds(self.heard)
        if severities := self.chosen("severity"):
            queryset = queryset.filter(severity__in=severities)
        if grounds := self.chosen("grounds"):
            queryset = queryset.filter(grounds__in=[Grounds.from_slug(one) for one in grounds])
        return queryset.order_by(*self.ordering())

    def ordering(self) -> list[Any]:
        """The order of the rows; the list of the page uses the same."""
        people, last = F("people").desc(), F("last_heard_at").desc(nulls_last=True)
        severity = F("severity").desc(nulls_last=True)
        orders = {"people": [people, last], "recent": [last, people], "severity": [severity, people, last]}
        return [*orders[self.order], "-pk"]

    # Addresses

    def address(self, *, drop: Iterable[tuple[str, str | None]] = (), put: Iterable[tuple[str, str]] = ()) -> str:
        """The query string of this filter without some keys (value None: all of the key) and with others, from the
        first page on. A whole heat map asks for more than a thousand: what stays is written once."""
        dropped = frozenset((*drop, ("after", None)))
        if dropped not in self._kept:
            self._kept[dropped] = self._keep(dropped)
        places = [*self._kept[dropped], *((self._places[key], self._written(key, value)) for key, value in put)]
        places.sort(key=itemgetter(0))
        return f"?{'&'.join([pair for _, pair in places])}"

    def _keep(self, dropped: frozenset[tuple[str, str | None]]) -> list[tuple[int, str]]:
        """What stays of the filter, each pair as it is written, with the place of its key."""
        kept = []
        for key, place in self._places.items():
            values = [one for one in self.values(key) if one and not {(key, one), (key, None)} & dropped]
            if (key, values) != ("sort", ["people"]):
                kept += [(place, self._written(key, value)) for value in dict.fromkeys(values)]
        return kept

    @staticmethod
    @lru_cache(maxsize=4096)
    def _written(key: str, value: str) -> str:
        return urlencode({key: value})

    @cached_property
    def _places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.base_filters)}


def all_of(conditions: Iterable[Q]) -> Q:
    return reduce(and_, conditions, Q())


def any_of(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions, Q())
