"""What the list of interviews can be narrowed to; the one definition of its query keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters as filters
from django import forms
from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django_filters.fields import ModelMultipleChoiceField

from accounts.models import User

from .forms.add_one import AddOne
from .forms.days import DayInput
from .forms.ids import SeveralField
from .models import Company, Interview, Mention, Participant, Person, Persona, Purpose, Record, Study


class SeveralChoices(SeveralField, ModelMultipleChoiceField):
    """The field of such a filter."""


class Several(filters.ModelMultipleChoiceFilter):
    """Some of the records of a model by id; repeated keys are joined by "or"."""

    field_class = SeveralChoices

    def __init__(self, choices: Callable[[HttpRequest], QuerySet], at: str = "", **kwargs: Any) -> None:
        super().__init__(queryset=choices, **{"widget": AddOne, **kwargs})
        self.at = at

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        """Interviews where one participant, or the interview itself, has one of the values."""
        if not value:
            return qs
        if self.at:
            return qs.filter(**{f"{self.at}__in": value})
        return qs.filter(
            Exists(Participant.objects.filter(interview=OuterRef("pk"), **{f"{self.field_name}__in": value}))
        )


def readable(model: type[Record]) -> Callable[[HttpRequest], QuerySet]:
    """The rows of `model` that whoever asks may choose from."""
    return lambda request: model.objects.visible_to(request.user)


def colleagues(request: HttpRequest) -> QuerySet:
    """Everybody who may have led an interview."""
    return User.objects.all()


class InterviewFilter(filters.FilterSet):
    """The filter of the list of interviews."""

    SINGLE = ("q", "status", "since", "until", "after")
    STATUSES = [("draft", "Draft"), ("complete", "Complete"), ("archived", "Archived")]

    q = filters.CharFilter(method="find", label="Search", max_length=200)
    study = Several(readable(Study), at="study", label="Study")
    persona = Several(readable(Persona), label="Persona")
    company = Several(readable(Company), label="Company")
    person = Several(readable(Person), label="Person", widget=forms.MultipleHiddenInput)
    interviewer = Several(colleagues, method="led_by", label="Interviewer")
    status = filters.ChoiceFilter(choices=STATUSES, method="in_status", empty_label="All but archived")
    purpose = filters.MultipleChoiceFilter(choices=Purpose.choices, label="Purpose", widget=AddOne)
    since = filters.DateFilter(field_name="held_at", lookup_expr="date__gte", label="Since", widget=DayInput)
    until = filters.DateFilter(field_name="held_at", lookup_expr="date__lte", label="Until", widget=DayInput)

    class Meta:
        model = Interview
        fields: list[str] = []

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        """Take the query; fields of the form that were left empty say nothing."""
        said = data.copy()
        for key in self.base_filters:
            if key in said:
                said.setlist(key, [value for value in said.getlist(key) if value])
        super().__init__(said, *args, **kwargs)

    def find(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        """Interviews whose people, companies, study, pain points or notes contain the text, as the reader may see."""
        people = Person.objects.named_like(text)
        taking_part = Participant.objects.filter(
            Q(person__in=people) | Q(company__name__icontains=text), interview=OuterRef("pk")
        )
        mentions = Mention.objects.heard().filter(title__icontains=text, interview=OuterRef("pk"))
        said = Q(readable_notes__icontains=text) | Q(study__title__icontains=text)
        return rows.with_readable_notes(self.request.user).filter(said | Exists(taking_part) | Exists(mentions))

    def led_by(self, rows: QuerySet, name: str, users: Any) -> QuerySet:
        if not users:
            return rows
        led = Interview.interviewers.through.objects.filter(interview=OuterRef("pk"), user__in=users)
        return rows.filter(Exists(led))

    def in_status(self, rows: QuerySet, name: str, status: str) -> QuerySet:
        return rows if status == "archived" else rows.filter(status=status)

    def filter_queryset(self, queryset: Any) -> Any:
        """Archived interviews are shown only when asked for."""
        asked = self.form.cleaned_data["status"] == "archived"
        return super().filter_queryset(queryset.archived() if asked else queryset.live())

    @property
    def problems_by_key(self) -> dict[str, str]:
        """What is wrong with the query, in sentences by key; nothing is filtered until there are none."""
        keys = [*self.filters, "after"]
        found = {
            key: f"“{key[:40]}” is not a filter here. There are: {', '.join(keys)}."
            for key in set(self.data) - set(keys)
        }
        found |= {key: f"Give “{key}” once." for key in self.SINGLE if len(set(self.data.getlist(key))) > 1}
        if not self.form.is_valid():
            for key, errors in self.form.errors.items():
                found.setdefault(key, f"“{key}”: {' '.join(errors)}")
        return found

    @property
    def problems(self) -> list[str]:
        """The same as a list."""
        return list(self.problems_by_key.values())

    @property
    def in_use(self) -> list[tuple[str, str, str]]:
        """The choices in force as (key, value in the address, words)."""
        data = self.form.cleaned_data
        chosen: list[tuple[str, str, str]] = []
        for key in ("study", "persona", "company", "person", "interviewer"):
            chosen += [(key, str(one.pk), str(one)) for one in data[key] or ()]
        chosen += [("purpose", value, Purpose(value).label) for value in data["purpose"] or ()]
        if data["status"]:
            chosen.append(("status", data["status"], dict(self.STATUSES)[data["status"]]))
        chosen += [(key, str(data[key]), f"{key} {data[key]:%-d %b %Y}") for key in ("since", "until") if data[key]]
        return chosen


def chosen_interviews(request: HttpRequest) -> InterviewFilter:
    """The interviews that the address asks for; one that makes no sense is refused in words."""
    chosen = InterviewFilter(request.GET, Interview.objects.visible_to(request.user), request=request)
    if chosen.problems:
        raise BadRequest(" ".join(chosen.problems))
    return chosen
