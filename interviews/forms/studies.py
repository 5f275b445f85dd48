"""A study's record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from ..models import Guide, Study
from .record import RecordForm


class StudyForm(RecordForm):
    """A research question, with the guide its interviews start from."""

    class Meta:
        model = Study
        fields = ["title", "goal", "guide", "status"]
        widgets = {"goal": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guide"].queryset = Guide.objects.filter(Q(archived_at=None) | Q(pk=self.instance.guide_id))
        self.fields["guide"].empty_label = "None"
