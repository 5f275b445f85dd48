"""Who may take back an act of the journal."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.apps import apps
from django.db import models

from .models import Act
from .seen import sees_all

OF_ONE = ("interviews.comment", "interviews.savedview")  # what belongs to one of us: nobody else undoes their acts


def may_undo(act: Act, user: Any) -> bool:
    """Whether the act can still be taken back, by who did it or by somebody who may see every record it changed."""
    if act.done_by_id == user.pk:
        return act.is_undoable
    if act.kind not in (Act.Kind.MERGED, Act.Kind.SPLIT) and act.changes.filter(model__in=OF_ONE).exists():
        return False
    keys: defaultdict[type[models.Model], set[int]] = defaultdict(set)
    # What belongs to one of us follows the record it is about, which is among the others.
    others = act.changes.exclude(model__in=OF_ONE)
    for label, key in others.values_list("model", "key") if act.is_undoable else ():
        keys[apps.get_model(label)].add(key)
    return act.is_undoable and all(sees_all(model, touched, user) for model, touched in keys.items())


def is_of_one(act: Act) -> bool:
    """Whether the act changed nothing but comments or saved views, which those who only read have as well."""
    return act.changes.exists() and not act.changes.exclude(model__in=OF_ONE).exists()
