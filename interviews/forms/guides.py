"""A guide's record: its questions are typed one a line, and keep their ids while their words stay."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from ..models import Guide, Purpose, Question
from .record import RecordForm

MOST = 200
LENGTH = Question._meta.get_field("text").max_length or 0


class GuideForm(RecordForm):
    """Title, purpose and the questions to hit."""

    questions = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="One a line. There is no rigid order; this is the order they are shown in.",
    )

    class Meta:
        model = Guide
        fields = ["title", "purpose", "introduction"]
        widgets = {"introduction": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [("", "Not said"), *Purpose.choices]
        if self.instance.pk:
            texts = self.instance.questions.values_list("text", flat=True)
            self.fields["questions"].initial = "\n".join(texts)

    def clean_questions(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["questions"].splitlines()]
        questions = list(dict.fromkeys(line for line in lines if line))
        for number, line in enumerate(questions, 1):
            if len(line) > LENGTH:
                raise ValidationError(f"Question {number} has {len(line)} characters; {LENGTH} is the most.")
        if len(questions) > MOST:
            raise ValidationError(f"{len(questions)} questions are too many for one conversation; {MOST} is the most.")
        return questions

    @transaction.atomic
    def save(self, commit: bool = True) -> Guide:
        """Save the guide and its questions. A question whose words are unchanged keeps its id, so that what was asked
        in interviews stays counted."""
        guide = super().save(commit)
        if commit:
            arrange(guide, self.cleaned_data["questions"])
        return guide


def arrange(guide: Guide, texts: list[str]) -> None:
    """Make the questions of `guide` those of `texts`, in that order.

    A question that was asked somewhere is known there by a copy of its words, so that it may go from the guide. Places
    are unique: the questions that stay are first moved out of the way.
    """
    known = {question.text: question for question in guide.questions.all()}
    guide.questions.exclude(text__in=texts).delete()
    kept = [known[text] for text in texts if text in known]
    free = max((question.position for question in known.values()), default=0) + len(texts) + 1
    for number, question in enumerate(kept):
        question.position = free + number
    Question.objects.bulk_update(kept, ["position"])
    places = {text: place for place, text in enumerate(texts, 1)}
    for question in kept:
        question.position = places[question.text]
    Question.objects.bulk_update(kept, ["position"])
    new = [Question(guide=guide, text=text, position=place) for text, place in places.items() if text not in known]
    Question.objects.bulk_create(new)
