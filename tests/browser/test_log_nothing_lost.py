"""Nothing typed is lost: not offline, not when the server, the tab or the sign-in goes, and not to somebody else."""

import os
import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from interviews.models import Interview
from tests.browser.log_screen import drafted, drafts, notes, reach, ready, saved, stored, until, write

KILLS = int(os.environ.get("KILLS", "3"))
# Which words Chromium finds for a server that is gone depends on the moment at which the connection broke.
DOWN = r"net::ERR_"
CLOSED = r"401|409|403"


@pytest.fixture
def open_log(visitor, researcher, console):
    console.allow(DOWN)
    console.allow(CLOSED)

    def come(path="/interviews/new/", user=None, at="", **look) -> Page:
        page = visitor(user or researcher, at=at, **look)
        page.goto(path)
        return ready(page)

    return come


def test_offline_typing_goes_on_and_is_sent_when_the_line_is_back(open_log):
    page = open_log()
    write(page, "online")
    saved(page)
    page.context.set_offline(True)
    write(page, "\noffline")
    expect(page.locator("#log-say")).to_contain_text("Offline. Kept in this browser")
    expect(page.locator("#log-saved")).to_have_attribute("data-state", "offline")
    assert stored() == "online"
    page.context.set_offline(False)
    saved(page)
    expect(page.locator("#log-say")).not_to_contain_text("Offline")
    assert stored() == "online\noffline"


@pytest.mark.both
def test_no_character_is_lost_when_the_server_is_killed_while_somebody_types(open_log, app_server):
    page = open_log(at=app_server.start())
    notes(page).focus()
    typed = ""
    for round_ in range(KILLS):
        line = f"! Pain number {round_} hurts 3\n"
        for at, letter in enumerate(line):
            page.keyboard.type(letter, delay=8)
            if at == len(line) * (round_ % 5 + 1) // 6:
                app_server.kill()
        typed += line
        expect(notes(page)).to_have_value(typed)
        app_server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    reach(page, typed)
    assert Interview.objects.count() == 1


def test_a_tab_closed_in_the_middle_of_a_word_gives_it_back(open_log):
    page = open_log()
    page.context.set_offline(True)
    write(page, "never sent")
    page.close()
    context = page.context
    context.set_offline(False)
    again = context.new_page()
    again.goto("/interviews/new/")
    expect(notes(ready(again))).to_have_value("never sent")
    expect(again.locator("#log-say")).to_contain_text("Restored what you typed")
    reach(again, "never sent")


def test_a_tab_closed_after_a_save_gives_the_rest_back_where_it_belongs(open_log):
    page = open_log()
    write(page, "saved")
    saved(page)
    url = page.url
    page.context.set_offline(True)
    write(page, " and not saved")
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(url)
    expect(notes(ready(again))).to_have_value("saved and not saved")
    reach(again, "saved and not saved")


def test_what_is_saved_leaves_no_draft_behind(open_log):
    page = open_log()
    write(page, "saved")
    saved(page)
    assert until(page, lambda: drafts(page) == [])
    page.goto("/interviews/new/")
    expect(notes(ready(page))).to_have_value("")


def test_the_storage_that_outlives_a_crash_alone_gives_the_text_back(open_log):
    page = open_log()
    page.context.set_offline(True)
    write(page, "on the disk")
    page.evaluate("localStorage.clear()")
    drafted(page, "on the disk")
    context = page.context
    page.close(run_before_unload=False)
    context.set_offline(False)  # only now, or the page that is closing may still send it
    other = context.new_page()
    other.goto("/interviews/new/")
    expect(notes(ready(other))).to_have_value("on the disk")


def test_an_expired_sign_in_says_so_and_saves_after_signing_in_again(open_log, researcher, client_for, settings):
    page = open_log()
    write(page, "before")
    saved(page)
    Session.objects.all().delete()
    write(page, " and after")
    expect(page.locator("#log-say")).to_contain_text("You are signed out")
    expect(page.get_by_role("link", name="Sign in again")).to_have_attribute("target", "_blank")
    write(page, ", still typing")
    again = page.context.new_page()
    again.goto(page.get_by_role("link", name="Sign in again").get_attribute("href"))
    again.get_by_label("E-mail").fill(researcher.email)
    again.get_by_label("Password", exact=True).fill("correct horse battery")
    again.get_by_role("button", name=re.compile("Sign in")).first.click()
    again.wait_for_url(lambda url: "login" not in url)
    again.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    assert stored() == "before and after, still typing"


def test_two_tabs_both_texts_are_shown_to_merge(open_log):
    one = open_log()
    write(one, "first\nlast")
    saved(one)
    two = one.context.new_page()
    two.goto(one.url)
    ready(two)
    write(two, "\nfrom two")
    saved(two)
    write(one, "\nfrom one")
    dialog = one.get_by_role("dialog")
    text = one.locator("#log-merge-text")
    expect(dialog).to_be_visible()
    expect(text).to_have_value("first\nlast\nfrom one\nfrom two")
    dialog.get_by_label("Theirs").check(force=True)
    expect(text).to_have_value("first\nlast\nfrom two")
    dialog.get_by_label("Both").check(force=True)
    text.fill("first\nlast\nfrom one, from two")
    dialog.get_by_role("button", name="Use this text").click()
    saved(one)
    assert stored() == "first\nlast\nfrom one, from two"


def test_two_people_nothing_is_overwritten_while_it_is_not_decided(open_log, admin):
    mine = open_log()
    write(mine, "first")
    saved(mine)
    theirs = open_log(mine.url, user=admin)
    write(theirs, "\ntheirs")
    saved(theirs)
    write(mine, "\nmine")
    mine.get_by_role("button", name="Decide later").click()
    expect(mine.locator("#log-say")).to_contain_text("changed somewhere else")
    assert stored() == "first\ntheirs"
    expect(notes(mine)).to_have_value("first\nmine")
    mine.get_by_role("button", name="Compare both texts").click()
    mine.get_by_role("button", name="Use this text").click()
    saved(mine)
    assert stored() == "first\nmine\ntheirs"


def test_who_only_looks_takes_over_what_others_wrote(open_log, admin):
    mine = open_log()
    write(mine, "first")
    saved(mine)
    theirs = open_log(mine.url, user=admin)
    write(theirs, "\ntheirs")
    saved(theirs)
    mine.locator("#log-role").fill("Analyst")
    mine.locator("#log-notes").focus()
    expect(notes(mine)).to_have_value("first\ntheirs")
    saved(mine)
    assert Interview.objects.get().first_participant().role == "Analyst"


def shell_ready(page: Page) -> None:
    """Wait until the worker that answers for a server that is down has taken the page over."""
    assert until(page, lambda: page.evaluate("navigator.serviceWorker.controller !== null"))


def test_a_tab_killed_and_reopened_with_the_server_down_goes_on(open_log, app_server):
    page = open_log(at=app_server.start())
    shell_ready(page)
    write(page, "saved")
    saved(page)
    url = page.url
    app_server.kill()
    write(page, ", not saved")
    context = page.context
    page.close()
    again = context.new_page()
    again.goto(url)
    expect(notes(ready(again))).to_have_value("saved, not saved")
    write(again, ", typed without a server")
    again.close()
    third = context.new_page()
    third.goto(url)
    expect(notes(ready(third))).to_have_value("saved, not saved, typed without a server")
    app_server.start()
    expect(third.locator("[data-shell]")).to_have_count(0)
    reach(third, "saved, not saved, typed without a server")


def test_a_new_interview_can_be_begun_with_the_server_down(open_log, app_server):
    page = open_log(at=app_server.start())
    shell_ready(page)
    app_server.kill()
    page.goto("/interviews/new/")
    ready(page)
    write(page, "! Begun without a server")
    page.reload()
    expect(notes(ready(page))).to_have_value("! Begun without a server")
    app_server.start()
    expect(page.locator("[data-shell]")).to_have_count(0)
    reach(page, "! Begun without a server")
    assert Interview.objects.count() == 1


def test_somebody_else_in_the_same_browser_never_sees_a_draft(open_log, admin, researcher, client_for, settings):
    page = open_log()
    page.context.set_offline(True)
    write(page, "for my eyes")
    drafted(page, "for my eyes")
    context = page.context
    page.close()
    context.set_offline(False)
    enter(context, client_for(admin), settings)
    other = context.new_page()
    other.goto("/interviews/new/")
    expect(notes(ready(other))).to_have_value("")
    other.close()
    enter(context, client_for(researcher), settings)
    mine = context.new_page()
    mine.goto("/interviews/new/")
    expect(notes(ready(mine))).to_have_value("for my eyes")


def test_without_the_server_nobody_elses_draft_is_shown(open_log, app_server, admin, client_for, settings):
    page = open_log(at=app_server.start())
    shell_ready(page)
    page.context.set_offline(True)
    write(page, "for my eyes")
    drafted(page, "for my eyes")
    context = page.context
    page.close()
    context.set_offline(False)
    enter(context, client_for(admin), settings, app_server.url)
    other = context.new_page()
    other.goto("/interviews/", wait_until="networkidle")  # what the page asks for by itself is answered
    app_server.kill()
    other.goto("/interviews/new/")
    expect(notes(ready(other))).to_have_value("")
    context.clear_cookies()


def test_another_user_who_signs_in_meanwhile_does_not_save_my_text(open_log, admin, client_for, settings):
    page = open_log()
    write(page, "mine")
    saved(page)
    enter(page.context, client_for(admin), settings)
    write(page, " and more")
    expect(page.locator("#log-say")).to_contain_text("Somebody else is signed in here")
    assert stored() == "mine"


def enter(context, client, settings, url="") -> None:
    """Make the browser's session that of somebody else."""
    cookie = next(one for one in context.cookies() if one["name"] == settings.SESSION_COOKIE_NAME)
    context.add_cookies([{**cookie, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}])


def test_a_draft_that_the_server_overtook_is_shown_beside_what_was_saved(open_log, app_server, admin):
    mine = open_log(at=app_server.start())
    write(mine, "first")
    saved(mine)
    url, context = mine.url, mine.context
    app_server.kill()
    write(mine, "\nmine, never sent")
    mine.close()
    theirs = open_log(url, user=admin, at=app_server.start())
    write(theirs, "\ntheirs")
    saved(theirs)
    again = context.new_page()
    again.goto(url)
    expect(again.locator("#log-merge-text")).to_have_value("first\nmine, never sent\ntheirs")
    assert stored() == "first\ntheirs"
    again.get_by_role("button", name="Use this text").click()
    saved(again)
    assert stored() == "first\nmine, never sent\ntheirs"
