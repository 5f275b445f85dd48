"""Word documents (DOCX): the paragraphs of the document as lines, in Markdown where that carries meaning.

Headings become `#`, a bold beginning becomes `**`, a line break and a table row each become a line; comments, headers
of pages and deleted text stay behind. The archive comes from outside, so it is read piece by piece up to a limit, and
XML that declares a document type is refused: without declarations there are no entities to grow.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import IO
from xml.parsers import expat

from interviews.transcripts.base import Refused

MAX_XML = 20 * 1024 * 1024
MAX_TEXT = 20 * 1024 * 1024
MAX_ENTRIES = 5_000
MAX_PARAGRAPHS = 150_000
MAX_DEPTH = 200
CHUNK = 64 * 1024
CONTENT = "word/document.xml"
DAMAGED = "This Word document is damaged or cut off. Open it in Word, save it again and try that file."
DAMAGES = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError, OverflowError)
HEADING = re.compile(r"(?:Heading|heading|berschrift|Titre)\s?(\d)")
UNREAD = frozenset(["del", "instrText", "delText", "Fallback", "moveFrom"])
PRINTED = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "\u2011"}
LABEL = re.compile(r"\*\*([^*]+)\*\*")


def is_word(data: bytes) -> bool:
    """Whether the bytes are an archive with the text of a Word document in it, whole or not."""
    return data.startswith(b"PK\x03\x04") and (b"word/" in data[:100_000] or b"word/" in data[-100_000:])


def word_text(data: bytes) -> str:
    """The text of a Word document; raises Refused for one that is damaged, locked or grows without measure."""
    reader = _Paragraphs()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MAX_ENTRIES:
                raise Refused(f"This Word document has more than {MAX_ENTRIES:,} parts; a transcript has a few.")
            entry = archive.getinfo(CONTENT)
            if entry.flag_bits & 1:
                raise Refused("This Word document is locked with a password. Save it without one and try again.")
            with archive.open(entry) as content:
                _feed(reader, content)
    except Refused:
        raise
    except KeyError as error:
        raise Refused("This archive has no text of a Word document in it.") from error
    except expat.ExpatError as error:
        raise Refused(f"{DAMAGED} Its XML breaks off in line {error.lineno}.") from error
    except DAMAGES as error:
        raise Refused(DAMAGED) from error
    return "\n".join(reader.lines)


def _feed(reader: _Paragraphs, content: IO[bytes]) -> None:
    """Parse in pieces: what a small archive grows into is never in memory as a whole."""
    taken = 0
    while chunk := content.read(CHUNK):
        taken += len(chunk)
        if taken > MAX_XML or reader.length > MAX_TEXT:
            raise Refused(
                f"This Word document unpacks to more than {MAX_XML // 1048576} MB; a transcript is far smaller."
            )
        reader.parser.Parse(chunk, False)
    reader.parser.Parse(b"", True)


class _Paragraphs:
    """The lines of a document while its XML goes by."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.length = 0
        self.open: list[str] = []
        self.skip = 0
        self.level = 0
        self.bold = False
        self.runs: list[tuple[str, bool]] = []
        self.outer: list[tuple[int, list[tuple[str, bool]]]] = []  # paragraphs around this one, as around a text box
        self.rows: list[list[str]] = []  # the cells of this row of a table, and of those around it
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _refuse(self, *_: object) -> None:
        raise Refused("The XML of this Word document declares entities, which a document never does. It is not read.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        self.open.append(tag)
        if len(self.open) > MAX_DEPTH:
            raise Refused("This Word document is nested too deeply for a transcript.")
        value = attributes.get("w:val", "")
        if tag in UNREAD:
            self.skip += 1
        elif tag == "p":
            self.outer.append((self.level, self.runs))
            self.level, self.runs = 0, []
        elif tag == "tr":
            self.rows.append([])
        elif tag in PRINTED:
            self.runs.append((PRINTED[tag] if tag != "tab" or "r" in self.open[-3:] else "", self.bold))
        else:
            self._dress(tag, value)

    def _dress(self, tag: str, value: str) -> None:
        """Take over what a property says of its paragraph or run."""
        if tag == "pStyle" and (found := HEADING.search(value)):
            self.level = min(max(int(found[1]), 1), 6)
        elif tag == "r":
            self.bold = False
        elif tag == "b" and "r" in self.open[-4:]:
            self.bold = value not in {"0", "false", "off"}

    def _text(self, text: str) -> None:
        if not self.skip and self.open and self.open[-1] == "t":
            self.length += len(text)
            self.runs.append((text, self.bold))

    def _end(self, name: str) -> None:
        tag = self.open.pop()
        if tag in UNREAD:
            self.skip -= 1
        elif tag == "p":
            words = self._paragraph()
            self.level, self.runs = self.outer.pop()
            self._line(words)
        elif tag == "tr":
            cells = [cell for cell in self.rows.pop() if cell.strip()]
            self._line(self._row(cells))

    def _line(self, words: str) -> None:
        """Put the words of a paragraph or row into the cell around it, else among the lines."""
        if self.rows:
            self.rows[-1].append(words.replace("\n", " "))
            return
        self.lines.extend([*words.split("\n"), ""])
        if len(self.lines) > 2 * MAX_PARAGRAPHS:
            raise Refused(f"This Word document has more than {MAX_PARAGRAPHS:,} paragraphs. Split it.")

    def _paragraph(self) -> str:
        """The words of a paragraph, with `**` around a bold beginning and `#` before a heading."""
        plain = "".join(text for text, _ in self.runs)
        runs = [(text, bold) for text, bold in self.runs if text.strip()]
        if not plain.strip():
            return ""
        if self.level:
            return f"{'#' * self.level} {' '.join(plain.split())}"
        bold = ""
        for text, is_bold in self.runs:
            if not is_bold and text.strip():
                break
            bold += text
        bold = bold.rstrip()
        if not bold.strip() or "\n" in bold or "*" in bold or not runs[0][1]:
            return plain
        return f"**{bold.strip()}**{plain[len(bold) :]}"

    @staticmethod
    def _row(cells: list[str]) -> str:
        """A row of a table as a line: `Name: words` where it has a cell for each, perhaps with a time before."""
        cells = [LABEL.sub(r"\1", cell).strip() for cell in cells]
        if len(cells) == 3 and re.fullmatch(r"[\d:.,]+", cells[0]):
            return f"[{cells[0]}] {cells[1].rstrip(':')}: {cells[2]}"
        if len(cells) == 2 and re.fullmatch(r"[\d:.,]+", cells[0]):
            return f"{cells[0]} {cells[1]}"
        return f"{cells[0].rstrip(':')}: {cells[1]}" if len(cells) == 2 else " ".join(cells)
