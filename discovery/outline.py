"""The outline of a document in Markdown: its sections, and which of those its template asks for are missing.

Pure. Headings are found as Markdown finds them, so that a line of code that begins with # is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

OPTIONAL = re.compile(r"\s*\(optional\)\s*$", re.IGNORECASE)
READER = MarkdownIt("js-default", {"linkify": False})


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands below it, up to the next heading of any level; `level` 0 is what stands before the
    first one."""

    title: str
    level: int
    text: str

    @property
    def key(self) -> str:
        """What makes two headings the same: letters and digits, whatever their case and the marks between."""
        return key_of(self.title)


def key_of(title: str) -> str:
    plain = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(re.sub(r"[^\w]+", " ", re.sub(r"['’ʼ]", "", plain)).split())


def plain(token: Token) -> str:
    """The words of a heading without its marks."""
    words = (" " if one.type.endswith("break") else one.content for one in token.children or ())
    return " ".join("".join(words).split())


def sections(text: str) -> list[Section]:
    """The sections of a text in their order; together they hold all of its lines below headings."""
    lines = text.split("\n")
    tokens = READER.parse(text)
    heads = [
        (token.map[0], token.map[1], int(token.tag[1:]), plain(tokens[at + 1]))
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.map
    ]
    ends = [*(head[0] for head in heads), len(lines)][1:]
    found = [
        Section(title, level, "\n".join(lines[below:end]).strip("\n"))
        for (_, below, level, title), end in zip(heads, ends, strict=True)
    ]
    before = "\n".join(lines[: heads[0][0]] if heads else lines).strip("\n")
    return [Section("", 0, before), *found] if before.strip() else found


def with_heads(text: str, heads: str) -> str:
    """The text with the marks of its headings replaced by the one character of `heads` for their level."""
    lines = text.split("\n")
    tokens = READER.parse(text)
    for at, token in reversed(list(enumerate(tokens))):
        if token.type == "heading_open" and token.level == 0 and token.map:
            words = " ".join(tokens[at + 1].content.split())
            lines[slice(*token.map)] = [heads[int(token.tag[1:]) - 1] + words]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A section that a template asks for, with what belongs there."""

    title: str
    hint: str
    level: int
    optional: bool = False

    @property
    def key(self) -> str:
        return key_of(self.title)


def wanted(template: str) -> list[Wanted]:
    """The sections of a template; `(optional)` behind a heading says that it may be left out."""
    return [
        Wanted(OPTIONAL.sub("", one.title), one.text.strip(), one.level, bool(OPTIONAL.search(one.title)))
        for one in sections(template)
        if one.title
    ]


def begin(template: str) -> str:
    """The text that a new document starts with: the headings that it needs, to be written under."""
    return "".join(f"{'#' * one.level} {one.title}\n\n" for one in wanted(template) if not one.optional)


def missing(template: str, text: str, held_elsewhere: Sequence[str] = ()) -> list[Wanted]:
    """The sections that the template asks for and that nobody wrote: without a heading, or with nothing below it.

    A heading with written sections below it is written itself. `held_elsewhere` names sections that are not text.
    """
    written = {key_of(title) for title in held_elsewhere}
    above: list[Section] = []
    for one in sections(text):
        above = [*(outer for outer in above if outer.level < one.level), one]
        if one.text.strip():
            written.update(outer.key for outer in above)
    return [one for one in wanted(template) if not one.optional and one.key not in written]
