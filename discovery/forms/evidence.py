"""Linking evidence: what to link, what it says, and why it matters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from ..candidates import chosen
from ..evidence import Source, Target
from ..models import Evidence


class LinkForm(forms.Form):
    """One choice of a list of candidates, with stance and reason."""

    chosen = forms.CharField(
        max_length=40, error_messages={"required": "Choose what to link: search for it, then pick it."}
    )
    stance = forms.ChoiceField(choices=Evidence.Stance.choices, initial=Evidence.Stance.SUPPORTS)
    reason = forms.CharField(label="Why it matters", max_length=500, required=False)

    def __init__(self, *args: Any, kinds: Iterable[str], user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds, self.user = tuple(kinds), user

    def clean_chosen(self) -> Source | Target:
        """The record that was picked; it may have been archived in the meantime."""
        record = chosen(self.cleaned_data["chosen"], self.kinds, self.user)
        if record is None:
            raise forms.ValidationError("This is no longer there. Search again.")
        return record
