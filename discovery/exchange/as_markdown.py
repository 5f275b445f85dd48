"""A paper as one Markdown text: what was written, the requirements, and below it what it stands on."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import count

from markdown_it import MarkdownIt

from ..markdown import below_heading, not_shown, our_reader
from ..templates import REQUIREMENTS
from .paper import Cited, Line, Paper

MARKS = re.compile(r"([\\`*_{}\[\]<>#|~&])")
LINE_MARKS = re.compile(r"^(\s*)(\d*)([-+=]|(?<=\d)[.)])", re.MULTILINE)
TAG = re.compile(r"<(?=[A-Za-z/!?])(?!(?:https?|mailto):)")
CODE = re.compile(r"((?<![\\`])(`+)(?!`).+?(?<!`)\2(?!`))")
IMAGE = re.compile(r"(?<!\\)!\[((?:[^\[\]\\]|\\.)*)\]\(\s*<?([^\s<>()]*)>?[^()]*\)")


def as_markdown(paper: Paper, *, alone: bool = True) -> str:
    """The text as it was typed, but for HTML in it, which stays text. What others said is set so that nothing in it is
    a mark. An image is shown where its file lies beside it; where the text is `alone` its words stand there."""
    parts = [f"# {literal(paper.title)}", facts(paper)]
    if paper.summary:
        parts.append(literal(paper.summary))
    body = for_elsewhere(paper.body, () if alone else {one.name for one in paper.images}).strip()
    rows = "\n".join(line(one) for one in paper.lines)
    within = below_heading(body, REQUIREMENTS, rows) if rows else body
    parts += [within] if within is not None else [body, f"## {REQUIREMENTS}", rows]
    if paper.cited:
        parts += ["## What it stands on", *(source(one) for one in paper.cited)]
    return "\n\n".join(part for part in parts if part) + "\n"


def facts(paper: Paper) -> str:
    """What kind of document it is, whose, and of when."""
    told = [paper.reference, paper.kind, paper.status, paper.owner, paper.updated_on]
    if paper.version:
        told.append(f"version {paper.version.number}")
        if paper.version.approved_on:
            told.append(f"approved {paper.version.approved_on}")
    told.append("customers under pseudonyms" if paper.pseudonyms else "")
    return literal(" · ".join(one for one in told if one))


def line(one: Line) -> str:
    """One requirement as an item of a list."""
    stands = [f"because {', '.join(one.supports)}"] if one.supports else []
    stands += [f"against it {', '.join(one.challenges)}"] if one.challenges else []
    stands += [one.withdrew] if one.withdrew else []
    told = [f"- **{one.key}** {flat(one.text)} ({'; '.join([one.priority.lower(), one.known_by, *stands])})"]
    if one.acceptance:
        told.append(f"  Accepted when: {flat(one.acceptance)}")
    return "  \n".join(told)


def source(one: Cited) -> str:
    """One source with its words, which stand as a quotation."""
    return "\n\n".join(paragraphs(one))


def paragraphs(one: Cited) -> Iterator[str]:
    people = f"{one.people} people" if one.people > 1 else ""
    facts = [one.kind, one.reference, one.known_by.lower(), people, one.withdrew]
    yield f"**{one.key}** {literal(', '.join(fact for fact in facts if fact))}"
    if one.hidden:
        yield f"{one.hidden}: the words are not shown."
        return
    if one.says:
        yield literal(one.says)
    if one.quote:
        said = one.quote
        by = ", ".join(filter(None, (said.by, said.role, said.company, said.said_on)))
        yield "\n".join(f"> {text}" for text in (*literal(said.text).split("\n"), "", f"— {flat(by)}"))
    elif one.told_by:
        # of a hypothesis the word against it is told, which may be that of a data check
        yield literal(f"{'Speaks against it:' if one.kind == 'Hypothesis' else 'Told by'} {one.told_by}")
    for link in one.links:
        reason = f": {flat(link.reason)}" if link.reason else ""
        yield f"- {link.stance} {link.of or 'the document'}{reason}"


def literal(text: str) -> str:
    """Text in which nothing is a mark."""
    return LINE_MARKS.sub(r"\1\2\\\3", MARKS.sub(r"\\\1", text.replace("\r\n", "\n")))


def flat(text: str) -> str:
    """The same on one line."""
    return literal(" ".join(text.split()))


def for_elsewhere(text: str, images: Collection[str]) -> str:
    """Markdown that shows the same here and elsewhere: HTML in it is text, and so is every image but those whose files
    `images` names; code stays as it is."""
    lines = text.split("\n")
    code = [token.map for token in our_reader().parse(text, {"addresses": {}}) if token.type in ("fence", "code_block")]
    inside = {number for found in code if found for number in range(*found)}
    shown = (line if at in inside else without_images(line, images) for at, line in enumerate(lines))
    return without_tags("\n".join(shown))


def without_tags(text: str) -> str:
    """The text with its tags as text, but for those in code. What is code our reader of Markdown says, given a numbered
    mark for each tag: spans go on over lines and end with cells of tables, as no pattern knows. Where a reader that
    takes HTML would still find some, for it sees another beginning of that code, tags in spans are text as well, and at
    last all of them."""
    mark = "\ue000"
    while mark in text:
        mark += "\ue000"
    numbers = count()
    marked = TAG.sub(lambda _: f"{mark}{next(numbers)};", text)
    tokens = our_reader().parse(marked, {"addresses": {}})
    blocks = [token.content + token.info for token in tokens if token.type in ("fence", "code_block")]
    spans = [one.content for token in tokens for one in token.children or () if one.type == "code_inline"]
    for code in ([*blocks, *spans], blocks):
        told = escaped(marked, mark, set(re.findall(rf"{mark}(\d+);", "\n".join(code))))
        if not has_html(told):
            return told
    return escaped(marked, mark, set())


def escaped(marked: str, mark: str, stay: Collection[str]) -> str:
    """The text with its tags again, a backslash before those whose numbers do not `stay` and that have none."""

    def as_text(found: re.Match[str]) -> str:
        before, number = found.groups()
        return f"{before}<" if number in stay or len(before) % 2 else f"{before}\\<"

    return re.sub(rf"(\\*){mark}(\d+);", as_text, marked)


def has_html(text: str) -> bool:
    """Whether a reader that takes HTML finds some, one that knows tables or one that does not."""
    return any(
        one.type in ("html_block", "html_inline")
        for reader in (MarkdownIt("commonmark"), MarkdownIt("commonmark").enable("table"))
        for token in reader.parse(text)
        for one in (token, *(token.children or ()))
    )


def without_images(line: str, images: Collection[str]) -> str:
    """One line whose images, but for those in code and those that lie beside the text, are text."""

    def shown_or_said(found: re.Match[str]) -> str:
        return found.group() if found.group(2) in images else not_shown(found.group(1))

    parts = CODE.split(line)  # text, code, its mark, text, ...
    plain = [IMAGE.sub(shown_or_said, part) for part in parts[::3]]
    return "".join(plain[at // 3] if at % 3 == 0 else part for at, part in enumerate(parts) if at % 3 < 2)
