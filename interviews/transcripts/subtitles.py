"""From cues to speech, for WebVTT and SRT alike: voices, `Name:` at the start of a turn, rolling duplicates.

Live captions show each line twice: once while it is spoken, once more while the next one appears below it. In a file
that does so through and through, the second showing is folded and counted in a warning; a single repeated line in any
other file is somebody who said it twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from interviews.transcripts.cues import Cue, Cues, Note
from interviews.transcripts.draft import Draft
from interviews.transcripts.markup import INNER_TIME, voices
from interviews.transcripts.names import speakers, split_label

ROLLING_GAP_MS = 100
TURN = re.compile(r"\s*(?:>>|[-–—•]\s)")


@dataclass
class Line:
    """One line of a cue as people see it, and the voice tag it stands in (None outside any)."""

    number: int
    voice: str | None
    text: str


@dataclass
class Shown:
    """A cue as people see it."""

    line: int
    start: int
    end: int
    lines: list[Line]
    inner_times: bool


def tell(cues: Cues, draft: Draft) -> None:
    """Read all cues and notes into the draft."""
    blocks = list(_shown(cues, draft))
    shown = [block for block in blocks if isinstance(block, Shown)]
    if _rolling(shown):
        _fold(shown, draft)
    names = _names(shown)
    speaker = ""
    for block in blocks:
        if isinstance(block, Note):
            draft.note("header" if not draft.segments and not block.word else "note", block.text, block.line)
        else:
            speaker = _say(block, names, speaker, draft)


def _shown(cues: Cues, draft: Draft) -> Iterator[Shown | Note]:
    voice: str | None = None
    for block in cues:
        if isinstance(block, Note):
            yield block
            continue
        if block.split_at:
            draft.warn(block.split_at, "Text after a blank line was joined to the cue above it")
        lines, voice = _lines(block, voice)
        text = "".join(words for _, words in block.text)
        start, end = cues.milliseconds(block.start), cues.milliseconds(block.end)
        yield Shown(block.line, start, end, lines, bool(INNER_TIME.search(text)))


def _lines(cue: Cue, open_voice: str | None) -> tuple[list[Line], str | None]:
    """The lines of a cue, cut where the voice changes, and the last voice: a later cue may close it."""
    lines: list[Line] = []
    numbers = [number for number, _ in cue.text]
    joined = "\n".join(text for _, text in cue.text)
    closes = joined.lower().find("</v>")
    carried = closes >= 0 and "<v" not in joined[:closes].lower()
    at, voice = 0, open_voice
    for voice_here, piece in voices(joined, open_voice if carried else None):
        for offset, text in enumerate(piece.split("\n")):
            at = min(at + (offset > 0), len(numbers) - 1)
            if text.strip():
                lines.append(
                    Line(numbers[at], voice_here if voice_here is not None else cue.named or None, text.strip())
                )
        voice = voice_here or voice
    return lines, voice


def _rolling(shown: list[Shown]) -> bool:
    """Whether old lines stand above new ones in the same cue, often enough that nobody said them twice."""
    repeats = [(_repeats(before, after), len(after.lines)) for before, after in pairwise(shown)]
    above_new = sum(0 < count < length for count, length in repeats)
    if any(cue.inner_times for cue in shown):
        return above_new >= 1
    return above_new >= 2 and sum(count > 0 for count, _ in repeats) * 5 >= 2 * len(shown)


def _repeats(before: Shown, after: Shown) -> int:
    """How many lines at the top of a cue are the last lines of the cue before it, where one follows on the other."""
    if after.start - before.end > ROLLING_GAP_MS:
        return 0
    old, new = [line.text for line in before.lines], [line.text for line in after.lines]
    return next((n for n in range(min(len(old), len(new), 4), 0, -1) if old[-n:] == new[:n]), 0)


def _fold(shown: list[Shown], draft: Draft) -> None:
    repeats = [_repeats(before, after) for before, after in pairwise(shown)]
    for cue, count in zip(shown[1:], repeats, strict=True):
        cue.lines = cue.lines[count:]
    first = next(cue.line for cue, count in zip(shown[1:], repeats, strict=True) if count)
    draft.warn(first, f"Rolling captions: {sum(repeats)} lines are shown twice in the file and read once")


def _names(shown: list[Shown]) -> frozenset[str]:
    """The `Name:` labels that are speakers. First lines and lines with a dash vote; others may use a chosen name."""
    firsts = [
        line
        for cue in shown
        for place, line in enumerate(cue.lines)
        if line.voice is None and (place == 0 or (TURN.match(line.text) and split_label(line.text)))
    ]
    labels = [found[0] if (found := split_label(line.text)) else "" for line in firsts]
    return speakers([label for label in labels if label], len(firsts), labels[0] if labels else "")


def _unwrapped(lines: list[Line], names: frozenset[str]) -> list[Line]:
    """The lines of a cue, the first two as one where a name is cut by the end of the first."""
    if len(lines) < 2 or ":" in lines[0].text or lines[0].voice is not None:
        return lines
    label = split_label(f"{lines[0].text} {lines[1].text}")
    if not label or label[0] not in names:
        return lines
    return [Line(lines[0].number, None, f"{label[0]}: {label[1]}"), *lines[2:]]


def _say(cue: Shown, names: frozenset[str], speaker: str, draft: Draft) -> str:
    """Say a cue's lines, one segment for each turn in it; gives back who goes on in a cue without a name.

    Only `Name:` labels carry on. A cue without a voice tag in a file of voice tags is nobody's.
    """
    turns: list[tuple[int, str, list[str]]] = []
    for line in _unwrapped(cue.lines, names):
        label = split_label(line.text) if line.voice is None else None
        named = label if label and label[0] in names else None
        if named:
            speaker = named[0]
        elif line.voice is None and line.text.startswith(">>"):
            speaker, line.text = "", line.text.lstrip("> ")
        turn = speaker if line.voice is None else line.voice
        if named or not turns or turns[-1][1] != turn:
            turns.append((line.number, turn, []))
        turns[-1][2].append(named[1] if named else line.text)
    for number, turn, said in turns:
        draft.say(turn, " ".join(said), number, cue.start, cue.end)
    return speaker
