"""Bytes to text: UTF-8, UTF-16 and UTF-32 with and without a mark, GB2312, windows-1252; all else is refused by name.

UTF-8 is certain when it decodes. GB2312 is believed where nearly all characters are the common ones of Chinese.
windows-1252 decodes nearly anything, so it is only believed where its letters stand the way they do in western
languages: a few among many ASCII letters. Words in another encoding read as one of these would be garbage that looks
like text, so they are refused instead.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter

from interviews.transcripts.base import Refused, Source, Warning  # noqa: A004
from interviews.transcripts.word import is_word, word_text

MAX_BYTES = 20 * 1024 * 1024
MAX_LINE = 1_000_000
MAX_LINES = 300_000
SAVE_AS = "Save it as UTF-8 and try again."

MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a rich text (RTF) file"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
    (b"RIFF", "a sound, film or picture file"),
    (b"\x1aE\xdf\xa3", "a Matroska or WebM film"),
    (b"\x1f\x8b", "a compressed (gzip) file"),
    (b"BZh", "a compressed (bzip2) file"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"SQLite format 3", "a database"),
    (b"\x7fELF", "a program"),
)
BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
INVISIBLE = re.compile("[\x01-\x08\x0e-\x1a\x1b\x7f\u200b\u2060\ufeff]")
HIGH = re.compile(rb"[\x80-\xff]")
HIGH_RUN = re.compile(rb"[\x80-\xff]{3,}")
CAPITAL_INSIDE = re.compile(rb"[a-z][\x8a\x8c\x8e\x9f\xc0-\xd6\xd8-\xde](?=[a-z])")
PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]|[\x80-\xff]")
LEVEL_ONE = range(0xB0, 0xD8)  # first bytes of the 3,755 common characters, ordered by sound
BEYOND_HANGUL = range(0xC9, 0xD8)  # of these, what Korean and Japanese text in its own encoding hardly has
PUNCTUATION = frozenset([0xA1, 0xA3])
UNUSED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")


def decode(data: bytes, name: str = "") -> Source:
    """The text of a file with what was noticed, or `Refused` with the reason."""
    if len(data) > MAX_BYTES:
        raise Refused(f"This file has {len(data) / 1048576:.0f} MB; a transcript may have {MAX_BYTES // 1048576} MB.")
    _refuse_other_files(data)
    text, warnings = (word_text(data), []) if is_word(data) else _text(data)
    cleaned = INVISIBLE.sub("", text)
    if len(text) - len(cleaned) > 8 + len(text) // 50:
        raise Refused(f"This is not a text file: it is full of control characters. {SAVE_AS}")
    source = Source.of(cleaned, name, warnings)
    if not source.filled:
        raise Refused("This file is empty.")
    if len(source.lines) > MAX_LINES:
        raise Refused(f"This file has more than {MAX_LINES:,} lines. Split it into smaller files.", MAX_LINES + 1)
    for number, line in enumerate(source.lines, 1):
        if len(line) > MAX_LINE:
            raise Refused(f"This line is longer than {MAX_LINE:,} characters; a transcript has shorter ones.", number)
    return source


def _refuse_other_files(data: bytes) -> None:
    for magic, what in MAGIC:
        if data.startswith(magic):
            raise Refused(f"This is {what}, not a transcript.")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")) and not is_word(data):
        raise Refused("This is a ZIP archive, not a transcript. Unpack it and choose the file in it.")
    if data[4:8] == b"ftyp":
        raise Refused("This is a film or sound recording, not a transcript.")


def _text(data: bytes) -> tuple[str, list[Warning]]:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    if b"\0" in data:
        return _unmarked_wide(data), []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)
    if "\x1b$" in text or "\x1b(" in text:
        raise Refused(f"This file is in a Japanese encoding (ISO-2022-JP). {SAVE_AS}")
    return text, []


def _marked(data: bytes, encoding: str) -> tuple[str, list[Warning]]:
    """Text whose mark names its encoding. Broken pieces become U+FFFD, with a warning at each line."""
    try:
        text = data.decode(encoding)
        warnings: list[Warning] = []
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        warnings = _replaced(text, encoding.upper())
    if "\0" in text:
        raise Refused("This is not a text file: it holds zero bytes.", text.count("\n", 0, text.index("\0")) + 1)
    return text, warnings


def _unmarked_wide(data: bytes) -> str:
    """UTF-16 without a mark: nearly all zero bytes stand at even places, or nearly all at odd ones."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    if min(even, odd) * 20 <= max(even, odd) and len(data) >= 4:
        try:
            text = data[: len(data) // 2 * 2].decode(encoding)
        except UnicodeDecodeError:
            text = "\0"
        strange = sum(not (char.isprintable() or char.isspace()) for char in text)
        if "\0" not in text and strange * 50 <= len(text):
            return text
    raise Refused("This is not a text file: it holds zero bytes.", _line(data, data.index(b"\0")))


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> tuple[str, list[Warning]]:
    line = _line(data, error.start)
    repaired = data.decode("utf-8", "replace")
    broken = repaired.count("\ufffd")
    whole = sum(ord(char) > 127 for char in repaired) - broken
    if whole > 2 * broken:
        return repaired, _replaced(repaired, "UTF-8")
    if _chinese(data):
        message = "This file is not UTF-8; it was read as GB2312. Look at its characters"
        return data.decode("gb18030", "replace"), [Warning(line, message)]
    if not _western(data):
        raise Refused(f"The encoding of this file is neither UTF-8, UTF-16, GB2312 nor windows-1252. {SAVE_AS}", line)
    message = "This file is not UTF-8; it was read as windows-1252. Look at its accents and quotation marks"
    return data.decode("cp1252"), [Warning(line, message)]


def _line(data: bytes, at: int) -> int:
    """The number of the line that holds a byte, whichever byte ends the lines."""
    return data.count(b"\n" if b"\n" in data else b"\r", 0, at) + 1


def _replaced(text: str, encoding: str) -> list[Warning]:
    broken = [number for number, line in enumerate(Source.of(text).lines, 1) if "\ufffd" in line]
    message = f"Characters here are broken {encoding} and show as \ufffd"
    listed = [Warning(number, message) for number in broken[:20]]
    if len(broken) > 20:
        listed.append(Warning(broken[20], f"{message} (on {len(broken) - 20} more lines)"))
    return listed


def _chinese(data: bytes) -> bool:
    """Whether the bytes above ASCII are Chinese in GB2312: common characters and punctuation, spread as they are there.

    Korean and Japanese use other parts of the same table, Big5 and Cyrillic fall outside its common characters.
    """
    pairs = Counter(pair[0] for pair in PAIR.findall(data) if len(pair) == 2 and pair[1] > 0xA0)
    all_pairs = len(PAIR.findall(data))
    common = sum(count for lead, count in pairs.items() if lead in LEVEL_ONE)
    marks = sum(count for lead, count in pairs.items() if lead in PUNCTUATION)
    beyond = sum(count for lead, count in pairs.items() if lead in BEYOND_HANGUL)
    return common > 0 and (common + marks) * 10 >= all_pairs * 9 and beyond * 5 >= common


def _western(data: bytes) -> bool:
    """Whether the bytes above ASCII look like western text in windows-1252.

    Chinese, Japanese, Cyrillic or Greek words are runs of them; Mac text has them as capitals inside words.
    """
    if UNUSED.search(data):
        return False
    high = len(HIGH.findall(data))
    in_runs = sum(map(len, HIGH_RUN.findall(data)))
    capitals = len(CAPITAL_INSIDE.findall(data))
    return high * 3 <= len(data) and in_runs * 3 <= high and capitals * 5 <= high
