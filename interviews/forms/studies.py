"""A study's record, with how many interviews it plans with each persona."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from ..coverage import plans_of
from ..models import Act, Guide, Persona, Planned, Study
from .record import RecordForm

MOST = 999


class StudyForm(RecordForm):
    """A research question, with the guide its interviews start from."""

    class Meta:
        model = Study
        fields = ["title", "goal", "guide", "status"]
        widgets = {"goal": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guide"].queryset = Guide.objects.filter(Q(archived_at=None) | Q(pk=self.instance.guide_id))
        self.fields["guide"].empty_label = "None"
        plans = plans_of(self.instance)
        self.personas = list(
            Persona.objects.filter(Q(archived_at=None) | Q(pk__in=[pk for pk, n in plans.items() if n]))
        )
        for persona in self.personas:
            self.fields[f"planned_{persona.pk}"] = forms.IntegerField(
                required=False,
                min_value=0,
                max_value=MOST,
                initial=plans.get(persona.pk) or None,
                label=f"Interviews planned with {persona}",
            )

    def save_by(self, user: Any) -> Any:
        """Save the valid form and its plan for `user`, as one act."""
        kind = Act.Kind.EDITED if self.instance.pk else Act.Kind.CREATED
        with Act.by(user, kind) as act:
            study = super().save_by(user)
            plan(act, study, {one: self.cleaned_data[f"planned_{one.pk}"] or 0 for one in self.personas})
        return study


def plan(act: Act, study: Study, wanted: dict[Persona, int]) -> None:
    """Keep how many interviews are planned with each persona, where that changed."""
    now = plans_of(study)
    changed = {persona: count for persona, count in wanted.items() if count != now.get(persona.pk, 0)}
    for persona, count in changed.items():
        row, _ = Planned.objects.get_or_create(study=study, persona=persona)
        act.watch(row)
        row.interviews = count
        row.save(update_fields=["interviews"])
