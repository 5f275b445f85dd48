"""Fields that read the keys of a filter from an address. What is wrong is said with what is allowed."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from copy import copy
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core import signing

from search.folding import words_of

SHOWN_CHOICES = 12
LONGEST_TEXT = 200
MOST_TERMS = 12
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
PLACES = "pain-points"


class ChosenField(forms.MultipleChoiceField):
    """A key that may be repeated. A value nobody knows is refused with the key and what is allowed.

    `known` are the names of what is allowed by value, where there are too many to be written into every form anew.
    """

    known: Mapping[str, str] | None = None

    def to_python(self, value: Any) -> list[str]:
        return [one for one in super().to_python(value) if one]

    def validate(self, value: list[str]) -> None:
        names = {str(key): str(label) for key, label in self.choices} if self.known is None else self.known
        for one in value:
            if one not in names:
                known = list(names.items())
                allowed = ", ".join(
                    key if key == label.lower() else f"{key} ({label})" for key, label in known[:SHOWN_CHOICES]
                )
                more = f" and {len(known) - SHOWN_CHOICES} more" if len(known) > SHOWN_CHOICES else ""
                said = f"Allowed: {allowed}{more}." if known else "There is nothing to choose from yet."
                raise forms.ValidationError(f"“{one[:40]}” is not known. {said}")


class TextsField(forms.Field):
    """A key that may be repeated and takes any text."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> list[str]:
        texts = [one.strip() for one in value or [] if one.strip()]
        if any("\0" in one or len(one) > LONGEST_TEXT for one in texts):
            raise forms.ValidationError(f"Allowed: text of up to {LONGEST_TEXT} characters.")
        return texts


class WordsField(forms.CharField):
    """What to look for: words that must all occur, by how they begin; words in double quotes stand together. What has
    no letter or digit is no word, and is left aside."""

    def clean(self, value: Any) -> list[str]:
        text = super().clean(value)
        terms = [term for term in terms_of(text) if words_of(term)]
        if len(terms) > MOST_TERMS:
            raise forms.ValidationError(f"Allowed: up to {MOST_TERMS} words. Leave some out.")
        return terms


class DayField(forms.DateField):
    """A day, written as 2026-05-31."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], widget=forms.DateInput(attrs={"type": "date"}), **kwargs)

    def clean(self, value: Any) -> date | None:
        try:
            day = super().clean(value)
        except forms.ValidationError as error:
            raise forms.ValidationError("Allowed: a day such as 2026-05-31.") from error
        if day and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(f"Allowed: days from {EARLIEST.year} to {LATEST.year}.")
        return day


class PlaceField(forms.CharField):
    """The place where a page of the list goes on; made by the page before, and signed."""

    def clean(self, value: Any) -> list[Any] | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return list(signing.loads(text, salt=PLACES))
        except (signing.BadSignature, TypeError) as error:
            raise forms.ValidationError("It is no place in this list. Open the list from its beginning.") from error


def terms_of(text: str) -> list[str]:
    """The words of `text`; those in double quotes stand together. A quote that is not closed is a word like others."""
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split, lexer.quotes, lexer.escape, lexer.commenters = True, '"', "", ""
    try:
        found = [term.strip() for term in lexer]
    except ValueError:
        found = text.replace('"', " ").split()
    return list(dict.fromkeys(term for term in found if term))


class Key(django_filters.Filter):
    """A key of the filter; how it narrows is said by the FilterSet, since keys work together on one mention."""

    def __init__(self, field: type[forms.Field], label: str, **kwargs: Any) -> None:
        self.field_class = field
        super().__init__(label=label, required=False, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> Key:
        """A copy with the same field, of which a form makes its own: building all of them took a tenth of a page."""
        own = copy(self)
        own._field = self.field
        return own
