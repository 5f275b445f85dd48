"""A tool's record."""

from __future__ import annotations

from django import forms

from ..models import Tool
from .named import NamedForm


class ToolForm(NamedForm):
    """An entry of somebody's data stack."""

    class Meta:
        model = Tool
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}
