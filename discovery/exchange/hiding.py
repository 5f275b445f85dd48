"""What does not leave in the texts of a paper: customers' words that may not be shown, and names under pseudonyms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from interviews.pasted import Pastings
from interviews.pseudonyms import Hide, names_hidden

from ..models import everybody
from .paper import Cited, Frozen, Line, Link, Paper

AS_IT_IS = frozenset(
    ("key", "reference", "kind", "status", "owner", "saved_by", "approved_by", "stance", "of", "withdrew")
)
# What one of us typed.
TYPED: dict[type, tuple[str, ...]] = {
    Paper: ("title", "summary", "body"),
    Line: ("text", "acceptance"),
    Link: ("reason",),
    Frozen: ("name",),
}
WE_SAY = ("Hypothesis", "Data check")  # kinds of sources that say what one of us typed


def kept_back_in(paper: Paper) -> Paper:
    """The paper without what customers said and may not be shown, where somebody typed it into a text of ours."""
    texts: list[str] = []

    def take(text: str) -> str:
        texts.append(text)
        return text

    every_typed(paper, take)
    return every_typed(paper, Pastings(texts, everybody()).readable)


def every_typed(value: Any, change: Hide) -> Any:
    """The same with every text changed that one of us typed. What a pain point says follows its own consent."""
    if isinstance(value, list):
        return [every_typed(one, change) for one in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    typed = TYPED.get(type(value), ())
    if isinstance(value, Cited) and value.kind in WE_SAY:
        typed = ("says",)
    told = {one.name: getattr(value, one.name) for one in fields(value)}
    return replace(
        value, **{name: change(one) if name in typed else every_typed(one, change) for name, one in told.items()}
    )


def hidden_in(paper: Paper, close: Iterable[int], user: Any) -> Paper:
    """The paper with every name in its texts replaced."""
    texts: list[str] = []

    def take(text: str) -> str:
        texts.append(text)
        return text

    every_text(paper, take)
    return every_text(paper, names_hidden(texts, set(close), user))


def every_text(value: Any, change: Hide) -> Any:
    """The same with every text changed, but for those that are ours: keys, kinds, and who of us wrote it."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [every_text(one, change) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        told = {one.name: getattr(value, one.name) for one in fields(value) if one.name not in AS_IT_IS}
        return replace(value, **{name: every_text(one, change) for name, one in told.items()})
    return value
