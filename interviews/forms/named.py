"""Forms of what its name alone tells from others: companies and tools."""

from __future__ import annotations

from typing import Any

from ..capture.named import same_name, tidy
from ..models import Act, Record
from .record import RecordForm


class NamedForm(RecordForm):
    """A form for a record whose name is there once, also among those that `user` may not know of.

    Who adds what is known from a restricted interview only is answered as if it were new, and is not told otherwise:
    the record that is there takes what was typed where it says nothing yet, and is on record from then on.
    """

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.given = {"user": user}
        self.adopts = False

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def _post_clean(self) -> None:
        """Take the hidden record of this name, if there is one, before the database is asked whether it is free."""
        hidden = self.hidden_namesake() if self.instance.pk is None else None
        if hidden is not None:
            self.adopts, self.instance = True, hidden
            stored = {name: getattr(hidden, name) for name in self._meta.fields}
            self.cleaned_data |= {name: value for name, value in stored.items() if value}
        super()._post_clean()

    def hidden_namesake(self) -> Record | None:
        """The live record of the name that was typed, where `user` may not know of it."""
        model, name = self._meta.model, self.cleaned_data.get("name", "")
        visible = model.objects.visible_to(self.user).values("pk")
        return same_name(model, name).filter(archived_at__isnull=True).exclude(pk__in=visible).first()

    def save_by(self, user: Any) -> Record:
        """Save the valid form for `user`; what is added is on record."""
        if self.instance.pk is None:
            self.instance.on_record = True
        if not self.adopts:
            return super().save_by(user)
        with Act.by(user, Act.Kind.EDITED) as act:
            act.watch(self.instance)
            self.instance.on_record = True
            self.instance.version += 1
            return self.save()
