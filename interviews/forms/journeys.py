"""Journeys: the record, its stages, and what moves on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse_lazy

from accounts.versions import Versioned

from ..models import Act, Journey, PainPoint, Persona, Placement, Stage, standing_for
from .picked import PickedField
from .record import RecordForm

MOST = 30
NAME_LENGTH = Stage._meta.get_field("name").max_length or 0


class JourneyForm(RecordForm):
    """A journey; while it is new its stages are typed as well, one a line."""

    stages = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="The steps of their work, one a line. They can be moved, changed and added to afterwards.",
    )

    class Meta:
        model = Journey
        fields = ["title", "persona", "summary"]
        help_texts = {"persona": "Who walks it. Their people are counted; without one, everybody is."}
        widgets = {"summary": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["persona"].queryset = Persona.objects.filter(Q(archived_at=None) | Q(pk=self.instance.persona_id))
        self.fields["persona"].empty_label = "Everybody"
        if self.instance.pk:
            del self.fields["stages"]

    def clean_stages(self) -> list[str]:
        names = [" ".join(line.split()) for line in self.cleaned_data["stages"].splitlines()]
        names = [name for name in names if name]
        for number, name in enumerate(names, 1):
            if len(name) > NAME_LENGTH:
                raise ValidationError(f"Stage {number} has {len(name)} characters; {NAME_LENGTH} is the most.")
        if len(names) > MOST:
            raise ValidationError(f"{len(names)} stages are too many to be read as one journey; {MOST} is the most.")
        return names

    def save_by(self, user: Any) -> Any:
        """Save the valid form for `user`, with the stages of a new journey, as one act."""
        kind = Act.Kind.EDITED if self.instance.pk else Act.Kind.CREATED
        with Act.by(user, kind):
            journey = super().save_by(user)
            for name in self.cleaned_data.get("stages", ()):
                journey.add_stage(name, user)
        return journey


class StageForm(RecordForm):
    """What a step is called and what is done in it."""

    class Meta:
        model = Stage
        fields = ["name", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class NewStageForm(forms.Form):
    """One more stage at the end of a journey."""

    name = forms.CharField(max_length=NAME_LENGTH, label="Name of the stage")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="added_%s", **kwargs)  # several forms stand on one page


class Moving(Versioned, forms.Form):
    """Something of a journey goes elsewhere: to one of `stages`."""

    row: Any

    def __init__(self, *args: Any, row: Any, stages: Sequence[Stage], **kwargs: Any) -> None:
        self.row, self.stages = row, stages
        super().__init__(*args, auto_id="moved_%s", **kwargs)

    def as_stored(self) -> forms.BaseForm:
        return type(self)(row=type(self.row).objects.get(pk=self.row.pk), stages=self.stages)

    def the_stage(self, name: str) -> Stage | None:
        """The stage that was chosen in the field `name`; None where that is none of them."""
        return next((one for one in self.stages if str(one.pk) == self.cleaned_data[name]), None)


class StageMoveForm(Moving):
    """After which other stage a stage comes."""

    after = forms.ChoiceField(required=False, label="Comes after")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [one for one in self.stages if one.pk != self.row.pk]
        self.fields["after"].choices = [("", "Nothing: it comes first"), *((str(one.pk), one.name) for one in others)]
        before = [one for one in others if one.place < self.row.place]
        self.fields["after"].initial = str(before[-1].pk) if before else ""

    def save_by(self, user: Any) -> Act:
        with Act.by(user, Act.Kind.EDITED):
            self.claim()
            return self.row.move_after(self.the_stage("after"), user)


class PlacementMoveForm(Moving):
    """On which stage a pain point stands."""

    stage = forms.ChoiceField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [(str(one.pk), one.name) for one in self.stages]
        self.fields["stage"].initial = str(self.row.stage_id)

    def save_by(self, user: Any) -> Act:
        with Act.by(user, Act.Kind.EDITED):
            self.claim()
            return self.row.move_to(self.the_stage("stage"), user)


class PlacementForm(forms.Form):
    """A pain point that stands nowhere on the journey yet, by what was picked, its reference or its title."""

    stage = forms.ChoiceField()
    name = forms.CharField(
        max_length=PainPoint.TITLE_LENGTH,
        label="Pain point",
        widget=forms.TextInput(
            attrs={"data-suggest": reverse_lazy("interviews:pain_point_suggest"), "data-suggest-id": "pain_point"}
        ),
    )
    pain_point = PickedField()

    def __init__(self, *args: Any, journey: Journey, stages: Sequence[Stage], user: Any, **kwargs: Any) -> None:
        self.journey, self.stages = journey, stages
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [(str(one.pk), one.name) for one in stages]
        self.known = PainPoint.objects.live().visible_to(user)

    def clean(self) -> dict[str, Any]:
        """Find the pain point and the stage that were meant."""
        cleaned = super().clean() or self.cleaned_data
        cleaned["to"] = next((one for one in self.stages if str(one.pk) == cleaned.get("stage")), None)
        found = self.meant(cleaned)
        if found is None:
            self.add_error("name", "There is no pain point like that. Pick one, or give its reference.")
            return cleaned
        there = Placement.objects.on(self.journey).filter(pain_point=found).select_related("stage").first()
        if there:
            self.add_error("name", f"It stands on {there.stage} already. Move it from there.")
        cleaned["found"] = found
        return cleaned

    def meant(self, cleaned: dict[str, Any]) -> PainPoint | None:
        """What was picked, where the words are still its title; else what the words name."""
        text, picked = " ".join((cleaned.get("name") or "").split()), cleaned.get("pain_point")
        prefix, _, number = text.upper().partition("-")
        if picked and (found := self.known.filter(pk=picked, title=text).first()):
            return found
        if prefix == PainPoint.PREFIX and number.isascii() and number.isdigit() and len(number) < 19:
            return self.known.filter(standing_for(PainPoint, [int(number)])).first()
        return self.known.filter(title__iexact=text).order_by("pk").first() if text else None
