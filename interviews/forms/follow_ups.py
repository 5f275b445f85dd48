"""A follow-up's record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone

from accounts.models import User

from ..models import FollowUp, NoteLine, Person
from ..notes.dates import leading_date
from .days import DayInput, sensible_day
from .record import RecordForm


class FollowUpForm(RecordForm):
    """A promise, or the next contact with a person."""

    class Meta:
        model = FollowUp
        fields = ["text", "due_on", "person", "owner"]
        labels = {"text": "What to do", "due_on": "Due", "owner": "Who does it"}
        widgets = {"due_on": DayInput, "text": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given = {"user": user}
        people = Person.objects.visible_to(user).filter(Q(archived_at=None) | Q(pk=self.instance.person_id))
        self.fields["person"].queryset = people
        self.fields["owner"].queryset = User.objects.active()
        self.fields["person"].empty_label = self.fields["owner"].empty_label = "Nobody"
        if not self.instance.pk:
            self.fields["owner"].initial = user.pk
        if self.instance.line and self.instance.line.state == NoteLine.State.LIVE:
            for name in ("text", "due_on"):
                self.fields[name].disabled = True
                self.fields[name].help_text = "It stands in the notes of the interview: change it there."

        if self.instance.by_cadence:
            self.fields["person"].disabled = True
            self.fields["person"].help_text = "The cadence of this person planned it."

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day is not None:
            sensible_day(day)
        return day


class SnoozeForm(forms.Form):
    """Until when a follow-up rests: words that the notes know, such as `next week`, or a day; `now` ends its rest."""

    until = forms.CharField(required=False, max_length=40)
    day = forms.DateField(required=False, widget=DayInput)

    def clean(self) -> dict[str, Any]:
        """Puts the day into `until`; None ends the rest."""
        words, day = self.cleaned_data.get("until", ""), self.cleaned_data.get("day")
        if words == "now":
            return {"until": None}
        today = timezone.localdate()
        if words:
            read = leading_date(words, today)
            day = read[0] if read and read[1] == len(words) else None
        if day is None or day <= today:
            raise ValidationError("Choose a day after today.")
        sensible_day(day)
        return {"until": day}
