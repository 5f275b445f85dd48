"""Fields that read otherwise than they are stored."""

from __future__ import annotations

from typing import Any

from django.db import models


class ReadOtherwise(models.Field):
    """A field whose name gives what may be read, and `typed_` before it what is stored, as with a foreign key two names
    belong to the column. To set either is the same."""

    def as_read(self, row: Any, text: str) -> str:
        """What may be read of the text that `row` holds here."""
        raise NotImplementedError

    def deconstruct(self) -> Any:
        """Migrations know it as the column that it is."""
        name, _, args, kwargs = super().deconstruct()
        return name, f"django.db.models.{self.get_internal_type()}", args, kwargs

    def get_attname(self) -> str:
        return f"typed_{self.name}"

    def get_attname_column(self) -> tuple[str, str]:
        return self.get_attname(), self.db_column or self.name

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only=private_only)
        typed = self.attname

        def read(row: models.Model) -> Any:
            text = getattr(row, typed)
            return self.as_read(row, text) if isinstance(text, str) and text else text

        def write(row: models.Model, text: Any) -> None:
            setattr(row, typed, text)

        if not cls._meta.abstract:
            setattr(cls, name, property(read, write))
