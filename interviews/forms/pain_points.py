"""A pain point's record, and the choice of another one for a mention."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse_lazy

from accounts.versions import Versioned

from ..capture import keep_apart, own_pain, same_pain
from ..codebook import Codebook
from ..models import Act, Code, Mention, PainPoint, standing_for
from .ids import SeveralField
from .picked import PickedField
from .record import RecordForm

NONE_LIKE_THAT = "There is no other pain point like that. Pick one, or give its reference."


class PainPointForm(RecordForm):
    """A problem, stated once for the whole database."""

    class Meta:
        model = PainPoint
        fields = ["title", "description", "codes"]
        help_texts = {"title": "One problem, in words a customer would agree with."}
        widgets = {
            "title": forms.TextInput(attrs={"dir": "auto"}),
            "description": forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
            "codes": forms.CheckboxSelectMultiple,
        }
        field_classes = {"codes": SeveralField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = Code.objects.live()
        if self.instance.pk:
            kept = kept | Code.objects.filter(pain_points=self.instance)
        self.fields["codes"].queryset = kept.distinct()
        allowed = set(kept.values_list("pk", flat=True))
        self.fields["codes"].choices = [
            (str(pk), f"{theme}: {name}" if theme else name)
            for pk, name, theme in Codebook.load().in_order()
            if pk in allowed
        ]

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


class MentionMoveForm(Versioned, forms.Form):
    """Where a mention belongs instead: to a pain point we know, by its reference or title, or to one of its own."""

    name = forms.CharField(
        max_length=PainPoint.TITLE_LENGTH,
        label="Pain point",
        error_messages={"required": NONE_LIKE_THAT},
        help_text="Its reference, such as PP-12, or its whole title.",
        widget=forms.TextInput(
            attrs={"data-suggest": reverse_lazy("interviews:pain_point_suggest"), "data-suggest-id": "pain_point"}
        ),
    )
    pain_point = PickedField()
    row: Mention

    def __init__(self, *args: Any, mention: Mention, user: Any, **kwargs: Any) -> None:
        self.row, self.user = mention, user
        super().__init__(*args, **kwargs)
        self.fields["name"].required = "own" not in self.data
        self.known = PainPoint.objects.live().visible_to(user).exclude(pk=mention.pain_point_id)

        self.may_have_own = (
            Mention.objects.live().filter(pain_point=mention.pain_point_id).exclude(pk=mention.pk).exists()
        )

    def clean(self) -> dict[str, Any]:
        """Find the pain point that was meant: `found`, None for one of its own.

        What was picked from the list wins over what was typed.
        """
        cleaned = super().clean() or self.cleaned_data
        if "own" in self.data and self.may_have_own:
            return {**cleaned, "found": None}
        text = " ".join((cleaned.get("name") or "").split())
        picked = cleaned.get("pain_point")
        found = self.known.filter(pk=picked, title=text).first() if picked else None
        found = found or self._named(text)
        if found is None:
            self.add_error(
                "name", "There is no other pain point like that. Pick one from the list, or give its reference."
            )
        cleaned["found"] = found
        return cleaned

    def save_by(self, user: Any) -> PainPoint:
        """Move the mention to the pain point found, or to one of its own; it is not suggested again where it stood."""
        mention, found = self.row, self.cleaned_data["found"]
        with Act.by(user, Act.Kind.EDITED) as act:
            act.watch(mention)
            self.claim()
            keep_apart(mention, mention.pain_point)
            if found is None:
                return own_pain(mention, user)
            same_pain(mention, found)
        return found

    def as_stored(self) -> MentionMoveForm:
        stored = Mention.objects.select_related("pain_point").get(pk=self.row.pk)
        return MentionMoveForm(mention=stored, user=self.user)

    def differing(self, theirs: forms.BaseForm) -> list[tuple[forms.BoundField, str]]:
        """The mention may have gone elsewhere: where it is now."""
        now = theirs.row.pain_point
        return [(self["name"], f"{now.reference} {now}")]

    def _named(self, text: str) -> PainPoint | None:
        prefix, _, number = text.upper().partition("-")
        if prefix == PainPoint.PREFIX and number.isascii() and number.isdigit() and len(number) < 19:
            return self.known.filter(standing_for(PainPoint, [int(number)])).first()
        return self.known.filter(title__iexact=text).order_by("pk").first() if text else None
