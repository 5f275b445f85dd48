"""Captions copied from a video page: `m:ss text` on each line, hours after 59:59, or the time on a line of its own."""

from __future__ import annotations

import re

from interviews.transcripts.base import Format, Source, Transcript
from interviews.transcripts.clock import CLOCK, DIGITS_AND_BRACKETS, FRACTION, milliseconds
from interviews.transcripts.draft import Draft
from interviews.transcripts.labels import mostly_labelled
from interviews.transcripts.pages import FOOTER, ending, keep, keep_front_matter

SLUG, LABEL = "captions", "Video captions"
TIMED = re.compile(
    rf"\s*(?:\\?[\[(]({CLOCK}{FRACTION})\\?[\])]:?\s*|({CLOCK}{FRACTION})(?:\s+|:?$))(?:[-–—|]\s+)?(\S.*)?\s*"
)
ARROWS = re.compile(r"(?:^|\s)>>++(?=\s|$)")
SPELT = re.compile(r"\s*+(?:(\d+) hours?(?:, )?)?(?:(\d+) minutes?(?:, )?)?(?:(\d+) seconds?)?\s*+")


def timed(line: str) -> tuple[int, str] | None:
    """The time at the start of a line, with or without brackets, and the words after it."""
    found = TIMED.fullmatch(line) if line.lstrip()[:1] in DIGITS_AND_BRACKETS else None
    time = milliseconds(found[1] or found[2]) if found else None
    return (time, (found[3] or "").strip()) if found and time is not None else None


def recognise(source: Source) -> float:
    """Nearly all lines begin with a time, or every other one is a time."""
    found = [stamp for line in source.lines if (stamp := timed(line))]
    alone = sum(not text for _, text in found)
    texts = [text for _, text in found if text] or [line for line in source.lines if line.strip() and not timed(line)]
    if mostly_labelled(texts):
        return 0.4
    if len(found) - alone and (len(found) - alone) * 2 >= source.filled:
        return 0.85
    return 0.8 if alone >= 2 and alone * 4 >= source.filled else 0.0


def _spelt(line: str) -> int:
    """The milliseconds of a time in words, which a page has for those who listen to it."""
    found = SPELT.fullmatch(line)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


def _titles(source: Source) -> frozenset[int]:
    """Lines that are chapter titles, in a file where every time has one line and hardly any begins with a capital.

    A title stands between finished words and the next time, begins with a capital and ends like no sentence. Any
    other line in such a place makes it a file of wrapped captions, whose words are all speech.
    """
    filled = [(at, line.strip(), timed(line)) for at, line in enumerate(source.lines) if not SPELT.fullmatch(line)]
    first = next((place for place, (_, _, stamp) in enumerate(filled) if stamp), len(filled))
    said: list[str] = []
    found: set[int] = set()
    for (_, _, before), (at, line, here), after in zip(
        filled[first:], filled[first + 1 :], [*filled[first + 2 :], None], strict=False
    ):
        if (here and here[1]) or (not here and before and not before[1]):
            said.append(here[1] if here else line)
        elif not here:
            if (
                not after
                or not after[2]
                or not line[0].isupper()
                or line[-1] in ".,;?!…"
                or line[:2] in {"I ", "I'", "I’"}
            ):
                return frozenset()
            found.add(at)
    capitals = sum(text[0].isupper() for text in said)
    return frozenset(found) if capitals * 10 <= len(said) and len(found) * 2 <= len(said) else frozenset()


def _apart(source: Source) -> bool:
    """Whether times have lines of their own: then a line that begins with one (`22:30 and later`) is what was said."""
    found = [stamp for line in source.lines if (stamp := timed(line))]
    return sum(not text for _, text in found) * 2 > len(found)


def read(source: Source) -> Transcript:
    draft = Draft(source)
    titles, apart = _titles(source), _apart(source)
    over = max(ending(source.lines), 1 + max((at for at, line in enumerate(source.lines) if timed(line)), default=0))
    pending: int | None = None
    for at in range(keep_front_matter(source, draft), len(source.lines)):
        line = source.lines[at]
        stamp = timed(line)
        if stamp and stamp[1] and not (apart and (draft.segments or pending is not None)):
            draft.say("", _unmarked(stamp[1]), at + 1, stamp[0])
            pending = None
        elif stamp and not stamp[1]:
            pending = stamp[0]
        elif at >= over or FOOTER.fullmatch(line.strip()):
            keep(draft, line, at + 1, "footer")
        elif at in titles or (pending is not None and SPELT.fullmatch(line) and _spelt(line) == pending):
            draft.note("heading" if at in titles else "note", line, at + 1)
        elif pending is not None and line.strip():
            draft.say("", _unmarked(line), at + 1, pending)
            pending = None
        elif draft.segments:
            draft.extend(_unmarked(line), at + 1)
        else:
            keep(draft, line, at + 1)
    return draft.transcript(SLUG, LABEL)


def _unmarked(text: str) -> str:
    """The words without the arrows that tell of another speaker, whom nobody names here."""
    return ARROWS.sub(" ", text)


FORMAT = Format(SLUG, LABEL, recognise, read, at_most=0.85)
