"""Markdown of documents to HTML that is safe to show, with references as links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from interviews.models import Record
from interviews.pasted import MARK, Pasted, Pastings
from interviews.references import found_in, pattern, readable

from .models import Document, Image
from .outline import key_of, plain

TAGS = {
    *("a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre"),
    *("s", "mark", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "width", "height"}, "ol": {"start"}}
OURS = re.compile(r"/documents/([1-9][0-9]{0,11})/images/([1-9][0-9]{0,11})/", re.ASCII)
CLASSES = {"mark": {"taken-back"}}
SCHEMES = {"http", "https", "mailto"}
DEEPEST = 6
Drawn = tuple[str, int, int]  # where an image is, its width and height
NO_IMAGES: Mapping[str, Drawn] = {}


def render(text: str, user: Any) -> SafeString:
    """HTML of `text`. A reference becomes a link where `user` may read what it names, and stays text elsewhere.

    Typed HTML is shown as text, pictures of others are not loaded, what customers said and took back is left out with a
    mark at its place, and what is left is cleaned once more against a list of what is allowed.
    """
    text = Pastings([text], user).readable(text)
    reader = our_reader()
    env = {"addresses": addresses_of(readable(found_in(text), user)), "images": drawn(images_in(text, user))}
    return cleaned(reader.render(text, env))


def below_heading(text: str, title: str, more: str) -> str | None:
    """The text with `more` right below the first heading of that title; None where there is none."""
    tokens, lines = our_reader().parse(text, {"addresses": {}}), text.split("\n")
    for at, token in enumerate(tokens):
        begins = token.type == "heading_open" and starts_section(token) and token.map
        if begins and key_of(plain(tokens[at + 1])) == key_of(title):
            return "\n".join([*lines[: token.map[1]], "", more, *lines[token.map[1] :]])
    return None


def our_reader() -> MarkdownIt:
    reader = MarkdownIt("js-default", {"linkify": False})
    reader.core.ruler.push("own images", keep_own_images)
    reader.core.ruler.push("headings", outline_headings)
    reader.core.ruler.push("references", link_references)
    reader.core.ruler.push("kept back", mark_kept_back)
    return reader


def addresses_of(records: Mapping[str, Record]) -> dict[str, tuple[str, str]]:
    return {reference: (record.get_absolute_url(), str(record)) for reference, record in records.items()}


def images_in(text: str, user: Any) -> dict[str, Image]:
    """The images of ours that a text names and that `user` may see, by their address; at most one query."""
    keys = {int(match.group(2)) for match in OURS.finditer(text)}
    documents = Document.objects.visible_to(user)
    rows = Image.objects.live().filter(pk__in=keys, document__in=documents) if keys else ()
    return {one.get_absolute_url(): one for one in rows}


def drawn(images: Mapping[str, Image]) -> dict[str, Drawn]:
    """Images as they are shown by the app."""
    return {url: (url, one.width, one.height) for url, one in images.items()}


def images_shown(text: str, user: Any) -> dict[str, Image]:
    """Of the images that a text names those that it shows, in their order."""
    images = images_in(text, user)
    tokens = our_reader().parse(text, {"addresses": {}, "images": drawn(images)}) if images else ()
    shown = [one.attrs["src"] for token in tokens for one in token.children or () if one.type == "image"]
    return {str(url): images[str(url)] for url in dict.fromkeys(shown)}


def cleaned(html: str, *, within: bool = False) -> SafeString:
    """HTML of which only what is allowed is left; `within` it images of ours may be, instead of an address."""
    schemes = SCHEMES | {"data"} if within else SCHEMES
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=schemes,
        allowed_classes=CLASSES,
        attribute_filter=images_alone if within else None,
    )
    return mark_safe(clean)


def images_alone(tag: str, name: str, value: str) -> str | None:
    """An attribute, unless it is a link to what is no address."""
    return None if name == "href" and value.strip().lower().startswith("data:") else value


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A section of a document as it is read, with the references its text names in their order. What stands before the
    first heading has no title."""

    title: str
    anchor: str
    body: SafeString
    references: tuple[str, ...]

    @property
    def key(self) -> str:
        return key_of(self.title)


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole text as it is read, the records it names that may be read, by reference, and what stands in it, as text,
    of what customers said."""

    sections: list[ReadSection] = field(default_factory=list)
    records: Mapping[str, Record] = field(default_factory=dict)
    pasted: Sequence[Pasted] = ()


def read(text: str, user: Any) -> Reading:
    """The text section by section, as `user` may read it and what it names."""
    pastings = Pastings([text], user)
    pasted, text = pastings.in_text(text), pastings.readable(text)
    records = readable(found_in(text), user)
    return Reading(read_with(text, addresses_of(records), drawn(images_in(text, user))), records, pasted)


def read_with(
    text: str, addresses: Mapping[str, tuple[str, str]], images: Mapping[str, Drawn] = NO_IMAGES
) -> list[ReadSection]:
    """The sections of a text; one begins at every heading of the highest level. References are links where `addresses`
    says where to, and what is there; images are shown where they are among `images`."""
    reader = our_reader()
    env: dict[str, Any] = {"addresses": addresses, "images": images}
    within = any(src.startswith("data:") for src, *_ in images.values())
    tokens = reader.parse(text, env)
    starts = [at for at, token in enumerate(tokens) if token.type == "heading_open" and starts_section(token)]
    found: list[ReadSection] = []
    taken: Counter[str] = Counter()
    begins = starts if starts[:1] == [0] else [0, *starts]
    for start, end in zip(begins, [*begins[1:], len(tokens)], strict=True) if tokens else ():
        headed = start in starts
        title = plain(tokens[start + 1]) if headed else ""
        body = reader.renderer.render(tokens[start + 3 if headed else start : end], reader.options, env)
        text_of = " ".join(token.content for token in tokens[start:end] if token.type == "inline")
        named = tuple(dict.fromkeys(one.group() for one in pattern().finditer(text_of) if one.group() in addresses))
        found.append(ReadSection(title, anchor(title, taken), cleaned(body, within=within), named))
    return found


def starts_section(token: Token) -> bool:
    return token.level == 0 and token.tag == "h2"


def anchor(title: str, taken: Counter[str]) -> str:
    """A name for the section in addresses that none before it has; `taken` counts the names that were given."""
    name = wanted = f"s-{slugify(title) or 'part'}"
    while taken[wanted]:
        taken[name] += 1
        wanted = f"{name}-{taken[name]}"
    taken[wanted] += 1
    return wanted


def outline_headings(state: StateCore) -> None:
    """Headings by their depth in the outline, from the second level on: the page has its one of the first level, and
    no level is left out on the way down, whatever was typed."""
    above: list[int] = []
    for token in state.tokens:
        if token.type == "heading_open":
            typed = int(token.tag[1])
            above = [*(level for level in above if level < typed), typed]
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(DEEPEST, 1 + len(above))}"


def link_references(state: StateCore) -> None:
    """Turn references in running text into links; those in code and in links stay as they are."""
    addresses = state.env["addresses"]
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = linked(token.children, addresses)


def linked(tokens: list[Token], addresses: Mapping[str, tuple[str, str]]) -> list[Token]:
    """The tokens with every text outside links split at its references."""
    found: list[Token] = []
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type in ("link_open", "link_close") else 0
        found += split(token, addresses) if token.type == "text" and depth == 0 else [token]
    return found


def keep_own_images(state: StateCore) -> None:
    """Show images of ours; of all others what they show stands there in words, and nothing is loaded."""
    images = state.env.get("images", NO_IMAGES)
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = [shown_or_said(one, images) for one in token.children]


def shown_or_said(token: Token, images: Mapping[str, Drawn]) -> Token:
    """One token; an image with its size, or what it shows in words."""
    if token.type != "image":
        return token
    found = images.get(str(token.attrs.get("src", "")))
    if found is None:
        return Token("text", "", 0, content=not_shown(token.content))
    token.attrs = {"alt": "", **dict(zip(("src", "width", "height"), found, strict=True))}  # the reader tells the rest
    return token


def not_shown(description: str) -> str:
    return f"[Image not shown: {description or 'without a description'}]"


def mark_kept_back(state: StateCore) -> None:
    """Mark the places of words that may not be read."""
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = [part for one in token.children for part in with_marks(one)]


def with_marks(token: Token) -> list[Token]:
    """One token; a text split at what stands for words that may not be read."""
    if token.type != "text":
        return [token]
    parts: list[Token] = []
    at = 0
    for match in MARK.finditer(token.content):
        parts.append(Token("text", "", 0, content=token.content[at : match.start()]))
        parts.append(Token("html_inline", "", 0, content=f'<mark class="taken-back">{match.group()[1:-1]}</mark>'))
        at = match.end()
    return [*parts, Token("text", "", 0, content=token.content[at:])]


def split(token: Token, addresses: Mapping[str, tuple[str, str]]) -> list[Token]:
    """One text as texts and links."""
    parts: list[Token] = []
    at = 0
    for match in pattern().finditer(token.content):
        if match.group() in addresses:
            address, title = addresses[match.group()]
            parts.append(Token("text", "", 0, content=token.content[at : match.start()]))
            named = {"title": title} if title else {}
            parts.append(Token("link_open", "a", 1, attrs={"href": address, **named}))
            parts.append(Token("text", "", 0, content=match.group()))
            parts.append(Token("link_close", "a", -1))
            at = match.end()
    return [*parts, Token("text", "", 0, content=token.content[at:])]
