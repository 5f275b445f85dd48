"""Hypotheses as people type them."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from interviews.forms.record import RecordForm

from ..models import Hypothesis


class HypothesisForm(RecordForm):
    """What we believe, how far we are, and who sees to it."""

    class Meta:
        model = Hypothesis
        fields = ("title", "change", "status", "owner")
        widgets = {"change": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"title": "The belief in one sentence that could turn out wrong."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.writers()
