"""A transcript while it is being read: every reader says, notes and warns here, so the limits hold in one place."""

from __future__ import annotations

from collections import Counter

from interviews.transcripts.base import Context, ContextKind, Refused, Segment, Source, Transcript, Warning  # noqa: A004

MAX_SEGMENTS = 100_000
MAX_ALIKE = 20


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

    def say(self, speaker: str, text: str, line: int, start_ms: int | None = None, end_ms: int | None = None) -> None:
        """Add speech. White space becomes single blanks; text without a word adds nothing."""
        words = " ".join(text.split())
        if not words:
            return
        if len(self.segments) == MAX_SEGMENTS:
            raise Refused(
                f"This file has more than {MAX_SEGMENTS:,} pieces of speech. Split it into smaller files.", line
            )
        self._settle()
        start_ms, end_ms = self._plausible(start_ms, end_ms, line)
        self.segments.append(Segment(speaker, start_ms, end_ms, words, line))

    def extend(self, text: str, line: int) -> None:
        """Add words to the last segment, or say them as nobody's where there is none yet."""
        if not self.segments:
            self.say("", text, line)
        else:
            self._more.extend(text.split())

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
