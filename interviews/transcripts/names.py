"""Which `Name:` at the start of a line is a speaker, decided over the whole file and not line by line.

A name recurs and looks like one; a sentence with a colon does neither. When in doubt the words stay speech: a speaker
too few is seen and mended in the preview, a speaker too many swallows words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from interviews.transcripts.name_words import FIELDS, GREETINGS, NEVER, PARTICLES, ROLES, SELDOM, TITLES

MAX_LABEL = 64
ENOUGH = 8
LABELLED = re.compile(
    r"\s*(?:>>++\s*+|[-–—•]\s+)?(\S.{0,63}?)\s{0,9}(?:[:：](?:\s+|$)|：|(?<=[^\W\d_a-z][^\W\d_a-z]):(?=[^\W\d_])"
    r"|(?<=[^\W\d_]):(?=[^\W\d_a-z]))(.*)",
    re.DOTALL,
)
EDGES = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u00ad]")  # which way to write, where to break
IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
NO_WORD = re.compile(r"[^\w']+")
CODE = re.compile(r"[{}<>=;\"\\$#]|\w\(")
NUMBERED_OR_STAMPED = re.compile(r"^\d+[.)]\s|\d:\d{2}|\d{4}-\d{2}")


def split_label(line: str) -> tuple[str, str] | None:
    """`Name: text` at the first colon before a blank or the end of the line; None where that is far away.

    No blank need follow a wide colon, nor a colon after or before capitals (`ADA:yes`, `Ada:Yes`) or a script without
    them.
    """
    found = LABELLED.match(line) if ":" in line or "：" in line else None
    if not found:
        return None
    label = clean(found[1])
    return (label, found[2] or "") if label and label[0] != "|" else None


def clean(label: str) -> str:
    """A label without markup around it and without its colon."""
    plain = " ".join(EDGES.sub("", label).split()).strip("*_#").strip().rstrip(":：").strip("*_ ").strip()
    if len(plain) > 2 and plain[0] + plain[-1] in {"[]", "()"}:
        plain = plain[1:-1].strip()
    return plain


@lru_cache(maxsize=65_536)
def looks_like_name(label: str) -> bool:
    """Short, capitalised like a name, and no sentence. Scripts without capitals count as capitalised."""
    words = label.split()
    if not 0 < len(words) <= 8 or len(label) > MAX_LABEL or not any(map(str.isalpha, label)):
        return False
    if NUMBERED_OR_STAMPED.search(label):
        return False
    if label[-1] in ".?!;," and not _abbreviation(words[-1]):
        return False
    inside = IN_BRACKETS.sub(" ", label).split() or words
    if not any(word.lower().strip("'’") not in PARTICLES for word in inside) or len(inside) > 6:
        return False
    return all(_name_word(word) for word in inside)


def _name_word(word: str) -> bool:
    bare = word.strip("\"'“”‘’«»()[]|&-–—,/@.")
    if not bare or bare.lower() in PARTICLES:
        return True
    if word[-1] in "?!;" or (word[-1] == "." and not _abbreviation(word)):
        return False
    return bare != bare.lower() or not bare[0].islower() or "@" in word


def _abbreviation(word: str) -> bool:
    bare = word.rstrip(".,").lower()
    return len(bare) <= 2 or bare in TITLES or "." in bare


def begins_like_sentence(label: str) -> bool:
    """Whether the first word is one that sentences begin with. A letter alone (Q, A, I) is a label."""
    return len(label) > 1 and label.split()[0].strip(",'’\"“”").casefold() in SELDOM


def speakers(
    labels: Iterable[str], units: int, first: str = "", follows: Mapping[str, str] | None = None, listed: str = ""
) -> frozenset[str]:
    """The labels that are speakers.

    `labels` are all candidates, one for each of the `units` (cues, lines) that has one; `first` is the label of the
    very first unit, if it has one. `follows` has the words after a label, `listed` the text in which a file may name
    those who speak.
    """
    counts = Counter(labels)
    total = sum(counts.values())
    everywhere = total >= 2 and total * 20 >= units * 19
    mostly = total * 10 >= units * 6
    like = {label for label in counts if looks_like_name(label)}
    named = {label for label in counts if _plausible(label, label in like, counts[label], units, everywhere, mostly)}
    again = [label for label in named if counts[label] > 1 and label in like]
    if again:
        turns = sum(counts[label] for label in again)
        once = sum(counts[label] == 1 for label in named)
        alike = Alike(again, everywhere, turns < ENOUGH or turns * 20 >= (units - once) * 19, follows or {}, listed)
        named = {label for label in named if counts[label] > 1 or alike.fits(label, label in like)}
    good = {label for label in named if counts[label] > 1 or label == first}
    if good or everywhere or len(named) > 1:
        return frozenset(named)
    return frozenset()


@dataclass(frozen=True)
class Alike:
    """Whether a label that comes once is one of those who speak: built like the names that come `again`.

    Among `ADA:` and `BO:`, among full names, or where paragraphs without a name are common, `Fallout:` begins a
    sentence; so it does where a title follows it (`Fallout: New Vegas`).
    """

    again: list[str]
    everywhere: bool
    lenient: bool
    follows: Mapping[str, str]
    listed: str

    def fits(self, label: str, like_name: bool) -> bool:
        if label.casefold() in self._folded:
            return True
        if not like_name:
            return self.everywhere and _role(label)
        if self._capitals and label != label.upper():
            return False
        if _role(label) or f" {NO_WORD.sub(' ', label).strip()} " in self._listed:
            return True
        if self._title_follows(label):
            return False
        if len(label.split()) > 1 or self._capitals:
            return True
        return self.lenient

    @cached_property
    def _listed(self) -> str:
        return f" {NO_WORD.sub(' ', self.listed)} "

    @cached_property
    def _capitals(self) -> bool:
        """Whether those who come again are written in capitals, more than initials."""
        long = [name for name in self.again if len(name) > 1]
        capitals = all(name == name.upper() != name.lower() for name in long)
        return capitals and (len(long) > 1 or any(len(name) > 3 for name in long))

    @cached_property
    def _folded(self) -> set[str]:
        return {name.casefold() for name in self.again}

    @cached_property
    def _parts(self) -> set[str]:
        return {"I"} | {part for name in self.again for part in name.split()}

    def _title_follows(self, label: str) -> bool:
        words = [word.strip("*_“”\"'‘’(),.!?") for word in self.follows.get(label, "").split()[:2]]
        return (
            len(words) == 2
            and all(word[:1].isupper() and word[1:].islower() for word in words)
            and not begins_like_sentence(words[0])
            and words[0].casefold() not in GREETINGS
            and words[1] not in self._parts
            and not words[1].startswith(("I'", "I’"))
        )


def _role(label: str) -> bool:
    return label.split()[0].casefold() in ROLES


def _plausible(label: str, like_name: bool, count: int, units: int, everywhere: bool, mostly: bool) -> bool:
    if label.casefold() in NEVER | FIELDS or not any(map(str.isalpha, label)) or "://" in label:
        return False
    if like_name:
        return not begins_like_sentence(label) or (count >= 3 and len(label.split()) <= 3)
    if len(label.split()) > 6:
        return False
    if CODE.search(label) or NUMBERED_OR_STAMPED.search(label):
        return False
    if everywhere or (mostly and count >= 2):
        return not begins_like_sentence(label)
    return count >= 3 and count * 50 >= units and not begins_like_sentence(label)
