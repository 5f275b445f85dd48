"""What was said and noted, as it is read: whoever sees no names reads none of those who took part.

People are spoken to by their names, and no rule of querysets can leave those out of a text. So the field itself knows
how it reads: as with a foreign key two names belong to the column, `text` is what is read and `typed_text` what is
stored. Where nobody was said to read, as in a command, nothing is replaced: what reads there writes as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar

from django.apps import apps
from django.db import models

from accounts import reading
from search.prepared import listed

from ..naming import Hide, replacing_people


class Names:
    """The names of those who took part in interviews of which words were loaded while somebody reads. All interviews
    that wait are looked up in one query, as soon as words of one of them are read."""

    def __init__(self) -> None:
        self.waiting: set[int] = set()
        self.hiding: dict[int, Hide] = {}

    def hidden(self, text: str, interview: int) -> str:
        if interview not in self.hiding:
            self.waiting.add(interview)
            self._look_up()
        return self.hiding[interview](text)

    def _look_up(self) -> None:
        people: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
        there = apps.get_model("interviews", "Participant")._base_manager.filter(person__isnull=False)
        told = there.filter(interview__in=listed(self.waiting)).order_by("pk")
        person = apps.get_model("interviews", "Person")
        for interview, pk, name, pseudonym in told.values_list(
            "interview", "person", "person__name", "person__pseudonym"
        ):
            people[interview].append((name, f"‹{pseudonym or f'{person.PREFIX}-{pk}'}›"))
        self.hiding |= {one: replacing_people(people[one]) for one in self.waiting}
        self.waiting.clear()


def names() -> Names | None:
    """Those of the reading that goes on; None where names may be read, or nobody was said to read."""
    kept = reading.kept()
    return None if kept is None or reading.sees_names() else kept.setdefault(Names, Names())


def without_names(text: str, interview: int | None) -> str:
    """Words of an interview as they are read, where no field of ours holds them."""
    hiding = names()
    return hiding.hidden(text, interview) if hiding and interview and text else text


def stored_as_read(column: models.Field, key: int, text: str) -> str:
    """What a column of the row `key` held once, as it is read; only an interview knows its people by its own key."""
    of_interview = isinstance(column, Spoken) and column.model.INTERVIEW == "id"
    return without_names(text, key) if of_interview else text


def wait_for(interviews: Iterable[int]) -> None:
    """Say of which interviews words will be read, so that their people are looked up together."""
    if hiding := names():
        hiding.waiting.update(set(interviews) - hiding.hiding.keys())


class OfInterview(models.Model):
    """A row with words of an interview; those that are loaded are looked up together."""

    INTERVIEW: ClassVar[str] = "interview_id"

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Any:
        row = super().from_db(db, field_names, values)
        if interview := row.__dict__.get(cls.INTERVIEW):
            wait_for([interview])
        return row


class Spoken(models.Field):
    """A field whose name gives what may be read, and `typed_` before it what is stored. To set either is the same."""

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

        def read(row: Any) -> Any:
            text = getattr(row, typed)
            return without_names(text, getattr(row, row.INTERVIEW)) if isinstance(text, str) else text

        def write(row: models.Model, text: Any) -> None:
            setattr(row, typed, text)

        if not cls._meta.abstract:
            setattr(cls, name, property(read, write))


class SpokenText(Spoken, models.TextField):
    """A text of an interview."""
