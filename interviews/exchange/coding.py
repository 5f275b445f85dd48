"""A coded article: its passages become quotes that carry the codes named below them.

Quotes and new codes come to stand in an act of their own, so that one undo takes them back and leaves the transcript.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from ..models import Act, Code, Interview, Quote
from ..quoting import NotQuotable, Selected, make_quote
from ..spans import to_utf16
from ..transcripts import coded


@dataclass(frozen=True, slots=True)
class Coded:
    """What became of the passages: the quotes, the codes that are new, the passages whose speaker nobody has named."""

    quotes: tuple[Quote, ...] = ()
    new_codes: tuple[Code, ...] = ()
    unnamed: int = 0
    act: Act | None = None


def code_passages(interview: Interview, user: Any) -> Coded:
    """Quote the coded passages of the interview's transcript; those that are quoted already only gain their codes."""
    transcript = interview.transcript
    if transcript.format != coded.SLUG:
        return Coded()
    rows = list(interview.segments.order_by("number").values_list("number", "text"))
    unnamed = 0
    with Act.by(user, Act.Kind.CHANGED_MANY) as act:
        codes = Codes()
        quotes: dict[int, list[Code]] = {}
        for first, end, names in coded.passages_with_codes(transcript.context):
            selected = [Selected(number, 0, to_utf16(text, len(text)), text) for number, text in rows[first:end]]
            try:
                quote = make_quote(interview, selected, user)
            except NotQuotable:  # nobody said yet who speaks, or it was one of us
                unnamed += 1
                continue
            quotes.setdefault(quote.pk, []).extend(map(codes.called, names))
        made = bring_to_stand(act, quotes, codes.new)
    return Coded(tuple(made), tuple(codes.new), unnamed, act if act.pk else None)


def bring_to_stand(act: Act, quotes: dict[int, list[Code]], new: list[Code]) -> list[Quote]:
    """Give the quotes their codes; what is new here goes back to the archive when the act is undone."""
    rows, codes = Quote.objects.filter(pk__in=quotes), Code.objects.filter(pk__in=[one.pk for one in new])
    fresh = rows.filter(created_at__gte=act.at)
    for some in (fresh, codes):
        some.update(archived_at=timezone.now())
    act.watch(rows, codes)
    for quote in rows:
        quote.codes.add(*quotes[quote.pk])
    rows.update(archived_at=None)
    codes.update(archived_at=None)
    return list(rows)


class Codes:
    """The codebook while an article is read: codes by their names, whatever the case, and those that are new."""

    def __init__(self) -> None:
        self.new: list[Code] = []
        self.known: dict[tuple[str, int | None], Code] = {}
        self.by_name: dict[str, Code] = {}
        for code in Code.objects.live().order_by("pk"):
            self._keep(code)

    def called(self, path: Iterable[str]) -> Code:
        """The code with this name below these themes; a name alone is that of any theme."""
        parent: Code | None = None
        *above, last = (name[: Code.name.field.max_length] for name in path)
        for name in above:
            parent = self.known.get((name.casefold(), parent.pk if parent else None)) or self._make(name, parent)
        if parent is None and last.casefold() in self.by_name:
            return self.by_name[last.casefold()]
        return self.known.get((last.casefold(), parent.pk if parent else None)) or self._make(last, parent)

    def _make(self, name: str, parent: Code | None) -> Code:
        code = Code.objects.create(name=name, parent=parent)
        self.new.append(code)
        self._keep(code)
        return code

    def _keep(self, code: Code) -> None:
        self.known.setdefault((code.name.casefold(), code.parent_id), code)
        self.by_name.setdefault(code.name.casefold(), code)
