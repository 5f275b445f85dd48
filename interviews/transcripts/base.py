"""What every transcript becomes, whatever file it came from.

A transcript is speech (`Segment`s in the order of the file) and context (`Context`: front matter, headings, notes,
headers, footers: words of the file that nobody said). Together they hold every word of the file, in order; only
times, numbering, markup and speaker labels are taken out, and the labels come back as `Segment.speaker`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Literal

ContextKind = Literal["front matter", "heading", "note", "header", "footer", "text"]

FIRST_WORDS = 12


class Refused(ValueError):
    """The file is not read. The message is for the person who chose it; `line` says where, when that is known."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}" if self.line else self.message


class Times(StrEnum):
    """What the file tells about when something was said."""

    START_AND_END = "start and end"
    START_ONLY = "start only"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of one speaker. Times are milliseconds from the start of the recording; `line` counts from 1."""

    speaker: str
    start_ms: int | None
    end_ms: int | None
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Context:
    """Words of the file that are not speech, and the index of the segment they stand before.

    Headings have no time of their own; `start_ms` is that of the next timed words.
    """

    kind: ContextKind
    text: str
    line: int
    before_segment: int
    start_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - the word people know
    """Something a person should look at; nothing was lost because of it."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """A label as the file has it, how often it speaks, how many words, and how it begins."""

    label: str
    segments: int
    words: int
    first_words: str


@dataclass(frozen=True)
class Transcript:
    """A file that was read. `format` is the slug of its format, `label` what people call it."""

    format: str
    label: str
    segments: tuple[Segment, ...]
    context: tuple[Context, ...] = ()
    warnings: tuple[Warning, ...] = ()
    title: str = ""
    metadata: dict[str, str] = field(default_factory=dict)

    @cached_property
    def times(self) -> Times:
        if any(segment.end_ms is not None for segment in self.segments):
            return Times.START_AND_END
        if any(segment.start_ms is not None for segment in self.segments):
            return Times.START_ONLY
        return Times.NONE

    @cached_property
    def speakers(self) -> tuple[Speaker, ...]:
        """The labels in the order they first speak. Segments without a label are counted by `unattributed`."""
        first: dict[str, str] = {}
        segments: dict[str, int] = {}
        words: dict[str, int] = {}
        for segment in self.segments:
            label = segment.speaker
            if label:
                spoken = segment.text.split()
                first.setdefault(label, " ".join(spoken[:FIRST_WORDS]))
                segments[label] = segments.get(label, 0) + 1
                words[label] = words.get(label, 0) + len(spoken)
        return tuple(Speaker(label, segments[label], words[label], first[label]) for label in first)

    @cached_property
    def unattributed(self) -> int:
        """How many segments have no speaker."""
        return sum(not segment.speaker for segment in self.segments)

    @cached_property
    def words(self) -> int:
        """Words of speech, separated by white space."""
        return sum(len(segment.text.split()) for segment in self.segments)

    @cached_property
    def asides(self) -> tuple[Context, ...]:
        """What is not speech and no heading: headings stand where they are, these are kept apart."""
        return tuple(entry for entry in self.context if entry.kind != "heading")

    @cached_property
    def duration_ms(self) -> int | None:
        """The latest time the file names, None where it names none."""
        latest = (time for s in self.segments for time in (s.start_ms, s.end_ms) if time is not None)
        return max(latest, default=None)


@dataclass(frozen=True)
class Source:
    """A decoded file: its lines without their ends, its name (for messages only), and what decoding noticed."""

    lines: tuple[str, ...]
    name: str = ""
    warnings: tuple[Warning, ...] = ()

    @classmethod
    def of(cls, text: str, name: str = "", warnings: Iterable[Warning] = ()) -> Source:
        """LF, CRLF, lone CR and the CR CR LF of a file converted twice each end a line."""
        unified = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
        return cls(tuple(unified.split("\n")), name, tuple(warnings))

    @cached_property
    def filled(self) -> int:
        """How many lines are not blank."""
        return sum(not line.isspace() and line != "" for line in self.lines)

    @cached_property
    def first_filled(self) -> str:
        """The first line that is not blank, without blanks around it; empty if there is none."""
        return next((stripped for line in self.lines if (stripped := line.strip())), "")


@dataclass(frozen=True)
class Format:
    """One supported format.

    `recognise` says how sure the content is of this format, from 0 (not at all) to 1, and never more than `at_most`;
    names of files are not asked. `read` turns a source into a transcript and raises only `Refused`.
    """

    slug: str
    label: str
    recognise: Callable[[Source], float]
    read: Callable[[Source], Transcript]
    at_most: float = 1.0
