"""Naming where several chains of whys end."""

from __future__ import annotations

from typing import Any

from django import forms

from ..models import Mention, RootCause, Why
from .ids import SeveralField

NOTHING_CHOSEN = {"required": "Tick at least one why."}


class NameEndsForm(forms.Form):
    """Open ends, and a root cause for all of them: one we know, or one by its title, which wins."""

    why = SeveralField(Why.objects.none(), error_messages=NOTHING_CHOSEN)
    known = forms.ModelChoiceField(RootCause.objects.none(), required=False)
    title = forms.CharField(max_length=RootCause._meta.get_field("title").max_length, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].queryset = Why.objects.live().filter(mention__in=Mention.objects.heard().visible_to(user))
        self.fields["known"].queryset = RootCause.objects.live().visible_to(user)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if not self.errors and not (told["title"] or told["known"]):
            self.add_error("title", "Choose a root cause, or type a new one.")
        return told

    @property
    def cause(self) -> RootCause | None:
        """The known root cause that was chosen, unless a title was typed."""
        known: RootCause | None = self.cleaned_data["known"]
        return None if self.cleaned_data["title"] else known

    @property
    def problem(self) -> str:
        """What is wrong, in a sentence or two."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)
