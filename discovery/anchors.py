"""Passages of a text as it is read: where the words of a comment stand now, and the HTML with these words marked.

Words are looked for as those of quotes are in a corrected transcript: letter by letter, then whatever case and
punctuation; where they stand more than once, what stood around them says which are meant. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import pairwise

from interviews.transcripts.again import Words
from interviews.verbatim import folded

TAG = re.compile(r"""<(?:"[^"]*"|'[^']*'|[^'">])*>""")
FEW = 4  # words: fewer have to stand in the same surroundings to be the same


@dataclass(frozen=True, slots=True)
class Anchor:
    """What was commented on: words, what stood around them, and the key of the section."""

    key: str
    words: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Where an anchor stands: the place of its section, and the characters of that section's text; a section as a whole
    has none."""

    section: int
    start: int = 0
    end: int = 0


def text_of(html: str) -> str:
    """What is read of HTML."""
    return unescape(TAG.sub("", html))


def find(anchor: Anchor, keys: Sequence[str], texts: Sequence[str]) -> Found | None:
    """Where an anchor stands among sections, each with its key and text; None where it is gone."""
    if not anchor.words:
        return Found(keys.index(anchor.key)) if anchor.key in keys else None
    if not folded(anchor.words):
        return None
    best: tuple[tuple[int, int, int], Found] | None = None
    few = len(folded(anchor.words)) < FEW and bool(anchor.before or anchor.after)
    for place, (key, text) in enumerate(zip(keys, texts, strict=True)):
        for start, end in Words([text]).hits(anchor.words)[0]:
            around = likeness(anchor, text, start, end)
            if few and not around:
                continue
            rank = (around, key == anchor.key, -start)
            if best is None or rank > best[0]:
                best = rank, Found(place, start, end)
    return best[1] if best else None


def likeness(anchor: Anchor, text: str, start: int, end: int) -> int:
    """How many words before and after a stretch are those that stood there."""
    reach = 2 * max(len(anchor.before), len(anchor.after), 1)
    before = alike(folded(anchor.before)[::-1], folded(text[max(start - reach, 0) : start])[::-1])
    after = alike(folded(anchor.after), folded(text[end : end + reach]))
    nothing_around = not folded(anchor.before) and not folded(text[:start])
    return before + after + nothing_around


def alike(old: Sequence[str], new: Sequence[str]) -> int:
    """How many words both begin with."""
    count = 0
    for one, other in zip(old, new, strict=False):
        # what was cut off in the middle of a word is alike as far as it goes
        if one != other and not (one and (other.startswith(one) or other.endswith(one))):
            break
        count += 1
    return count


def marked(html: str, stretches: Mapping[int, tuple[int, int]], ends: Mapping[int, str]) -> str:
    """HTML with the stretches of its text in `<mark>`, by a number of theirs; behind the last mark of each stands what
    `ends` has for it."""
    cuts = sorted({at for stretch in stretches.values() for at in stretch})
    pieces: list[str] = []
    at = 0
    for tag, text in tokens(html):
        if tag:
            pieces.append(tag)
            continue
        end = at + len(text)
        bounds = [at, *(cut for cut in cuts if at < cut < end), end]
        for first, last in pairwise(bounds):
            pieces.append(piece(text[first - at : last - at], first, last, stretches))
            pieces += [ends.get(key, "") for key, (_, close) in stretches.items() if close == last and first < last]
        at = end
    return "".join(pieces)


def piece(text: str, start: int, end: int, stretches: Mapping[int, tuple[int, int]]) -> str:
    """A piece of text between two cuts, marked where it is part of a stretch."""
    within = [str(key) for key, (first, last) in stretches.items() if first <= start and end <= last]
    words = escape(text, quote=False)
    if not within or not text.strip():
        return words
    return f'<mark class="passage" data-passages="{" ".join(within)}">{words}</mark>'


def tokens(html: str) -> Iterable[tuple[str, str]]:
    """HTML as tags and texts in their order; one of the two is empty."""
    at = 0
    for match in TAG.finditer(html):
        if at < match.start():
            yield "", unescape(html[at : match.start()])
        yield match.group(), ""
        at = match.end()
    if at < len(html):
        yield "", unescape(html[at:])
