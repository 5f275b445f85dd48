"""Which of the records that are merged survives, and which mentions of a pain point are split off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils import timezone

from ..models import Mention, Mergeable, PainPoint, standing_for
from .ids import SeveralField
from .picked import PickedField


def ids_in(values: Sequence[str]) -> list[int]:
    """Those of `values` that are keys of rows."""
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 19]


class KeepForm(forms.Form):
    """The one that survives, of those that were chosen; the oldest unless told otherwise."""

    keep = forms.TypedChoiceField(coerce=int, label="Keep", widget=forms.RadioSelect)

    def __init__(self, *args: Any, chosen: Sequence[Mergeable], **kwargs: Any) -> None:
        self.chosen = sorted(chosen, key=lambda one: one.pk)
        super().__init__(*args, initial={"keep": self.chosen[0].pk if self.chosen else None}, **kwargs)
        self.fields["keep"].choices = [(one.pk, f"{one.reference} {one}".strip()) for one in self.chosen]

    @property
    def survivor(self) -> Mergeable | None:
        """The one that was told to survive, else the oldest; None where nothing was chosen."""
        kept = self.cleaned_data.get("keep") if self.is_bound and self.is_valid() else None
        return next((one for one in self.chosen if one.pk == kept), self.chosen[0] if self.chosen else None)


class SplitForm(forms.Form):
    """Mentions to move, and where to: a pain point we know, or a new one by its title."""

    mentions = SeveralField(Mention.objects.none(), label="Mentions to move", widget=forms.CheckboxSelectMultiple)
    title = forms.CharField(
        max_length=PainPoint.TITLE_LENGTH,
        label="The other pain point",
        help_text="Pick one we know, or give a new one its title.",
        widget=forms.TextInput(
            attrs={"data-suggest": reverse_lazy("interviews:pain_point_suggest"), "data-suggest-id": "pain_point"}
        ),
    )
    pain_point = PickedField()

    def __init__(
        self, *args: Any, pain_point: PainPoint, mentions: QuerySet[Mention], user: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = PainPoint.objects.live().visible_to(user).exclude(pk=pain_point.pk)
        self.every = Mention.objects.filter(pain_point=pain_point, archived_at__isnull=True).count()
        self.fields["mentions"].queryset = mentions.select_related("participant__person", "interview")
        self.fields["mentions"].label_from_instance = told

    def clean_title(self) -> str:
        """The title, or the reference of another pain point: one that names none is no title."""
        text = " ".join(self.cleaned_data["title"].split())
        if self.referred(text) is not None and not self.referred(text).exists():
            raise forms.ValidationError(f"{text.upper()} is no other pain point. Pick one, or give a new one a title.")
        return text

    def clean_mentions(self) -> QuerySet[Mention]:
        chosen = self.cleaned_data["mentions"]
        if len(chosen) >= self.every:
            raise forms.ValidationError("Leave at least one mention where it is. To move all of them, merge instead.")
        return chosen

    @property
    def target(self) -> PainPoint | None:
        """The pain point that was picked, or whose title or reference was typed; None for a new one."""
        text, picked = self.cleaned_data["title"], self.cleaned_data.get("pain_point")
        referred = self.referred(text)
        if referred is not None:
            return referred.first()
        same = self.known.filter(title__iexact=text).order_by("pk")
        return same.filter(pk=picked).first() or same.first()

    def referred(self, text: str) -> QuerySet[PainPoint] | None:
        """The pain point that a reference such as PP-131 leads to, or None for no reference."""
        prefix, _, number = text.upper().partition("-")
        if prefix != PainPoint.PREFIX or not ids_in([number]):
            return None
        return self.known.filter(standing_for(PainPoint, [int(number)]))


def told(mention: Mention) -> str:
    """A mention as a line of the list: what was said, by whom, when."""
    return f"{mention.title} – {mention.participant}, {timezone.localtime(mention.interview.held_at):%-d %b %Y}"
