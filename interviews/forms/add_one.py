"""One more choice of a filter, beside those in force."""

from __future__ import annotations

from typing import Any

from django import forms


class AddOne(forms.SelectMultiple):
    """Adds one more choice to those in force, which the form carries along."""

    allow_multiple_selected = False

    def use_required_attribute(self, initial: Any) -> bool:
        """Nothing has to be added. Django would read the choices once more to find out."""
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, [], attrs)
        context["widget"]["optgroups"].insert(0, (None, [self.create_option(name, "", "Any", True, 0)], 0))
        return context
