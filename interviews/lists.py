"""The lists of records: which rows somebody may read, their order, and how they are searched.

Page, export and changes of many rows at once ask the same definition, so that they mean the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import QueryDict

from accounts.alphabet import Alphabetical

from .forms.narrowing import CompaniesNarrowing, FollowUpsNarrowing, Narrowing, PeopleNarrowing
from .journeys import with_stages
from .models import Code, Company, FollowUp, Guide, Journey, Person, Persona, RootCause, SavedView, Study, Tool, ToolUse
from .models.follow_ups import FollowUpQuerySet
from .reach import heard_mentions, taking_part, with_pain_points, with_reach

KEYS = ("q", "status", "after")
LONGEST = 200

Search = Callable[[QuerySet, str, Any], QuerySet]


@dataclass(frozen=True)
class RecordList:
    """One list. `name` is its word in addresses; `rows` gives all that somebody may read, with what a row shows;
    `narrowing` reads the keys it has besides KEYS."""

    name: str
    rows: Callable[[Any], QuerySet]
    order: tuple[str, ...]
    matching: Search
    narrowing: type[Narrowing] = Narrowing

    def chosen(self, query: QueryDict, user: Any) -> Narrowing:
        """What the query chooses of the further keys."""
        return self.narrowing(query, user)

    def problems(self, query: QueryDict, user: Any) -> dict[str, str]:
        """What is wrong with the query, in words, by key."""
        return self.problems_of(self.chosen(query, user), query)

    def problems_of(self, chosen: Narrowing, query: QueryDict) -> dict[str, str]:
        """The same for what was chosen already."""
        return {**chosen.problems_by_key, **problems(query, (*KEYS, *chosen.fields), chosen.SEVERAL)}

    def narrowed(self, query: QueryDict, user: Any) -> QuerySet:
        """The rows that the query asks for, in the order of the list; a query that makes no sense is refused."""
        chosen = self.chosen(query, user)
        for problem in self.problems_of(chosen, query).values():
            raise BadRequest(problem)
        rows = chosen.left(self.rows(user))
        rows = rows.archived() if is_archive(query) else rows.live()
        if text := searched(query):
            rows = self.matching(rows, text, user)
        return rows.order_by(*self.order)

    def in_use(self, query: QueryDict, user: Any) -> list[tuple[str, str, str]]:
        """The choices of a query that makes sense as (key, value in the address, words)."""
        text = searched(query)
        found = [("q", text, f"“{text}”")] if text else []
        if is_archive(query):
            found.append(("status", "archived", "Archived"))
        return [*found, *self.chosen(query, user).in_use]


def searched(query: QueryDict) -> str:
    return query.get("q", "").strip()[:LONGEST]


def is_archive(query: QueryDict) -> bool:
    return query.get("status") == "archived"


def problems(query: QueryDict, keys: Sequence[str] = KEYS, several: Sequence[str] = ()) -> dict[str, str]:
    """What is wrong with keys and values, in words, by key."""
    found = {}
    for key, values in query.lists():
        if key not in keys:
            found[key] = f"“{key[:40]}” is not a filter here. There are: {', '.join(keys)}."
        elif len(set(values)) > 1 and key not in several:
            found[key] = f"Give “{key}” once."
    if query.get("status", "active") not in ("", "active", "archived"):
        found.setdefault("status", "“status” is active or archived.")
    if "\x00" in "".join(query.getlist("q")):
        found.setdefault("q", "The search holds a character that no text has.")
    return found


def refuse_unknown(query: QueryDict, keys: Sequence[str] = KEYS, several: Sequence[str] = ()) -> None:
    """Refuse keys and values nobody defined, in words."""
    for problem in problems(query, keys, several).values():
        raise BadRequest(problem)


def containing(*fields: str) -> Search:
    """A search that looks for the text in any of `fields`."""

    def matching(rows: QuerySet, text: str, user: Any) -> QuerySet:
        wanted = Q()
        for field in fields:
            wanted |= Q(**{f"{field}__icontains": text})
        return rows.filter(wanted)

    return matching


def people(user: Any) -> QuerySet:
    """Everybody we talked to or plan to."""
    rows = Person.objects.visible_to(user).in_order().select_related("company", "persona")
    reached = with_reach(rows, taking_part(user), "person")
    owed = FollowUp.objects.coming_up().visible_to(user).with_day().filter(person=OuterRef("pk")).order_by("up_on")
    named = with_pain_points(reached, heard_mentions(user), "participant__person")
    return named.annotate(next_contact_on=Subquery(owed.filter(up_on__lt=date.max).values("up_on")[:1]))


def companies(user: Any) -> QuerySet:
    """Where our customers work, with how many of them we heard."""
    rows = with_reach(Company.objects.visible_to(user).alphabetically(), taking_part(user), "company")
    return with_pain_points(rows, heard_mentions(user), "participant__company")


def personas(user: Any) -> QuerySet:
    """Kinds of customers, with how many of each we heard."""
    rows = with_reach(Persona.objects.visible_to(user).alphabetically(), taking_part(user), "persona")
    return with_pain_points(rows, heard_mentions(user), "participant__persona")


def journeys(user: Any) -> QuerySet:
    """The steps of our customers' work, with how many stages and pain points each has, and the people they hurt."""
    return with_stages(Journey.objects.visible_to(user).alphabetically("title").select_related("persona"), user)


def studies(user: Any) -> QuerySet:
    """Research questions, with how far each has come."""
    rows = with_reach(Study.objects.visible_to(user).select_related("guide"), taking_part(user), "interview__study")
    return with_pain_points(rows, heard_mentions(user), "interview__study")


def guides(user: Any) -> QuerySet:
    """Lists of questions to start a conversation from."""
    return Guide.objects.visible_to(user).alphabetically("title").annotate(asks=Count("questions"))


def codes(user: Any) -> QuerySet:
    """The codebook: themes, each followed by the codes that stand under it."""
    rows = Code.objects.visible_to(user).alphabetically().select_related("parent")
    return rows.annotate(theme=Alphabetical(Coalesce("parent__name", "name")), nested=Coalesce("parent", 0))


def tools(user: Any) -> QuerySet:
    """The data stacks of our customers, tool by tool, with the pains and workarounds of those who use each."""
    uses = ToolUse.objects.live().filter(participant__in=taking_part(user))
    rows = with_reach(Tool.objects.visible_to(user).alphabetically(), uses, "tool", at="participant__")
    told = heard_mentions(user).filter(
        pain_point__archived_at=None,
        participant__tool_uses__archived_at=None,
        participant__tool_uses__tool=OuterRef("pk"),
    )
    own = told.order_by().values("participant__tool_uses__tool")
    ways = Count("workarounds", filter=Q(workarounds__archived_at=None), distinct=True)
    return rows.annotate(
        pains_told=Coalesce(Subquery(own.annotate(n=Count("pain_point", distinct=True)).values("n")), 0),
        ways_around=Coalesce(Subquery(own.annotate(n=ways).values("n")), 0),
    )


def root_causes(user: Any) -> QuerySet:
    """Where the chains of several interviews meet."""
    return RootCause.objects.visible_to(user).with_reach(user).with_firmness(user)


def named_like(rows: QuerySet, text: str, user: Any) -> QuerySet:
    """People by the name that the reader may see, or by their company."""
    return rows.named_like(text) | rows.filter(company__name__icontains=text)


def follow_ups(user: Any) -> QuerySet:
    """Promises and next contacts: due first, then later, then those that were done."""
    return FollowUp.objects.visible_to(user).archived_or_of_live().by_urgency().select_related("person", "owner")


def promised(rows: QuerySet, text: str, user: Any) -> QuerySet:
    """Follow-ups by their text and by whom they are about."""
    return rows.about(text, user)


def saved_views(user: Any) -> QuerySet:
    """Views that somebody shared or keeps for themselves."""
    return SavedView.objects.visible_to(user).alphabetically().select_related("owner")


BY_NAME = ("alphabetical", "pk")
PEOPLE = RecordList("people", people, BY_NAME, named_like, PeopleNarrowing)
COMPANIES = RecordList("companies", companies, BY_NAME, containing("name", "industry"), CompaniesNarrowing)
PERSONAS = RecordList("personas", personas, BY_NAME, containing("name", "summary"))
JOURNEYS = RecordList("journeys", journeys, BY_NAME, containing("title", "summary", "persona__name"))
STUDIES = RecordList("studies", studies, ("-pk",), containing("title", "goal"))
GUIDES = RecordList("guides", guides, BY_NAME, containing("title", "introduction"))
CODES = RecordList("codes", codes, ("theme", "nested", *BY_NAME), containing("name", "definition", "parent__name"))
TOOLS = RecordList("tools", tools, BY_NAME, containing("name", "description"))
ROOT_CAUSES = RecordList("root-causes", root_causes, ("-people", "-pk"), containing("title", "description"))
FOLLOW_UPS = RecordList("follow-ups", follow_ups, FollowUpQuerySet.URGENCY, promised, FollowUpsNarrowing)
SAVED_VIEWS = RecordList("saved-views", saved_views, BY_NAME, containing("name"))
