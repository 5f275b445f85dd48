"""A weekly update by keyboard: from the list to what everybody reads, and nothing lost on the way."""

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from discovery.models import UpdateLine, WeeklyUpdate
from discovery.updates import draft
from tests.discovery.weekly import at, heard
from tests.factories.interviews import PainPointFactory

NAMES = [f"{first} Marl" for first in ["Ada", "Bo", "Cai", "Dan", "Eva", "Fay", "Gil", "Hal", "Ida", "Jo"]]


def last_monday():
    today = timezone.localdate()
    return today - timedelta(days=today.weekday(), weeks=1)


@pytest.fixture
def conversations(transactional_db):
    """Ten in the week that is over."""
    pain = PainPointFactory(title="Columns vanish")
    quotes = [
        heard(name, pain=pain if number % 2 else None, text=f"Number {number} was wrong at nine on a Monday")
        for number, name in enumerate(NAMES)
    ]
    for number, quote in enumerate(quotes):
        type(quote.interview).objects.filter(pk=quote.interview_id).update(
            held_at=at(last_monday() + timedelta(days=number % 5))
        )
    return quotes


def saved(page):
    expect(page.locator("#autosaved")).to_have_text(re.compile(r"^Saved \d"))


def test_from_opening_to_publishing_by_keyboard(visitor, researcher, viewer, conversations, axe):
    page = visitor(researcher)
    page.goto("/updates/")
    began = time.monotonic()
    page.get_by_role("button", name="Draft it").press("Enter")
    page.wait_for_url(re.compile(r"/updates/\d+/edit/"))
    axe(page)

    page.get_by_label("Lead").press_sequentially("Columns vanish, and nobody is told.")
    heard_lines = page.get_by_role("region", name="Who we heard").get_by_role("checkbox")
    expect(heard_lines).to_have_count(10)
    heard_lines.first.press("Space")
    said = page.get_by_role("region", name="In their words").get_by_role("listitem")
    second = said.nth(1).get_attribute("id")
    said.nth(1).get_by_role("checkbox").press("Alt+ArrowUp")
    expect(said.first).to_have_attribute("id", second)
    expect(said.first.get_by_role("checkbox")).to_be_focused()
    page.get_by_role("textbox", name="A line of your own").fill("We begin with two tables")
    page.get_by_role("textbox", name="A line of your own").press("Control+Enter")
    page.wait_for_url(re.compile(r"/publish/"))
    expect(page.get_by_text("Nobody gets a mail")).to_be_visible()
    page.get_by_role("button", name="Publish").press("Control+Enter")

    expect(page.get_by_role("status").filter(has_text="Published.")).to_be_visible()
    assert time.monotonic() - began < 300
    lead = page.get_by_role("region", name="In their words").get_by_role("blockquote").first
    line = UpdateLine.objects.get(pk=second.removeprefix("line-"))
    expect(lead).to_have_text(line.quote.text)
    expect(page.get_by_role("region", name="Who we heard").get_by_role("listitem")).to_have_count(9)
    expect(page.get_by_text("We begin with two tables")).to_be_visible()
    axe(page)

    other = visitor(viewer)
    other.goto("/updates/")
    other.get_by_role("link", name="What we heard in week").press("Enter")
    expect(other.get_by_text("Columns vanish, and nobody is told.")).to_be_visible()
    expect(other.get_by_text("Bo Marl")).to_have_count(0)


def test_what_is_done_is_saved_and_what_two_do_is_not_lost(visitor, researcher, admin, conversations, console):
    console.allow("409")
    update = draft(last_monday(), researcher)
    one, other = visitor(researcher), visitor(admin)
    for page in (one, other):
        page.goto(update.get_edit_url())
    one.get_by_label("Title").fill("Mine")
    saved(one)
    other.get_by_label("Title").fill("Theirs")
    conflict = other.get_by_role("alert")
    expect(conflict).to_contain_text("Mine")
    expect(other.get_by_label("Title")).to_have_value("Theirs")
    conflict.get_by_role("button", name="Save what I have").press("Enter")
    saved(other)
    assert WeeklyUpdate.objects.get().title == "Theirs"


def test_what_was_done_offline_is_brought_back(visitor, researcher, conversations, console):
    console.allow("ERR_INTERNET_DISCONNECTED|Failed to load|htmx:")
    update = draft(last_monday(), researcher)
    page = visitor(researcher)
    page.goto(update.get_edit_url())
    page.context.set_offline(True)
    page.get_by_label("Lead").fill("Typed in a tunnel")
    lines = page.get_by_role("region", name="Who we heard").get_by_role("listitem")
    first, second = (lines.nth(at).get_attribute("id") for at in (0, 1))
    lines.nth(0).get_by_role("checkbox").uncheck()
    lines.nth(1).get_by_role("checkbox").press("Alt+ArrowUp")
    page.get_by_role("textbox", name="A line of your own").fill("Ours")
    expect(page.locator("#autosaved")).to_contain_text("Offline")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(update.get_edit_url())
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Lead")).to_have_value("Typed in a tunnel")
    expect(page.get_by_role("textbox", name="A line of your own")).to_have_value("Ours")
    expect(lines.first).to_have_attribute("id", second)
    saved(page)
    update.refresh_from_db()
    assert update.lead == "Typed in a tunnel"
    told = {f"line-{line.pk}": (line.position, line.shown) for line in update.lines.all()}
    assert told[second][0] < told[first][0]
    assert (told[first][1], told[second][1]) == (False, True)

    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("region", name="Also this week")).to_contain_text("Ours")
    expect(page.get_by_role("button", name="Bring it back")).to_have_count(0)


def test_on_a_phone_and_in_the_dark(visitor, researcher, conversations, axe):
    update = draft(last_monday(), researcher)
    page = visitor(researcher, width=390, scheme="dark")
    for path in (
        "/updates/",
        update.get_absolute_url(),
        update.get_edit_url(),
        "/updates/subscription/",
        "/updates/new/",
    ):
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_the_head_of_the_list_is_whole_on_a_phone(visitor, researcher, transactional_db):
    page = visitor(researcher, width=390)
    page.goto("/updates/")
    here = page.locator(".crumbs [aria-current]")
    assert here.evaluate("node => node.scrollWidth <= node.clientWidth")
    expect(page.get_by_role("link", name="Get them by mail")).to_be_visible()
