"""Which rows somebody may see, of any model and any app: what merging moves, what an act changed, what is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .models import Change, Interview, Mention, Mergeable
from .models.kept import kept


def reads(user: Any) -> tuple[Any, ...]:
    """All that what somebody may read depends on, besides the rows themselves."""
    return user.pk, user.role, user.can_edit, user.can_see_names, timezone.localdate()


def seen_by(user: Any, rows: models.QuerySet) -> models.QuerySet:
    """Those of `rows` that `user` may see.

    What was merged is seen by whoever sees what it was merged into, a link of a many-to-many field by whoever sees both
    its ends, and what says nothing of readers as its interview is.
    """
    model = rows.model
    if model._meta.auto_created:
        for end in filter(lambda column: column.is_relation, model._meta.concrete_fields):
            ends = seen_by(user, end.related_model._base_manager.all())
            rows = rows.filter(**{f"{end.name}__in": ends.values("pk")})
        return rows
    readable = model._default_manager.all()
    if hasattr(readable, "visible_to"):
        seen = Q(pk__in=readable.visible_to(user).values("pk"))
        if hasattr(model, "merged_into"):
            seen |= Q(merged_into__in=readable.visible_to(user).values("pk"))
        return rows.filter(seen)
    if any(column.name == "interview" for column in model._meta.concrete_fields):
        return rows.filter(interview__in=kept(Interview.objects.visible_to, user))
    return rows


def unseen(model: type[models.Model], keys: Collection[int], user: Any) -> set[int]:
    """The keys of those of these rows that are there and that `user` may not see."""
    there = model._base_manager.filter(pk__in=list(keys))
    return set(there.values_list("pk", flat=True)) - set(seen_by(user, there).values_list("pk", flat=True))


def hiding(acts: Collection[Any], user: Any) -> set[int]:
    """Those of `acts`, by key, that changed something `user` may not see or whose words were taken back. One or two
    queries for each kind of row."""
    told: defaultdict[str, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    changes = Change.objects.filter(act__in=acts).order_by().values_list("act", "model", "key")
    for act, label, key in changes.distinct() if acts else ():
        told[label][key].add(act)
    found: set[int] = set()
    for label, by_key in told.items():
        model = apps.get_model(label)
        seen = set(seen_by(user, model._base_manager.filter(pk__in=list(by_key))).values_list("pk", flat=True))
        if model is Mention:
            seen -= set(Mention.objects.taken_back().filter(pk__in=seen).values_list("pk", flat=True))
        found.update(*(by_key[pk] for pk in by_key.keys() - seen))
    return found


def nameless(rows: Sequence[Mergeable], user: Any) -> dict[int, Mergeable]:
    """Those of `rows`, of one kind, that were merged and whose own names `user` may not know, each with what stands for
    it; no query where none was merged.

    A title or name may be known only from what came along when it was merged.
    """
    merged = [row for row in rows if row.merged_into_id]
    if not merged:
        return {}
    label, keys = merged[0]._meta.label_lower, [row.pk for row in merged]
    changes = Change.objects.filter(model=label, field="merged_into", key__in=keys)
    acts = dict(changes.order_by("act_id").values_list("key", "act"))
    hidden = hiding(set(acts.values()), user)
    return {row.pk: row.standing for row in merged if acts.get(row.pk) in hidden}
