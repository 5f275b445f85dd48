"""A code's record."""

from __future__ import annotations

from typing import Any

from django import forms

from ..models import Code
from .record import RecordForm


class CodeForm(RecordForm):
    """A tag of the codebook: what it means, and the theme it stands under."""

    class Meta:
        model = Code
        fields = ["name", "parent", "definition", "colour"]
        labels = {"parent": "Stands under"}
        help_texts = {"parent": "Empty: it is a theme itself."}
        widgets = {"definition": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = Code.objects.live()
        if self.instance.pk:
            above = above.exclude(pk__in=Code.objects.with_descendants([self.instance.pk]))
        if self.instance.parent_id:
            above = above | Code.objects.filter(pk=self.instance.parent_id)
        self.fields["parent"].queryset = above
        self.fields["parent"].empty_label = "Nothing: a theme"
