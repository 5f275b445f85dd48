"""Forms for records: what they share beside the optimistic version."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint

from accounts.versions import VersionedForm

from ..models import Act, Record


class KeptForm(VersionedForm):
    """A form for a row whose edits the journal keeps."""

    def save_by(self, user: Any) -> Any:
        """Save the valid form for `user` as one act, claiming the next version of the row."""
        with Act.by(user, Act.Kind.EDITED) as act:
            act.watch(self.instance)
            return super().save_by(user)


class RecordForm(KeptForm):
    """A form for a Record, new or stored."""

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

    def save_by(self, user: Any) -> Record:
        """Save the valid form for `user`, claiming the next version of an existing row."""
        if self.instance.pk:
            return super().save_by(user)
        with Act.by(user, Act.Kind.CREATED) as act:
            self.instance.created_by = user
            record = self.save()
            act.made(record)
        return record
