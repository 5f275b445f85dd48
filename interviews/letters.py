"""A text with its letters alike, however they were put together, and where each of them stands in the text.

Pure. What one computer writes as one letter another writes as a letter and an accent; copies from files join letters,
and hold characters that nobody sees. `read_alike` is NFKC without those, and knows the way back.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from unicodedata import category, normalize


def ranges(codes: Sequence[int]) -> str:
    """Characters as they stand within the brackets of a pattern."""
    firsts = [code for code, before in zip(codes, [-1, *codes], strict=False) if code != before + 1]
    lasts = [code for code, after in zip(codes, [*codes[1:], -1], strict=True) if code != after - 1]
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in zip(firsts, lasts, strict=True))


# Between those that are asked are Han characters and what nobody assigned.
KINDS = {
    code: kind
    for code in chain(range(0x20000), range(0xE0000, 0xE0200))
    if (kind := category(chr(code))) in ("Mn", "Mc", "Me", "Cf")
}
MARKS = ranges([code for code, kind in KINDS.items() if kind != "Cf"])  # accents, and vowels that are set as such
UNSEEN = ranges([code for code, kind in KINDS.items() if kind == "Cf"])  # where a word breaks, which way it is written
# Thai, Lao, Myanmar, Khmer, kana and Han.
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\ua9ff\uaa60-\uaa7f\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
UNSPACED += "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
JOINING = "\u1160-\u11ff\uff9e\uff9f"  # the rest of a Korean syllable, and voicing marks of narrow kana

NOT_SEEN = re.compile(rf"[{UNSEEN}]+")
SPECIAL = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
LETTER = re.compile(rf".[{MARKS}{UNSEEN}{JOINING}]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Alike:
    """A text with its letters alike. Of each stretch that reads otherwise than it was written: where it begins and ends
    here, and there."""

    text: str
    begins: Sequence[int] = ()
    ends: Sequence[int] = ()
    there: Sequence[tuple[int, int]] = ()

    def places(self, stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Where stretches of this text stand in the one it was made of."""
        if not self.there:
            return stretches
        return [(self._start(start), self._end(end)) for start, end in stretches]

    def _start(self, at: int) -> int:
        last = bisect_right(self.begins, at) - 1
        if last < 0:
            return at
        return self.there[last][0] if at < self.ends[last] else self.there[last][1] + at - self.ends[last]

    def _end(self, at: int) -> int:
        last = bisect_left(self.begins, at) - 1
        return at if last < 0 else self.there[last][1] + max(at - self.ends[last], 0)


def read_alike(text: str) -> Alike:
    """The text as it is read, letter by letter."""
    if text.isascii():
        return Alike(text)
    pieces: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    there: list[tuple[int, int]] = []
    at = here = 0
    for run in SPECIAL.finditer(text):
        if alike(run.group()) == run.group():
            continue
        for letter in LETTER.finditer(text, *run.span()):
            written, (start, end) = alike(letter.group()), letter.span()
            if written == letter.group():
                continue
            pieces += [text[at:start], written]
            here += start - at
            begins.append(here)
            here += len(written)
            ends.append(here)
            there.append((start, end))
            at = end
    return Alike("".join([*pieces, text[at:]]), begins, ends, there)


def alike(text: str) -> str:
    return normalize("NFKC", NOT_SEEN.sub("", text))
