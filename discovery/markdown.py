"""Markdown of documents to HTML that is safe to show, with references as links."""

from __future__ import annotations

from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from interviews.references import found_in, pattern, readable

TAGS = {
    *("a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s"),
    *("strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
DEEPEST = 6


def render(text: str, user: Any) -> SafeString:
    """HTML of `text`. A reference becomes a link where `user` may read what it names, and stays text elsewhere.

    Typed HTML is shown as text, pictures are not loaded, and what is left is cleaned once more against a list of what
    is allowed.
    """
    reader = MarkdownIt("js-default", {"linkify": False}).disable("image")
    reader.core.ruler.push("headings", outline_headings)
    reader.core.ruler.push("references", link_references)
    records = readable(found_in(text), user)
    addresses = {reference: (record.get_absolute_url(), str(record)) for reference, record in records.items()}
    html = reader.render(text, {"addresses": addresses})
    return mark_safe(nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES))


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


def linked(tokens: list[Token], addresses: dict[str, tuple[str, str]]) -> list[Token]:
    """The tokens with every text outside links split at its references."""
    found: list[Token] = []
    depth = 0
    for token in tokens:
        depth += token.nesting if token.type in ("link_open", "link_close") else 0
        found += split(token, addresses) if token.type == "text" and depth == 0 else [token]
    return found


def split(token: Token, addresses: dict[str, tuple[str, str]]) -> list[Token]:
    """One text as texts and links."""
    parts: list[Token] = []
    at = 0
    for match in pattern().finditer(token.content):
        if match.group() in addresses:
            address, title = addresses[match.group()]
            parts.append(Token("text", "", 0, content=token.content[at : match.start()]))
            parts.append(Token("link_open", "a", 1, attrs={"href": address, "title": title}))
            parts.append(Token("text", "", 0, content=match.group()))
            parts.append(Token("link_close", "a", -1))
            at = match.end()
    return [*parts, Token("text", "", 0, content=token.content[at:])]
