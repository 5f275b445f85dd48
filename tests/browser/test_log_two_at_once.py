"""What is typed while an answer is on its way, or while another tab of the same person is at the same interview."""

import pytest
from playwright.sync_api import expect

from interviews.models import Interview, Person
from tests.browser.log_screen import Gate, drafted, drafts, notes, reach, ready, saved, stored, until, write
from tests.browser.test_log_nothing_lost import open_log

__all__ = ["open_log"]

pytestmark = pytest.mark.browser


def test_a_name_typed_while_an_answer_is_on_its_way_is_saved(open_log):
    page = open_log()
    write(page, "first")
    saved(page)
    gate = Gate(page)
    write(page, "\nsecond")
    gate.held()
    write(page, "\nthird")
    page.locator("#log-name").focus()
    page.keyboard.type("Maya")
    gate.open()
    reach(page, "first\nsecond\nthird")
    notes(page).focus()
    saved(page)
    assert [person.name for person in Person.objects.all()] == ["Maya"]


def test_words_typed_while_a_conflict_is_on_its_way_are_in_both_texts(open_log, admin):
    mine = open_log()
    write(mine, "first")
    saved(mine)
    theirs = open_log(mine.url, user=admin)
    write(theirs, "\ntheirs")
    saved(theirs)
    gate = Gate(mine)
    write(mine, "\nmine")
    gate.held()
    gate.waiting.pop().continue_()  # refused; it is sent again with what both sides started from
    gate.held()
    write(mine, " and more")
    gate.open()
    expect(mine.locator("#log-merge-text")).to_have_value("first\nmine and more\ntheirs")


def test_what_is_undecided_in_one_tab_survives_saves_of_another(open_log):
    one = open_log()
    write(one, "first")
    saved(one)
    two = one.context.new_page()
    two.goto(one.url)
    ready(two)
    write(two, "\nfrom two")
    saved(two)
    write(one, "\nfrom one")
    one.get_by_role("button", name="Decide later").click()
    write(two, ", more")
    reach(two, "first\nfrom two, more")
    saved(two)
    assert until(two, lambda: drafts(two) == ["first\nfrom one"])
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
    drafted(page, "! Loads break\nprose")
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
    saved(page)
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
