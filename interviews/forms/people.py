"""Somebody's record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from ..models import Company, Consent, Person, Persona
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
            "cadence_days",
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
        self.fields["consent"].choices = [("", "As given in each interview"), *Consent.choices]

    def clean_cadence_days(self) -> int | None:
        days = self.cleaned_data["cadence_days"]
        if days == 0:
            raise ValidationError("At least one day; leave it empty for no rhythm.")
        return days

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_consent_expires_on(self) -> Any:
        day = self.cleaned_data["consent_expires_on"]
        if day is not None:
            sensible_day(day)
        return day
