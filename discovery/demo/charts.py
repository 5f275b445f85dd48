"""The chart of the demo: an image in a document, as somebody would paste one from a notebook."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from ..images import add_image, markdown_of
from ..models import Document
from ..pictures import cleaned
from .world import World

WIDE, HIGH, EDGE = 1280, 560, 56
PAPER, INK, DIM, LINE, BAR, GOAL = "#ffffff", "#191c18", "#62685e", "#e2e5df", "#8a9a8f", "#2f5fae"


def add_chart(world: World, document: Document, facts: dict[str, Any]) -> None:
    """Draw what `facts` tell and let it stand in the text before one of its lines, with what it shows in words."""
    image = add_image(document, cleaned(drawn(facts)), facts["shows"], document.owner)
    document.body = document.body.replace(facts["before"], f"{markdown_of(image)}\n\n{facts['before']}", 1)


def drawn(facts: dict[str, Any]) -> bytes:
    """A bar for each number with the number on it, and a line at the goal; a PNG."""
    sheet = Image.new("RGB", (WIDE, HIGH), PAPER)
    pen, bars, goal = ImageDraw.Draw(sheet), facts["bars"], facts["goal"]
    plain, large = ImageFont.load_default(22), ImageFont.load_default(30)
    pen.text((EDGE, 36), facts["title"], INK, large)
    floor, unit = HIGH - 92, (HIGH - 92 - 150) / max(bars)
    step = (WIDE - 2 * EDGE) / len(bars)
    for place, count in enumerate(bars):
        left, top = EDGE + place * step + step * 0.14, floor - count * unit
        pen.rectangle((left, top, left + step * 0.72, floor), BAR)
        pen.text((left + step * 0.36, top - 8), str(count), INK, plain, anchor="mb")
        pen.text((left + step * 0.36, floor + 14), str(place + 1), DIM, plain, anchor="mt")
    pen.line((EDGE, floor, WIDE - EDGE, floor), LINE, 2)
    line = floor - goal * unit
    for at in range(EDGE, WIDE - EDGE, 24):
        pen.line((at, line, at + 12, line), GOAL, 3)
    pen.text((WIDE - EDGE, 46), f"- -  {facts['goal_says']}", GOAL, plain, anchor="ra")
    pen.text((EDGE, HIGH - 20), facts["below"], DIM, plain, anchor="lb")
    file = BytesIO()
    sheet.save(file, "PNG", optimize=True)
    return file.getvalue()
