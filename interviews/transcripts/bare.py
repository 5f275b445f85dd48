"""Names on lines of their own without colon and time, as they are left when a page is copied.

Such a line looks like any short line, so it counts only where the whole file is built of them: people come again, at
least two of them, words follow every name, and (nearly) every paragraph begins with a name or stands below one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from interviews.transcripts.name_words import GREETINGS, SECTIONS, SOUNDS
from interviews.transcripts.names import MAX_LABEL, begins_like_sentence, clean, looks_like_name
from interviews.transcripts.pages import heading

LONGEST_NAME = 4
NO_NAMES = GREETINGS | SECTIONS | SOUNDS


def bare_names(lines: Sequence[str], begin: int, end: int) -> dict[int, str]:
    """The names by their lines; nothing where the text is not built of them."""
    filled = [at for at in range(begin, end) if lines[at].strip()]
    first = [at for at in filled if at == begin or not lines[at - 1].strip()]
    maybe = {at: name for at in first if (name := _name(lines[at]))}
    counts = Counter(maybe.values())
    again = {name for name, count in counts.items() if count > 1}
    sure = [at for at, name in maybe.items() if name in again]
    if len(again) < 2 or len(sure) < 4:
        return {}
    below = dict(zip(filled, [*filled[1:], end], strict=True))
    if any(below[at] == end or below[at] in maybe for at in sure):
        return {}  # a name under which nothing is said
    joined = sum(bool(lines[at + 1].strip()) for at in sure if at + 1 < end)
    spoken = [at for at in first if at >= sure[0]]
    if joined == len(sure):  # name and words are one paragraph
        known = {at: name for at, name in maybe.items() if at >= sure[0] and lines[at + 1 : at + 2] != [""]}
        return known if len(sure) * 10 >= len(spoken) * 8 else {}
    alone = {at: maybe[at] for at in sure}
    return alone if not joined and len(sure) * 5 >= len(spoken) * 2 else {}


def _name(line: str) -> str:
    """The name that is all of a line; empty for a sentence, a heading, or a word that people say alone."""
    name = clean(line) if len(line) <= MAX_LABEL and not heading(line) else ""
    words = name.casefold().split()
    if not 0 < len(words) <= LONGEST_NAME or line.rstrip()[-1:] in set(".,;:?!…") or not looks_like_name(name):
        return ""
    return "" if begins_like_sentence(name) or any(word.strip("[]()") in NO_NAMES for word in words) else name
