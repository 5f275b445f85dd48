"""A transcript while it is being read: every reader says, notes and warns here, so the limits hold in one place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from interviews.transcripts.base import Context, ContextKind, Refused, Segment, Source, Transcript, Warning  # noqa: A004

MAX_SEGMENTS = 50_000
MAX_ALIKE = 20
JSON = re.compile(r"\{|\[\s*(?:[{\"\[]|$)")


def too_many(line: int, what: str = "pieces of speech") -> Refused:
    """What is said of a file with more than `MAX_SEGMENTS` pieces; `line` is where the next one stands."""
    return Refused(f"This file has more than {MAX_SEGMENTS:,} {what}. Split it into smaller files.", line)


def refuse_crowded(source: Source) -> None:
    """Refuse what will have too many pieces before every format has looked at every line.

    Where cues have arrows each is a piece, else each filled line may be; JSON spends lines on what is none.
    """
    if source.filled <= MAX_SEGMENTS or JSON.match(source.first_filled):
        return
    arrows = [number for number, line in enumerate(source.lines, 1) if "-->" in line]
    if len(arrows) > MAX_SEGMENTS:
        raise too_many(arrows[MAX_SEGMENTS])
    if len(arrows) * 8 < source.filled:
        filled = (number for number, line in enumerate(source.lines, 1) if line and not line.isspace())
        raise too_many(next(islice(filled, MAX_SEGMENTS, None)), "lines of words")


class Draft:
    """Collects segments, context and warnings in the order of the file."""

    def __init__(self, source: Source) -> None:
        self.segments: list[Segment] = []
        self.context: list[Context] = []
        self.title = ""
        self.metadata: dict[str, str] = {}
        self._warnings = list(source.warnings)
        self._alike: Counter[str] = Counter()
        self._last_alike: dict[str, int] = {}
        self._latest: int | None = None
        self._more: list[str] = []
        self._begun: tuple[str, int, int, int] | None = None

    def begin(self, name: str, line: int) -> None:
        """A turn begins here. A name under which nothing is said is kept as a note when the next one begins."""
        self._finish()
        if name:
            self._begun = (name, line, len(self.segments), len(self.context))

    def _finish(self) -> None:
        if self._begun and self._begun[2] == len(self.segments):
            name, line, segment, place = self._begun
            self.context.insert(place, Context("note", name, line, segment))
            self.warn(line, "Nothing is said under this name", name)
        self._begun = None

    def say(self, speaker: str, text: str, line: int, start_ms: int | None = None, end_ms: int | None = None) -> None:
        """Add speech. White space becomes single blanks; text without a word adds nothing."""
        words = " ".join(text.split())
        if not words:
            return
        if len(self.segments) == MAX_SEGMENTS:
            raise too_many(line)
        self._settle()
        start_ms, end_ms = self._plausible(start_ms, end_ms, line)
        self.segments.append(Segment(speaker, start_ms, end_ms, words, line))

    def extend(self, text: str, line: int) -> None:
        """Add words to the last segment, or say them as nobody's where there is none yet."""
        if not self.segments:
            self.say("", text, line)
        else:
            self._more.extend(text.split())

    def time_headings(self, named: Mapping[str, int]) -> None:
        """Give headings so far the time of the next timed words, else the one that `named` has for them."""
        after = [segment.start_ms for segment in self.segments]
        for at in range(len(after) - 2, -1, -1):
            after[at] = after[at + 1] if after[at] is None else after[at]
        for at, entry in enumerate(self.context):
            if entry.kind == "heading" and entry.start_ms is None:
                following = after[entry.before_segment] if entry.before_segment < len(after) else None
                time = named.get(entry.text) if following is None else following
                self.context[at] = replace(entry, start_ms=time)

    def _settle(self) -> None:
        """Give the last segment the words that were added to it, all at once: one by one takes time by the square."""
        if self._more:
            last = self.segments[-1]
            text = " ".join([last.text, *self._more])
            self.segments[-1] = Segment(last.speaker, last.start_ms, last.end_ms, text, last.line)
            self._more = []

    def note(self, kind: ContextKind, text: str, line: int) -> None:
        """Keep words that nobody said, before the next segment."""
        kept = text.strip()
        if kept:
            self.context.append(Context(kind, kept, line, len(self.segments)))

    def warn(self, line: int, message: str, about: str = "") -> None:
        """Warn about a line. Of those that differ only in `about`, a few are listed and the rest counted."""
        self._alike[message] += 1
        self._last_alike[message] = line
        if self._alike[message] <= MAX_ALIKE:
            self._warnings.append(Warning(line, f"{message}: {about}" if about else message))

    def transcript(self, slug: str, label: str) -> Transcript:
        """The finished transcript, with warnings in the order of the lines."""
        self._settle()
        self._finish()
        self.time_headings({})
        for message, count in self._alike.items():
            if count > MAX_ALIKE:
                more = f"{message} ({count - MAX_ALIKE} more like this)"
                self._warnings.append(Warning(self._last_alike[message], more))
        return Transcript(
            format=slug,
            label=label,
            segments=tuple(self.segments),
            context=tuple(self.context),
            warnings=tuple(sorted(self._warnings, key=lambda warning: warning.line)),
            title=self.title,
            metadata=self.metadata,
        )

    def _plausible(self, start: int | None, end: int | None, line: int) -> tuple[int | None, int | None]:
        """The times, with a warning where they run backwards. Words are never moved because of a time."""
        if start is not None:
            if start < 0:
                self.warn(line, "This starts before the recording does")
            if self._latest is not None and start < self._latest:
                self.warn(line, "The time runs backwards here; the words stay in the order of the file")
            self._latest = start
        if end is not None and (start is None or end < start):
            self.warn(line, "This ends before it starts; only its start is kept")
            end = None
        return start, end
