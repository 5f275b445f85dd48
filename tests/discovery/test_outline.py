"""The outline of a text: its sections, what a template starts with, and what is missing of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery.outline import begin, key_of, missing, sections, wanted
from discovery.templates import DEFAULTS

TEMPLATE = "## Problem\nWho has it.\n\n## What we won't do\n\n### Later\nNot now.\n\n## Appendix (optional)\nMore."


def titles(found):
    return [one.title for one in found]


def test_sections_are_cut_at_headings_of_markdown_and_nowhere_else():
    text = "Before\n\n## One\n\ntext\n\n```\n# code\n```\n\nTwo\n---\n\n- # of a list\n\n### *Three* `3`\n"
    assert [(one.title, one.level) for one in sections(text)] == [("", 0), ("One", 2), ("Two", 2), ("Three 3", 3)]
    assert sections("") == sections("\n\n") == []


def test_a_document_begins_with_the_headings_it_needs():
    assert begin(TEMPLATE) == "## Problem\n\n## What we won't do\n\n### Later\n\n"
    assert [one.hint for one in wanted(TEMPLATE)] == ["Who has it.", "", "Not now.", "More."]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("", ["Problem", "What we won't do", "Later"]),
        ("## Problem\n\n## What we won't do\n", ["Problem", "What we won't do", "Later"]),
        ("# PROBLEM!\nIt hurts.\n# What we won’t do\nThis.\n# later\nThat.", []),
        ("## Problem\n### For whom\nAll.", ["What we won't do", "Later"]),
        ("## Appendix\nx\n\nProblem\n\n## What we wont do\n\n### Later\nx", ["Problem"]),
    ],
)
def test_what_is_missing_has_no_heading_or_nothing_below_it(text, left):
    assert titles(missing(TEMPLATE, text)) == left


def test_what_is_held_elsewhere_is_not_missing():
    assert titles(missing("## Requirements\n\n## Goals\n", "", ["Requirements"])) == ["Goals"]


@pytest.mark.parametrize("template", DEFAULTS.values(), ids=list(DEFAULTS))
def test_of_what_a_document_begins_with_everything_is_missing_and_nothing_twice(template):
    keys = [key_of(one.title) for one in wanted(template)]
    assert len(keys) == len(set(keys)) >= 8
    assert all(one.hint for one in wanted(template))
    asked = [one for one in wanted(template) if not one.optional]
    assert missing(template, begin(template)) == asked
    assert missing(template, "".join(f"## {one.title}\nWritten.\n\n" for one in asked)) == []


@given(st.text(alphabet="#ab \n-=`>*_", max_size=120))
def test_no_text_breaks_it_and_every_line_is_read_once(text):
    found = sections(text)
    assert all(one.level in range(7) for one in found)
    lines = [line for one in found for line in one.text.split("\n")]
    assert len(lines) <= len(text.split("\n"))
