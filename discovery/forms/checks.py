"""Data checks as people type them."""

from __future__ import annotations

from django import forms

from interviews.forms.record import RecordForm

from ..models import DataCheck


class DataCheckForm(RecordForm):
    """What was asked of data, where, what came out, and what we conclude. What it settles is chosen where it begins."""

    written = ("question", "source", "result")
    in_our_words = ("question", "result")

    class Meta:
        model = DataCheck
        fields = ("question", "source", "result", "checked_on", "conclusion")
        widgets = {
            "source": forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
            "result": forms.Textarea(attrs={"rows": 3}),
            "checked_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "conclusion": forms.RadioSelect,
        }
