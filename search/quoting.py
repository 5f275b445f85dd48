"""Names of tables and columns as both databases read them, and what they need to know of an index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.db import models


class Indexed(Protocol):
    """What is declared of an index."""

    name: str
    named: Sequence[str]
    spelled: bool

    def columns(self, model: type[models.Model]) -> list[str]:
        """The columns of all fields."""

    def open_columns(self, model: type[models.Model]) -> list[str]:
        """The columns that everybody searches."""


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def key_of(model: type[models.Model]) -> str:
    """The quoted column of the primary key."""
    return quoted(str(model._meta.pk.column))
