"""A coded article: its passages become quotes that carry the codes named below them.

Quotes and new codes come to stand in an act of their own, so that one undo takes them back and leaves the transcript.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from ..models import Act, Code, Interview, Quote
from ..models.record import put_away_by
from ..quoting import Selected, make_quotes
from ..spans import to_utf16
from ..transcripts import coded

NOWHERE = -1  # the place of a theme that is in the archive while its code is not


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
    texts = list(interview.segments.order_by("number").values_list("number", "text"))
    passages = list(coded.passages_with_codes(transcript.context))
    with Act.by(user, Act.Kind.CHANGED_MANY) as act:
        quoted = make_quotes(interview, [whole(texts[first:end]) for first, end, _ in passages], user)
        codes = Codes()
        quotes: dict[int, list[int]] = {}
        for quote, (_, _, names) in zip(quoted, passages, strict=True):
            if quote:
                quotes.setdefault(quote.pk, []).extend(map(codes.called, names))
        made = bring_to_stand(act, {pk: codes.stored(own) for pk, own in quotes.items()}, codes.new)
    return Coded(tuple(made), tuple(codes.new), quoted.count(None), act if act.pk else None)


def whole(segments: Iterable[tuple[int, str]]) -> list[Selected]:
    """These segments, number and text, selected from beginning to end."""
    return [Selected(number, 0, to_utf16(text, len(text)), text) for number, text in segments]


def bring_to_stand(act: Act, quotes: dict[int, list[Code]], new: list[Code]) -> list[Quote]:
    """Give the quotes their codes; what is new here goes back to the archive when the act is undone."""
    rows, codes = Quote.objects.filter(pk__in=quotes), Code.objects.filter(pk__in=[one.pk for one in new])
    fresh = rows.filter(created_at__gte=act.at)
    for some in (fresh, codes):
        some.update(**put_away_by(act.done_by))
    act.watch(rows, codes)
    links = (Quote.codes.through(quote_id=pk, code_id=code.pk) for pk, own in quotes.items() for code in own)
    Quote.codes.through.objects.bulk_create(links, ignore_conflicts=True)
    for some in (rows, codes):
        some.update(archived_at=None, archived_by=None)
    return list(rows)


class Codes:
    """The codebook while an article is read: codes by their names, whatever the case, and those that are new.

    A code is told by its place in `all`; what is new is stored level by level once it is asked for.
    """

    def __init__(self) -> None:
        self.all = list(Code.objects.live().order_by("pk"))
        self.new: list[Code] = []
        self.unstored: defaultdict[int, list[Code]] = defaultdict(list)  # by how many codes stand above
        self.known: dict[tuple[str, int | None], int] = {}
        self.by_name: dict[str, int] = {}
        places = {code.pk: place for place, code in enumerate(self.all)}
        for place, code in enumerate(self.all):
            self._keep(place, places.get(code.parent_id, NOWHERE) if code.parent_id else None)

    def called(self, path: Iterable[str]) -> int:
        """The place of the code with this name below these themes; a name alone is that of any theme."""
        parent: int | None = None
        names = [name[: Code.name.field.max_length] for name in path]
        if len(names) == 1 and (known := self.by_name.get(names[0].casefold())) is not None:
            return known
        for depth, name in enumerate(names):
            place = self.known.get((name.casefold(), parent))
            parent = self._make(name, parent, depth) if place is None else place
        return cast(int, parent)

    def stored(self, places: Iterable[int]) -> list[Code]:
        """The codes at these places; those that are new are stored first, a query for each level of them."""
        for depth in sorted(self.unstored):
            Code.objects.bulk_create(self.unstored.pop(depth))
        return [self.all[place] for place in places]

    def _make(self, name: str, parent: int | None, depth: int) -> int:
        code = Code(name=name, parent=None if parent is None else self.all[parent])
        self.all.append(code)
        self.new.append(code)
        self.unstored[depth].append(code)
        self._keep(len(self.all) - 1, parent)
        return len(self.all) - 1

    def _keep(self, place: int, parent: int | None) -> None:
        name = self.all[place].name.casefold()
        self.known.setdefault((name, parent), place)
        self.by_name.setdefault(name, place)
