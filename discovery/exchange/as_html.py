"""A paper as one page that is read without the app: no script, no address of ours, its style beside it or within."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ..markdown import Drawn, read_with
from ..outline import key_of
from ..templates import REQUIREMENTS
from .paper import Paper, Picture

STYLE_NAME = "bundle.css"
STYLE = Path(__file__).with_name(STYLE_NAME).read_text(encoding="utf-8")
BESIDE = mark_safe(f'<link rel="stylesheet" href="{STYLE_NAME}">')
WITHIN = mark_safe(f"<style>\n{STYLE}</style>")  # ours, and the only thing on the page that is not escaped or cleaned


MOST_WITHIN = 20 * 1024 * 1024  # bytes of images that one page holds


def as_html(paper: Paper, style: SafeString = WITHIN) -> str:
    """The page; references lead to what they stand for, further down. With the style the images are within."""
    beside = {one.name: (one.name, one.width, one.height) for one in paper.images}
    images = held(paper.images) if style is WITHIN else beside
    by_key = {one.key: one for one in paper.cited}
    anchors = {reference: (f"#{key}", "") for reference, key in paper.names.items()}
    parts = []
    for section in read_with(paper.body, anchors, images):
        cited = list(dict.fromkeys(paper.names[name] for name in section.references))
        within = section.key == key_of(REQUIREMENTS)
        parts.append({"section": section, "cited": [by_key[key] for key in cited], "requirements": within})
    context: dict[str, Any] = {
        "paper": paper,
        "parts": parts,
        "rows_within": any(part["requirements"] for part in parts),
        "sources": paper.cited,
        "style": style,
        "too_large": len(paper.images) - len(images),
    }
    return render_to_string("discovery/bundle.html", context)


def held(images: list[Picture]) -> dict[str, Drawn]:
    """Images as a page holds them itself, by their names; those that are too much for one page are not among them."""
    found: dict[str, Drawn] = {}
    room = MOST_WITHIN
    for one in images:
        if (size := default_storage.size(one.path)) <= room:
            room -= size
            with default_storage.open(one.path) as file:
                data = b64encode(file.read()).decode("ascii")
            found[one.name] = f"data:{one.media_type};base64,{data}", one.width, one.height
    return found
