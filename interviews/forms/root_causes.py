"""A root cause's record, and the choice of one for a why."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.versions import Versioned, shown

from ..models import Act, RootCause, Why
from .record import RecordForm


class RootCauseForm(RecordForm):
    """The cause where chains from several interviews meet."""

    class Meta:
        model = RootCause
        fields = ["title", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 5})}


class NameRootCauseForm(Versioned, forms.Form):
    """A root cause for the last why of a chain: one we know, or a new one by its title. `none` takes it off."""

    known = forms.ModelChoiceField(
        RootCause.objects.none(), required=False, label="One we know", empty_label="None of these"
    )
    title = forms.CharField(
        max_length=RootCause._meta.get_field("title").max_length, required=False, label="Or a new one"
    )

    row: Why

    def __init__(self, *args: Any, why: Why, user: Any, **kwargs: Any) -> None:
        self.row, self.user = why, user
        super().__init__(*args, initial={"known": why.root_cause_id}, **kwargs)
        self.fields["known"].queryset = RootCause.objects.live().visible_to(user).alphabetically("title")

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def save_by(self, user: Any) -> RootCause | None:
        """Put the root cause on the why; a typed title wins, and names a known cause when it is the same."""
        with Act.by(user, Act.Kind.EDITED) as act:
            act.watch(self.row)
            self.claim()
            self.row.root_cause = cause = self.chosen(user)
            self.row.save(update_fields=["root_cause", "updated_at"])
        return cause

    def chosen(self, user: Any) -> RootCause | None:
        """The cause that was chosen or typed; made when nobody knows it."""
        title = self.cleaned_data["title"]
        if "none" in self.data:
            return None
        return RootCause.objects.called(title, user, self.row.pk) if title else self.cleaned_data["known"]

    def as_stored(self) -> NameRootCauseForm:
        return NameRootCauseForm(why=Why.objects.get(pk=self.row.pk), user=self.user)

    def differing(self, theirs: forms.BaseForm) -> list[tuple[forms.BoundField, str]]:
        """What is stored is always a cause we know, also where a new one was typed."""
        return [(self["known"], shown(theirs, "known") or "None of these")]
