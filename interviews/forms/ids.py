"""Several records by id, where an id may be anything that somebody put into an address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

LARGEST = 2**63 - 1


class SeveralField(forms.ModelMultipleChoiceField):
    """Refuses an id that no database could hold, which would otherwise be an error of the database."""

    def _check_values(self, value: Iterable[Any]) -> Any:
        values = list(value)
        for one in values:
            text = str(one)
            if not (text.isascii() and text.isdigit() and int(text[:20]) <= LARGEST):
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": text[:40]}
                )
        return super()._check_values(values)
