"""Forms for records: an optimistic version, and both texts when two people edited at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import BaseConstraint

from ..models import Record, Stale

UNKNOWN = 0  # the version of a form that does not say which one it was filled from; no row has it


class RecordForm(forms.ModelForm):
    """A form for a Record. Save with `save_by`, which raises Stale when somebody else saved in between.

    A form that does not say which version it was filled from may have been overtaken, and counts as such.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version
        self.conflicts: list[tuple[forms.BoundField, str]] = []

    def _get_validation_exclusions(self) -> set[str]:
        """Rules about live rows only are checked as well, though nobody types whether a row is archived."""
        return super()._get_validation_exclusions() - {"archived_at"}

    def validate_constraints(self) -> None:
        """Say what a rule of the database refuses at the field it is about."""
        exclude = self._get_validation_exclusions()
        for model, constraints in self.instance.get_constraints():
            for constraint in constraints:
                try:
                    constraint.validate(model, self.instance, exclude=exclude)
                except ValidationError as error:
                    self.add_error(self.field_about(constraint), error)

    def field_about(self, constraint: BaseConstraint) -> str | None:
        """The field that the name of the constraint speaks of, such as `name` in `company_name_once`."""
        return next((name for name in self.fields if f"_{name}_" in constraint.name), None)

    @transaction.atomic
    def save_by(self, user: Any) -> Record:
        """Save the valid form for `user`, claiming the next version of an existing row."""
        if self.instance.pk:
            self.instance.claim(self.cleaned_data["version"] or UNKNOWN)
        else:
            self.instance.created_by = user
        return self.save()

    def take_conflict(self, stale: Stale) -> None:
        """Keep what was typed, show what is stored beside it, and let the next save go on from the stored version."""
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        theirs = type(self)(instance=stored)
        for name in self.fields:
            if name != "version" and self.fields[name].has_changed(theirs[name].value(), self[name].data):
                self.conflicts.append((self[name], shown(theirs, name)))
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = stored.version
        self.add_error(None, "Somebody else saved this while you were editing. Compare, then save again.")


def shown(form: forms.ModelForm, name: str) -> str:
    """The value of a field of `form` as people read it: the label of a choice, the names of related rows."""
    value = form[name].value()
    choices = getattr(form.fields[name], "choices", None)
    if choices is None:
        return "" if value is None else str(value)
    chosen = {str(getattr(one, "pk", one)) for one in (value if isinstance(value, list | tuple) else [value])}
    return ", ".join(str(label) for key, label in choices if str(key) in chosen)
