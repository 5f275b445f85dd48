"""Conversations as a picture: days in their place, marks that can be read."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.timeline import MOST_MARKS, Dot, Lane, marks, timeline

TODAY = date(2026, 6, 10)
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def dots(*some):
    return [Lane([Dot(day, "heard", "") for day in some])]


@given(st.lists(days, min_size=1, max_size=20))
def test_dots_stand_in_the_order_of_their_days_and_inside_the_picture(some):
    drawn = timeline(dots(*some), TODAY)
    placed = drawn.lanes[0].dots
    assert all(0 <= dot.x <= 100 for dot in placed)
    in_order = [dot.x for dot in sorted(placed, key=lambda dot: dot.day)]
    assert in_order == sorted(in_order)


@given(days, days)
def test_marks_are_few_and_between_the_ends(one, other):
    first, last = sorted((one, other))
    found = marks(first, last)
    assert len(found) <= MOST_MARKS
    assert all(first <= day <= last for day, _ in found)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 1, 10), date(2026, 5, 20), ["Feb", "Mar", "Apr", "May"]),
        (date(2025, 9, 2), date(2026, 8, 20), ["Oct", "2026", "Apr", "Jul"]),
        (date(2019, 9, 2), date(2026, 8, 20), ["2020", "2022", "2024", "2026"]),
    ],
)
def test_marks_are_months_or_years(first, last, words):
    assert [label for _, label in marks(first, last)] == words


def test_one_day_has_a_picture_too_and_none_has_none():
    assert timeline(dots(TODAY - timedelta(days=1)), TODAY).lanes[0].dots[0].x > 90
    assert timeline([Lane([])], TODAY) is None


def test_what_is_planned_lies_beyond_today():
    drawn = timeline(dots(TODAY - timedelta(days=40), TODAY + timedelta(days=40)), TODAY)
    assert drawn.lanes[0].dots[0].x < drawn.today < drawn.lanes[0].dots[1].x
