"""What differs between two texts, word by word: nothing is lost, and no text takes long."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discovery.outline import with_heads
from discovery.wording import HEADS, compared, headed

WORDS = st.lists(st.sampled_from(["it", "breaks", "at", "seven", ".", "\n", " ", "Überraschung", "a b"]), max_size=40)


def put_together(pieces, without):
    return "".join(piece.text for piece in pieces if piece.how != without)


@given(st.one_of(WORDS.map("".join), st.text()), st.one_of(WORDS.map("".join), st.text()))
def test_both_texts_can_be_read_out_of_the_difference(old, new):
    pieces = compared(old, new)
    assert put_together(pieces, "new") == old
    assert put_together(pieces, "old") == new
    assert all(piece.text for piece in pieces)
    assert all(one.how != two.how for one, two in pairwise(pieces))


@given(st.text())
def test_a_text_does_not_differ_from_itself(text):
    assert [piece.how for piece in compared(text, text)] in ([], ["same"])


def test_words_and_not_lines_are_told():
    pieces = compared("Ask one reader by name.\nKept.\n", "Ask two readers by name.\nKept.\n")
    assert [(one.how, one.text) for one in pieces] == [
        ("same", "Ask "),
        ("old", "one reader"),
        ("new", "two readers"),
        ("same", " by name.\nKept.\n"),
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 50_000, "b a " * 50_000),
        ("x\n" * 100_000, "y\n" * 100_000),
        ("word " * 700 + "end", "end" + " word" * 700),
        ("\n".join(f"line {n}" for n in range(20_000)), "\n".join(f"line {n + 7}" for n in range(20_000))),
    ],
)
def test_long_texts_are_compared_in_bounded_time(old, new):
    began = time.monotonic()
    pieces = compared(old, new)
    assert time.monotonic() - began < 10
    assert put_together(pieces, "new") == old and put_together(pieces, "old") == new


def with_headings(old, new):
    pieces = headed(compared(with_heads(old, HEADS), with_heads(new, HEADS)))
    return [(one.how, one.text, one.heading) for one in pieces]


def test_headings_are_told_without_their_marks():
    assert with_headings("## Why it *hurts*\n\nOld.\n", "## Why it *stops*\n\nNew.\n") == [
        ("same", "Why it *", True),
        ("old", "hurts", True),
        ("new", "stops", True),
        ("same", "*\n", True),
        ("same", "\n", False),
        ("old", "Old", False),
        ("new", "New", False),
        ("same", ".\n", False),
    ]
    assert with_headings("", "Set\n---\n### Next ###\n```\n# code\n```") == [
        ("new", "Set\nNext\n", True),
        ("new", "```\n# code\n```", False),
    ]


def test_where_the_level_alone_changed_its_marks_say_so():
    assert with_headings("## Risks\n", "### Risks\n") == [
        ("old", "## ", True),
        ("new", "### ", True),
        ("same", "Risks\n", True),
    ]
    assert with_headings("# Risks\nNone", "Risks\nNone") == [
        ("old", "# ", True),
        ("same", "Risks\nNone", False),
    ]


@given(st.text(alphabet="# \nab=-`>"))
def test_no_line_is_lost_with_the_marks(text):
    told = headed(compared("", with_heads(text, HEADS)))
    assert set("".join(one.text for one in told)) & set("ab") == set(text) & set("ab")
    assert "".join(one.text for one in told).count("a") == text.count("a")
