"""Open ends: chains of whys that nobody has named a root cause for, put together with those that say the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F
from django.utils import timezone

from .models import Act, Interview, RootCause, Why
from .models.kept import kept
from .models.whys import WhyQuerySet
from .similar import TitleIndex

COMPARED = 1000  # the newest open ends, and as many that were named
TOGETHER = 12  # whys in one group
OFFERED = 3  # root causes for a group


@dataclass(slots=True)
class Group:
    """Whys that say the same, the one it was made for first, and the root causes that may be theirs, likeliest first.

    A root cause has `people`, those who came to it.
    """

    whys: list[Why]
    causes: list[RootCause] = field(default_factory=list)

    @property
    def lead(self) -> Why:
        return self.whys[0]


def newest(ends: WhyQuerySet) -> WhyQuerySet:
    """The last told first."""
    return ends.order_by("-pk")


def groups(page: Sequence[int], user: Any) -> list[Group]:
    """A group for each of these open ends that is not in the group of one before it. Seven queries, however many."""
    texts = dict(newest(Why.objects.open_ends(user)).values_list("pk", "text")[:COMPARED])
    texts |= dict(Why.objects.open_ends(user).filter(pk__in=page).values_list("pk", "text"))
    index = TitleIndex()
    index.take(texts)
    found: list[list[int]] = []
    taken: set[int] = set()
    for pk in page:
        if pk in texts and pk not in taken:
            scores = index.alike(texts[pk])
            alike = sorted(scores.keys() - taken - {pk}, key=lambda one: (-scores[one], -one))
            found.append([pk, *alike[: TOGETHER - 1]])
            taken.update(found[-1])
    return with_causes(found, texts, user)


def together(page: Sequence[int], text: str, user: Any) -> list[Group]:
    """One group of these open ends, which somebody found by the words `text`."""
    return with_causes([list(page)], dict.fromkeys(page, text), user) if page else []


def with_causes(found: list[list[int]], texts: dict[int, str], user: Any) -> list[Group]:
    """Load the whys of the groups, and offer each the root causes that its first one sounds like."""
    keys = {pk for group in found for pk in group}
    told = ("mention__pain_point", "mention__participant__person", "mention__participant__company", "interview")
    whys = Why.objects.select_related(*told).in_bulk(keys)
    likely = Likely(user)
    offered = [likely.for_text(texts[group[0]]) for group in found]
    wanted = {cause for causes in offered for cause in causes}
    causes = RootCause.objects.filter(pk__in=wanted).with_reach(user).in_bulk()
    return [
        Group([whys[pk] for pk in group], [causes[pk] for pk in fitting])
        for group, fitting in zip(found, offered, strict=True)
    ]


class Likely:
    """Which root causes a why may end in: those called alike, and those that whys ended in which say the same.

    Only what `user` may read is compared, so that nothing of a restricted interview shows through.
    """

    def __init__(self, user: Any) -> None:
        causes = RootCause.objects.live().visible_to(user)
        self.titles, self.named = TitleIndex(), TitleIndex()
        self.titles.take(dict(causes.order_by("-pk").values_list("pk", "title")[:COMPARED]))
        readable = kept(Interview.objects.visible_to, user)
        heard = Why.objects.heard().filter(interview__in=readable, root_cause__in=causes)
        ends = list(newest(heard).values_list("pk", "text", "root_cause")[:COMPARED])
        self.named.take({pk: text for pk, text, _ in ends})
        self.ends_in = {pk: cause for pk, _, cause in ends}

    def for_text(self, text: str) -> list[int]:
        """The keys of the likeliest root causes."""
        scores: defaultdict[int, float] = defaultdict(float, self.titles.alike(text))
        for pk, score in self.named.alike(text).items():
            scores[self.ends_in[pk]] = max(scores[self.ends_in[pk]], score)
        return sorted(scores, key=lambda pk: (-scores[pk], pk))[:OFFERED]


def name_cause(keys: Collection[int], title: str, known: RootCause | None, user: Any) -> tuple[RootCause, int, Act]:
    """Let these open ends end in `known`, or in the root cause called `title`, made when there is none; one act.

    Returns the root cause, for how many it was done (the others were named or grew meanwhile), and the act.
    """
    with Act.by(user, Act.Kind.CHANGED_MANY) as act:
        open_now = Why.objects.open_ends(user).filter(pk__in=keys).values_list("pk", flat=True)
        rows = Why.objects.select_for_update().filter(pk__in=list(open_now), root_cause__isnull=True)
        locked = [why.pk for why in rows.order_by("pk")]
        cause = known or RootCause.objects.called(title, user, min(keys))
        named = Why.objects.filter(pk__in=locked)
        act.watch(named, members=False)
        named.update(root_cause=cause, version=F("version") + 1, updated_at=timezone.now())
    return cause, len(locked), act
