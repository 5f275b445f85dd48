"""Evidence in both directions: linking a source to what is concluded of it, and finding where a source is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from interviews.models import Act, Interview, Mention, PainPoint, Person, Quote, Record, RootCause, Why
from interviews.reach import heard_mentions

from .models import DataCheck, Document, Evidence, Hypothesis, Requirement
from .models.evidence import EvidenceQuerySet

SOURCE_MODELS = {
    "pain_point": PainPoint,
    "mention": Mention,
    "quote": Quote,
    "why": Why,
    "root_cause": RootCause,
    "interview": Interview,
    "data_check": DataCheck,
}
TARGET_MODELS: dict[str, type[Any]] = {"hypothesis": Hypothesis, "requirement": Requirement, "document": Document}

Source = PainPoint | Mention | Quote | Why | RootCause | Interview | DataCheck
Target = Hypothesis | Requirement | Document

# From the page of a record to the evidence it has a part in: its own, and that of what belongs to it.
PATHS = {
    "pain_point": ("pain_point", "mention__pain_point", "quote__mentions__pain_point", "why__mention__pain_point"),
    "mention": ("mention", "quote__mentions", "why__mention"),
    "quote": ("quote", "mention__quotes", "why__quotes"),
    "why": ("why", "quote__whys", "mention__whys", "data_check__why"),
    "data_check": ("data_check",),
    "root_cause": ("root_cause", "why__root_cause"),
    "interview": ("interview", "quote__interview", "mention__interview", "why__interview"),
    "person": (
        "interview__participants__person",
        "quote__participant__person",
        "mention__participant__person",
        "why__mention__participant__person",
    ),
}
# From a mention to the page, for the evidence of the pain point that is told there; and from a why, for that of the
# root cause its chain ends in.
TOLD = {
    "mention": "pk",
    "quote": "quotes",
    "why": "whys",
    "interview": "interview",
    "person": "participant__person",
}
ENDING = {
    "pain_point": "mention__pain_point",
    "mention": "mention",
    "quote": "quotes",
    "why": "pk",
    "interview": "interview",
    "person": "mention__participant__person",
}
PAGES = {**SOURCE_MODELS, "person": Person}


def kind_of(record: Any) -> str:
    """The name of the record's model in evidence and addresses, such as pain_point."""
    return str(record._meta.verbose_name).replace(" ", "_")


@transaction.atomic
def link(source: Source, target: Target, *, stance: str, reason: str, user: Any) -> Evidence:
    """Let `source` speak for, against or beside `target`. It freezes a quote; a link that was undone comes back."""
    pair = {kind_of(source): source, kind_of(target): target}
    with Act.by(user, Act.Kind.EDITED) as act:
        # Made in the archive and taken out, so that undo puts it there.
        made = {"stance": stance, "reason": reason, "created_by": user, "archived_at": timezone.now()}
        evidence, _ = Evidence.objects.get_or_create(**pair, defaults=made)
        act.watch(evidence)
        evidence.stance, evidence.reason = stance, reason
        evidence.archived_at = evidence.archived_by = None
        evidence.version += 1
        evidence.save()
        if isinstance(source, Quote):
            act.watch(source)
            source.freeze()
        act.remark(target, "Evidence was linked")
    return evidence


def unlink(evidence: Evidence, user: Any) -> None:
    """Take a link away; it stays in the archive."""
    with Act.by(user, Act.Kind.EDITED) as act:
        evidence.archive(user)
        act.remark(evidence.target, "Evidence was unlinked")


def relink(evidence: Evidence, user: Any) -> None:
    """Bring back a link that was taken away."""
    with Act.by(user, Act.Kind.EDITED) as act:
        evidence.restore(user)
        act.remark(evidence.target, "Evidence was linked again")


def used_in(page: str, pk: int, user: Any) -> EvidenceQuerySet:
    """Live links to live targets in which the record `pk`, read on `page`, has a part; those `user` may read.

    Links of a pain point or root cause lead on to who told it, as far as `user` may hear that.
    """
    heard, part = heard_mentions(user), Q()
    for path in PATHS[page]:
        part |= Q(**{path: pk})
    if page in TOLD:
        part |= Q(pain_point__in=heard.filter(**{TOLD[page]: pk}).values("pain_point"))
    if page in ENDING:
        ends = Why.objects.live().filter(mention__in=heard.values("pk"), **{ENDING[page]: pk})
        part |= Q(root_cause__in=ends.values("root_cause"))
    found = Evidence.objects.filter(part).values("pk")
    return live(user).filter(pk__in=found)


def links_for(
    document: Document,
    rows: Iterable[Requirement],
    records: Mapping[str, Record],
    user: Any,
    stood_on: Iterable[Evidence] | None = None,
) -> list[Evidence]:
    """The links to the document, to its requirements and to the hypotheses among `records`, those it names, weighed
    together once. A version gives the links it stood on; else those of now count."""
    wanted = Q(hypothesis__in=[one.pk for one in records.values() if isinstance(one, Hypothesis)])
    if stood_on is None:
        wanted |= Q(document=document) | Q(requirement__in=[row.pk for row in rows])
    return [*(stood_on or ()), *live(user).filter(wanted)]


def live(user: Any) -> EvidenceQuerySet:
    """Links that stand, to targets that stand, from sources `user` may read."""
    return standing().visible_to(user)


def standing() -> EvidenceQuerySet:
    """Links that stand, to targets that stand, whoever may read their sources."""
    claims = ("hypothesis", "document", "requirement", "requirement__document")
    stand = {f"{claim}__archived_at__isnull": True for claim in claims}
    return Evidence.objects.live().filter(**stand)
