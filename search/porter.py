"""The stem of an English word by Porter's rules of 1980, which both databases use: columns and column are one.

The databases do the finding. This is for marking in a snippet what they found; a test holds it to what they answer.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

VOWELS = "aeiou"
SHORTEST, LONGEST = 3, 64

# Endings and what stands for them, the longest first among those that end alike.
SECOND = (
    ("ational", "ate"),
    ("tional", "tion"),
    ("enci", "ence"),
    ("anci", "ance"),
    ("izer", "ize"),
    ("abli", "able"),
    ("alli", "al"),
    ("entli", "ent"),
    ("eli", "e"),
    ("ousli", "ous"),
    ("ization", "ize"),
    ("ation", "ate"),
    ("ator", "ate"),
    ("alism", "al"),
    ("iveness", "ive"),
    ("fulness", "ful"),
    ("ousness", "ous"),
    ("aliti", "al"),
    ("iviti", "ive"),
    ("biliti", "ble"),
)
THIRD = (
    ("icate", "ic"),
    ("ative", ""),
    ("alize", "al"),
    ("iciti", "ic"),
    ("ical", "ic"),
    ("ful", ""),
    ("ness", ""),
)
FOURTH = (
    *("ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize"),
    *("ion", "al", "er", "ic", "ou"),
)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a folded word; what is short, very long or not written in plain letters stays as it is."""
    if not (SHORTEST <= len(word) <= LONGEST and word.isascii()):
        return word
    for step in (_plural, _past, _final_y, _double_endings, _third, _fourth, _final_e):
        word = step(word)
    return word


def _is_vowel(word: str, at: int) -> bool:
    return word[at] in VOWELS or (word[at] == "y" and at > 0 and not _is_vowel(word, at - 1))


def _measure(word: str) -> int:
    """How many times a consonant follows a vowel."""
    kinds = [_is_vowel(word, at) for at in range(len(word))]
    return sum(before and not after for before, after in pairwise(kinds))


def _has_vowel(word: str) -> bool:
    return any(_is_vowel(word, at) for at in range(len(word)))


def _is_doubled(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and not _is_vowel(word, len(word) - 1)


def _is_short(word: str) -> bool:
    """Whether it ends in consonant, vowel, consonant, the last none of w, x and y."""
    last = len(word) - 1
    if last < 2 or word[last] in "wxy":
        return False
    return not _is_vowel(word, last - 2) and _is_vowel(word, last - 1) and not _is_vowel(word, last)


def _plural(word: str) -> str:
    for ending, instead in (("sses", "ss"), ("ies", "i"), ("ss", "ss"), ("s", "")):
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _measure(word[:-3]) > 0 else word
    for ending in ("ed", "ing"):
        if word.endswith(ending):
            rest = word.removesuffix(ending)
            return _mended(rest) if _has_vowel(rest) else word
    return word


def _mended(word: str) -> str:
    """What is left of a word without its -ed or -ing."""
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if _is_doubled(word) and word[-1] not in "lsz":
        return word[:-1]
    return word + "e" if _measure(word) == 1 and _is_short(word) else word


def _final_y(word: str) -> str:
    return word[:-1] + "i" if word.endswith("y") and _has_vowel(word[:-1]) else word


def _replaced(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    for ending, instead in endings:
        if word.endswith(ending):
            rest = word.removesuffix(ending)
            return rest + instead if _measure(rest) > 0 else word
    return word


def _double_endings(word: str) -> str:
    return _replaced(word, SECOND)


def _third(word: str) -> str:
    return _replaced(word, THIRD)


def _fourth(word: str) -> str:
    for ending in FOURTH:
        if word.endswith(ending):
            rest = word.removesuffix(ending)
            if _measure(rest) < 2 or (ending == "ion" and not rest.endswith(("s", "t"))):
                return word
            return rest
    return word


def _final_e(word: str) -> str:
    if word.endswith("e"):
        rest = word[:-1]
        measure = _measure(rest)
        if measure > 1 or (measure == 1 and not _is_short(rest)):
            word = rest
    return word[:-1] if word.endswith("ll") and _measure(word) > 1 else word
