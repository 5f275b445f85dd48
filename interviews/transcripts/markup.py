"""What stands in cue text beside words: tags, inner times, voices, entities, position codes.

Only tags that subtitles know are taken out. A `<` that begins none stays, and entities are decoded once, after the
tags, so that `&lt;b&gt;` is the words `<b>` and `&amp;lt;` is `&lt;`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

TAG = re.compile(r"<([^<>]*)>|\{\\[^{}\n]*\}")
KNOWN = re.compile(
    r"/?(?:c|i|b|u|s|v|lang|ruby|rt|rp|font|span|em|strong|p|div)(?:\.[^\s.<>]*)*(?:\s[^<>]*)?/?"
    r"|\d+:\d{1,2}(?::\d{1,2})?(?:[.,]\d+)?",
    re.IGNORECASE,
)
BREAK = re.compile(r"br\s*/?", re.IGNORECASE)
VOICE = re.compile(r"v(?:\.[^\s.]*)*(?:\s(.*))?", re.IGNORECASE | re.DOTALL)
WHOLE = re.compile(r"<v (\S[^<>&]*)>([^<>&{]+)(?:</v>)?")  # all of a cue by one voice, as most files have it
INNER_TIME = re.compile(r"<\d+:\d{2}(?::\d{2})?[.,]\d+>")
UNPRINTED = re.compile(r"[\x00-\x1f]")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

Piece = tuple[str | None, str]


def words_of(text: str) -> str:
    """Text with its entities decoded; a decoded line break is a blank."""
    if "&" not in text:
        return text
    return ENTITY.sub(
        lambda found: html.unescape(found[0]).replace("\n", " ").replace("\r", " ").replace("\0", ""), text
    )


def voices(text: str, voice: str | None = None) -> Iterator[Piece]:
    """Pieces of cue text with the voice that says them, None outside any. `voice` is one still open from before."""
    if whole := WHOLE.fullmatch(text):
        yield " ".join(whole[1].split()), whole[2]
        return
    if voice is None and (closing := text.find("</v>")) >= 0 and "<v" not in text[:closing].lower():
        voice = ""
    piece: list[str] = []
    position = 0
    for tag in TAG.finditer(text):
        piece.append(text[position : tag.start()])
        position = tag.end()
        inner = tag[1]
        if inner is None:
            continue
        if BREAK.fullmatch(inner):
            piece.append("\n")
        elif not KNOWN.fullmatch(inner):
            piece.append(tag[0])
        elif (spoken := VOICE.fullmatch(inner)) or inner.lower() == "/v":
            yield voice, words_of("".join(piece))
            piece = []
            voice = " ".join(words_of(spoken[1] or "").split()) if spoken else None
    piece.append(text[position:])
    yield voice, words_of("".join(piece))
