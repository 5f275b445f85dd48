"""Stretches of text, with every kind of character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.spans import Piece, Stretch, passage, pieces, to_code_points, to_utf16, trimmed

TEXTS = st.text(st.sampled_from("ab é ñ 漢 🙂👩‍💻 ́"), max_size=30)
SPANS = st.lists(st.tuples(st.integers(-3, 25), st.integers(-3, 25), st.integers(1, 4)), max_size=8)


def units(text: str) -> int:
    """What a browser says is the length of the text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(TEXTS, st.integers(0, 30))
def test_a_position_survives_the_way_to_the_browser_and_back(text, position):
    position = min(position, len(text))
    there = to_utf16(text, position)
    assert there == units(text[:position])
    assert to_code_points(text, there) == position


@given(TEXTS, st.integers(-5, 80))
def test_any_offset_of_a_browser_is_a_position_in_the_text(text, offset):
    position = to_code_points(text, offset)
    assert 0 <= position <= len(text)
    assert units(text[:position]) <= max(offset, 0)


def test_an_offset_inside_an_emoji_is_the_start_of_it():
    assert to_code_points("a🙂b", 2) == 1
    assert to_code_points("a🙂b", 3) == 2


@given(TEXTS, st.integers(-5, 40), st.integers(-5, 40))
def test_trimming_takes_white_space_off_the_ends_and_nothing_else(text, start, end):
    new_start, new_end = trimmed(text, start, end)
    assert 0 <= new_start <= new_end
    assert text[new_start:new_end] == text[max(start, 0) : max(end, 0)].strip()


@given(st.integers(0, 20), SPANS)
def test_pieces_cover_the_text_once_and_know_what_covers_them(length, spans):
    found = pieces(length, spans)
    assert [p.start for p in found] == [0, *(p.end for p in found[:-1])] if found else length == 0
    assert not found or found[-1].end == length
    for piece in found:
        for at in range(piece.start, piece.end):
            assert piece.keys == tuple(key for start, end, key in spans if start <= at < end)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [Piece(0, 9, ())]),
        ([(0, 9, "a")], [Piece(0, 9, ("a",))]),
        ([(2, 4, "a"), (4, 6, "b")], [Piece(0, 2, ()), Piece(2, 4, ("a",)), Piece(4, 6, ("b",)), Piece(6, 9, ())]),
        (
            [(1, 8, "a"), (3, 5, "b")],
            [Piece(0, 1, ()), Piece(1, 3, ("a",)), Piece(3, 5, ("a", "b")), Piece(5, 8, ("a",)), Piece(8, 9, ())],
        ),
        ([(3, 3, "empty"), (12, 20, "outside")], [Piece(0, 9, ())]),
    ],
)
def test_touching_nested_and_empty_spans(spans, expected):
    assert pieces(9, spans) == expected


def test_a_passage_joins_neighbours_with_a_blank_and_says_where_it_was_cut():
    assert passage([Stretch(3, "It broke.")]) == "It broke."
    assert passage([Stretch(3, "It broke."), Stretch(4, "Again.")]) == "It broke. Again."
    assert passage([Stretch(3, "It broke."), Stretch(5, "Again.")]) == "It broke. […] Again."
