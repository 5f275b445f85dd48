"""Names of tables and columns as both databases read them."""

from __future__ import annotations

from django.db import models


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def key_of(model: type[models.Model]) -> str:
    """The quoted column of the primary key."""
    return quoted(str(model._meta.pk.column))
