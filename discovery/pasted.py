"""Words that may not be shown, found in a text somebody typed."""

from __future__ import annotations

import re
from collections.abc import Iterable

RUN = 6  # words in a row that are no coincidence
FEWEST = 3  # words of a shorter saying that stands there whole
GONE = "[withdrawn]"
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def without(text: str, hidden: Iterable[str]) -> str:
    """`text` with `GONE` wherever it repeats six or more words in a row of one of the hidden sayings, or the whole of a
    shorter one. Capitals, punctuation and marks of Markdown between the words make no difference."""
    words = list(WORD.finditer(text))
    typed = [word_of(match.group()) for match in words]
    covered = [False] * len(words)
    for saying in hidden:
        for run in runs_of(saying):
            for at in starts(typed, run):
                covered[at : at + len(run)] = [True] * len(run)
    parts, done = [], 0
    for at, match in enumerate(words):
        if not covered[at]:
            continue
        if at == 0 or not covered[at - 1]:
            parts += [text[done : match.start()], GONE]
        done = match.end()
    return "".join([*parts, text[done:]])


def word_of(typed: str) -> str:
    return typed.casefold().replace("’", "'")


def runs_of(saying: str) -> list[tuple[str, ...]]:
    """The stretches of a saying that are looked for: every six words of it, or all of them where it has fewer."""
    words = tuple(word_of(match.group()) for match in WORD.finditer(saying))
    if len(words) < RUN:
        return [words] if len(words) >= FEWEST else []
    return list(dict.fromkeys(words[at : at + RUN] for at in range(len(words) - RUN + 1)))


def starts(typed: list[str], run: tuple[str, ...]) -> list[int]:
    """Where `run` begins among the words that were typed."""
    found, at = [], -1
    while run[0] in typed[at + 1 :]:
        at = typed.index(run[0], at + 1)
        if tuple(typed[at : at + len(run)]) == run:
            found.append(at)
    return found
