"""When a conversation was, as people write it."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.moments import read, shown

TODAY = date(2026, 11, 21)  # a Saturday
NOON = time(12)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Today, 14:09", "2026-11-21 14:09"),
        ("yesterday 9:30", "2026-11-20 09:30"),
        ("tomorrow at 8.15", "2026-11-22 08:15"),
        ("Mon 2pm", "2026-11-16 14:00"),
        ("saturday 2:15 p.m.", "2026-11-21 14:15"),
        ("  14:09 ", "2026-11-21 14:09"),
        ("12 am", "2026-11-21 00:00"),
        ("12 Feb", "2026-02-12 12:00"),
        ("Feb 12, 2025, 14:00", "2025-02-12 14:00"),
        ("1.12.2026 8:00", "2026-12-01 08:00"),
        ("2026-01-01T10:00:59", "2026-01-01 10:00"),
        ("2026-01-01", "2026-01-01 12:00"),
        ("20 December", "2026-12-20 12:00"),
        ("25 December", "2025-12-25 12:00"),
    ],
)
def test_what_people_write_is_read(text, moment):
    assert read(text, today=TODAY, usual=NOON) == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    "text", ["", " ", "14", "whenever", "25:00", "13 pm", "2026-02-30 10:00", "today tomorrow", "³:00"]
)
def test_what_says_no_moment_is_none(text):
    assert read(text, today=TODAY, usual=NOON) is None


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-21 14:09", "Today, 14:09"),
        ("2026-11-20 08:00", "Yesterday, 08:00"),
        ("2026-02-12 08:00", "12 February, 08:00"),
        ("2025-02-12 08:00", "12 February 2025, 08:00"),
        ("2024-02-29 08:00", "29 February 2024, 08:00"),
        ("2026-12-25 08:00", "25 December 2026, 08:00"),
    ],
)
def test_a_moment_is_shown_in_the_fewest_words(moment, words):
    assert shown(datetime.fromisoformat(moment), today=TODAY) == words


MOMENTS = st.datetimes(datetime.fromisoformat("1970-01-01"), datetime.fromisoformat("2199-01-01"))


@given(MOMENTS, st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_what_is_shown_reads_back_as_the_same_minute(moment, today):
    assert read(shown(moment, today=today), today=today, usual=NOON) == moment.replace(second=0, microsecond=0)


@given(st.text(st.sampled_from("today mon12:30.-,Tpam/²\n"), max_size=20), st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_any_text_is_a_moment_or_none(text, today):
    assert isinstance(read(text, today=today, usual=NOON), datetime | None)
