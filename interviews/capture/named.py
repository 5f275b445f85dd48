"""Records that are known by their name alone: companies and tools."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from ..models import Mergeable

R = TypeVar("R", bound=Mergeable)


def tidy(name: str) -> str:
    """A name as it is stored: without blanks around it, one blank between words."""
    return " ".join(name.split())


def named(model: type[R], name: str, user: Any) -> R:
    """The live row of this name, whatever its case; else the one in the archive, taken out; else a new one."""
    found = find(model, name, user)
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return model._default_manager.create_by(user, name=name)
    except IntegrityError:  # somebody else created it a moment ago
        return same_name(model, name).get(archived_at__isnull=True)


def find(model: type[R], name: str, user: Any = None) -> R | None:
    """The row of this name, taken out of the archive when it is only there; what was merged leads to its survivor."""
    found = same_name(model, name).order_by(models.F("archived_at").asc(nulls_first=True), "pk").first()
    found = found.standing if found else None
    if found is not None and found.is_archived:
        found.restore(user)
    return found


def same_name(model: type[R], name: str) -> models.QuerySet[R]:
    """Rows of this name, merged ones too, compared as the unique constraint of the model compares."""
    return model._base_manager.alias(lower_name=Lower("name")).filter(lower_name=Lower(Value(name)))
