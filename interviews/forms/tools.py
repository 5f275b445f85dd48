"""A tool's record."""

from __future__ import annotations

from django import forms

from ..models import Tool
from .record import RecordForm


class ToolForm(RecordForm):
    """An entry of somebody's data stack."""

    class Meta:
        model = Tool
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())
