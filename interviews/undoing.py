"""Who may take back an act of the journal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.apps import apps

from .models import Act, Change
from .seen import unseen

OF_ONE = ("interviews.comment", "interviews.savedview")  # what belongs to one of us: nobody else undoes their acts
MOVED_ALONG = (Act.Kind.MERGED, Act.Kind.SPLIT)  # there it follows the record it is about, which is among the others


def undoable(acts: Iterable[Act], user: Any) -> set[int]:
    """Those of `acts`, by key, that `user` can still take back: their own, and those all whose records they may see.

    Who only reads takes back no more than what they did to what is theirs. A few queries for each kind of row.
    """
    still = [act for act in acts if act.is_undoable]
    own = {act.pk for act in still if act.done_by_id == user.pk}
    if not user.can_edit:
        of_all = Change.objects.filter(act__in=own).exclude(model__in=OF_ONE)
        return own - set(of_all.values_list("act", flat=True))
    return own | seen_whole([act for act in still if act.pk not in own], user)


def seen_whole(acts: Iterable[Act], user: Any) -> set[int]:
    """Those of `acts`, by key, that changed nothing but rows which `user` may see and which belong to no one of us."""
    kinds = {act.pk: act.kind for act in acts}
    kept_back: set[int] = set()
    told: defaultdict[str, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    changes = Change.objects.filter(act__in=kinds).order_by().values_list("act", "model", "key")
    for act, label, key in changes.distinct():
        if label not in OF_ONE:
            told[label][key].add(act)
        elif kinds[act] not in MOVED_ALONG:
            kept_back.add(act)
    for label, by_key in told.items():
        kept_back.update(*(by_key[pk] for pk in unseen(apps.get_model(label), by_key, user)))
    return kinds.keys() - kept_back


def may_undo(act: Act, user: Any) -> bool:
    """Whether `user` can still take the act back."""
    return act.pk in undoable([act], user)


def is_of_one(act: Act) -> bool:
    """Whether the act changed nothing but comments or saved views, which those who only read have as well."""
    return act.changes.exists() and not act.changes.exclude(model__in=OF_ONE).exists()
