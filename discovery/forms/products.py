"""Data products as people type them."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from interviews.forms.record import RecordForm

from ..models import DataProduct


class DataProductForm(RecordForm):
    """What it is called, who answers for it, and what it is for."""

    written = ("name", "purpose")
    in_our_words = ("name",)

    class Meta:
        model = DataProduct
        fields = ("name", "owner", "area", "purpose")
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"purpose": "Who uses it, and what for."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.writers()
