"""Names in a text replaced by what stands for them. Pure: whose names those are is known elsewhere.

Names are found with and without their accents, whole ones in whatever case, parts of them as they are written and in
capitals. In scripts that put no blanks between words they are found within what looks like one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

WORD = re.compile(r"\w+")
E_MAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
NO_E_MAIL, SOMEBODY = "‹e-mail address›", "‹somebody›"
SHORTEST = 3  # letters of a part of a name, or of what stands in contact details
# Thai, Lao, Burmese and Khmer; Hangul, after which endings are written; Japanese and Chinese.
UNSPACED = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\uac00-\ud7af"
    r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
STROKES = dict(zip(map(ord, "øØłŁđĐı"), "oOlLdDi", strict=True))  # letters that have no accent of their own

Hide = Callable[[str], str]
Place = tuple[int, int, str]  # where something begins and ends in a text, and what stands for it


class Letters(dict[int, str]):
    """Latin letters without their accents, one for one, for `str.translate`. Each is looked up once."""

    def __missing__(self, point: int) -> str:
        apart = unicodedata.normalize("NFD", chr(point))
        is_latin = apart[0].isascii() and all(map(unicodedata.combining, apart[1:]))
        self[point] = apart[0] if is_latin else chr(point)
        return self[point]


LETTERS = Letters(STROKES)


class Masked:
    """A text in which places are replaced, to be cut where the text as it is stored is."""

    def __init__(self, stored: str, places: Iterable[Place] = ()) -> None:
        self.text, self.shifts, at = "", [(0, 0, 0)], 0
        for start, end, stands in places:
            self.text += stored[at:start] + stands
            self.shifts.append((start, end, len(self.text)))
            at = end
        self.text += stored[at:]

    def at(self, position: int) -> int:
        """Where a position of the stored text is; one within what was replaced is behind what stands for it."""
        _start, end, behind = next(one for one in reversed(self.shifts) if one[0] < position or one == self.shifts[0])
        return behind + max(position - end, 0)

    def between(self, start: int, end: int) -> str:
        return self.text[self.at(start) : self.at(end)]


class Hiding:
    """Replaces names, whole ones and parts, in texts."""

    def __init__(self, names: dict[str, str], parts: dict[str, str]) -> None:
        self.names = agreed((squeezed(bare(name)), stands) for name, stands in names.items())
        self.parts = agreed((form, stands) for part, stands in parts.items() for form in forms(bare(part)))
        within = {name for name in (*self.names, *self.parts) if UNSPACED.fullmatch("".join(name.split()))}
        self.unspaced = {"".join(name.split()): (self.names | self.parts)[name] for name in within}
        choices = [
            bounded(either(self.names.keys() - within), "(?i:{})"),
            bounded(either(self.parts.keys() - within)),
            either(within).replace(r"\s+", r"\s*"),  # a blank may stand there or not
        ]
        self.found = re.compile("|".join(filter(None, choices))) if any(choices) else None

    def __call__(self, text: str) -> str:
        text = whole(text)
        return Masked(text, self.places(text)).text

    def masked(self, text: str) -> Masked:
        """The text as it is stored, masked."""
        return Masked(text, self.places(text))

    def places(self, text: str) -> list[Place]:
        """What is replaced in a text, in order."""
        plain, at = (bare(text), None) if is_whole(text) else in_clusters(text)
        found = [(*one.span(), NO_E_MAIL) for one in E_MAIL.finditer(plain)] if "@" in plain else []
        before, told = 0, list[Place]()
        for start, end, stands in [*found, (len(plain), len(plain), "")]:
            told += self._names_in(plain, before, start)
            told += [(start, end, stands)] if stands else []
            before = end
        return told if at is None else [(at[start], at[end], stands) for start, end, stands in told]

    def _names_in(self, plain: str, start: int, end: int) -> Iterator[Place]:
        """Those between two positions."""
        for one in self.found.finditer(plain, start, end) if self.found else ():
            yield *one.span(), self._stands_for(one.group())

    def _stands_for(self, name: str) -> str:
        key = squeezed(name)
        return self.names.get(key) or self.parts.get(name) or self.unspaced.get("".join(key.split()), SOMEBODY)


def replacing(names: dict[str, str], parts: dict[str, str]) -> Hiding:
    """Replace `names`, in whatever case, and `parts` as they are written and in capitals; longer ones go first."""
    return Hiding(names, parts)


def replacing_people(people: Iterable[tuple[str, str]]) -> Hiding:
    """Replace the names of people, each with what stands for them, and each part of a name that is long enough."""
    people = list(people)
    names = {squeezed(name): stands for name, stands in people if squeezed(name)}
    parts = agreed((part, stands) for name, stands in people for part in parts_of(name))
    return Hiding(names, parts)


def parts_of(name: str) -> Iterator[str]:
    """The words of a name that are replaced where they stand alone: those of letters enough, of two letters those that
    are written as names are, and any two of a script without blanks."""
    letters = (one if one.isalnum() or unicodedata.category(one)[0] == "M" else " " for one in whole(name))
    for part in "".join(letters).split():
        if len(part) >= SHORTEST or (len(part) == SHORTEST - 1 and (part.istitle() or UNSPACED.fullmatch(part))):
            yield part
            if part.isupper() or name.islower():
                yield part.capitalize()


def forms(part: str) -> set[str]:
    """The ways in which a part of a name is written."""
    return {part, part.upper()} if len(part) >= SHORTEST else {part}


def agreed(told: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What stands for each; somebody, where that is not one."""
    found: dict[str, str] = {}
    for name, stands in told:
        found[name] = stands if found.get(name, stands) == stands else SOMEBODY
    return found


def either(names: Iterable[str]) -> str:
    """A pattern of all of them, longer ones first; ß is written ss where it has no capital."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    spelled = (r"\s+".join(map(re.escape, name.split())) for name in longest_first)
    return "|".join(one.replace("ss", "(?:ss|ß)") for one in spelled)


def bounded(pattern: str, read: str = "(?:{})") -> str:
    """The pattern where it stands alone; nothing where it is nothing."""
    return rf"(?<!\w){read.format(pattern)}(?!\w)" if pattern else ""


def whole(text: str) -> str:
    """The text with letters and their accents as one, so that two ways of writing a name are the same."""
    return unicodedata.normalize("NFC", text)


def is_whole(text: str) -> bool:
    return text.isascii() or unicodedata.is_normalized("NFC", text)


def bare(text: str) -> str:
    """The text, letters and accents being one, as it is compared: each Latin letter without its accents."""
    return text if text.isascii() else whole(text).translate(LETTERS)


def in_clusters(text: str) -> tuple[str, list[int]]:
    """The same of any text, with where each of its letters stands in it, and the end."""
    plain, at, start = "", list[int](), 0
    for end in range(1, len(text) + 1):
        if end == len(text) or not goes_on(text[end]):
            letters = bare(text[start:end])
            plain += letters
            at += [start] * len(letters)
            start = end
    return plain, [*at, len(text)]


def goes_on(letter: str) -> bool:
    """Whether this belongs to the letter before it: an accent, or a part of a Korean syllable."""
    return unicodedata.combining(letter) > 0 or "\u1160" <= letter <= "\u11ff"


def squeezed(name: str) -> str:
    return " ".join(whole(name).casefold().split())
