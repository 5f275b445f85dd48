"""What lists of records can be narrowed to besides a search: the one definition of their further keys."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from accounts.models import User

from ..models import Company, FollowUp, Person, Persona, Standing
from .add_one import AddOne
from .filter_fields import ChosenField, DayField
from .ids import SeveralField

YES_OR_NO = [("", "Any"), ("yes", "Yes"), ("no", "No")]
PLANNED = [("", "Any"), ("due", "Due or overdue"), ("open", "Planned"), ("none", "Nothing planned")]


class Narrowing(forms.Form):
    """The further keys of a list, none here. Empty values say nothing; `left` gives the rows that the others leave.

    Keys in SEVERAL can be repeated: their values are alternatives, the keys have to hold together.
    """

    SEVERAL: ClassVar[tuple[str, ...]] = ()

    def __init__(self, query: QueryDict, user: Any) -> None:
        said = query.copy()
        for key in self.base_fields:
            said.setlist(key, [value for value in said.getlist(key) if value])
        super().__init__(said, auto_id="narrow-%s")
        self.user = user
        self.offer(user)

    def offer(self, user: Any) -> None:
        """Offer what `user` may know of."""

    @property
    def problems_by_key(self) -> dict[str, str]:
        """What is wrong with the values, in a sentence for each key."""
        return {key: f"“{key}”: {' '.join(errors)}" for key, errors in self.errors.items()}

    @property
    def visible(self) -> list[forms.BoundField]:
        """The fields somebody fills in; what only links set is not among them."""
        return self.visible_fields()

    @property
    def in_use(self) -> list[tuple[str, str, str]]:
        """The choices in force as (key, value in the address, words)."""
        found: list[tuple[str, str, str]] = []
        for name, value in self.cleaned_data.items() if self.is_valid() else ():
            label = str(self.fields[name].label)
            if name in self.SEVERAL:
                found += [(name, str(getattr(one, "pk", one)), self.word(name, one)) for one in value]
            elif isinstance(value, date):
                found.append((name, str(value), f"{label.lower()} {value.day} {value:%b %Y}"))
            elif value:
                found.append((name, str(value), f"{label}: {self.word(name, value)}"))
        return found

    def word(self, name: str, value: Any) -> str:
        """A chosen value as people read it."""
        if isinstance(value, Model):
            return str(value)
        return str(dict(getattr(self.fields[name], "choices", ())).get(value, value))

    def left(self, rows: QuerySet) -> QuerySet:
        """Those of `rows` that the choices leave."""
        return rows


def several(label: str, **kwargs: Any) -> SeveralField:
    return SeveralField(queryset=None, required=False, label=label, widget=kwargs.pop("widget", AddOne), **kwargs)


def not_heard(rows: QuerySet, since: date) -> QuerySet:
    """Those who were not heard since that day, or never."""
    day = timezone.make_aware(datetime.combine(since, time.min))
    return rows.filter(Q(last_heard_at__lt=day) | Q(last_heard_at__isnull=True))


class PeopleNarrowing(Narrowing):
    """What the list of people can be narrowed to."""

    SEVERAL = ("persona", "company")

    persona = several("Persona")
    company = several("Company")
    department = forms.CharField(required=False, label="Department", max_length=120)
    decision_maker = forms.ChoiceField(required=False, label="Decides", choices=YES_OR_NO)
    not_heard_since = DayField(required=False, label="Not heard since")
    follow_up = forms.ChoiceField(required=False, label="Follow-up", choices=PLANNED)

    def offer(self, user: Any) -> None:
        self.fields["persona"].queryset = Persona.objects.visible_to(user)
        self.fields["company"].queryset = Company.objects.visible_to(user)

    def left(self, rows: QuerySet) -> QuerySet:
        """People of these personas and companies as they are now."""
        chosen = self.cleaned_data
        for name in self.SEVERAL:
            rows = rows.filter(**{f"{name}__in": chosen[name]}) if chosen[name] else rows
        if chosen["department"]:
            rows = rows.filter(department__iexact=chosen["department"])
        if chosen["decision_maker"]:
            rows = rows.filter(decision_maker=chosen["decision_maker"] == "yes")
        if chosen["not_heard_since"]:
            rows = not_heard(rows, chosen["not_heard_since"])
        return self.owed(rows, chosen["follow_up"])

    def owed(self, rows: QuerySet, follow_up: str) -> QuerySet:
        """Those to whom something is due, or planned, or nothing."""
        if not follow_up:
            return rows
        theirs = FollowUp.objects.visible_to(self.user).filter(person=OuterRef("pk"))
        if follow_up == "due":
            return rows.filter(Exists(theirs.due()))
        return rows.filter(Exists(theirs.coming_up()) if follow_up == "open" else ~Exists(theirs.coming_up()))


class CompaniesNarrowing(Narrowing):
    """What the list of companies can be narrowed to."""

    SEVERAL = ("persona",)

    persona = several("Persona")
    decision_maker = forms.ChoiceField(required=False, label="Decision-maker known", choices=YES_OR_NO)
    not_heard_since = DayField(required=False, label="Not heard since")

    def offer(self, user: Any) -> None:
        self.fields["persona"].queryset = Persona.objects.visible_to(user)

    def left(self, rows: QuerySet) -> QuerySet:
        """Companies where somebody of these personas works, or somebody who decides."""
        chosen = self.cleaned_data
        there = Person.objects.live().visible_to(self.user).filter(company=OuterRef("pk"))
        if chosen["persona"]:
            rows = rows.filter(Exists(there.filter(persona__in=chosen["persona"])))
        if chosen["decision_maker"]:
            decides = Exists(there.filter(decision_maker=True))
            rows = rows.filter(decides if chosen["decision_maker"] == "yes" else ~decides)
        return not_heard(rows, chosen["not_heard_since"]) if chosen["not_heard_since"] else rows


class FollowUpsNarrowing(Narrowing):
    """What the list of follow-ups can be narrowed to."""

    SEVERAL = ("when", "owner", "person")

    when = ChosenField(required=False, label="When", choices=Standing.choices, widget=AddOne(choices=Standing.choices))
    owner = several("Who does it")
    person = several("Person", widget=forms.MultipleHiddenInput)

    def offer(self, user: Any) -> None:
        self.fields["owner"].queryset = User.objects.all()
        self.fields["person"].queryset = Person.objects.visible_to(user)

    def left(self, rows: QuerySet) -> QuerySet:
        """Follow-ups that come up then, of these colleagues, owed to these people."""
        chosen = self.cleaned_data
        for name in ("owner", "person"):
            rows = rows.filter(**{f"{name}__in": chosen[name]}) if chosen[name] else rows
        return rows.standing(chosen["when"]) if chosen["when"] else rows
