"""The names that stand before what is said, where any line may begin with one: `Name: text`, or `[Name] text`.

Who is a speaker is decided once, over all lines that could begin a turn (`names`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from interviews.transcripts.name_words import SOUNDS
from interviews.transcripts.names import begins_like_sentence, clean, looks_like_name, speakers, split_label
from interviews.transcripts.pages import bold_start, unbold

BRACKETED = re.compile(r"\s*(?:>>++\s*+|[-–—•]\s+)?[\[(]([^\[\]()]{1,64})[\])]:?(?:\s+(.*)|$)", re.DOTALL)
OVER = r"(?:(?<=[.?!…\"”’)\]])|(?<=\w[-–—]))"  # where a sentence is over, or cut
INSIDE = re.compile(rf"{OVER}\s+(?:[-–—]\s+)?(?=([^:]{{1,64}}):\s)")
ARROWS = re.compile(r"(?<!\s)\s+(?=>>)")


class Labels:
    """Who speaks in a file, from the lines that may begin a turn."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.bracketed = bracketed_names([clean(f[1]) for line in lines if (f := BRACKETED.match(line))], len(lines))
        found = [label for line in lines if (label := split_label(line))]
        first = label[0] if lines and (label := split_label(lines[0])) else ""
        follows = dict(reversed(found))
        names = speakers([label for label, _ in found], len(lines), first, follows)
        self.names = names if not self.bracketed else frozenset()

    def of(self, text: str) -> tuple[str, str] | None:
        """Who begins to speak with a text, and the words; None where nobody is named."""
        if self.bracketed:
            found = BRACKETED.match(text)
            return (clean(found[1]), found[2] or "") if found and clean(found[1]) in self.bracketed else None
        label = split_label(text)
        return label if label and label[0] in self.names else None

    def cut(self, text: str) -> list[str]:
        """A line cut where somebody else begins inside it: at `>>`, and at a known name after a finished sentence."""
        return [piece for part in ARROWS.split(text) for piece in self._cut_at_names(part)]

    def _cut_at_names(self, text: str) -> list[str]:
        if not self.names or text.count(":") < 1 + (self.of(text) is not None):
            return [text]
        pieces, begin = [], 0
        for found in INSIDE.finditer(text):
            if clean(found[1]) in self.names:
                pieces.append(text[begin : found.start()])
                begin = found.end()
        return [*pieces, text[begin:]]


def mostly_labelled(texts: Sequence[str]) -> bool:
    """Whether most texts begin with a name, bold or before a colon, and somebody comes again or nearly all do."""
    found = (split_label(unbold(text)[0]) or bold_start(text) for text in texts)
    labels = [label[0] for label in found if label and looks_like_name(label[0])]
    again = len(set(labels)) < len(labels) or len(labels) * 10 >= len(texts) * 9
    return again and len(labels) * 2 >= len(texts) and bool(speakers(labels, len(texts)))


def bracketed_names(found: Sequence[str], units: int) -> frozenset[str]:
    """The names among words in brackets, if half of the `units` begin with one and somebody comes again; sounds are
    none."""
    counts = Counter(found)
    names = {
        name
        for name in counts
        if looks_like_name(name)
        and not begins_like_sentence(name)
        and not any(word in SOUNDS for word in name.casefold().split())
    }
    said = sum(counts[name] for name in names)
    return frozenset(names) if said * 2 >= units and said > len(names) else frozenset()
