"""What could be linked: sources for a claim, and claims for a source, found by a few words or a reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from interviews.models import (
    Interview,
    Mention,
    PainPoint,
    Participant,
    Person,
    Quote,
    RootCause,
    Why,
    standing_words,
)
from interviews.reach import heard_mentions
from interviews.references import number_in, pattern

from .evidence import SOURCE_MODELS, TARGET_MODELS, Source, Target, kind_of
from .matching import found_by_what_is_read, matching
from .models import DataCheck, Document, Hypothesis, Requirement

FOUND = 6  # of each kind
LATEST = 50  # of which those are chosen that most people told


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row to choose. `said` is set for a customer's words, which are shown as such."""

    kind: str
    pk: int
    title: str
    about: str
    said: bool = False

    @property
    def value(self) -> str:
        """Kind and key, such as quote:12."""
        return f"{self.kind}:{self.pk}"

    @property
    def names(self) -> str:
        """The reference under which a text names it: its own, else the last that is told about it."""
        found = [match.group() for match in pattern().finditer(self.about)]
        return found[-1] if found else ""


Found = Iterator[Candidate]


def sources(text: str, user: Any, kind: str = "") -> list[Candidate]:
    """What contains `text`, of one kind or of all; without a text and a kind the latest pain points."""
    kinds = [kind] if kind else list(SOURCES) if text else ["pain_point"]
    return [one for each in kinds for one in SOURCES[each].find(text, user)]


def targets(text: str, user: Any, kind: str = "") -> list[Candidate]:
    """Hypotheses, requirements and documents that contain `text`; without one those that were changed last."""
    return [one for each in ([kind] if kind else TARGETS) for one in TARGETS[each].find(text, user)]


def to_name(text: str, user: Any) -> list[Candidate]:
    """What a text can name by a reference: sources, and hypotheses where words were typed."""
    found = sources(text, user)
    if text:
        found += targets(text, user, "hypothesis")
    return [one for one in found if one.names]


def pain_points(text: str, user: Any) -> Found:
    """Of the latest that match those that most people told."""
    latest = matching(PainPoint.objects.live().visible_to(user), text, "title", "description").order_by("-pk")[:LATEST]
    counted = PainPoint.objects.filter(pk__in=list(latest.values_list("pk", flat=True)))
    for row in counted.with_people(heard_mentions(user)).order_by("-people", "-pk")[:FOUND]:
        yield Candidate("pain_point", row.pk, row.title, f"{row.reference}, {told_by(row.people)}")


def mentions(text: str, user: Any) -> Found:
    """The latest mentions with these words, those of a pain point or interview whose reference was typed."""
    told = of_reference(text) or Q(title__icontains=text) | Q(pain_point__title__icontains=text)
    rows = heard_mentions(user).filter(told).select_related("participant__person", "interview", "pain_point")
    for row in rows.order_by("-interview__held_at", "pk")[:FOUND]:
        yield Candidate("mention", row.pk, row.title, f"Mention by {place_of(row)}")


def quotes(text: str, user: Any) -> Found:
    """The latest of the words that may be read; all of a pain point or interview whose reference was typed."""
    told = of_reference(text, "mentions__") or Q(text__icontains=text)
    rows = Quote.objects.readable_by(user).filter(told).distinct().with_voice()
    for row in rows.order_by("-interview__held_at", "pk")[:FOUND]:
        yield Candidate("quote", row.pk, row.text, f"{row.participant}, {row.interview.reference}", said=True)


def whys(text: str, user: Any) -> Found:
    """The latest answers with these words, those of a pain point or interview whose reference was typed."""
    told = of_reference(text, "mention__") or Q(text__icontains=text)
    rows = Why.objects.live().filter(told, mention__in=heard_mentions(user))
    rows = rows.select_related("mention__participant__person", "mention__interview", "mention__pain_point")
    for row in rows.order_by("-interview__held_at", "position", "pk")[:FOUND]:
        about = f"Why, {row.effective_grounds.label.lower()}: {place_of(row.mention)}"
        yield Candidate("why", row.pk, row.text, about)


def root_causes(text: str, user: Any) -> Found:
    """Of the latest that match those at which most people arrive."""
    latest = matching(RootCause.objects.live().visible_to(user), text, "title", "description").order_by("-pk")[:LATEST]
    counted = RootCause.objects.filter(pk__in=list(latest.values_list("pk", flat=True)))
    for row in counted.with_reach(user).order_by("-people", "-pk")[:FOUND]:
        yield Candidate("root_cause", row.pk, row.title, f"{row.reference}, {told_by(row.people)}")


def interviews(text: str, user: Any) -> Found:
    """The latest whole conversations, found by who took part, where they work, the study, or the reference."""
    people = Person.objects.visible_to(user).named_like(text)
    took_part = Participant.objects.filter(standing_words(), interview=OuterRef("pk"))
    named = Exists(took_part.filter(Q(person__in=people) | Q(company__name__icontains=text)))
    wanted = Q(pk=number_in(text, "INT") or 0) | Q(study__title__icontains=text) | Q(named)
    rows = Interview.objects.readable_by(user).filter(Exists(took_part), wanted if text else Q())
    for row in rows.with_people().select_related("study").order_by("-held_at", "-pk")[:FOUND]:
        who = " and ".join(str(one) for one in row.participants.all())
        day = f"{timezone.localdate(row.held_at):%-d %b %Y}"
        about = ", ".join(filter(None, (row.reference, day, row.study.title if row.study else "")))
        yield Candidate("interview", row.pk, f"Conversation with {who}", about)


def data_checks(text: str, user: Any) -> Found:
    """The latest claims tested on data, by what was asked and what came out."""
    rows = matching(DataCheck.objects.live().visible_to(user), text, "question", "result")
    rows = found_by_what_is_read(rows, text, user, "question", "result") if text else rows
    for row in rows[:FOUND]:
        about = f"Data check, {row.checked_on:%-d %b %Y}, {row.get_conclusion_display().lower()}"
        yield Candidate("data_check", row.pk, row.result, about)


def claims(model: type[Hypothesis | Document]) -> Callable[[str, Any], Found]:
    """How claims of a kind are found."""

    def find(text: str, user: Any) -> Found:
        rows = matching(model.objects.live().visible_to(user), text, "title").order_by("-updated_at", "-pk")
        rows = found_by_what_is_read(rows, text, user, "title") if text else rows
        for row in rows[:FOUND]:
            about = f"{row.reference}, {row.get_status_display().lower()}"
            yield Candidate(kind_of(row), row.pk, row.title, about)

    return find


def requirements(text: str, user: Any) -> Found:
    """Lines of documents by their words, all of the document whose reference was typed; without a text the latest."""
    rows = Requirement.objects.standing().visible_to(user).select_related("document")
    document, _, label = text.strip().upper().partition(" ")
    pk = number_in(document, Document.PREFIX)
    wanted = Q(text__icontains=text) | Q(document=pk or 0)
    if pk and label:
        number = label.removeprefix("R")
        wanted = Q(document=pk, number=int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0)
    rows = rows.filter(wanted)
    if text and not pk:
        rows = found_by_what_is_read(rows, text, user, "text")
    for row in rows.order_by("-document__updated_at", "document", "position", "number")[:FOUND]:
        yield Candidate("requirement", row.pk, row.text, f"{row.reference}, {row.document}")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record that can be linked, as a choice of the search."""

    label: str
    find: Callable[[str, Any], Found]


SOURCES = {
    "pain_point": Kind("Pain points", pain_points),
    "mention": Kind("Mentions", mentions),
    "quote": Kind("Quotes", quotes),
    "why": Kind("Whys", whys),
    "root_cause": Kind("Root causes", root_causes),
    "interview": Kind("Interviews", interviews),
    "data_check": Kind("Data checks", data_checks),
}
TARGETS = {
    "hypothesis": Kind("Hypotheses", claims(Hypothesis)),
    "requirement": Kind("Requirements", requirements),
    "document": Kind("Documents", claims(Document)),
}


def of_reference(text: str, mention: str = "") -> Q | None:
    """The condition when `text` is the reference of an interview or pain point; `mention` is the path to a mention."""
    if pk := number_in(text, "INT"):
        return Q(interview=pk)
    if pk := number_in(text, "PP"):
        return Q(**{f"{mention}pain_point": pk})
    return None


def place_of(mention: Mention) -> str:
    """Who told it, in which conversation, and of which pain point; all of it loaded before."""
    of = f", {mention.pain_point.reference}" if mention.pain_point else ""
    return f"{mention.participant}, {mention.interview.reference}{of}"


def told_by(people: int) -> str:
    return f"{people} {'person' if people == 1 else 'people'}"


def chosen(value: str, kinds: Iterable[str], user: Any) -> Source | Target | None:
    """The live record that a candidate's value names, if `user` may read it and it is of one of `kinds`."""
    kind, _, key = value.partition(":")
    models = {**SOURCE_MODELS, **TARGET_MODELS}
    if kind not in kinds or not (key.isascii() and key.isdigit()) or len(key) > 18:
        return None
    rows = readable(models[kind], user).filter(pk=int(key), archived_at__isnull=True)
    return (rows.standing() if kind == "requirement" else rows).first()


def readable(model: Any, user: Any) -> QuerySet:
    """The rows of a model that `user` may read: of what somebody said only that of which the words may be shown."""
    if model is Quote:
        return Quote.objects.readable_by(user)
    mentions = Mention.objects.visible_to(user).filter(standing_words("participant__"))
    if model is Mention:
        return mentions
    return Why.objects.filter(mention__in=mentions) if model is Why else model.objects.visible_to(user)
