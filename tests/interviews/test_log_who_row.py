"""The rows above the notes: when it was, and what they are responsible for, typed there or told by the notes."""

import json
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from interviews.models import Interview, NoteLine, Responsibility, ToolUse

JSON = {"Accept": "application/json"}
KEY = str(uuid.uuid4())


@pytest.fixture
def save(as_researcher):
    """Send parts of the screen; gives what was answered."""

    def send(**data):
        there = Interview.objects.first()
        path = f"/interviews/{there.pk}/log/" if there else "/interviews/new/"
        data = {"key": KEY, "version": there.version if there else 1, "parts": ",".join(data)} | data
        return as_researcher.post(path, data, headers=JSON).json()

    return send


def test_the_time_is_shown_in_words_and_read_as_people_write_it(save):
    assert save(notes="hello")["fields"]["held_at"].startswith("Today, ")
    assert save(held_at="yesterday 9:30")["fields"]["held_at"] == "Yesterday, 09:30"
    held_at = timezone.localtime(Interview.objects.get().held_at)
    assert held_at.date() == timezone.localdate() - timedelta(days=1)
    assert (held_at.hour, held_at.minute) == (9, 30)


def test_words_like_today_mean_the_day_on_which_they_were_typed(save):
    save(notes="hello")
    typed = timezone.localdate() - timedelta(days=3)
    save(held_at="Today, 14:09", today=typed.isoformat())
    assert timezone.localtime(Interview.objects.get().held_at).date() == typed


@pytest.mark.parametrize("day", ["", "x", "1900-01-01", "2199-01-01"])
def test_an_odd_day_is_taken_for_this_one(save, day):
    save(notes="hello")
    save(held_at="Today, 14:09", today=day)
    assert timezone.localtime(Interview.objects.get().held_at).date() == timezone.localdate()


def test_the_same_minute_again_changes_nothing(save):
    save(notes="hello")
    Interview.objects.update(held_at=datetime(2026, 2, 12, 14, 9, 33, tzinfo=UTC))
    save(held_at="12 February 2026, 14:09")
    assert Interview.objects.get().held_at.second == 33


def test_another_day_without_a_time_keeps_the_time(save):
    save(notes="hello")
    Interview.objects.update(held_at=datetime(2026, 2, 12, 14, 9, tzinfo=UTC))
    save(held_at="3 Mar 2026")
    assert Interview.objects.get().held_at == datetime(2026, 3, 3, 14, 9, tzinfo=UTC)


def test_what_lines_tell_is_given_with_its_line(save):
    fields = save(notes="= On call\n# dbt, Airflow\n")["fields"]
    line = NoteLine.objects.get(kind="responsibility").pk
    assert json.loads(fields["told_responsibilities"]) == [["On call", line]]
    assert [name for name, _ in json.loads(fields["told_tools"])] == ["dbt", "Airflow"]
    assert fields["responsibilities"] == fields["tools"] == ""


def test_taking_a_told_responsibility_away_takes_its_line_out_of_the_notes(save):
    save(notes="Prose\n= On call\nmore")
    line = NoteLine.objects.get().pk
    assert save(edit=f"drop:{line}:")["fields"]["notes"] == "Prose\nmore"
    assert not Responsibility.objects.live().exists()
    save(notes="Prose\n= On call\nmore")
    assert Responsibility.objects.live().get().line_id == line


def test_taking_a_told_tool_away_takes_its_name_out_of_every_line(save):
    save(notes="# Airflow, dbt\n# DBT\nmore")
    line = NoteLine.objects.order_by("number").first().pk
    assert save(edit=f"untool:{line}:", words="dbt")["fields"]["notes"] == "# Airflow\nmore"
    assert [use.tool.name for use in ToolUse.objects.live()] == ["Airflow"]
