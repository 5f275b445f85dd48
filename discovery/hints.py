"""What a hypothesis lacks before it can be tested, by rules that anybody can check; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# Words that join two measures, or two things that are done. "and" joins things done only before another "-ing".
MEASURES = re.compile(r"[;\n&+]|\b(?:and|or|as well as|plus)\b", re.I)
CHANGES = re.compile(r"[;\n]|\b(?:as well as|and also|and then|plus)\b|\band\s+(?:\w+ly\s+)?\w+ing\b", re.I)
BECAUSE = re.compile(r"\bbecause\b", re.I)
NUMBER = re.compile(
    r"\d|\b(?:no|none|nobody|nothing|never|half|twice|all|every|each|any|one|two|three|four|five|six|seven|eight|nine"
    r"|ten|eleven|twelve)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Card:
    """What a hypothesis says of itself."""

    change: str = ""
    cause: str = ""
    measure: str = ""
    threshold: str = ""
    dated: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """What could be better, and the field where it is mended."""

    field: str
    text: str


RULES: tuple[tuple[str, Callable[[Card], bool], str], ...] = (
    ("cause", lambda card: not card.cause.strip() and not BECAUSE.search(card.change), "It does not say because."),
    ("change", lambda card: joins(CHANGES, card.change), "It changes two things: which one would have done it?"),
    ("measure", lambda card: not card.measure.strip(), "It has no measure."),
    ("measure", lambda card: joins(MEASURES, card.measure), "It has two measures: what if they disagree?"),
    ("threshold", lambda card: not card.threshold.strip(), "It has no threshold."),
    (
        "threshold",
        lambda card: bool(card.threshold.strip()) and not NUMBER.search(card.threshold),
        "Its threshold has no number.",
    ),
    ("decide_by", lambda card: not card.dated, "It has no date."),
)


def hints(card: Card) -> list[Hint]:
    """What could be better, in the order of the card."""
    return [Hint(field, text) for field, lacks, text in RULES if lacks(card)]


def joins(words: re.Pattern[str], text: str) -> bool:
    """Whether something stands on both sides of one of the words."""
    found = words.search(text.strip())
    return found is not None and found.start() > 0 and found.end() < len(text.strip())
