"""An interview whose notes are saved as the log screen saves them."""

import uuid

import pytest

from interviews import capture
from interviews.models import Mention

NOTES = """Runs ingestion for 40 sources.
! Schema changes break loads 5
" I find out because Slack is on fire.
~ Hourly cron that diffs the schema
? Teams rename columns
  ?? Nobody tells them who reads
  ?! There is no contract <- https://wiki/contracts
---
= On call, one week in three
> Sleep through the night
# Airflow, dbt
@ 2026-12-01 Send her the diff script
! Backfills are manual"""


@pytest.fixture
def interview(researcher):
    return capture.open_interview(uuid.uuid4(), researcher)


@pytest.fixture
def save(interview, researcher):
    """Save the notes as the log screen does; returns the interview."""

    def save(notes, caret=None, **more):
        interview.refresh_from_db()
        entry = capture.Entry(version=interview.version, notes=notes, caret=caret, **more)
        return capture.save(interview, entry, researcher)

    return save


def mention(title):
    return Mention.objects.get(title=title)


def ids(model):
    """The live rows that lines made, with the text of the line."""
    return dict(model.objects.filter(archived_at=None).values_list("pk", "line__text"))


def pieces(answer):
    """The pieces of the log screen that an answer brought, as one text."""
    return "".join(answer["texts"].values())
