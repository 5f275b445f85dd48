"""Which `Name:` at the start of a line is a speaker, decided over the whole file and not line by line.

A name recurs and looks like one; a sentence with a colon does neither. When in doubt the words stay speech: a speaker
too few is seen and mended in the preview, a speaker too many swallows words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from interviews.transcripts.name_words import FIELDS, NEVER, PARTICLES, ROLES, SELDOM, TITLES

MAX_LABEL = 64
ENOUGH = 8
LABELLED = re.compile(
    r"\s*(?:>>+\s*|[-–—•]\s+)?(\S.{0,63}?)\s{0,9}(?:[:：](?:\s+|$)|：|(?<=[^\W\d_a-z][^\W\d_a-z]):(?=[^\W\d_]))(.*)",
    re.DOTALL,
)
CODE = re.compile(r"[{}<>=;\"\\$#]|\w\(")
NUMBERED_OR_STAMPED = re.compile(r"^\d+[.)]\s|\d:\d{2}|\d{4}-\d{2}")


def split_label(line: str) -> tuple[str, str] | None:
    """`Name: text` at the first colon before a blank or the end of the line; None where that is far away.

    No blank need follow a wide colon, nor a colon after capitals (`ADA:Yes.`) or a script without them.
    """
    found = LABELLED.match(line)
    if not found:
        return None
    label = clean(found[1])
    return (label, found[2] or "") if label else None


def clean(label: str) -> str:
    """A label without markup around it and without its colon."""
    plain = " ".join(label.split()).strip("*_#").strip().rstrip(":：").strip("*_ ").strip()
    if len(plain) > 2 and plain[0] + plain[-1] in {"[]", "()"}:
        plain = plain[1:-1].strip()
    return plain


def looks_like_name(label: str) -> bool:
    """Short, capitalised like a name, and no sentence. Scripts without capitals count as capitalised."""
    words = label.split()
    if not 0 < len(words) <= 8 or len(label) > MAX_LABEL or not any(map(str.isalpha, label)):
        return False
    if NUMBERED_OR_STAMPED.search(label):
        return False
    if label[-1] in ".?!;," and not _abbreviation(words[-1]):
        return False
    inside = re.sub(r"\([^()]*\)|\[[^\[\]]*\]", " ", label).split() or words
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


def speakers(labels: Iterable[str], units: int, first: str = "") -> frozenset[str]:
    """The labels that are speakers.

    `labels` are all candidates, one for each of the `units` (cues, lines) that has one; `first` is the label of the
    very first unit, if it has one.
    """
    counts = Counter(labels)
    total = sum(counts.values())
    everywhere = total >= 2 and total * 20 >= units * 19
    mostly = total * 10 >= units * 6
    named = {label for label in counts if _plausible(label, counts[label], units, everywhere, mostly)}
    again = [label for label in named if counts[label] > 1 and looks_like_name(label)]
    if again:
        named = {
            label
            for label in named
            if counts[label] > 1
            or _alike(label, again, everywhere, mostly or sum(counts[name] for name in again) < ENOUGH)
        }
    good = {label for label in named if counts[label] > 1 or label == first}
    if good or everywhere or len(named) > 1:
        return frozenset(named)
    return frozenset()


def _alike(label: str, again: list[str], everywhere: bool, lenient: bool) -> bool:
    """Whether a label that comes once is built like those that come again.

    Among `ADA:` and `BO:`, or among full names that stand here and there, `Fallout:` begins a sentence.
    """
    if not looks_like_name(label) and not everywhere:
        return False
    long = [name for name in again if len(name) > 1]
    if len(long) > 1 and all(name == name.upper() != name.lower() for name in long) and label != label.upper():
        return False
    several = all(len(other.split()) > 1 and not _role(other) for other in again)
    return lenient or not several or len(label.split()) > 1 or _role(label)


def _role(label: str) -> bool:
    return label.split()[0].casefold() in ROLES


def _plausible(label: str, count: int, units: int, everywhere: bool, mostly: bool) -> bool:
    if label.casefold() in NEVER | FIELDS or not any(map(str.isalpha, label)) or "://" in label:
        return False
    if looks_like_name(label):
        return not begins_like_sentence(label) or (count >= 3 and len(label.split()) <= 3)
    if len(label.split()) > 6:
        return False
    if CODE.search(label) or NUMBERED_OR_STAMPED.search(label):
        return False
    if everywhere or (mostly and count >= 2):
        return not begins_like_sentence(label)
    return count >= 3 and count * 50 >= units and not begins_like_sentence(label)
