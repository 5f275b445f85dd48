"""Two texts written apart become one, and no line that was written is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.notes.merge import Conflict, merge

NOTES = st.lists(st.sampled_from(["a", "b", "c", "! p", '" q', "? w", "", "---"]), max_size=8).map("\n".join)


@given(NOTES, NOTES)
def test_a_side_that_changed_nothing_gives_way(base: str, text: str) -> None:
    assert merge(base, base, text).text == text
    assert merge(base, text, base).text == text
    assert merge(base, text, text).text == text
    assert merge(base, base, text).conflicts == merge(base, text, base).conflicts == []


@given(NOTES, NOTES, NOTES)
def test_every_new_line_of_both_sides_is_kept_and_none_is_invented(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs)
    lines = set(merged.text.split("\n"))
    new = (set(mine.split("\n")) | set(theirs.split("\n"))) - set(base.split("\n"))
    assert new <= lines | {""}
    assert lines <= set(mine.split("\n")) | set(theirs.split("\n")) | {""}


@given(NOTES, NOTES, NOTES)
def test_a_conflict_says_where_both_texts_stand(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs)
    lines = merged.text.split("\n")
    for conflict in merged.conflicts:
        both = [*conflict.mine, *conflict.theirs]
        found = lines[conflict.number - 1 : conflict.number - 1 + len(both)]
        assert found in (both, [*conflict.theirs, *conflict.mine])


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "text", "conflicts"),
    [
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC", []),
        ("a\nb", "A\nb", "a\nB", "A\nB", []),
        ("a\nb\nc", "b\nc", "a\nb\nc\nd", "b\nc\nd", []),
        ("a", "a\nx", "a\nx", "a\nx", []),
        ("a", "a\nx", "a\nx\ny", "a\nx\ny", []),
        ("a", "a\nx", "a\ny", "a\nx\ny", [Conflict(2, (), ("x",), ("y",))]),
        ("a\nb\nc", "a\nx\nc", "a\ny\nc", "a\nx\ny\nc", [Conflict(2, ("b",), ("x",), ("y",))]),
        ("a\nb\nc", "a\nc", "a\ny\nc", "a\ny\nc", [Conflict(2, ("b",), (), ("y",))]),
        ("", "x", "y", "x\ny", [Conflict(1, ("",), ("x",), ("y",))]),
        ("a\r\nb", "A\nb", "a\nB", "A\nB", []),
    ],
)
def test_merging(base: str, mine: str, theirs: str, text: str, conflicts: list[Conflict]) -> None:
    merged = merge(base, mine, theirs)
    assert (merged.text, merged.conflicts) == (text, conflicts)


def test_a_quote_for_the_pain_above_does_not_slide_to_a_pain_the_other_side_opened() -> None:
    assert merge("! a", '! a\n! b\n" x', '! a\n" y').text == '! a\n" y\n! b\n" x'


def test_long_repetitive_notes_keep_both_sides_whole() -> None:
    base = ["same"] * 3_000
    mine, theirs = ["mine", *base[:2_000], "my end"], ["theirs", *base[:2_500], "their end"]
    lines = merge("\n".join(base), "\n".join(mine), "\n".join(theirs)).text.split("\n")
    assert {"mine", "my end", "theirs", "their end"} <= set(lines)
    assert len(lines) >= 2_500
