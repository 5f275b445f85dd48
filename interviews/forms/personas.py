"""A persona's record."""

from __future__ import annotations

from django import forms

from ..models import Persona
from .record import RecordForm


class PersonaForm(RecordForm):
    """The portrait of a kind of customer."""

    class Meta:
        model = Persona
        fields = ["name", "side", "summary", "responsibilities", "goals"]
        labels = {
            "goals": "Would call it a good week if",
            "responsibilities": "Responsible for",
            "side": "Where they work",
        }
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in ("summary", "responsibilities", "goals")}
