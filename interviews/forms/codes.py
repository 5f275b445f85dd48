"""A code's record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.versions import Versioned

from ..models import Act, Code
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


class CodeMoveForm(Versioned, forms.Form):
    """Under which code a code stands; under none it is a theme."""

    parent = forms.ModelChoiceField(Code.objects.none(), required=False, label="Stands under")
    row: Code

    def __init__(self, *args: Any, code: Code, **kwargs: Any) -> None:
        self.row = code
        super().__init__(*args, **kwargs)
        below = Code.objects.with_descendants([code.pk])
        self.fields["parent"].queryset = Code.objects.live().exclude(pk__in=below)
        self.fields["parent"].empty_label = "Nothing: a theme"
        self.fields["parent"].initial = code.parent_id

    def clean(self) -> dict[str, Any]:
        """A name is there once under each code."""
        cleaned = super().clean() or self.cleaned_data
        if "parent" in cleaned:
            self.row.parent = cleaned["parent"]
            try:
                self.row.validate_constraints()
            except ValidationError as refused:
                self.add_error("parent", ValidationError(refused.messages))
        return cleaned

    def save_by(self, user: Any) -> Act:
        """Move the code with all that stands below it; returns the act."""
        with Act.by(user, Act.Kind.EDITED) as act:
            act.watch(self.row)
            self.claim()
            self.row.save(update_fields=["parent", "updated_at"])
        return act

    def as_stored(self) -> CodeMoveForm:
        return CodeMoveForm(code=Code.objects.get(pk=self.row.pk))
