"""Which pain points something is being done about, and what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from interviews.models import PainPoint, Quote, Why, standing_words
from interviews.models.pain_points import PainPointQuerySet
from interviews.panels import Deed, register_addressed
from interviews.reach import heard_mentions

from .evidence import TARGET_MODELS, standing
from .models import Evidence
from .models.evidence import EvidenceQuerySet


def to_pain_point(user: Any) -> dict[str, Q]:
    """From a link to the pain point it is about: itself, or that of the mention, quote or why, as long as those stand.

    Each path with that condition.
    """
    quotes = Quote.objects.live().filter(standing_words("participant__"), pk=OuterRef("quote"))
    whys = Why.objects.live().filter(pk=OuterRef("why"))

    def heard(mention: str) -> Exists:
        # Asked of each of the few links: a list of all mentions would be made for every question.
        return Exists(heard_mentions(user).filter(pk=OuterRef(mention)))

    return {
        "pain_point": Q(),
        "mention__pain_point": Q(heard("mention")),
        "quote__mentions__pain_point": Q(Exists(quotes), heard("quote__mentions")),
        "why__mention__pain_point": Q(Exists(whys), heard("why__mention")),
    }


# The claim that takes up a pain point, from a link: what a requirement takes up, its document does.
CLAIMS = {"hypothesis": F("hypothesis"), "document": Coalesce("document", "requirement__document")}


def taking_up(target: str = "") -> EvidenceQuerySet:
    """Links by which a claim takes up a pain point, those to hypotheses or to documents only when `target` says so.

    A claim takes up what supports it and what is its context; what challenges it is not addressed by it. Whether the
    reader may know of a source is said once, by the way that leads from it to a pain point: asked of every link again
    it would nest deeper than SQLite can read.
    """
    links = standing().exclude(stance=Evidence.Stance.CHALLENGES)
    return links.annotate(claim=CLAIMS[target]).filter(claim__isnull=False) if target else links


def addressed(user: Any, target: str = "") -> PainPointQuerySet:
    """The pain points that a hypothesis or document takes up, by words that `user` may hear; to be narrowed to those
    that `user` may see."""
    return PainPoint.objects.filter(taken_up(user, target))


def not_addressed(user: Any) -> PainPointQuerySet:
    """The pain points that nothing takes up, to be narrowed likewise."""
    return PainPoint.objects.exclude(taken_up(user))


MANY = 5  # people, from whom on a pain point belongs in some document
NAMED = 5


@dataclass(frozen=True, slots=True)
class Orphans:
    """Pain points of many people that no document takes up: how many there are, and those of most people."""

    count: int = 0
    loudest: Sequence[PainPoint] = ()


def in_no_document(user: Any) -> Orphans:
    """What `user` may hear from many people and finds in no document; two queries."""
    left = PainPoint.objects.live().exclude(taken_up(user, "document"))
    told = heard_mentions(user).filter(pain_point__in=left.values("pk")).order_by().values("pain_point")
    by_people = told.annotate(people=Count("participant__person", distinct=True)).filter(people__gte=MANY)
    people = {row["pain_point"]: row["people"] for row in by_people.order_by("-people", "-pain_point")}
    rows = PainPoint.objects.visible_to(user).in_bulk(list(people)[:NAMED]) if people else {}
    for pk, row in rows.items():
        row.people = people[pk]
    return Orphans(len(people), [rows[pk] for pk in people if pk in rows])


def taken_up(user: Any, target: str = "") -> Q:
    """The condition under which a pain point is taken up.

    One pass over the links, each of which has one source: asking for the sources one by one takes a database longer to
    plan than to answer.
    """
    paths, stand = to_pain_point(user), Q()
    for path, stands in paths.items():
        stand |= Q(stands, **{f"{path}__isnull": False})
    links = taking_up(target).filter(stand).order_by()
    return Q(pk__in=links.annotate(about=Coalesce(*paths)).values("about"))


def deeds(user: Any, target: str) -> Mapping[int, Sequence[Deed]]:
    """The hypotheses or documents that take up each pain point that is taken up; one query."""
    model: Any = TARGET_MODELS[target]
    paths, about = to_pain_point(user), Q()
    for path, stands in paths.items():
        about |= Q(stands, **{f"{path}__isnull": False})
    rows = taking_up(target).filter(about).order_by("claim").values_list("claim", *paths)
    found: dict[int, dict[int, Deed]] = {}
    for claim, *pain_points in rows:
        record = model(pk=claim)
        for pk in set(filter(None, pain_points)):
            found.setdefault(pk, {})[claim] = Deed(record.reference, record.get_absolute_url())
    return {pk: list(done.values()) for pk, done in found.items()}


def register() -> None:
    """Offer nothing, hypothesis and document as choices of the explorer."""
    register_addressed("nothing", "Nothing yet", not_addressed, rest=True)
    register_addressed(
        "hypothesis",
        "Hypothesis",
        lambda user: addressed(user, "hypothesis"),
        lambda user: deeds(user, "hypothesis"),
    )
    register_addressed(
        "document", "Document", lambda user: addressed(user, "document"), lambda user: deeds(user, "document")
    )
