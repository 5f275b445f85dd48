"""What is done at once, before an answer came, and what is done in the panel when there is no answer at all."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from interviews.models import Interview, Why
from tests.browser.log_screen import Gate, drafted, notes, reach, ready, saved, stored, until, write
from tests.browser.test_log_nothing_lost import open_log
from tests.factories import interviews as make

__all__ = ["open_log"]

pytestmark = pytest.mark.browser


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.tagName")


def test_the_next_why_of_a_pain_typed_a_moment_ago_goes_to_that_pain(open_log):
    page = open_log()
    write(page, "! Loads break\n? Renamed\n")
    saved(page)
    gate = Gate(page)
    write(page, "! Backfills are manual")
    page.keyboard.press("Alt+w")
    page.keyboard.type("No tool does it")
    gate.open()
    reach(page, "! Loads break\n? Renamed\n! Backfills are manual\n? No tool does it")
    saved(page)
    assert Why.objects.get(text="No tool does it").mention.title == "Backfills are manual"


def test_the_next_why_goes_to_the_pain_somebody_stands_at_though_lines_above_are_new(open_log):
    page = open_log()
    write(page, "! Loads break\n! Backfills are manual")
    saved(page)
    gate = Gate(page)
    page.keyboard.press("Control+Home")
    page.keyboard.type("Prose\n")
    gate.held()
    page.keyboard.press("Alt+w")
    expect(page.get_by_label("Next why of pain point 1")).to_be_focused()
    page.keyboard.type("Renamed")
    gate.open()
    page.keyboard.press("Enter")
    reach(page, "Prose\n! Loads break\n? Renamed\n! Backfills are manual")


def test_questions_ticked_offline_are_ticked_once_the_server_is_back_also_in_a_new_tab(open_log):
    guide = make.GuideFactory(title="First talk")
    for n in range(2):
        make.QuestionFactory(guide=guide, position=n, text=f"What about {n}?")
    page = open_log()
    write(page, "hello")
    saved(page)
    page.get_by_role("tab", name=re.compile("Guide")).click()
    page.locator("#log-guide select[name=guide]").select_option("First talk")
    expect(page.get_by_label("What about 1?")).to_be_visible()
    saved(page)
    url, context = page.url, page.context
    context.set_offline(True)
    page.get_by_label("What about 1?").check()
    page.get_by_role("radiogroup", name="Answered?").first.get_by_label("Partly").check(force=True)
    drafted(page, "hello")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(url)
    ready(again)
    expect(again.locator("#log-asked")).to_have_text("2 of 2 asked")
    asked = Interview.objects.get().questions
    assert list(asked.values_list("answered", flat=True)) == ["partly", ""]
    assert not asked.filter(asked_at=None).exists()


def test_an_act_the_server_fails_at_keeps_nothing_else_from_it(open_log, console):
    console.allow("500")
    page = open_log()
    write(page, "! Loads break")
    saved(page)

    def fail(route: Route) -> None:
        if 'name="edit"' in (route.request.post_data or ""):
            route.fulfill(status=500, body="")
        else:
            route.continue_()

    page.route("**/log/", fail)
    page.get_by_label("3, Slows work").check(force=True)
    write(page, "\nmore")
    reach(page, "! Loads break\nmore")
    expect(page.locator(".toast.error")).to_contain_text("left undone")
    saved(page)


def test_after_an_undo_the_focus_is_where_somebody_can_go_on(open_log):
    page = open_log()
    write(page, "! Loads break\n# Airflow\nprose")
    saved(page)
    page.get_by_role("button", name="Remove Airflow").click()
    reach(page, "! Loads break\nprose")
    undo = page.locator(".toast", has_text="Removed Airflow").get_by_role("button", name="Undo")
    undo.focus()
    page.keyboard.press("Enter")
    reach(page, "! Loads break\n# Airflow\nprose")
    saved(page)
    assert focused(page) in ("log-tools-add", "log-notes")


def test_somebody_added_by_pressing_twice_takes_part_once(open_log):
    page = open_log()
    write(page, "hello")
    saved(page)
    page.get_by_text("Department and who else took part").click()
    page.get_by_label("Name of somebody else").fill("Jonas Berg")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".also li")).to_have_count(1)
    expect(page.get_by_label("Name of somebody else")).to_have_value("")
    assert Interview.objects.get().participants.count() == 2


@pytest.mark.parametrize("width", [1440, 1024])
def test_all_marks_stand_in_one_row_and_a_why_has_room(open_log, width):
    page = open_log(width=width)
    write(page, "! Loads break\n? App team renames columns without telling us")
    saved(page)
    notes(page).focus()
    tops = page.locator("#marks button").evaluate_all("all => all.map(one => one.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    assert page.locator("#marks").evaluate("bar => bar.scrollWidth <= bar.clientWidth")
    why = page.locator(".cap-whys textarea")
    assert why.evaluate("one => one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight)") < 3
    assert stored().startswith("! Loads break")
    assert until(page, lambda: page.get_by_role("button", name="Responsibility").count())
