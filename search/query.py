"""What people type, read into a tree. Pure: neither Django nor a database.

    dashboard empty            both words
    "column is gone"           these words, next to each other
    -slack                     without it
    alert OR (page -pager)     either
    custom*                    words that begin so; while somebody types, every word of four letters or more does
    persona:"data engineer"    a filter: it holds for the whole search
    PP-131                     a reference: the record itself, and where it is named

`parse` gives a Query or raises Refused, which says what is wrong and where.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from .folding import words_of

LONGEST = 300
MOST_WORDS = 24
DEEPEST = 5
UNFINISHED = 3  # a last word of so few letters could become anything

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<open>-?\()
    | (?P<close>\))
    | (?P<term>-?(?:(?P<key>[A-Za-z_]+):(?!//))?(?:"[^"]*"?|[^\s()"]+)?\*?)
    """,
    re.VERBOSE,
)
_REFERENCE = re.compile(r"[A-Za-z]{2,4}-[1-9][0-9]{0,11}")


class Refused(ValueError):
    """What was typed cannot be looked for. `at` is the place in the text where that is, from 0."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(message)
        self.message, self.at = message, at


@dataclass(frozen=True, slots=True)
class Word:
    """A word, or several that stand together; with `begins`, the last one may go on."""

    words: tuple[str, ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Both:
    """All of `parts`, and none of `without`."""

    parts: tuple[Node, ...]
    without: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """One of `parts`."""

    parts: tuple[Node, ...]


Node: TypeAlias = "Word | Both | Either"


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter that was typed: `persona:"data engineer"`; `at` is its place."""

    key: str
    value: str
    at: int


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed. `tree` is None where only filters were."""

    tree: Node | None = None
    choices: tuple[Choice, ...] = ()
    references: tuple[str, ...] = ()
    unfinished: str = ""  # the last word while it has hardly begun

    def words(self) -> Iterator[Word]:
        """The words that are looked for, not those that are left out."""
        if self.tree is not None:
            yield from wanted(self.tree)

    @property
    def sought(self) -> Node:
        """The tree; raises LookupError where nothing is looked for."""
        if self.tree is None:
            raise LookupError("Only filters were typed.")
        return self.tree

    @property
    def by_beginnings(self) -> bool:
        """Whether a word stands for all that begin like it: those are looked for as they are written, not by stem."""
        return self.tree is not None and any(word.begins for word in every(self.tree))


def wanted(node: Node) -> Iterator[Word]:
    """The words of a tree that have to be there."""
    if isinstance(node, Word):
        yield node
    else:
        for part in node.parts:
            yield from wanted(part)


def every(node: Node) -> Iterator[Word]:
    """All words of a tree."""
    if isinstance(node, Word):
        yield node
        return
    for part in (*node.parts, *(node.without if isinstance(node, Both) else ())):
        yield from every(part)


def parse(text: str, keys: Collection[str] = (), *, typing: bool = False) -> Query:
    """Read `text`; `keys` are the filters there are. With `typing` more is forgiven: it is not finished yet.

    Raises Refused.
    """
    if len(text) > LONGEST:
        raise Refused(f"Up to {LONGEST} characters can be looked for; this has {len(text)}.", LONGEST)
    return _Parser(text, keys, typing).query()


@dataclass(slots=True)
class _Level:
    """What stands between two brackets: alternatives, the last of them not complete."""

    at: int
    negative: bool = False
    done: list[Node] = field(default_factory=list)
    parts: list[Node] = field(default_factory=list)
    without: list[Node] = field(default_factory=list)
    or_at: int = -1  # where the last OR stands


class _Parser:
    def __init__(self, text: str, keys: Collection[str], typing: bool) -> None:
        self.text, self.keys, self.typing = text, keys, typing
        self.levels = [_Level(0)]
        self.choices: list[Choice] = []
        self.references: list[str] = []
        self.count = 0

    def query(self) -> Query:
        for match in _TOKEN.finditer(self.text):
            if match["open"]:
                self.open(match.start(), match["open"].startswith("-"))
            elif match["close"]:
                self.close(match.start())
            elif match["term"]:
                self.term(match["term"], match["key"] or "", match.start())
        while len(self.levels) > 1:
            if not self.typing:
                raise Refused("The bracket that opens here is not closed.", self.levels[-1].at)
            self.close(len(self.text))
        tree = self.ended(self.levels[0], len(self.text))
        if len(self.levels[0].done) > 1 and self.choices:
            raise Refused("A filter holds for the whole search: put what OR joins in brackets.", self.choices[0].at)
        if tree is None and not self.choices and self.text.strip() and not self.typing:
            raise Refused("There is no letter or number to look for.", 0)
        return Query(tree, tuple(self.choices), tuple(dict.fromkeys(self.references)), self.unfinished())

    def open(self, at: int, negative: bool) -> None:
        if len(self.levels) > DEEPEST:
            raise Refused(f"Brackets can stand in each other {DEEPEST} deep.", at)
        self.levels.append(_Level(at, negative))

    def close(self, at: int) -> None:
        if len(self.levels) == 1:
            if self.typing:
                return
            raise Refused("No bracket opens for this one.", at)
        level = self.levels.pop()
        node = self.ended(level, at)
        if node is not None:
            self.add(node, level.negative)

    def add(self, node: Node, negative: bool) -> None:
        (self.levels[-1].without if negative else self.levels[-1].parts).append(node)

    def ended(self, level: _Level, at: int) -> Node | None:
        """What a level says, once nothing follows."""
        self.next_alternative(level, at, last=True)
        if not level.done:
            return None
        return level.done[0] if len(level.done) == 1 else Either(tuple(level.done))

    def next_alternative(self, level: _Level, at: int, last: bool = False) -> None:
        if level.parts:
            parts, without = tuple(level.parts), tuple(level.without)
            level.done.append(parts[0] if len(parts) == 1 and not without else Both(parts, without))
        elif self.typing:
            pass  # not finished: what is wanted may follow
        elif level.without:
            raise Refused("Say also what to look for, not only what to leave out.", level.at)
        elif not last or level.or_at >= 0:
            raise Refused("OR stands between two words.", at if not last else level.or_at)
        level.parts, level.without = [], []

    def term(self, term: str, key: str, at: int) -> None:
        if term in ("OR", "|"):
            self.next_alternative(self.levels[-1], at)
            self.levels[-1].or_at = at
        elif key and key.lower() in self.keys:
            self.choice(term, key, at)
        else:
            self.text_term(term, key, at)

    def text_term(self, term: str, key: str, at: int) -> None:
        """A word or a quotation, perhaps one to be left out."""
        if key and not self.typing and not re.match(r"-?\w+:\d", term):
            known = ", ".join(f"{one}:" for one in self.keys) or "none"
            raise Refused(f"There is no filter {key}: here. There are: {known}. In quotation marks it is text.", at)
        negative = term.startswith("-") and len(term) > 1
        body = term[1:] if negative else term
        quoted = body.find('"')
        if quoted >= 0 and body.count('"') == 1 and not self.typing:
            raise Refused("The quotation that begins here is not closed.", at + negative + quoted)
        self.word(body, negative, at)

    def choice(self, term: str, key: str, at: int) -> None:
        if term.startswith("-"):
            raise Refused("A filter cannot be left out with a minus.", at)
        if len(self.levels) > 1:
            raise Refused("A filter holds for the whole search, so it cannot stand in brackets.", at)
        value = term[len(key) + 1 :].strip('"').strip()
        if value:
            self.choices.append(Choice(key.lower(), value, at))
        elif not self.typing:
            raise Refused(f"Say what {key.lower()} should be: {key.lower()}:… with no space behind the colon.", at)

    def word(self, body: str, negative: bool, at: int) -> None:
        words = tuple(words_of(body))
        if not words:
            return
        self.count += len(words)
        if self.count > MOST_WORDS:
            raise Refused(f"Up to {MOST_WORDS} words can be looked for at once.", at)
        if _REFERENCE.fullmatch(body) and not negative:
            self.references.append(body.upper())
        begins = body.endswith("*") or (self.typing and not negative and self.goes_on(body, words, at))
        self.add(Word(words, begins), negative)

    def goes_on(self, body: str, words: tuple[str, ...], at: int) -> bool:
        """Whether a word that is being typed may become a longer one."""
        if body.startswith('"') and body.endswith('"') and len(body) > 1:
            return False
        last = at + len(body) >= len(self.text)
        return last or len(words[-1]) > UNFINISHED

    def unfinished(self) -> str:
        """The last word, where it has so few letters that it could become anything."""
        if not self.typing or not self.text or not self.text[-1].isalnum():
            return ""
        words = words_of(self.text)
        return words[-1] if words and len(words[-1]) <= UNFINISHED else ""


def day_of(value: str) -> tuple[int, int | None, int | None] | None:
    """The year, month and day of a date such as 2026, 2026-01 or 2026-01-31; None for anything else."""
    match = re.fullmatch(r"((?:19|20|21)\d\d)(?:-(\d\d?)(?:-(\d\d?))?)?", value)
    if match is None:
        return None
    year, month, day = (int(one) if one else None for one in match.groups())
    return (year or 0, month, day)
