"""makemigrations that says the constraints and indexes of a table where the table is made."""

from typing import Any
from unittest.mock import patch

from django.core.management.commands import makemigrations
from django.db.migrations.operations.models import IndexOperation


def is_of(operation: IndexOperation, name: str, app_label: str) -> bool:
    """Whether a constraint or an index is of that model; none of ours says anything of another one."""
    return operation.model_name_lower == name.lower()


class Command(makemigrations.Command):
    """Folds them into the CreateModel before them, also where other models are made in between.

    Added to a table that exists, each makes SQLite copy the table and Django build the models around it again; over a
    hundred of them took more of a first start than everything else. Django itself does not fold across another model,
    for it takes every constraint to be of every model.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        with patch.object(IndexOperation, "references_model", is_of):
            super().handle(*args, **options)
