"""Documents as people type them."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import User
from interviews.forms.record import RecordForm

from ..models import Document

LONGEST = 200_000  # characters: a book chapter, and still rendered in a blink


class DocumentForm(RecordForm):
    """A document in Markdown."""

    body = forms.CharField(
        label="Text",
        max_length=LONGEST,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24}),
        help_text="Markdown. References such as PP-131, INT-49 or HYP-12 become links.",
    )

    class Meta:
        model = Document
        fields = ("title", "kind", "status", "owner", "body")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = User.objects.writers()
