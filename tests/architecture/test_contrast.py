"""Text and boundaries keep WCAG AA in both schemes, computed from the tokens."""

import re

import pytest

from tests.architecture.sources import ROOT

TOKENS = (ROOT / "config/static/tokens.css").read_text(encoding="utf-8")
SHARED = (ROOT / "config/static/ui.css").read_text(encoding="utf-8")  # parts say what pages may take up
PAIRS = re.compile(r"--([a-z0-9-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
COLOURS = {name: {"light": light, "dark": dark} for name, light, dark in PAIRS.findall(TOKENS)}

INKS = ["ink", "ink-2", "ink-3", "link", "firm", "against", "danger", "pain-ink"]
PLAIN = ["paper", "ground", "sunken"]
TEXT = [
    *[(ink, surface) for ink in INKS for surface in PLAIN],
    *[("ink", surface) for surface in ("raised", "mark", "mark-soft", "select")],
    *[(f"on-pain-{step}", f"pain-{step}") for step in range(1, 6)],
    ("mark-ink", "mark-soft"), ("firm", "firm-soft"), ("on-firm", "firm"), ("against", "against-soft"),
    ("on-invert", "invert"), ("link", "select"), ("paper", "danger"), ("loose", "paper"),
]  # fmt: skip
BOUNDARIES = [(line, surface) for line in ("field-line", "focus") for surface in ("paper", "ground")]


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "surface"), TEXT)
def test_text_can_be_read(ink, surface, scheme):
    assert contrast(COLOURS[ink][scheme], COLOURS[surface][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("line", "surface"), BOUNDARIES)
def test_boundaries_that_matter_can_be_seen(line, surface, scheme):
    assert contrast(COLOURS[line][scheme], COLOURS[surface][scheme]) >= 3


def test_stylesheets_use_only_tokens_that_exist():
    defined = set(re.findall(r"(--[a-z0-9-]+)\s*:", TOKENS))
    for path in (ROOT / "config/static").glob("*.css"):
        text = path.read_text(encoding="utf-8")
        here = set(re.findall(r"(--[a-z0-9-]+)\s*:", text))
        here |= set(re.findall(r"(--[a-z0-9-]+)\s*:", SHARED))
        missing = set(re.findall(r"var\((--[a-z0-9-]+)\)", text)) - defined - here
        assert missing <= {"--pct", "--n", "--depth"}, f"{path.name}: {missing}"
