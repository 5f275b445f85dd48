"""A document as it leaves the app: plain texts and numbers, which the formats only set."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a customer, with who said them as they were on that day."""

    text: str
    verbatim: bool
    said_on: str
    by: str
    role: str
    company: str
    persona: str


@dataclass(frozen=True, slots=True)
class Link:
    """What a source says about the document itself, or about one of its lines."""

    of: str
    stance: str
    reason: str


@dataclass(frozen=True, slots=True)
class Cited:
    """One source that the document cites. `hidden` says why it has no words, `withdrew` how many of those behind it
    took theirs back."""

    key: str
    kind: str
    reference: str
    says: str = ""  # in our words
    quote: Said | None = None  # in theirs
    told_by: str = ""
    known_by: str = ""
    severity: int | None = None
    people: int = 0
    companies: int = 0
    withdrew: str = ""
    hidden: str = ""
    links: list[Link] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """One requirement with the keys of what it stands on."""

    key: str
    text: str
    acceptance: str
    priority: str
    known_by: str
    people: int
    withdrew: str
    supports: list[str]
    challenges: list[str]


@dataclass(frozen=True, slots=True)
class Frozen:
    """Which version it is, where it is not what the document says now."""

    number: int
    name: str
    saved_on: str
    saved_by: str
    approved_on: str
    approved_by: str


@dataclass(frozen=True, slots=True)
class Picture:
    """An image that the text shows: its name in a file, and where it is stored here."""

    name: str
    path: str
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole of it. `names` are the references that lead to a source, by reference; `voices` how many people are
    quoted."""

    reference: str
    title: str
    kind: str
    status: str
    summary: str
    body: str
    owner: str
    updated_on: str
    made_on: str
    pseudonyms: bool
    version: Frozen | None
    lines: list[Line]
    cited: list[Cited]
    names: dict[str, str]
    voices: int
    unnamed: int = 0  # of them agreed to be quoted without their name only
    images: list[Picture] = field(default_factory=list)
    images_left: int = 0  # images that stay here, because names in them cannot be replaced

    @property
    def quotes(self) -> int:
        return sum(one.quote is not None for one in self.cited)

    @property
    def hidden(self) -> int:
        """How many sources have no words."""
        return sum(bool(one.hidden) for one in self.cited)
