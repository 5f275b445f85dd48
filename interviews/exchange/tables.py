"""Tables as files: CSV a piece at a time, XLSX row by row. Columns are data: a title, and where a row has the value.

A spreadsheet takes text that begins with one of FORMULA for a formula, so that what somebody typed could act on the
computer of whoever opens the file. CSV puts an apostrophe before such text; XLSX stores text as text and marks it, so
that it stays text when the cell is edited. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO, Any

import xlsxwriter
from django.utils import timezone
from xlsxwriter.worksheet import Worksheet

Value = str | int | float | bool | date | datetime | None
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# What a sheet can hold: Excel's own limits.
LONGEST = 32_767
ROWS = 1_048_576
LINKS = 65_530
IN_MEMORY = 2 * 1024 * 1024
PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `read` is a path through attributes, such as `company.name`, or asks the row; `link`: an address."""

    title: str
    read: str | Callable[[Any], Value]
    link: bool = False
    width: int = 18

    def value(self, row: Any) -> Value:
        """The value for a row; None where something on the path is absent."""
        if callable(self.read):
            return self.read(row)
        found = row
        for name in self.read.split("."):
            if found is None:
                return None
            found = getattr(found, name)
        return found() if callable(found) else found


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take the text for a formula; blanks before it do not help."""
    return text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)


def as_text(value: Value) -> str | int | float:
    """A value as CSV shows it: days and times as 2026-05-18 and 2026-05-18 14:30 where the team lives."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float) else str(value)


def guarded(value: Value) -> str | int | float:
    """A value as CSV holds it, harmless in a spreadsheet."""
    shown = as_text(value)
    return f"'{shown}" if isinstance(shown, str) and is_formula(shown) else shown


def absolute(column: Column, row: Any, root: str) -> Value:
    """The value of a column; addresses with the site before them."""
    value = column.value(row)
    return f"{root}{value}" if column.link and value else value


def csv_pieces(columns: Sequence[Column], chunks: Iterable[Iterable[Any]], root: str) -> Generator[str, None, None]:
    """The lines of a CSV file, one text for the titles and one for each chunk of rows."""
    yield csv_lines([[column.title for column in columns]])
    for rows in chunks:
        yield csv_lines([guarded(absolute(column, row, root)) for column in columns] for row in rows)


def csv_lines(rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def xlsx_pieces(
    name: str, columns: Sequence[Column], chunks: Iterable[Iterable[Any]], root: str
) -> Generator[bytes, None, None]:
    """The bytes of an XLSX file. It is whole before the first leaves; what is written waits on disk."""
    with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as file:
        book = Book(file, name, columns)
        for rows in chunks:
            for row in rows:
                book.add([absolute(column, row, root) for column in columns])
        book.close()
        file.seek(0)
        yield from iter(lambda: file.read(PIECE), b"")


class Book:
    """A workbook that is written row by row; a sheet that is full is followed by another one."""

    def __init__(self, file: IO[bytes], name: str, columns: Sequence[Column]) -> None:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        }
        self.book = xlsxwriter.Workbook(file, options)
        self.name, self.columns, self.sheets = name, columns, 0
        self.title = self.book.add_format({"bold": True, "bottom": 1})
        self.quoted = self.book.add_format({"quote_prefix": True})
        self.time = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self.sheet = self.turn()

    def turn(self) -> Worksheet:
        """Begin a sheet with the titles on top."""
        self.sheets += 1
        self.row = self.links = 0
        self.sheet = self.book.add_worksheet(self.name[:28] if self.sheets == 1 else f"{self.name[:24]} {self.sheets}")
        self.sheet.freeze_panes(1, 0)
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, column.width)
            self.sheet.write_string(0, place, column.title, self.title)
        return self.sheet

    def add(self, values: Sequence[Value]) -> None:
        """Write one row."""
        if self.row + 1 >= ROWS:
            self.turn()
        self.row += 1
        for place, value in enumerate(values):
            self.write(place, value, is_link=self.columns[place].link)

    def write(self, place: int, value: Value, *, is_link: bool) -> None:
        """Write one cell of the row in hand."""
        if isinstance(value, datetime):
            self.sheet.write_datetime(self.row, place, timezone.make_naive(value), self.time)
        elif isinstance(value, date):
            self.sheet.write_datetime(self.row, place, value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            self.sheet.write_number(self.row, place, value)
        elif text := str(as_text(value)):
            self.write_text(place, text, is_link=is_link)

    def write_text(self, place: int, text: str, *, is_link: bool) -> None:
        if is_link and self.links < LINKS:
            self.links += 1
            self.sheet.write_url(self.row, place, text)
            return
        cut = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        self.sheet.write_string(self.row, place, cut, self.quoted if is_formula(cut) else None)

    def close(self) -> None:
        self.book.close()
