"""What was said and noted, as it is read: whoever sees no names reads none of those who took part.

People are spoken to by their names, and no rule of querysets can leave those out of a text. So the field itself knows
how it reads: as with a foreign key two names belong to the column, `text` is what is read and `typed_text` what is
stored. Where nobody was said to read, as in a command, nothing is replaced: what reads there writes as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, ClassVar, NamedTuple

from django.apps import apps
from django.db import models
from django.db.models import F, QuerySet, Value

from accounts import reading
from search.prepared import listed

from ..naming import Hiding, Masked, replacing_people
from .read_otherwise import ReadOtherwise


class About(NamedTuple):
    """Whose names words may say: of those who took part in an interview, of somebody they are about, and of those who
    took part where a mention was told. Keys."""

    interview: int | None = None
    person: int | None = None
    mention: int | None = None


class Names:
    """The names of those who took part in interviews of which words were loaded while somebody reads. All interviews
    that wait are looked up in one query, as soon as words of one of them are read."""

    def __init__(self) -> None:
        self.waiting: set[About] = set()
        self.hiding: dict[About, Hiding] = {}

    def hidden(self, text: str, about: About) -> str:
        return self.of(about)(text)

    def of(self, about: About) -> Hiding:
        if about not in self.hiding:
            self.waiting.add(about)
            self._look_up()
        return self.hiding[about]

    def _look_up(self) -> None:
        people: defaultdict[tuple[int, int | None], dict[int, tuple[str, str]]] = defaultdict(dict)
        person = apps.get_model("interviews", "Person")
        for place, key, pk, name, pseudonym in self._told():
            people[place, key][pk] = name, f"‹{pseudonym or f'{person.PREFIX}-{pk}'}›"
        for about in self.waiting:
            own = {pk: told for one in enumerate(about) for pk, told in people[one].items()}
            self.hiding[about] = replacing_people(told for _, told in sorted(own.items()))
        self.waiting.clear()

    def _told(self) -> QuerySet:
        """Everybody they may name: the place in `About`, the key there, and who it is."""
        there = apps.get_model("interviews", "Participant")._base_manager.filter(person__isnull=False)
        persons = apps.get_model("interviews", "Person")._base_manager.all()
        asked = (there, "interview", "person__"), (persons, "pk", ""), (there, "interview__mentions", "person__")
        parts = []
        for place, (rows, path, who) in enumerate(asked):
            if keys := {key for about in self.waiting if (key := about[place])}:
                own = rows.order_by().annotate(place=Value(place), key=F(path)).filter(key__in=listed(keys))
                parts.append(own.values_list("place", "key", f"{who}pk", f"{who}name", f"{who}pseudonym"))
        return parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]


def names() -> Names | None:
    """Those of the reading that goes on; None where names may be read, or nobody was said to read."""
    kept = reading.kept()
    return None if kept is None or reading.sees_names() else kept.setdefault(Names, Names())


def without_names(text: str, interview: int | None) -> str:
    """Words of an interview as they are read, where no field of ours holds them."""
    return as_read(text, About(interview))


def as_read(text: str, about: About) -> str:
    """Words as they are read."""
    hiding = names()
    return hiding.hidden(text, about) if hiding and any(about) and text else text


def masked(text: str, interview: int) -> Masked:
    """The same, to be cut where the text as it is stored is: what begins in front of a cut stands there as a whole."""
    hiding = names()
    return hiding.of(About(interview)).masked(text) if hiding and text else Masked(text)


def stored_as_read(column: models.Field, row: models.Model | None, text: str) -> str:
    """What a column of `row` held once, as it is read."""
    return as_read(text, row.about) if isinstance(column, Spoken) and isinstance(row, OfInterview) else text


def wait_for(interviews: Iterable[int]) -> None:
    """Say of which interviews words will be read, so that their people are looked up together."""
    wait(About(one) for one in interviews)


def wait(words: Iterable[About]) -> None:
    if hiding := names():
        hiding.waiting.update({about for about in words if any(about)} - hiding.hiding.keys())


class OfInterview(models.Model):
    """A row with words of an interview; those that are loaded are looked up together."""

    INTERVIEW: ClassVar[str] = "interview_id"
    PERSON: ClassVar[str] = ""  # whom they are about, where that need not be somebody who took part
    MENTION: ClassVar[str] = ""  # what they were stated for, where they are of no interview themselves

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Any:
        row = super().from_db(db, field_names, values)
        wait([About(*(row.__dict__.get(column) for column in (cls.INTERVIEW, cls.PERSON, cls.MENTION)))])
        return row

    @property
    def about(self) -> About:
        """Whose names may stand in its words."""
        return About(*(getattr(self, one) if one else None for one in (self.INTERVIEW, self.PERSON, self.MENTION)))


class Spoken(ReadOtherwise):
    """A field with words in which names may stand."""

    def as_read(self, row: Any, text: str) -> str:
        return stored_as_read(self, row, text)


class SpokenText(Spoken, models.TextField):
    """A text of an interview."""


class SpokenLine(Spoken, models.CharField):
    """A line of an interview."""
