"""Forms for records: what they share beside the optimistic version."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from accounts.versions import VersionedForm

from ..models import Act, Interview, Record
from ..pasted import Pastings


class KeptForm(VersionedForm):
    """A form for a row whose edits the journal keeps.

    `written` names the fields of texts of ours, which are shown without the words of customers that may not be read.
    What was left out stays stored where it stood, since nobody took it out: words come back with consent. The fields of
    `in_our_words` stand in lists, choices and titles, where a quote has no place: there one is refused.
    """

    written: ClassVar[Sequence[str]] = ()
    in_our_words: ClassVar[Sequence[str]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = self.texts() if self.instance.pk else {}
        self.pastings = self.look_through(self.stored.values())
        self.initial |= {name: self.pastings.readable(text) for name, text in self.stored.items()}

    def texts(self) -> dict[str, str]:
        """Texts of ours as they are stored, by the name of their field."""
        columns = {one.name: one for one in self.instance._meta.concrete_fields}
        return {name: columns[name].value_from_object(self.instance) for name in self.written}

    def look_through(self, texts: Iterable[str]) -> Pastings:
        """What stands in texts as whoever fills in this form may read them."""
        return Pastings(texts)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        typed = {name: told[name] for name in self.in_our_words if told.get(name) and self.is_reworded(name)}
        pastings = Pastings(typed.values())
        for name, text in typed.items():
            if quotes := [one.quote for one in pastings.in_text(text)]:
                self.add_error(name, whose_words(quotes))
        return told

    def is_reworded(self, name: str) -> bool:
        """Whether a text is neither what was shown nor what is stored."""
        return name in self.changed_data and self.cleaned_data.get(name) != self.stored.get(name)

    def _post_clean(self) -> None:
        """What is stored of texts, before the row takes it."""
        for name in self.stored.keys() & self.cleaned_data.keys():
            text = self.pastings.put_back(self.stored[name], self.cleaned_data[name])
            try:
                self.fields[name].run_validators(text)
            except ValidationError as error:
                self.add_error(name, error)
            else:
                self.cleaned_data[name] = text
        super()._post_clean()

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

    def _update_errors(self, errors: ValidationError) -> None:
        """Say what a rule of the database refuses at the field it is about."""
        told = getattr(errors, "error_dict", {})
        for error in told.pop(NON_FIELD_ERRORS, []):
            self.add_error(self.field_about(error.message), error)
        super()._update_errors(errors)

    def field_about(self, message: str) -> str | None:
        """The field that the constraint with this message names, such as `name` in `company_name_once`."""
        constraints = (one for _, some in self.instance.get_constraints() for one in some)
        broken = next((one.name for one in constraints if one.get_violation_error_message() == message), "")
        return next((name for name in self.fields if f"_{name}_" in broken), None)

    def save_by(self, user: Any) -> Record:
        """Save the valid form for `user`, claiming the next version of an existing row."""
        if self.instance.pk:
            return super().save_by(user)
        with Act.by(user, Act.Kind.CREATED) as act:
            self.instance.created_by = user
            record = self.save()
            act.made(record)
        return record


def whose_words(quotes: Sequence[Any]) -> str:
    """Why the words of these quotes do not stand here, and what to do. Conversations that not everybody may know of are
    not named; the quotes are `with_standing`."""
    told = sorted({one.interview_id for one in quotes if one.stands and not one.kept})
    where = f" ({', '.join(f'{Interview.PREFIX}-{pk}' for pk in told)})" if told else ""
    return f"These are a customer’s words{where}. Link the quote as evidence and say it in your own words here."
