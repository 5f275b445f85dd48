"""What can be said about an interview beside its log: who may read it, and how far its words may travel."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User

from ..models import Interview, Participant
from .days import DayInput, sensible_day
from .ids import SeveralField
from .record import KeptForm


class ReadersForm(KeptForm):
    """Who may read an interview. It has a version of its own: it must not get into the way of whoever is logging."""

    counter = "readers_version"

    class Meta:
        model = Interview
        fields = ["restricted", "readers"]
        labels = {"restricted": "Only the people named below may read it", "readers": "Who may read it"}
        help_texts = {"restricted": "Interviewers, whoever logged it, and admins always can."}
        widgets = {"readers": forms.CheckboxSelectMultiple}
        field_classes = {"readers": SeveralField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].queryset = User.objects.active()

    def save(self, commit: bool = True) -> Interview:
        """Save who may read it and nothing else of the interview."""
        self.instance.save(update_fields=["restricted", "updated_at"])
        self.instance.readers.set(self.cleaned_data["readers"])
        return self.instance


class ConsentForm(KeptForm):
    """How far what a participant said may travel, and until when."""

    counter = "consent_version"

    class Meta:
        model = Participant
        fields = ["consent", "consent_expires_on"]
        labels = {"consent": "What they said may be quoted", "consent_expires_on": "Until"}
        help_texts = {"consent_expires_on": "The words are hidden from the day after. Empty: no end."}
        widgets = {"consent_expires_on": DayInput, "consent": forms.RadioSelect}

    def clean_consent_expires_on(self) -> Any:
        day = self.cleaned_data["consent_expires_on"]
        if day is not None:
            sensible_day(day)
        return day

    def save(self, commit: bool = True) -> Participant:
        """Save these two fields and nothing else: a withdrawal that comes meanwhile stays."""
        self.instance.save(update_fields=self.Meta.fields)
        return self.instance
