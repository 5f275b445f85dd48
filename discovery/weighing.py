"""Evidence as it is read: whose words, how firmly we know, how many people; the same few queries for any number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import QuerySet
from django.utils.formats import date_format

from interviews.models import Grounds, Interview, Mention, PainPoint, Participant, Quote, RootCause, Why
from interviews.models.pain_points import MentionQuerySet

from .evidence import Target
from .models import SOURCES, DataCheck, Evidence
from .voices import behind, voice, withdrew

ONE_OF = {"companies": "work at one company", "interviewers": "were heard by one interviewer"}
WITHDRAWN, UNQUOTABLE, GONE = "Withdrawn", "Not for quoting", "No longer there"

Read: TypeAlias = dict[tuple[str, int], dict[str, Any]]  # what is told of each source, by its kind and key


@dataclass(frozen=True, slots=True)
class Weighed:
    """One source of a claim. `hidden` says why there are no words; `people` and `companies` stand behind it, those
    who are `withdrawn` no longer."""

    evidence: Evidence
    kind: str
    reference: str
    url: str
    fact: str = ""  # in our words
    quote: Quote | None = None  # in theirs
    who: Participant | None = None
    grounds: Grounds | None = None
    people: frozenset[int] = frozenset()
    companies: frozenset[int] = frozenset()
    interviewers: frozenset[int] = frozenset()
    unknown: frozenset[str] = frozenset()  # which of these are not known of everybody behind it
    withdrawn: frozenset[int] = frozenset()
    hidden: str = ""
    refuted: bool = False  # data said that it is not so

    @property
    def stance(self) -> str:
        """What it does to the claim: a check that came out against what it asked does not support it, whatever was
        chosen when it was linked."""
        chosen = self.evidence.stance
        return Evidence.Stance.CHALLENGES if self.refuted and chosen == Evidence.Stance.SUPPORTS else chosen

    @property
    def label(self) -> str:
        """What kind of source it is, for people."""
        return self.kind.replace("_", " ").capitalize()

    @property
    def withdrew(self) -> str:
        """How many of several withdrew; where nobody is left `hidden` says so."""
        return "" if self.hidden else withdrew(self.withdrawn, self.people)


@dataclass(frozen=True, slots=True)
class Tally:
    """Sources of one stance, firmest first, and the people behind them, each counted once."""

    sources: Sequence[Weighed]

    def every(self, field: str) -> frozenset[int]:
        """The different ones that all sources have of `field`."""
        return frozenset[int]().union(*(getattr(source, field) for source in self.sources))

    def together(self, field: str) -> int:
        return len(self.every(field))

    @property
    def people(self) -> int:
        return self.together("people")

    @property
    def companies(self) -> int:
        return self.together("companies")

    @property
    def withdrew(self) -> str:
        """How many of those who stood behind it withdrew; who still does by another source did not."""
        return withdrew(self.every("withdrawn"), self.every("people"))

    @property
    def one_sided(self) -> str:
        """What to say when several people have one company, or one of us who asked them, in common."""
        if self.people < 2:
            return ""
        unknown = frozenset[str]().union(*(source.unknown for source in self.sources))
        common = [word for field, word in ONE_OF.items() if self.together(field) == 1 and field not in unknown]
        return f"All of them {' and '.join(common)}." if common else ""

    @property
    def hidden(self) -> int:
        """How many sources have no words to show."""
        return sum(bool(source.hidden) for source in self.sources)

    def heaviest_last(self) -> Sequence[Weighed]:
        return self.sources[::-1]


@dataclass(frozen=True, slots=True)
class Use:
    """A claim that something has a part in, with the ways that lead to it."""

    target: Target
    ways: Sequence[Weighed]


def by_target(weighed: Iterable[Weighed]) -> list[Use]:
    """Each claim once, with every source through which it is reached, in the order in which they come."""
    ways: dict[Target, list[Weighed]] = {}
    for one in weighed:
        ways.setdefault(one.evidence.target, []).append(one)
    return [Use(target, found) for target, found in ways.items()]


def tallies(weighed: Iterable[Weighed]) -> dict[str, Tally]:
    """The sources by stance: supports, challenges, context."""
    by_stance: dict[str, list[Weighed]] = {stance: [] for stance in Evidence.Stance.values}
    for one in weighed:
        by_stance[one.stance].append(one)
    return {stance: Tally(sorted(ones, key=weight)) for stance, ones in by_stance.items()}


def weight(one: Weighed) -> tuple[int, int, int]:
    """What comes first: what is firmest, then what most people stand behind, then what was linked first."""
    return -(one.grounds or 0), -len(one.people), one.evidence.pk


def weigh(evidence: Iterable[Evidence], user: Any) -> list[Weighed]:
    """Read links, in their order, as `user` may read them."""
    rows = list(evidence)
    read = read_sources(rows, user)
    return [weighed(row, read) for row in rows]


def read_sources(rows: Sequence[Evidence], user: Any, named: Mapping[str, Collection[int]] | None = None) -> Read:
    """What the links start from, and the sources of `named` (keys by kind), as `user` may read them. The same few
    queries for each kind, however many there are."""
    read: Read = {}
    for kind in SOURCES:
        ids = {pk for row in rows if (pk := getattr(row, f"{kind}_id"))} | set((named or {}).get(kind, ()))
        if ids:
            read.update({(kind, pk): facts for pk, facts in READERS[kind](ids, user).items()})
    return read


def weighed(row: Evidence, read: Read) -> Weighed:
    kind, pk = source_key(row)
    facts = read.get((kind, pk), {"hidden": GONE, "reference": "", "url": ""})
    return Weighed(evidence=row, kind=kind, **facts)


def source_key(row: Evidence) -> tuple[str, int]:
    """The kind and key of what the link starts from."""
    return next((kind, pk) for kind in SOURCES if (pk := getattr(row, f"{kind}_id")))


def counted_mentions(user: Any) -> MentionQuerySet:
    return Mention.objects.heard().visible_to(user)


def pain_points(ids: set[int], user: Any) -> dict[int, dict[str, Any]]:
    """Pain points: our words, the words that lead, and everybody who told it; of those withdrawn the reference."""
    heard = counted_mentions(user)
    told = Mention.objects.live().visible_to(user).filter(pain_point__in=ids)
    voices = behind(told, "pain_point", "participant__")
    rows = list(PainPoint.objects.visible_to(user).filter(pk__in=ids).with_grounds(heard))
    without = map(PainPoint.without_words, ids.difference(row.pk for row in rows))
    leads = Quote.objects.readable_by(user).leads(heard.filter(pain_point__in=ids)).with_voice()
    quotes = {quote.lead_of: quote for quote in leads}
    withdrawn = {
        row.pk: {
            "reference": row.reference,
            "url": row.get_absolute_url(),
            **voices.get(row.pk, {}),
            "hidden": WITHDRAWN,
        }
        for row in without
    }
    return withdrawn | {
        row.pk: {
            "reference": row.reference,
            "url": row.get_absolute_url(),
            "fact": row.title,
            "quote": quotes.get(row.pk),
            "who": quotes[row.pk].participant if row.pk in quotes else None,
            "grounds": Grounds(row.grounds) if row.grounds else None,
            **voices.get(row.pk, {}),
            "hidden": GONE if row.is_archived else "",
        }
        for row in rows
    }


def mentions(ids: set[int], user: Any) -> dict[int, dict[str, Any]]:
    """Mentions: the line as it was typed, by whoever told it."""
    heard = set(counted_mentions(user).filter(pk__in=ids).values_list("pk", flat=True))
    rows = with_speaker(Mention.objects.filter(pk__in=ids).with_grounds(), "")
    return {row.pk: told(row.participant, row.title, row.grounds, row.pk in heard, row.archived_at) for row in rows}


def whys(ids: set[int], user: Any) -> dict[int, dict[str, Any]]:
    """Whys, as firm as the chain they stand in."""
    heard = counted_mentions(user)
    there = set(Why.objects.live().filter(pk__in=ids, mention__in=heard).values_list("pk", flat=True))
    rows = with_speaker(Why.objects.filter(pk__in=ids), "mention__")
    return {
        row.pk: told(row.mention.participant, row.text, row.path_grounds, row.pk in there, row.archived_at)
        for row in rows
    }


def with_speaker(rows: QuerySet, at: str) -> QuerySet:
    paths = [f"{at}participant__{part}" for part in ("person", "company", "interview")]
    return rows.select_related(*paths).prefetch_related(f"{at}participant__interview__interviewers")


def told(who: Participant, text: str, grounds: int, stands: bool, gone: Any) -> dict[str, Any]:
    """What a participant told, or the reason why it is not shown."""
    place = {"reference": who.interview.reference, "url": who.interview.get_absolute_url()}
    if not stands:
        return {**place, **without_words(who, bool(gone or who.interview.is_archived))}
    return {**place, "fact": text, "who": who, "grounds": Grounds(grounds), **voice(who, who.interview)}


def without_words(who: Participant, gone: bool) -> dict[str, Any]:
    """What is told of somebody whose words are hidden: why, and that it is one who withdrew."""
    return {"hidden": GONE} if gone else {"hidden": WITHDRAWN, "withdrawn": frozenset({who.person_id or -who.pk})}


def quotes(ids: set[int], user: Any) -> dict[int, dict[str, Any]]:
    """Quotes: their words, as long as they may be shown."""
    readable = set(Quote.objects.readable_by(user).filter(pk__in=ids).values_list("pk", flat=True))
    withdrawn = set(Quote.objects.withdrawn().filter(pk__in=ids).values_list("pk", flat=True))
    led = Quote.objects.filter(pk__in=ids).prefetch_related("interview__interviewers")
    found = {}
    for row in led.with_voice():
        place = {"reference": row.interview.reference, "url": row.interview.get_absolute_url()}
        if row.pk in readable:
            facts = {
                "quote": row,
                "who": row.participant,
                "grounds": Grounds.STATED,
                **voice(row.participant, row.interview),
            }
            found[row.pk] = {**place, "url": row.get_absolute_url(), **facts}
        elif row.pk in withdrawn:
            found[row.pk] = {**place, **without_words(row.participant, gone=False)}
        else:
            gone = row.archived_at or row.interview.is_archived
            found[row.pk] = {**place, "hidden": GONE if gone else UNQUOTABLE}
    return found


def root_causes(ids: set[int], user: Any) -> dict[int, dict[str, Any]]:
    """Root causes, with everybody whose chain ends there."""
    told = Mention.objects.live().visible_to(user).filter(pain_point__isnull=False)
    ends = Why.objects.live().filter(mention__in=told, root_cause__in=ids)
    voices = behind(ends, "root_cause", "mention__participant__")
    rows = RootCause.objects.with_reach(user).filter(pk__in=ids)
    return {
        row.pk: {
            "reference": row.reference,
            "url": row.get_absolute_url(),
            "fact": row.title,
            "grounds": Grounds(row.grounds) if row.grounds else None,
            **voices.get(row.pk, {}),
            "hidden": GONE if row.is_archived else "",
        }
        for row in rows
    }


def interviews(ids: set[int], user: Any) -> dict[int, dict[str, Any]]:
    """Whole conversations, with those who took part and did not withdraw; the first of these is named."""
    there = Participant.objects.filter(interview__in=ids)
    standing = there.exclude(pk__in=there.withdrawn().values("pk"))
    voices = behind(there, "interview", "")
    named: dict[int, Participant] = {}
    for one in standing.select_related("person", "company").order_by("interview", "position"):
        named.setdefault(one.interview_id, one)
    found = {}
    for row in Interview.objects.filter(pk__in=ids):
        who = named.get(row.pk)
        facts = {"reference": row.reference, "url": row.get_absolute_url()}
        hidden = GONE if row.is_archived else "" if who else WITHDRAWN
        words = {} if hidden else {"fact": f"Conversation with {who}", "who": who, "grounds": Grounds.STATED}
        found[row.pk] = {**facts, **words, **voices.get(row.pk, {}), "hidden": hidden}
    return found


def data_checks(ids: set[int], user: Any) -> dict[int, dict[str, Any]]:
    """What data said, as firm as data is unless it left the question open; nobody stands behind it. A check of a why
    goes with the words of the why."""
    gone = {"reference": "", "url": "", "hidden": WITHDRAWN}
    return dict.fromkeys(ids, gone) | {
        row.pk: {
            "reference": f"Data check, {date_format(row.checked_on, 'j F Y')}",
            "url": row.get_absolute_url(),
            "fact": row.result,
            "grounds": None if row.conclusion == DataCheck.Conclusion.OPEN else Grounds.CONFIRMED,
            "refuted": row.conclusion == DataCheck.Conclusion.REFUTED,
            "hidden": GONE if row.is_archived else "",
        }
        for row in DataCheck.objects.visible_to(user).filter(pk__in=ids)
    }


READERS = {
    "pain_point": pain_points,
    "mention": mentions,
    "quote": quotes,
    "why": whys,
    "root_cause": root_causes,
    "interview": interviews,
    "data_check": data_checks,
}
