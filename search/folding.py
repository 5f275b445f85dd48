"""Words of a text as both databases see them: letters and digits, small, without accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

FIRST_ACCENT, LAST_ACCENT = "\u0300", "\u036f"
_ACCENTED = re.compile(rf"([a-z])[{FIRST_ACCENT}-{LAST_ACCENT}]+")
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{FIRST_ACCENT}-{LAST_ACCENT}])*")


def folded(word: str) -> str:
    """`word` as it is compared: Café, CAFE and café are one. Only Latin letters lose their accents: й is not и."""
    word = word.lower()
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", _ACCENTED.sub(r"\1", unicodedata.normalize("NFD", word)))


def words_of(text: str) -> list[str]:
    """The words of `text`, folded, in their order."""
    return [folded(match.group()) for match in _WORD.finditer(text)]


def places_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word of `text`, folded, with where it begins and ends."""
    for match in _WORD.finditer(text):
        yield folded(match.group()), match.start(), match.end()
