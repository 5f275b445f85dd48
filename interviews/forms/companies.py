"""A company's record."""

from __future__ import annotations

from typing import Any

from django import forms

from ..models import Company
from .named import NamedForm


class CompanyForm(NamedForm):
    """What we keep of a company."""

    class Meta:
        model = Company
        fields = ["name", "own_organisation", "industry", "website", "summary"]
        labels = {"own_organisation": "This is our own organisation; its departments are internal customers"}
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}
        field_classes = {"website": forms.URLField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["website"].assume_scheme = "https"
