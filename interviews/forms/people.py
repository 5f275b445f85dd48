"""Somebody's record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from .. import touch
from ..models import Act, Company, Consent, Person, Persona
from ..models.people import LONGEST_CADENCE, CadenceUnit
from .days import DayInput, sensible_day
from .record import RecordForm


class PersonForm(RecordForm):
    """What we keep of a person: who they are now, how to reach them, how far their words may travel."""

    class Meta:
        model = Person
        fields = [
            "name",
            "pseudonym",
            "role",
            "company",
            "department",
            "persona",
            "decision_maker",
            "email",
            "contact",
            "cadence_every",
            "cadence_unit",
            "consent",
            "consent_expires_on",
        ]
        labels = {
            "decision_maker": "Decides about money or priorities",
            "consent": "At most, their words may be quoted",
        }
        widgets = {"consent_expires_on": DayInput, "contact": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given = {"user": user}
        for name, model in (("company", Company), ("persona", Persona)):
            offered = model.objects.live().visible_to(user)
            own = Q(pk=getattr(self.instance, f"{name}_id"))
            self.fields[name].queryset = model.objects.filter(Q(pk__in=offered.values("pk")) | own)
            self.fields[name].empty_label = "Not known"
        self.fields["cadence_unit"].choices = CadenceUnit.choices
        self.initial["cadence_unit"] = self.instance.cadence_unit or CadenceUnit.WEEKS
        self.cadence_before = self.instance.cadence
        self.fields["consent"].choices = [("", "As given in each interview"), *Consent.choices]

    def clean_cadence_every(self) -> int | None:
        every = self.cleaned_data["cadence_every"]
        if every is not None and not 1 <= every <= LONGEST_CADENCE:
            raise ValidationError(f"Between 1 and {LONGEST_CADENCE}; leave it empty for no rhythm.")
        return every

    def clean_cadence_unit(self) -> str:
        """A unit goes with a number; weeks where none was named."""
        every = self.cleaned_data.get("cadence_every")
        return (self.cleaned_data["cadence_unit"] or CadenceUnit.WEEKS) if every else ""

    def save_by(self, user: Any) -> Any:
        """Save as one act; a new cadence plans the next contact in it."""
        kind = Act.Kind.EDITED if self.instance.pk else Act.Kind.CREATED
        with Act.by(user, kind) as act:
            person = super().save_by(user)
            if person.cadence != self.cadence_before:
                touch.cadence_set(act, person, user)
        return person

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_consent_expires_on(self) -> Any:
        day = self.cleaned_data["consent_expires_on"]
        if day is not None:
            sensible_day(day)
        return day
