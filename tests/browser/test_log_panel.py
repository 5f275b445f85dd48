"""Edits in the cards beside the notes: none is lost, none is done twice, and none wipes out what is typed meanwhile."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from interviews.models import Why
from tests.browser.log_screen import Gate, drafts, notes, reach, ready, saved, stored, until, write
from tests.browser.test_log_nothing_lost import open_log
from tests.factories import interviews as make

__all__ = ["open_log"]

pytestmark = pytest.mark.browser


def reopened(page: Page) -> Page:
    """The same interview in a new tab, the old one closed in the middle of it all."""
    url, context = page.url, page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(url)
    return ready(again)


def test_what_is_half_typed_in_a_card_outlives_its_tab(open_log):
    page = open_log()
    write(page, "! Loads break\n? Renamed\nprose")
    saved(page)
    page.keyboard.press("Alt+w")
    page.keyboard.type("Nobody to")
    page.get_by_label("Tools and data").evaluate("field => field.focus()")
    reach(page, "! Loads break\n? Renamed\n? Nobody to\nprose")
    page.keyboard.type("Airf")
    page.locator("article.cap").get_by_text("More", exact=True).click()
    page.get_by_label("So what").press_sequentially("Nobody trusts")
    saved(page)
    expect(page.get_by_label("So what")).to_be_visible()
    again = reopened(page)
    expect(again.get_by_label("So what")).to_have_value("Nobody trusts")
    expect(again.locator("[data-chips=tools] .chip")).to_have_text(["Airf"])
    again.get_by_label("So what").press("Enter")
    saved(again)
    assert until(again, lambda: drafts(again) == [])


def test_an_act_whose_answer_got_lost_is_done_once_by_the_next_tab(open_log):
    page = open_log()
    write(page, "! Loads break\nprose")
    saved(page)

    def lose_the_answer(route: Route) -> None:
        if 'name="edit"' in (route.request.post_data or ""):
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/log/", lose_the_answer)
    page.keyboard.press("Alt+w")
    page.keyboard.type("Because\n")
    reach(page, "! Loads break\n? Because\nprose")
    page.unroute_all(behavior="ignoreErrors")  # it may be losing another answer while the page closes
    again = reopened(page)
    expect(notes(again)).to_have_value("! Loads break\n? Because\nprose")
    saved(again)
    assert until(again, lambda: drafts(again) == [])
    assert stored() == "! Loads break\n? Because\nprose"


def test_typing_on_a_line_while_its_card_changes_it_keeps_both(open_log):
    page = open_log()
    write(page, "! Loads break")
    saved(page)
    gate = Gate(page)
    page.get_by_label("3, Slows work").check(force=True)
    gate.held()
    write(page, " by hand")
    gate.open()
    reach(page, "! Loads break by hand 3")
    expect(notes(page)).to_have_value("! Loads break by hand 3")


def test_a_line_reworded_in_both_places_keeps_the_notes_and_offers_the_card(open_log):
    page = open_log()
    write(page, "! Loads break")
    saved(page)
    gate = Gate(page)
    title = page.locator("article.cap textarea.title")
    title.fill("Loads stop")
    title.press("Enter")
    gate.held()
    write(page, " by hand")
    gate.open()
    reach(page, "! Loads break by hand")
    expect(page.locator("#log-say")).to_contain_text(re.compile("The card said .Loads stop"))
    page.get_by_role("button", name="Use the words of the card").click()
    reach(page, "! Loads stop")


def test_by_keyboard_a_decision_in_a_card_is_made_and_taken_back(open_log):
    known = make.PainPointFactory(title="Cost spikes have no owner")
    make.MentionFactory(pain_point=known)
    page = open_log()
    write(page, "! Cost spikes without an owner")
    card = page.locator("article.cap")
    expect(card).to_contain_text("Sounds like")
    for press, shown, after in [
        ("Keep apart", "", "Sounds like"),
        ("Same pain", "The same pain as", ""),
    ]:
        card.get_by_role("button", name=press).focus()
        page.keyboard.press("Enter")
        expect(card).not_to_contain_text("Sounds like")
        expect(card).to_contain_text(shown)
        expect(page.locator("#toasts .toast button")).to_have_count(1)
        page.keyboard.press("Alt+z")
        expect(card).not_to_contain_text("The same pain as")
        expect(card).to_contain_text(after)


def test_somebody_taken_out_of_the_interview_is_put_back(open_log):
    page = open_log()
    write(page, "hello")
    saved(page)
    page.get_by_text("Department and who else took part").click()
    page.get_by_label("Name of somebody else").fill("Jonas Berg")
    page.keyboard.press("Enter")
    expect(page.locator(".also li")).to_have_count(1)
    page.get_by_role("button", name="Remove Jonas Berg").press("Enter")
    expect(page.locator(".also li")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".also li")).to_contain_text("Jonas Berg")


def test_finishing_takes_what_stands_in_a_card_along(open_log):
    page = open_log()
    page.locator("#log-name").fill("Maya")
    write(page, "! Loads break")
    saved(page)
    page.keyboard.press("Alt+w")
    page.keyboard.type("Because")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/finish/")
    reach(page, "! Loads break\n? Because")


def test_by_keyboard_a_root_cause_is_named_while_the_conversation_goes_on(open_log):
    known = make.RootCauseFactory(title="Nobody owns the contract")
    page = open_log()
    write(page, "! Loads break\n? Renamed\n? Nobody told them")
    saved(page)
    card = page.locator("article.cap")
    page.keyboard.press("Alt+r")
    expect(page.get_by_label("Root cause of: Nobody told them")).to_be_focused()
    page.keyboard.insert_text("owns")  # as one: an answer for half of it would come between
    expect(page.get_by_role("option", name=re.compile("Nobody owns the contract"))).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(card).to_contain_text(f"{known.reference} Nobody owns the contract")
    expect(card).to_be_focused()
    page.get_by_role("button", name=f"Take {known.reference} off").press("Enter")
    expect(card).not_to_contain_text(known.reference)
    page.keyboard.press("Alt+r")
    page.keyboard.type("Nobody asked\n")
    expect(card).to_contain_text("Nobody asked")
    assert Why.objects.get(text="Nobody told them").root_cause.title == "Nobody asked"
    assert stored() == "! Loads break\n? Renamed\n? Nobody told them"
