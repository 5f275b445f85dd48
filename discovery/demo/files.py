"""The texts of the demo, read from the files beside this module."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FRONT = "---\n"
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """A file with facts at its head and text below them."""

    name: str
    facts: Facts
    text: str


def table(name: str) -> Any:
    """The content of a YAML file, the caller's to change."""
    return deepcopy(content(name))


@cache
def content(name: str) -> Any:
    """A YAML file, read once: every interview looks into some of them."""
    return loaded((HERE / f"{name}.yaml").read_text(encoding="utf-8"))


def loaded(text: str) -> Any:
    """What YAML says; plain values only."""
    return yaml.load(text, Loader=LOADER)  # noqa: S506 - both loaders are the safe one


def pages(folder: str) -> list[Page]:
    """The Markdown files of a folder, by name."""
    return [page(path) for path in sorted((HERE / folder).glob("*.md"))]


def page(path: Path) -> Page:
    """One Markdown file: what stands between the first two lines of dashes are its facts."""
    _, head, text = path.read_text(encoding="utf-8").split(FRONT, 2)
    return Page(path.stem, loaded(head), text.strip())


def transcript(name: str) -> bytes:
    """A transcript as it would be uploaded."""
    return (HERE / "transcripts" / name).read_bytes()
