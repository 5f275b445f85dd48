"""What a file says of itself: the day, and who asked."""

from datetime import date, time
from pathlib import Path

import pytest

from interviews.transcripts import header, read

TURNS = "ADA: What broke?\n\nBO: A load.\n\nADA: Again?\n\nBO: Yes.\n"
DAYS = {
    "Date: 2024-05-04": (date(2024, 5, 4), None),
    "**Date:** 4 May 2024, 3:30 pm": (date(2024, 5, 4), time(15, 30)),
    "Recorded on May 4th, 2024": (date(2024, 5, 4), None),
    "Interview took place on February 16, 2022. Interviewer is Ada.": (date(2022, 2, 16), None),
    "15 June 2026, 03:35am": (date(2026, 6, 15), time(3, 35)),
    "July 20, 2026, 5:09PM": (date(2026, 7, 20), time(17, 9)),
    "Sep 26, 2025": (date(2025, 9, 26), None),
    "Tue, Apr 02, 2024 3:04PM • 48:12": (date(2024, 4, 2), time(15, 4)),
    "Weekly sync-20260615_133555-Meeting Transcript": (date(2026, 6, 15), None),
    "Date: 25/04/2024": (date(2024, 4, 25), None),
    "Date: 04/25/2024": (date(2024, 4, 25), None),
    "Date: 03/04/2024": (None, None),
    "Date: 2024-02-31": (None, None),
    "On May 4, 2024 the new version of the whole table came out": (None, None),
    "Version 2024.5": (None, None),
}


@pytest.mark.parametrize(("line", "when"), DAYS.items(), ids=DAYS)
def test_the_day_above_the_first_words(line, when):
    told = header(read(f"# A talk\n\n{line}\n\n{TURNS}".encode()))
    assert (told.day, told.at) == when


OURS = {
    "Interviewer: Ada Fenn": ("Ada Fenn",),
    "**Interviewers:** Ada Fenn, Bo Reyes (Acme) and Ines": ("Ada Fenn", "Bo Reyes", "Ines"),
    "Interview took place at noon. Interviewer is Ada Fenn.": ("Ada Fenn",),
    "Hosted by: Ada Fenn": ("Ada Fenn",),
    "Guest: Bo Reyes": (),
    "The host is late, as a host is": (),
}


@pytest.mark.parametrize(("line", "ours"), OURS.items(), ids=OURS)
def test_who_asked_is_named_above_the_first_words(line, ours):
    assert header(read(f"# A talk\n\n{line}\n\n{TURNS}".encode())).ours == ours


def test_front_matter_says_it_too():
    page = f"---\ntitle: Loads\ndateadded: 2023-04-05\nhost: Ada Fenn\n---\n\n{TURNS}"
    assert header(read(page.encode())) == header(read(page.encode())).__class__(date(2023, 4, 5), None, ("Ada Fenn",))


def test_what_is_said_is_no_header():
    assert header(read(b"ADA: Date: 2024-05-04.\n\nBO: Interviewer: Ada.\n\nADA: Well.\n\nBO: So.\n")).day is None


def test_the_golden_meetings():
    golden = Path(__file__).parent / "golden"
    assert header(read((golden / "meeting.txt").read_bytes())).day is not None
    assert header(read((golden / "meet.md").read_bytes())).day is not None
