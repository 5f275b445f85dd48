"""A view somebody saves: its name, and who has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Max

from ..models import SavedView
from .record import RecordForm


class SavedViewForm(RecordForm):
    """A saved view, new or changed. `why_not_shared` says why everybody cannot have a view; empty when they can."""

    class Meta:
        model = SavedView
        fields = ["name", "shared", "pinned"]
        labels = {"shared": "For everybody", "pinned": "In front of the others"}
        help_texts = {"shared": "Everybody reads its name and what it filters by. Each sees only the rows they may."}
        widgets = {"name": forms.TextInput(attrs={"autofocus": True, "data-select": True})}
        error_messages = {"name": {"required": "Give it a name."}}

    def __init__(self, *args: Any, why_not_shared: Callable[[SavedView], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given = {"why_not_shared": why_not_shared}

    def clean_shared(self) -> bool:
        """Only what everybody may know of is shared."""
        shared: bool = self.cleaned_data["shared"]
        if shared and (problem := self.given["why_not_shared"](self.instance)):
            self.add_error("shared", problem)
        return shared

    def save_by(self, user: Any) -> SavedView:
        """Save the valid form for `user`; a new view stands behind the others."""
        if not self.instance.pk:
            last = SavedView.objects.of_list(self.instance.of).aggregate(last=Max("position"))["last"]
            self.instance.position = 0 if last is None else last + 1
        return super().save_by(user)
