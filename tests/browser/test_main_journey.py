"""The main job from end to end: hear somebody, log it by keyboard, find it by persona, read their own words."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.log_screen import ready, saved
from tests.factories import interviews as make

NOTES = """! Upstream renames break the nightly load 5
" I hear about it from the sales floor.
? The shop team does not know we read it
  ? There is no list of readers
  ?? Nobody is praised for a quiet night
! Backfills are done by hand 4
! Nobody knows what a query costs 2"""


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until what `selector` names has the focus; fail when it is not reachable that way."""
    for _ in range(80):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached by Tab on {page.url}")


@pytest.mark.both
def test_from_a_conversation_to_the_words_by_keyboard_alone(visitor, researcher, axe):
    make.PersonaFactory(name="Analyst")
    make.PersonaFactory(name="Data engineer")
    page = visitor(researcher)
    page.goto("/pain-points/")
    page.locator("main").wait_for()
    page.keyboard.press("l")
    page.wait_for_url("**/interviews/new/")
    expect(ready(page).locator("#log-name")).to_be_focused()
    page.keyboard.type("Linnea Rask")
    tab_to(page, "select[name=persona]")
    page.keyboard.type("Data eng")
    tab_to(page, "#log-notes")
    page.keyboard.insert_text(NOTES)
    saved(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/finish/")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/interviews/\d+/$"))
    axe(page)

    page.goto("/pain-points/")
    tab_to(page, "input[name=persona]")
    while "Data engineer" not in page.evaluate("document.activeElement.closest('label').textContent"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"persona=\d+"))
    expect(page.get_by_role("heading", name="3 pain points")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("I hear about it from the sales floor.")
    page.get_by_role("link", name="Upstream renames break the nightly load", exact=True).press("Enter")
    page.wait_for_url(re.compile(r"/pain-points/\d+/"))
    axe(page)
    page.get_by_role("link", name=re.compile("^Quote in INT-")).first.press("Enter")
    page.wait_for_url(re.compile(r"/quotes/\d+/"))
    axe(page)
    page.get_by_role("link", name="In its place").press("Enter")
    page.wait_for_url(re.compile(r"/interviews/\d+/#n2$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Linnea Rask")
    expect(page.locator("#n2")).to_contain_text("I hear about it from the sales floor.")
