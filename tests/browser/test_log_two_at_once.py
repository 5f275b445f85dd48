"""What is typed while an answer is on its way, or while another tab of the same person is at the same interview."""

import pytest
from playwright.sync_api import Page, expect

from interviews.models import Interview, Person
from tests.browser.test_log import saved, write
from tests.browser.test_log_nothing_lost import notes, open_log, reach, stored

__all__ = ["open_log"]

pytestmark = pytest.mark.browser


def hold(page: Page) -> list:
    """Keep every save from the server until it is let go."""
    held: list = []

    def wait(route):
        if route.request.method == "POST" and "open" not in held:
            return held.append(route)
        return route.continue_()

    page.route("**/log/", wait)
    return held


def let_go(page: Page, held: list) -> None:
    for _ in range(100):
        if held:
            break
        page.wait_for_timeout(50)
    waiting = [*held]
    held.append("open")
    for route in waiting:
        route.continue_()


def test_a_name_typed_while_an_answer_is_on_its_way_is_saved(open_log):
    page = open_log()
    write(page, "first")
    saved(page)
    held = hold(page)
    write(page, "\nsecond")
    page.wait_for_timeout(700)
    write(page, "\nthird")
    name = page.locator("#log-name")
    name.evaluate("e => e.focus()")
    page.keyboard.type("Maya")
    let_go(page, held)
    reach(page, "first\nsecond\nthird")
    page.wait_for_timeout(300)
    notes(page).focus()
    saved(page)
    page.wait_for_timeout(800)
    assert Person.objects.get().name == "Maya"


def test_words_typed_while_a_conflict_is_on_its_way_are_in_both_texts(open_log, admin):
    mine = open_log()
    write(mine, "first")
    saved(mine)
    theirs = open_log(mine.url, user=admin)
    write(theirs, "\ntheirs")
    saved(theirs)
    held: list = []
    count: list = []

    def second_only(route):
        if route.request.method != "POST":
            return route.continue_()
        count.append(route)
        return held.append(route) if len(count) == 2 else route.continue_()

    mine.route("**/log/", second_only)
    write(mine, "\nmine")
    for _ in range(100):
        if held:
            break
        mine.wait_for_timeout(50)
    write(mine, " and more")
    held[0].continue_()
    expect(mine.locator("#log-merge-text")).to_have_value("first\nmine and more\ntheirs")


def test_what_is_undecided_in_one_tab_survives_saves_of_another(open_log):
    one = open_log()
    write(one, "first")
    saved(one)
    two = one.context.new_page()
    two.goto(one.url)
    two.locator("html[data-log=ready]").wait_for(state="attached")
    write(two, "\nfrom two")
    saved(two)
    write(one, "\nfrom one")
    one.get_by_role("button", name="Decide later").click()
    write(two, ", more")
    reach(two, "first\nfrom two, more")
    two.wait_for_timeout(300)
    kept = two.evaluate(
        "Object.entries(localStorage).filter(([name]) => name.includes('draft')).map(([, text]) => text)"
    )
    assert [text for text in kept if "from one" in text]
    one.close()
    again = two.context.new_page()
    again.goto(two.url)
    expect(again.locator("#log-merge-text")).to_have_value("first\nfrom one\nfrom two, more")


def test_an_edit_in_the_panel_outlives_its_tab(open_log):
    page = open_log()
    write(page, "! Loads break\nprose")
    saved(page)
    url, context = page.url, page.context
    context.set_offline(True)
    page.get_by_label("3, Slows work").check(force=True)
    page.wait_for_timeout(300)
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(url)
    expect(notes(again)).to_have_value("! Loads break 3\nprose")
    reach(again, "! Loads break 3\nprose")


def test_undo_takes_back_what_was_typed_and_what_the_panel_wrote(open_log):
    page = open_log()
    write(page, "! Loads break\nprose")
    saved(page)
    page.get_by_label("3, Slows work").check(force=True)
    expect(notes(page)).to_have_value("! Loads break 3\nprose")
    notes(page).focus()
    page.keyboard.press("Control+z")
    expect(notes(page)).to_have_value("! Loads break\nprose")
    page.keyboard.press("Control+z")
    expect(notes(page)).to_have_value("")
    page.keyboard.press("Control+Shift+z")
    expect(notes(page)).to_have_value("! Loads break\nprose")


def test_undo_takes_a_mark_back(open_log):
    page = open_log()
    write(page, "Loads break")
    page.locator("#marks button", has_text="Pain").click()
    expect(notes(page)).to_have_value("! Loads break")
    page.keyboard.press("Control+z")
    expect(notes(page)).to_have_value("Loads break")
    assert Interview.objects.count() <= 1
    reach(page, "Loads break")
    assert stored() == "Loads break"
