"""From cues to speech, for WebVTT, SRT and Whisper text alike: voices, names where turns begin, rolling duplicates.

Live captions show each line twice: once while it is spoken, once more while the next one appears below it. In a file
that does so through and through, the second showing is folded and counted in a warning; a single repeated line in any
other file is somebody who said it twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from interviews.transcripts.cues import Cue, Cues, Note
from interviews.transcripts.draft import Draft
from interviews.transcripts.labels import BRACKETED, Labels
from interviews.transcripts.markup import INNER_TIME, voices
from interviews.transcripts.names import split_label

ROLLING_GAP_MS = 100
DASH = re.compile(r"\s*[-–—•]\s*(?=\S)")
SOMEBODY_ELSE = re.compile(r"\s*+(?:&gt;|>){2,}+\s*+")


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
    inner_times: bool = False
    gone: bool = False

    def words(self) -> list[str]:
        return [word for line in self.lines for word in line.text.split()]


def tell(cues: Cues, draft: Draft) -> None:
    """Read all cues and notes into the draft."""
    tell_shown(list(_shown(cues, draft)), draft)


def tell_shown(blocks: list[Shown | Note], draft: Draft) -> None:
    """Say what was shown, whoever said it, and keep the notes."""
    shown = [block for block in blocks if isinstance(block, Shown)]
    if _rolling(shown):
        _fold(shown, draft)
    elif _growing(shown):
        _fold_grown(shown, draft)
    labels = _labels(shown)
    speaker = ""
    for block in blocks:
        if isinstance(block, Note):
            draft.note("header" if not draft.segments and not block.word else "note", block.text, block.line)
        else:
            speaker = _say(block, labels, speaker, draft)


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
        said_by = voice_here if voice_here is not None else cue.named or None
        for offset, text in enumerate(piece.split("\n") if piece else ()):
            at = min(at + (offset > 0), len(numbers) - 1)
            words = text.strip()
            if words and words not in {"-", "–", "—"}:
                lines.append(Line(numbers[at], said_by, words))
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


def _growing(shown: list[Shown]) -> bool:
    """Whether cues are the cue before them and more words, often enough that nobody said them again."""
    grown = sum(_grows(before, after) for before, after in pairwise(shown))
    return grown >= 3 and grown * 5 >= 2 * len(shown)


def _grows(before: Shown, after: Shown) -> bool:
    if not before.lines or after.start - before.end > ROLLING_GAP_MS:
        return False
    old, new = before.words(), after.words()
    return len(old) < len(new) and new[: len(old)] == old


def _fold_grown(shown: list[Shown], draft: Draft) -> None:
    """Leave the last of the cues that grow out of each other, from when the first of them began."""
    folded = [before.line for before, after in pairwise(shown) if _grows(before, after)]
    for before, after in pairwise(shown):
        if _grows(before, after):
            after.start = before.start
            before.gone = True
    for cue in shown:
        cue.lines = [] if cue.gone else cue.lines
    draft.warn(folded[0], f"Growing captions: {len(folded)} cues are shown again with more words and read once")


def _labels(shown: Iterable[Shown]) -> Labels:
    """Who speaks. First lines and lines with a mark of a turn vote; others only for a name that stands in these."""
    lines = [(line.text, place == 0) for cue in shown for place, line in enumerate(cue.lines) if line.voice is None]
    sure = [text for text, first in lines if first or _marked(text)]
    named = {label[0] for text in sure if (label := split_label(text))}
    more = [text for text, first in lines if not first and (label := split_label(text)) and label[0] in named]
    return Labels([*sure, *(text for text in more if not _marked(text))])


def _marked(text: str) -> bool:
    """Whether a line begins with a mark of a turn, or is a name in brackets and nothing else."""
    alone = BRACKETED.fullmatch(text)
    return bool(DASH.match(text) or SOMEBODY_ELSE.match(text) or (alone and not alone[2]))


def _unwrapped(lines: list[Line], labels: Labels) -> list[Line]:
    """The lines of a cue, the first two as one where a name is cut by the end of the first."""
    if len(lines) < 2 or ":" in lines[0].text or lines[0].voice is not None:
        return lines
    joined = f"{lines[0].text} {lines[1].text}"
    return [Line(lines[0].number, None, joined), *lines[2:]] if labels.of(joined) else lines


def _pieces(lines: list[Line], labels: Labels) -> Iterator[tuple[Line, str | None]]:
    """The lines of a cue cut where a turn begins, each with who begins to speak there: None where it goes on.

    A name begins a turn; so do `>>`, and a dash where two lines have one, with somebody whom nobody names.
    """
    dashed = sum(line.voice is None and bool(DASH.match(line.text)) for line in lines) > 1
    for line in lines:
        if line.voice is not None:
            yield line, line.voice
            continue
        for text in labels.cut(line.text):
            named = labels.of(text)
            if named:
                yield Line(line.number, None, named[1]), named[0]
            elif SOMEBODY_ELSE.match(text):
                yield Line(line.number, None, SOMEBODY_ELSE.sub("", text, count=1)), ""
            elif dashed and DASH.match(text):
                yield Line(line.number, None, DASH.sub("", text, count=1)), ""
            else:
                yield Line(line.number, None, text), None


def _say(cue: Shown, labels: Labels, speaker: str, draft: Draft) -> str:
    """Say a cue's lines, one segment for each turn in it; gives back who goes on in a cue without a name.

    Only `Name:` labels carry on. A cue without a voice tag in a file of voice tags is nobody's.
    """
    turns: list[tuple[int, str, list[str]]] = []
    for line, begins in _pieces(_unwrapped(cue.lines, labels), labels):
        if begins is not None and line.voice is None:
            speaker = begins
        turn = speaker if line.voice is None else line.voice
        if not turns or turns[-1][1] != turn or (begins is not None and line.voice is None):
            turns.append((line.number, turn, []))
        turns[-1][2].append(line.text)
    for number, turn, said in turns:
        draft.say(turn, " ".join(said), number, cue.start, cue.end)
    return speaker
