"""The id of what was picked from the suggestions of a field."""

from __future__ import annotations

from typing import Any

from django import forms


class PickedField(forms.Field):
    """An id, or None for anything that is none: what was typed in the visible field decides then."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_python(self, value: Any) -> int | None:
        text = str(value or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
