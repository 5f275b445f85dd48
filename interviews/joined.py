"""Trees of whys from several interviews, joined at the root cause where chains of them end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from .hurts import Hurt, read_mentions, strongest_first
from .models import Grounds, Mention, RootCause, Why
from .models.pain_points import MentionQuerySet


@dataclass(frozen=True, slots=True)
class Tree:
    """The whys of one mention. `ends` are those that end in the root cause, `path` they and the whys above them."""

    hurt: Hurt
    ends: frozenset[int]
    path: frozenset[int]

    @property
    def on_path(self) -> list[Why]:
        """The whys that lead to the root cause, from the top down."""
        return [step.why for step in self.hurt.steps if step.why.pk in self.path]

    @property
    def grounds(self) -> Grounds:
        """How firmly the best of its chains stands."""
        return Grounds(max(why.path_grounds for why in self.on_path if why.pk in self.ends))


def leading_to(cause: RootCause, user: Any) -> MentionQuerySet:
    """The mentions that count, that `user` may read, and of whose whys one ends in the root cause; strongest first."""
    ending = Why.objects.live().filter(root_cause=cause, mention=OuterRef("pk"))
    return strongest_first(Mention.objects.heard().visible_to(user).filter(Exists(ending)))


def trees(mentions: MentionQuerySet, cause: RootCause, user: Any) -> list[Tree]:
    """The trees of these mentions, all loaded; the same few queries however many there are."""
    return [tree(hurt, cause) for hurt in read_mentions(mentions, user)]


def tree(hurt: Hurt, cause: RootCause) -> Tree:
    """The tree of one mention, with the way to the root cause marked."""
    whys = {step.why.pk: step.why for step in hurt.steps}
    ends = frozenset(pk for pk, why in whys.items() if why.root_cause_id == cause.pk)
    path: set[int] = set()
    for pk in ends:
        at: int | None = pk
        while at in whys and at not in path:
            path.add(at)
            at = whys[at].parent_id
    return Tree(hurt, ends, frozenset(path))


def weakest_link(joined: Sequence[Tree]) -> tuple[Why, Hurt] | None:
    """The least firm why on the way to the root cause, the first of them, with whose it is; None when all is confirmed.

    A chain is as strong as this: it is what to look harder at.
    """
    links = [(why, one.hurt) for one in joined for why in one.on_path]
    found = min(links, key=lambda link: link[0].effective_grounds.value, default=None)
    return found if found and found[0].effective_grounds != Grounds.CONFIRMED else None
