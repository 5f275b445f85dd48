"""What an address asks of the search over everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict

from interviews.lists import problems
from interviews.models import Company, Persona, Study
from interviews.searchable import Chosen
from search.kinds import Kind
from search.query import Choice, Query, Refused, day_of, parse

from .narrowing import SearchNarrowing
from .searchable import BY_NAME, KINDS, kind_called

KEYS = ("q", "kind", "persona", "company", "study", "since", "until", "after")
TYPED = ("kind", "persona", "company", "study", "since", "until")
CALLED = {"persona": (Persona, "name"), "company": (Company, "name"), "study": (Study, "title")}


class Asked:
    """What an address asks: words, a kind, filters. `problems` says by key what is wrong; the rest holds without any.

    With `typing` the words are not finished yet: what makes no sense so far is left out, and `problems` say why.
    """

    def __init__(self, query: QueryDict, user: Any, *, typing: bool = False) -> None:
        self.text, self.user, self.typing = query.get("q", "").strip("\n\r\0"), user, typing
        self.problems: dict[str, str] = {}
        self.place, self.query, self.chosen = 0, Query(), Chosen()
        kind = BY_NAME.get(query.get("kind", ""))
        self.kinds = (kind,) if kind else KINDS
        if not typing:
            self.form = SearchNarrowing(query, user)
            self.chosen = self.form.chosen
            self.problems = {**self.form.problems_by_key, **problems(query, KEYS, self.form.SEVERAL)}
        try:
            self.query = parse(self.text, TYPED, typing=typing)
            self._take(self.query.choices)
        except Refused as refused:
            self.query = Query()
            self._wrong(refused)
        if typing and not self.problems:
            self._look_strictly()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return self.query.tree is None and not self.chosen and not self.narrowed_to

    @property
    def narrowed_to(self) -> bool:
        """Whether only some kinds are asked."""
        return len(self.kinds) < len(KINDS)

    @property
    def before_place(self) -> str:
        """The text as far as it makes sense."""
        return self.text[: self.place]

    @property
    def behind_place(self) -> str:
        return self.text[self.place :]

    def _take(self, choices: Sequence[Choice]) -> None:
        """Add the filters that were typed to those of the form."""
        kinds = []
        for one in choices:
            try:
                if one.key == "kind":
                    kinds.append(self._kind(one))
                elif one.key in CALLED:
                    keys = self._called(one) | getattr(self.chosen, one.key)
                    self.chosen = replace(self.chosen, **{one.key: keys})
                else:
                    self.chosen = replace(self.chosen, **{one.key: self._day(one)})
            except Refused as refused:
                if not self.typing:
                    raise
                self._wrong(refused)
        if kinds:
            self.kinds = tuple(kind for kind in self.kinds if kind in kinds)

    def _wrong(self, refused: Refused) -> None:
        self.place = refused.at
        self.problems["q"] = refused.message

    def _look_strictly(self) -> None:
        """Say what would be wrong if nothing followed."""
        try:
            parse(self.text, TYPED)
        except Refused as refused:
            self._wrong(refused)

    def _kind(self, choice: Choice) -> Kind:
        kind = kind_called(choice.value)
        if kind is None:
            known = ", ".join(one.name.replace("_", "-") for one in KINDS)
            raise Refused(f"There is no kind “{choice.value[:40]}”. There are: {known}.", choice.at)
        return kind

    def _called(self, choice: Choice) -> frozenset[int]:
        """The keys of those that are called so, of whom the reader may know: exactly so, else those that begin so."""
        model, field = CALLED[choice.key]
        rows = model.objects.live().visible_to(self.user)
        for how in ("iexact", "istartswith", "icontains"):
            if keys := rows.filter(**{f"{field}__{how}": choice.value}).values_list("pk", flat=True)[:50]:
                return frozenset(keys)
        raise Refused(f"No {choice.key} is called “{choice.value[:40]}”.", choice.at)

    @staticmethod
    def _day(choice: Choice) -> date:
        """The first day of what was typed, or for `until` the last one."""
        year, month, day = day_of(choice.value) or (0, None, None)
        try:
            first = date(year, month or 1, day or 1)
        except ValueError as error:
            message = f"{choice.key}: takes a day such as 2026-01-31, a month such as 2026-01, or a year."
            raise Refused(message, choice.at) from error
        if choice.key == "since" or day:
            return first
        following = date(year + 1, 1, 1) if month in (None, 12) else date(year, month + 1, 1)
        return following - timedelta(days=1)
