"""What the list of hypotheses and a search can be narrowed to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import User
from interviews.forms.add_one import AddOne
from interviews.forms.filter_fields import ChosenField, DayField
from interviews.forms.narrowing import Narrowing, several
from interviews.models import Company, Persona, Study
from interviews.searchable import Chosen

from .models import Hypothesis
from .searchable import KINDS

VIEWS = [("list", "List"), ("board", "Board")]
STATUSES = [(one.value, one.label) for one in Hypothesis.IN_ORDER]


class HypothesesNarrowing(Narrowing):
    """Where a hypothesis stands, who sees to it, and for whom it is; `view` says how the rows are laid out."""

    SEVERAL = ("stands", "owner", "persona")

    stands = ChosenField(required=False, label="Status", choices=STATUSES, widget=AddOne(choices=STATUSES))
    owner = several("Owner")
    persona = several("Persona")
    view = forms.ChoiceField(
        required=False,
        label="View",
        choices=VIEWS,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "Allowed: list, board."},
    )

    def offer(self, user: Any) -> None:
        self.fields["owner"].queryset = User.objects.all()
        self.fields["persona"].queryset = Persona.objects.visible_to(user)

    @property
    def as_board(self) -> bool:
        return self.is_valid() and self.cleaned_data["view"] == "board"

    def left(self, rows: QuerySet) -> QuerySet:
        """Hypotheses that stand so, of these colleagues, for these personas."""
        chosen = self.cleaned_data
        for name, column in (("stands", "status"), ("owner", "owner"), ("persona", "persona")):
            rows = rows.filter(**{f"{column}__in": chosen[name]}) if chosen[name] else rows
        return rows


class SearchNarrowing(Narrowing):
    """Of whom, from when and of which kind something has to be."""

    SEVERAL = ("persona", "company", "study")

    kind = forms.ChoiceField(
        required=False,
        label="Kind",
        choices=[(kind.name, kind.label) for kind in KINDS],
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": f"Allowed: {', '.join(kind.name for kind in KINDS)}."},
    )
    persona = several("Persona")
    company = several("Company")
    study = several("Study")
    since = DayField(required=False, label="Since")
    until = DayField(required=False, label="Until")

    def offer(self, user: Any) -> None:
        for name, model in (("persona", Persona), ("company", Company), ("study", Study)):
            self.fields[name].queryset = model.objects.visible_to(user)

    @property
    def chosen(self) -> Chosen:
        """The choices besides the kind; none where they make no sense."""
        if not self.is_valid():
            return Chosen()
        said = self.cleaned_data
        keys = {name: frozenset(one.pk for one in said[name]) for name in self.SEVERAL}
        return Chosen(**keys, since=said["since"], until=said["until"])
