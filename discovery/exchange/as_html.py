"""A paper as one page that is read without the app: no script, no address of ours, its style beside it or within."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ..markdown import read_with
from ..outline import key_of
from ..templates import REQUIREMENTS
from .paper import Paper

STYLE_NAME = "bundle.css"
STYLE = Path(__file__).with_name(STYLE_NAME).read_text(encoding="utf-8")
BESIDE = mark_safe(f'<link rel="stylesheet" href="{STYLE_NAME}">')
WITHIN = mark_safe(f"<style>\n{STYLE}</style>")  # ours, and the only thing on the page that is not escaped or cleaned


def as_html(paper: Paper, style: SafeString = WITHIN) -> str:
    """The page; references lead to what they stand for, further down."""
    by_key = {one.key: one for one in paper.cited}
    anchors = {reference: (f"#{key}", "") for reference, key in paper.names.items()}
    parts = []
    for section in read_with(paper.body, anchors):
        cited = list(dict.fromkeys(paper.names[name] for name in section.references))
        within = section.key == key_of(REQUIREMENTS)
        parts.append({"section": section, "cited": [by_key[key] for key in cited], "requirements": within})
    context: dict[str, Any] = {
        "paper": paper,
        "parts": parts,
        "rows_within": any(part["requirements"] for part in parts),
        "sources": paper.cited,
        "style": style,
    }
    return render_to_string("discovery/bundle.html", context)
