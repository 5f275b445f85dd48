"""Forms for quotes: the words selected, and what they speak for."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms

from ..models import Interview, Mention, PainPoint, Quote, Segment, Severity, Why
from ..quoting import LONGEST, Selected, SpeaksFor
from ..spans import to_utf16
from .ids import SeveralField
from .picked import PickedField

MOST_SEGMENTS = 200
LARGEST = 2**31 - 1


class SpansField(forms.JSONField):
    """What a script sends; numbers or brackets beyond what can be read are no JSON either."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], params={"value": "…"}) from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        try:
            return super().bound_data(data, initial)
        except (ValueError, RecursionError):
            return forms.fields.InvalidJSONInput(data)


class SelectionForm(forms.Form):
    """What was selected: by a script as spans, or without one as words typed from a turn. `selected` is the result."""

    spans = SpansField(required=False, widget=forms.HiddenInput)
    segment = forms.IntegerField(required=False, min_value=1, max_value=LARGEST, widget=forms.HiddenInput)
    words = forms.CharField(
        required=False,
        label="Words to quote",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6, "class": "input voice"}),
        help_text="Take away what does not belong to the quote. The rest stays as it was said.",
    )
    selected: list[Selected]

    def __init__(self, *args: Any, interview: Interview, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.interview, self.user = interview, user

    def clean_spans(self) -> list[Selected]:
        spans = self.cleaned_data["spans"] or []
        if not isinstance(spans, list) or len(spans) > MOST_SEGMENTS:
            raise forms.ValidationError(f"Select words of at most {MOST_SEGMENTS} turns.")
        return [selected_from(one) for one in spans]

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        self.selected = told.get("spans") or []
        if not self.selected and told.get("segment") and not self.errors:
            self.selected = self.found_in(told["segment"], told.get("words", ""))
        return told

    def found_in(self, number: int, words: str) -> list[Selected]:
        """The words where they stand in the turn; an error at the field when they do not."""
        segment = Segment.objects.readable_by(self.user).filter(interview=self.interview, number=number).first()
        words = " ".join(words.split()) if segment and words not in segment.text else words
        at = segment.text.find(words) if segment and words.strip() else -1
        if segment is None or at < 0:
            self.add_error("words", "Nobody said it like this. A quote has the words as they are, in one piece.")
            return []
        start, end = to_utf16(segment.text, at), to_utf16(segment.text, at + len(words))
        return [Selected(number, start, end, words)]


def selected_from(told: Any) -> Selected:
    """One span as a script sends it."""
    names = ("segment", "start", "end")
    numbers = [told.get(name) for name in names] if isinstance(told, dict) else []
    text = told.get("text") if isinstance(told, dict) else None
    plausible = [type(number) is int and 0 <= number <= LARGEST for number in numbers]
    if len(plausible) != len(names) or not all(plausible) or not isinstance(text, str):
        raise forms.ValidationError("This selection is not understood. Load the page again.")
    return Selected(*numbers, text)


class AttachForm(forms.Form):
    """What a quote speaks for: pain points of its interview, another or a new one, or a why."""

    heard = SeveralField(
        PainPoint.objects.none(), required=False, label="Heard in this interview", widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(
        required=False,
        label="A pain point",
        max_length=PainPoint.TITLE_LENGTH,
        help_text="Pick one that others told as well, or type a new one.",
        widget=forms.TextInput(
            attrs={"data-suggest": "/pain-points/suggest/", "data-suggest-id": "pain_point", "autocomplete": "off"}
        ),
    )
    pain_point = PickedField()
    severity = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "Not asked"), *((one.value, f"{one.value} {one.label}") for one in Severity)],
        help_text="How much it hurts this person, if it is new here.",
    )
    why = forms.ModelChoiceField(Why.objects.none(), required=False, empty_label="No why", label="Or a why")

    def __init__(self, *args: Any, quote: Quote, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        mentions = Mention.objects.heard().filter(interview=quote.interview)
        said = mentions.filter(participant=quote.participant, quote_links__quote=quote)
        if said.exists():
            self.fields["title"].label = "Another pain point"
        self.fields["heard"].queryset = (
            PainPoint.objects.live()
            .filter(mentions__in=mentions)
            .exclude(pk__in=said.values("pain_point"))
            .distinct()
            .order_by("pk")
        )
        open_whys = Why.objects.live().filter(mention__in=mentions).exclude(quotes=quote)
        self.fields["why"].queryset = open_whys.select_related("mention").order_by("mention", "position", "pk")
        self.fields["why"].label_from_instance = lambda why: f"PP-{why.mention.pain_point_id}: {why.text[:90]}"
        for name, there in (("heard", self.fields["heard"].queryset), ("why", open_whys)):
            if not there.exists():
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if not self.errors and not (told.get("heard") or told.get("title") or told.get("why")):
            self.add_error("title", "Choose what the quote speaks for.")
        return told

    @cached_property
    def picked(self) -> PainPoint | None:
        """The pain point that was picked from the list, or whose title was typed."""
        told = self.cleaned_data
        if not told["title"]:
            return None
        same = PainPoint.objects.live().visible_to(self.user).filter(title__iexact=told["title"])
        return same.filter(pk=told["pain_point"] or 0).first() or same.order_by("pk").first()

    @cached_property
    def speaks_for(self) -> SpeaksFor:
        """What was chosen: pain points that are ticked, picked or typed by their exact title, else a new one."""
        told = self.cleaned_data
        return SpeaksFor(
            pain_points=[*told.get("heard", []), *([self.picked] if self.picked else [])],
            new_title="" if self.picked else told["title"],
            severity=told["severity"],
            why=told.get("why"),
        )
