"""A conversation for tests of reading: logged as people log, through the one way in."""

import uuid
from datetime import timedelta

from django.utils import timezone

from accounts import reading
from accounts.models import User
from interviews import capture
from interviews.capture import Entry, Who
from interviews.models import Interview, Persona, Study

NOTES = """She was on call last night.
! Schema changes break loads 5
" I find out a column is gone because Slack is on fire.
~ An hourly diff of the catalogue
? The app team renames columns
  ?? Nobody tells them who reads the table
! Backfills are scary 3
" I do backfills on Friday.
# Airflow, dbt
= Ingestion from 40 sources
> A quiet weekend
@ 2026-03-01 Send her the query
"""


def talk(
    user: User,
    name: str = "Maya Lindqvist",
    notes: str = NOTES,
    *,
    company: str = "Nordkap",
    role: str = "Data engineer",
    persona: Persona | None = None,
    study: Study | None = None,
    days_ago: int = 1,
    draft: bool = False,
) -> Interview:
    """An interview with one person, finished unless it is a draft."""
    with reading.with_names():
        interview = capture.open_interview(uuid.uuid4(), user)
        entry = Entry(
            version=interview.version,
            notes=notes,
            who=Who(name=name, role=role, company=company, persona=persona),
            held_at=timezone.now() - timedelta(days=days_ago),
            study=study,
            sets_study=study is not None,
        )
        interview = capture.save(interview, entry, user)
        return interview if draft else capture.finish(interview, user)
