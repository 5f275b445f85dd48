"""Places in an order: there is always one between two others, and they compare as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.places import between


@given(st.lists(st.integers(0, 20), max_size=80))
def test_there_is_always_room_between_two_places(moves):
    order: list[str] = []
    for at in moves:
        at = min(at, len(order))
        new = between(order[at - 1] if at else "", order[at] if at < len(order) else "")
        order.insert(at, new)
        assert not new.endswith("0")
    assert order == sorted(order)
    assert len(set(order)) == len(order)


@pytest.mark.parametrize(
    ("before", "after", "found"), [("", "", "5"), ("1", "2", "15"), ("", "1", "05"), ("9", "", "95")]
)
def test_places_are_short(before, after, found):
    assert between(before, after) == found


@pytest.mark.parametrize(("before", "after"), [("5", "5"), ("6", "5")])
def test_there_is_nothing_between_what_is_not_in_order(before, after):
    with pytest.raises(ValueError, match="no place"):
        between(before, after)
