"""The rows above the notes, by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from interviews.models import Interview, Responsibility
from tests.browser.log_screen import notes, reach, saved, write
from tests.browser.test_log import log

__all__ = ["log"]

pytestmark = pytest.mark.browser

STOPS = [
    "log-name",
    "log-role",
    "log-company",
    "log-persona",
    "log-held_at",
    "log-responsibilities-add",
    "log-tools-add",
]


def chips(page: Page, name: str):
    return page.locator(f"[data-chips={name}] .chip")


def test_every_field_of_the_first_rows_is_one_stop_of_the_tab_key_and_the_time_is_words(log):
    page = log()
    found = []
    for _ in STOPS:
        found.append(page.evaluate("document.activeElement.id"))
        page.keyboard.press("Tab")
    assert found == STOPS
    expect(page.locator("#log-held_at")).to_have_value(re.compile(r"^Today, \d\d:\d\d$"))
    write(page, "hello")
    page.locator("#log-held_at").fill("yesterday 9.30")
    page.keyboard.press("Tab")
    expect(page.locator("#log-held_at")).to_have_value("Yesterday, 09:30")
    saved(page)
    assert Interview.objects.get().notes == "hello"


def test_what_the_notes_tell_stands_in_the_fields_and_its_removal_can_be_taken_back(log):
    page = log()
    write(page, "= On call\n# Airflow, dbt\nprose")
    saved(page)
    expect(chips(page, "responsibilities")).to_have_text(["On call"])
    expect(chips(page, "tools")).to_have_text(["Airflow", "dbt"])
    page.get_by_role("button", name="Remove dbt").press("Enter")
    expect(notes(page)).to_have_value("= On call\n# Airflow\nprose")
    page.get_by_role("button", name="Remove On call").press("Enter")
    expect(chips(page, "responsibilities")).to_have_count(0)
    page.locator(".toast", has_text="Removed On call").get_by_role("button", name="Undo").click()
    reach(page, "= On call\n# Airflow\nprose")
    expect(chips(page, "responsibilities")).to_have_text(["On call"])
    assert Responsibility.objects.live().count() == 1
