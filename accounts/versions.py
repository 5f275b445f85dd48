"""Optimistic versions: nobody saves over somebody else unseen. Here, because every app edits rows.

A form says which version of its row it was filled from. When that is no longer the stored one, nothing is saved: the
form keeps what was typed, shows what is stored beside it, and its next save goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Model

UNKNOWN = 0  # the version of a form that does not say which one it was filled from; no row has it
OVERTAKEN = "Somebody else saved this while you were editing. Compare, then save again."


class Stale(Exception):
    """The row was saved by somebody else since it was read; `record` is the row as it was read."""

    def __init__(self, record: Model) -> None:
        super().__init__(f"{record._meta.verbose_name} {record.pk} was changed by somebody else")
        self.record = record


def claim(row: Model, version: int, counter: str = "version") -> None:
    """Take the next number of `counter`, in the transaction of the save that follows.

    Raises Stale when the stored number is no longer `version`: somebody else saved in between.
    """
    free = type(row)._base_manager.filter(pk=row.pk, **{counter: version})
    if not free.update(**{counter: version + 1}):
        raise Stale(row)
    setattr(row, counter, version + 1)


def version_in(sent: Mapping[str, str], name: str = "version") -> int:
    """The version that a button sends along as `name`; UNKNOWN for what is none."""
    given = sent.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else UNKNOWN


class Versioned(forms.BaseForm):
    """What makes a form ask for the version of its `row`; `counter` is the column that counts its saves."""

    counter = "version"
    row: Model
    saved: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
        self.fields["version"].initial = getattr(self.row, self.counter)
        self.conflicts: list[tuple[forms.BoundField, str]] = []
        self.overtaken = False

    def claim(self) -> None:
        """Take the next version of the row; raises Stale."""
        claim(self.row, self.cleaned_data["version"] or UNKNOWN, self.counter)

    def save_by(self, user: Any) -> Any:
        """Save the valid form for `user` and return what was saved; raises Stale."""
        raise NotImplementedError

    def attempt(self, user: Any) -> bool:
        """Save what was sent; `saved` is then what `save_by` returned.

        False where the form is refused or was overtaken, which it then says.
        """
        if not self.is_bound or not self.is_valid():
            return False
        try:
            with transaction.atomic():
                self.saved = self.save_by(user)
        except Stale:
            self.take_conflict()
            return False
        return True

    @property
    def status(self) -> int:
        """The status of the answer that shows the form again."""
        return 409 if self.overtaken else 422 if self.is_bound else 200

    def as_stored(self) -> forms.BaseForm:
        """The same form, filled from the row as it is stored now."""
        raise NotImplementedError

    def differing(self, theirs: forms.BaseForm) -> list[tuple[forms.BoundField, str]]:
        """The fields in which what was typed differs from `theirs`, each with what is stored."""
        names = [name for name in self.fields if name != "version"]
        changed = [name for name in names if self.fields[name].has_changed(theirs[name].value(), self[name].data)]
        return [(self[name], shown(theirs, name)) for name in changed]

    def take_conflict(self) -> None:
        """Keep what was typed, show what is stored beside it, and let the next save go on from the stored version."""
        theirs = self.as_stored()
        self.conflicts = self.differing(theirs)
        sent: Any = self.data.copy()
        sent[self.add_prefix("version")] = theirs["version"].value()
        self.data = sent
        self.overtaken = True
        self.add_error(None, OVERTAKEN)


class VersionedForm(Versioned, forms.ModelForm):
    """A form for one row that exists; `given` are the further arguments it was made with."""

    given: dict[str, Any] = {}

    @property
    def row(self) -> Model:
        return self.instance

    def save_by(self, user: Any) -> Any:
        """Save the valid form, claiming the next version of the row."""
        self.claim()
        return self.save()

    def as_stored(self) -> forms.BaseForm:
        return type(self)(instance=type(self.instance)._default_manager.get(pk=self.instance.pk), **self.given)


def shown(form: forms.BaseForm, name: str) -> str:
    """The value of a field of `form` as people read it: yes or no, the label of a choice, the names of related rows."""
    value = form[name].value()
    choices = getattr(form.fields[name], "choices", None)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if choices is None:
        return "" if value is None else str(value)
    chosen = {str(getattr(one, "pk", one)) for one in (value if isinstance(value, list | tuple) else [value])}
    return ", ".join(str(label) for key, label in choices if str(key) in chosen)
