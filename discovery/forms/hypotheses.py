"""Hypotheses as people type them, and the acts by which they are tested, decided, parked and taken up again."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from interviews.forms.days import DayInput, sensible_day
from interviews.forms.ids import SeveralField
from interviews.forms.record import KeptForm, RecordForm
from interviews.models import Act, Persona

from ..models import Hypothesis

Status = Hypothesis.Status
IMPORTANCE = [
    ("", "Not rated"),
    (5, "5, everything falls with it"),
    (4, "4"),
    (3, "3"),
    (2, "2"),
    (1, "1, hardly matters"),
]
NEEDED = {
    "measure": "Say what is measured.",
    "threshold": "Say from which value on we are right.",
    "decide_by": "Give the day on which it is decided.",
}
HELP = {
    "title": "The belief in one sentence that could turn out wrong.",
    "change": "One change or claim. References such as PP-131 become links.",
    "audience": "In words; choose the persona beside it where there is one.",
    "outcome": "What will be different for them.",
    "cause": "Why it should work: what people told, or a root cause such as RC-7.",
    "measure": "One number that can be looked up.",
    "threshold": "The value from which on we are right, and for how long.",
    "wrong_if": "What would prove the belief wrong.",
}


def lines(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class HypothesisForm(RecordForm):
    """What we believe, for whom, why, and how it is tested. Once the test has begun, its measure, threshold and day
    change with a reason only."""

    written = ("title", "change", "audience", "outcome", "cause", "measure", "threshold", "wrong_if")
    in_our_words = ("title",)

    importance = forms.TypedChoiceField(choices=IMPORTANCE, coerce=int, empty_value=None, required=False)
    reason = forms.CharField(
        label="Why the test changes",
        max_length=500,
        required=False,
        help_text="Needed to change the measure, the threshold or the day; it shows in how our view moved.",
    )

    class Meta:
        model = Hypothesis
        fields = (
            *("title", "change", "audience", "persona", "outcome", "cause"),
            *("measure", "threshold", "wrong_if", "decide_by", "importance", "owner", "related"),
        )
        labels = {"related": "Related hypotheses"}
        widgets = {
            "change": lines(),
            "outcome": lines(),
            "cause": lines(),
            "decide_by": DayInput,
            "related": forms.CheckboxSelectMultiple,
        }
        field_classes = {"related": SeveralField}
        help_texts = HELP

    field_order = (*Meta.fields[: Meta.fields.index("importance")], "reason")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given = {"user": user}
        kept = Q(archived_at=None) | Q(pk=self.instance.persona_id)
        self.fields["persona"].queryset = Persona.objects.visible_to(user).filter(kept)
        self.fields["persona"].empty_label = "No persona"
        self.fields["owner"].queryset = User.objects.writers()
        others = related_to(self.instance, user)
        self.fields["related"].queryset = others
        if not others.exists():
            del self.fields["related"]
        if not self.instance.is_locked:
            del self.fields["reason"]

    def clean_decide_by(self) -> date | None:
        return possible_day(self.cleaned_data["decide_by"])

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if self.instance.status in Hypothesis.MEASURED:
            for name, said in NEEDED.items():
                if name not in self.errors and not told.get(name):
                    self.add_error(name, said)
        if self.test_changes and not told.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why the test changes: it has begun.")
        return told

    @property
    def test_changes(self) -> bool:
        """Whether what was typed changes a test that has begun."""
        return "reason" in self.fields and not set(Hypothesis.LOCKED).isdisjoint(self.changed_data)

    def save_by(self, user: Any) -> Any:
        """Save as one act, with the reason for another test."""
        if not self.instance.pk:
            return super().save_by(user)
        with Act.by(user, Act.Kind.EDITED) as act:
            if self.test_changes:
                act.tell(self.instance, new={"said": self.cleaned_data["reason"]})
            return super().save_by(user)


def related_to(hypothesis: Hypothesis, user: Any) -> QuerySet[Hypothesis]:
    """The hypotheses that may be related to one: others that stand, and those that are."""
    known = hypothesis.related.values("pk") if hypothesis.pk else []
    others = Hypothesis.objects.visible_to(user).exclude(pk=hypothesis.pk)
    return others.filter(Q(archived_at=None) | Q(pk__in=known)).order_by("-pk")


def possible_day(day: date | None) -> date | None:
    """The day, unless somebody mistyped its year."""
    if day is not None:
        sensible_day(day)
    return day


def coming_day(day: date | None) -> date | None:
    """The day, unless it has passed or is out of reach."""
    if day is not None and day < timezone.localdate():
        raise forms.ValidationError("This day has passed. Give today or a later one.")
    return possible_day(day)


class TurnForm(KeptForm):
    """An act that gives a hypothesis another status. FROM are those it can have before; the rest is what is said."""

    FROM: ClassVar[tuple[str, ...]] = ()
    HEADING: ClassVar[str]
    BUTTON: ClassVar[str]
    EXPLAINED: ClassVar[str]
    said: ClassVar[str]
    act: Act

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if self.instance.is_archived or self.instance.status not in self.FROM:
            self.add_error(None, f"{self.not_now()} Nothing was saved.")
        return told

    def not_now(self) -> str:
        """Why it cannot be done, in words."""
        if self.instance.is_archived:
            return f"{self.instance.reference} is in the archive."
        return f"{self.instance.reference} is {self.instance.get_status_display().lower()} now."

    def turn(self, user: Any) -> None:
        """Give the row its new status."""
        raise NotImplementedError

    def differing(self, theirs: forms.BaseForm) -> list[tuple[forms.BoundField, str]]:
        """Only what is stored of the row; a decision and a reason are not stored before."""
        return [(bound, stored) for bound, stored in super().differing(theirs) if bound.name in self._meta.fields]

    def save_by(self, user: Any) -> Any:
        """Save as one act, which `act` then is."""
        with Act.by(user, Act.Kind.EDITED) as self.act:
            self.act.watch(self.instance)
            self.turn(user)
            if reason := self.cleaned_data.get("reason"):
                self.act.tell(self.instance, new={"said": reason})
            return super().save_by(user)


class BeginTestForm(TurnForm):
    """By what, how much and by when: from then on these change with a reason only."""

    FROM = (Status.DRAFT,)
    HEADING = "Begin testing"
    BUTTON = "Begin testing"
    EXPLAINED = "Say beforehand what would show that we are right. Once it has begun, this changes with a reason only."
    said = "The test has begun"
    written = ("measure", "threshold", "wrong_if")

    class Meta:
        model = Hypothesis
        fields = ("measure", "threshold", "wrong_if", "decide_by")
        widgets = {"decide_by": DayInput}
        help_texts = HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, said in NEEDED.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = said

    def clean_decide_by(self) -> date | None:
        return coming_day(self.cleaned_data["decide_by"])

    def turn(self, user: Any) -> None:
        self.instance.turn(Status.TESTING)


class DecideForm(TurnForm):
    """Supported or refuted, with the words that say why."""

    FROM = (Status.TESTING,)
    HEADING = "Decide"
    BUTTON = "Decide"
    EXPLAINED = "A person decides, not a count. Say what was seen, and what follows from it."
    written = ("verdict",)
    DECISIONS: ClassVar = [(Status.SUPPORTED, "Supported"), (Status.REFUTED, "Refuted")]

    decision = forms.ChoiceField(
        label="It is",
        choices=DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose supported or refuted."},
    )

    class Meta:
        model = Hypothesis
        fields = ("verdict",)
        widgets = {"verdict": lines(5)}

    field_order = ("decision", "verdict")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].required = True
        self.fields["verdict"].error_messages["required"] = "Write the verdict: what was seen, and what follows."

    @property
    def said(self) -> str:
        return dict(self.DECISIONS)[self.cleaned_data["decision"]]

    def turn(self, user: Any) -> None:
        self.instance.turn(self.cleaned_data["decision"], verdict=self.cleaned_data["verdict"], user=user)


class ParkForm(TurnForm):
    """Not now, and why."""

    FROM = (Status.DRAFT, Status.TESTING)
    HEADING = "Park"
    BUTTON = "Park"
    EXPLAINED = "It rests until somebody takes it up again; nothing is lost."
    said = "Parked"

    reason = forms.CharField(
        label="Why not now", max_length=500, error_messages={"required": "Say why it is not followed up now."}
    )

    class Meta:
        model = Hypothesis
        fields = ()

    def turn(self, user: Any) -> None:
        self.instance.turn(Status.PARKED)


class ReopenForm(TurnForm):
    """Taken up again: a test goes on until another day, a draft stays one. The verdict stays in how our view moved."""

    FROM = (Status.SUPPORTED, Status.REFUTED, Status.PARKED)
    HEADING = "Open again"
    BUTTON = "Open again"
    EXPLAINED = "What was decided before stays readable in how our view moved."
    said = "Open again"

    reason = forms.CharField(
        label="Why again", max_length=500, error_messages={"required": "Say why it is taken up again."}
    )

    class Meta:
        model = Hypothesis
        fields = ("decide_by",)
        widgets = {"decide_by": DayInput}

    field_order = ("reason", "decide_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.becomes = self.instance.opens_again_as
        if self.becomes == Status.TESTING:
            self.fields["decide_by"].required = True
            self.fields["decide_by"].error_messages["required"] = NEEDED["decide_by"]
        else:
            del self.fields["decide_by"]

    def clean_decide_by(self) -> date | None:
        return coming_day(self.cleaned_data["decide_by"])

    def turn(self, user: Any) -> None:
        self.instance.turn(self.becomes)
