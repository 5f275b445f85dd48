"""Weekly updates as their author writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from interviews.forms.record import KeptForm
from interviews.models import Act

from ..models import UpdateLine, WeeklyUpdate
from ..update_reading import Line, ReadUpdate
from ..update_sources import is_quoted_in, names_in
from ..updates import draft, in_order, moved_past, say
from ..week import Week, weeks_to_tell

LONGEST = 20_000
NAMES = [("True", "With names, for those who may see them"), ("False", "With pseudonyms, and companies described")]


def yes(value: Any) -> bool:
    return str(value) == "True"


def is_key(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def in_places(lines: list[Line], places: dict[int, int]) -> list[Line]:
    return sorted(lines, key=lambda line: places.get(line.row.pk, 0))


class NamesField(forms.TypedChoiceField):
    """Names or pseudonyms."""

    def __init__(self, **options: Any) -> None:
        told = {"label": "People", "choices": NAMES, "coerce": yes, "widget": forms.RadioSelect, "initial": True}
        super().__init__(**{**told, **options})


class NewUpdateForm(forms.Form):
    """Which week to tell of."""

    monday = forms.ChoiceField(label="Week", choices=())
    named = NamesField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = set(WeeklyUpdate.objects.live().values_list("monday", flat=True))
        self.offered = weeks_to_tell(taken)
        self.fields["monday"].choices = [(one.week.monday.isoformat(), str(one)) for one in self.offered]
        self.fields["monday"].error_messages["invalid_choice"] = "There is an update of this week already."

    def save_by(self, user: Any) -> WeeklyUpdate | None:
        """The draft; None where somebody else began one of the same week at the same time, which the form then says."""
        try:
            with transaction.atomic():
                return draft(date.fromisoformat(self.cleaned_data["monday"]), user, named=self.cleaned_data["named"])
        except IntegrityError:
            self.add_error("monday", ValidationError("There is an update of this week already."))
            return None


@dataclass(frozen=True, slots=True)
class FormPart:
    """One section of the form."""

    name: str
    title: str
    lines: list[FormLine]


@dataclass(frozen=True, slots=True)
class FormLine:
    """One line of the form, as it is read and as it is changed."""

    form: WeeklyUpdateForm
    told: Line

    @property
    def shown(self) -> forms.BoundField:
        return self.form[f"shown_{self.told.row.pk}"]

    @property
    def text(self) -> forms.BoundField:
        return self.form[f"text_{self.told.row.pk}"]

    @property
    def name(self) -> str:
        """What a screen reader calls it."""
        told = self.told
        return shortened(told.words or told.quote or told.speaker or told.hidden, 60)


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


class WeeklyUpdateForm(KeptForm):
    """The whole draft: title, lead and names, and of each line whether it is in, its wording and its place. What is
    left out stays a line. `new_text` adds one."""

    written = in_our_words = ("title",)

    lead = forms.CharField(
        max_length=LONGEST,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What to take away from the week. Markdown; references such as INT-49 become links.",
    )
    named = NamesField()
    order = forms.CharField(required=False, widget=forms.HiddenInput)
    new_text = forms.CharField(label="A line of your own", max_length=1000, required=False)
    new_section = forms.ChoiceField(
        label="Below", choices=UpdateLine.Section.choices, required=False, initial=UpdateLine.Section.ALSO
    )

    class Meta:
        model = WeeklyUpdate
        fields = ("title", "named")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].initial = ",".join(str(line.pk) for line in self.lines)
        for line in self.lines:
            self.fields[f"shown_{line.pk}"] = forms.BooleanField(required=False, initial=line.shown, label="In")
            self.fields[f"text_{line.pk}"] = forms.CharField(
                max_length=1000,
                required=False,
                label="Our words" if line.section in UpdateLine.ADDED_TO else "In other words",
            )
        if self.is_bound:
            self.data = self.with_lines_not_sent()

    @cached_property
    def lines(self) -> list[UpdateLine]:
        return list(self.instance.lines.all())

    def texts(self) -> dict[str, str]:
        lines = {f"text_{line.pk}": line.text for line in self.lines}
        return {**super().texts(), "lead": self.instance.lead, **lines}

    def with_lines_not_sent(self) -> Any:
        """What was sent, and as they are stored the lines that came since the form was shown: nobody left those out."""
        sent: Any = self.data.copy()
        for line in self.lines:
            if f"text_{line.pk}" not in sent:
                sent[f"text_{line.pk}"] = self.initial[f"text_{line.pk}"]
                sent[f"shown_{line.pk}"] = "on" if line.shown else ""
        return sent

    @property
    def places(self) -> dict[int, int]:
        """The place of each line as the form stands, by its key."""
        rows = in_order(self.lines, self.wanted)
        for way, steps in (("up", -1), ("down", 1)):
            key = self.data.get(way, "") if self.is_bound else ""
            rows = moved_past(rows, int(key), steps) if is_key(key) else rows
        return {line.pk: place for place, line in enumerate(rows, 1)}

    def parts(self, told: ReadUpdate) -> list[FormPart]:
        """The lines as they are read with the fields that change them, section by section, in the form's order."""
        places = self.places
        return [
            FormPart(part.name, part.title, [FormLine(self, line) for line in in_places(part.lines, places)])
            for part in told.parts
        ]

    @property
    def wanted(self) -> list[int]:
        told = str(self["order"].value() or "").split(",")
        return [int(one) for one in told if is_key(one)]

    def clean(self) -> dict[str, Any]:
        """A title stands in lists and in the history, where nothing that was taken back could be found again."""
        cleaned = super().clean() or {}
        week, title = Week(self.instance.monday), cleaned.get("title", "")
        if names_in(title, week, companies=not cleaned.get("named", True)):
            self.add_error("title", "Titles stand in lists, for everybody: name nobody here. The lead is the place.")
        elif "title" not in self.errors and self.is_reworded("title") and is_quoted_in(title, week):
            self.add_error("title", "These are a customer’s words. Quote them below: there they go when withdrawn.")
        for line in self.lines:
            if not line.kind and not cleaned.get(f"text_{line.pk}", "x").strip():
                self.add_error(f"text_{line.pk}", "These are your own words: leave them out by their mark instead.")
        return cleaned

    def save_by(self, user: Any) -> WeeklyUpdate:
        """Save the draft with its lines as one act; raises Stale."""
        with Act.by(user, Act.Kind.EDITED) as act:
            rows = UpdateLine.objects.filter(update=self.instance)
            act.watch(rows, members=False)
            self.instance.lead = self.cleaned_data["lead"].replace("\r\n", "\n")
            update = super().save_by(user)
            said = self.save_lines()
            if text := self.cleaned_data["new_text"].strip():
                self.said = say(update, text, self.cleaned_data["new_section"] or UpdateLine.Section.ALSO, act)
                said = "Lines were changed"
            if said or "lead" in self.changed_data:
                act.remark(update, said or "The words at the top were changed")
        return update

    def save_lines(self) -> str:
        """Store what changed of each line; says whether anything did."""
        changed = []
        for line in self.lines:
            before = (line.position, line.shown, line.text)
            line.position = self.places[line.pk]
            line.shown, line.text = self.cleaned_data[f"shown_{line.pk}"], self.cleaned_data[f"text_{line.pk}"].strip()
            changed += [line] if before != (line.position, line.shown, line.text) else []
        UpdateLine.objects.bulk_update(changed, ["position", "shown", "text"])
        return "Lines were changed" if changed else ""

    def differing(self, theirs: forms.BaseForm) -> list[tuple[forms.BoundField, str]]:
        """The order is told in words, and what was added is nothing anybody else stored."""
        told = super().differing(theirs)
        return [
            (field, "Another order" if field.name == "order" else stored)
            for field, stored in told
            if field.name not in ("new_text", "new_section")
        ]
