"""What every page has: sign-in, navigation, shortcuts, toasts, both schemes, phones."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories.accounts import PASSWORD
from tests.factories.interviews import InterviewFactory

PAGES = ["/accounts/profile/", "/accounts/users/", "/accounts/users/new/", "/accounts/password/change/"]


@pytest.mark.both
def test_somebody_signs_in_by_keyboard_and_comes_to_the_page_they_asked_for(visitor, viewer):
    page = visitor()
    page.goto("/accounts/profile/")
    expect(page.locator("[name=login]")).to_be_focused()
    page.keyboard.type(viewer.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Your profile")


def test_pages_of_accounts_are_accessible_and_never_scroll_sideways(visitor, admin, axe, looks):
    for look in looks:
        page = visitor(admin, **look)
        for address in PAGES:
            page.goto(address)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_pages_before_signing_in_are_accessible(visitor, admin, axe, looks):
    for look in looks:
        page = visitor(**look)
        for address in ("/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/"):
            page.goto(address)
            axe(page)


def test_the_first_run_page_is_accessible_and_makes_the_first_admin(visitor, transactional_db, axe, looks):
    for look in looks:
        page = visitor(**look)
        page.goto("/setup/")
        axe(page)
    page.get_by_label("Your name").fill("Agnes Holm")
    page.get_by_label("e-mail").fill("agnes@example.org")
    page.get_by_label("Password").fill("a sentence to remember")
    page.get_by_role("button", name="Start").click()
    expect(page).not_to_have_url(re.compile("/setup/"))
    page.goto("/accounts/users/")
    expect(page.get_by_role("link", name="Agnes Holm").first).to_be_visible()


def test_the_chosen_colours_win_over_the_device(visitor, viewer, console):
    viewer.theme = "dark"
    viewer.save()
    page = visitor(viewer, scheme="light")
    page.goto("/accounts/profile/")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(26, 27, 25)"


def test_the_question_mark_lists_the_shortcuts_unless_somebody_types(visitor, researcher):
    page = visitor(researcher)
    page.goto("/accounts/profile/")
    page.get_by_label("Your name").press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_toast_says_that_it_is_saved(visitor, researcher):
    page = visitor(researcher)
    page.goto("/accounts/profile/")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("status").get_by_text("Saved")).to_be_visible()


def test_the_menu_of_a_phone_opens_without_script(visitor, admin):
    page = visitor(admin, width=390, java_script_enabled=False)
    page.goto("/accounts/profile/")
    page.get_by_role("button", name="Menu").click()

    page.get_by_role("link", name="Team").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Team")


def test_a_new_page_is_read_from_its_beginning(visitor, viewer):
    page = visitor(viewer)
    page.goto("/companies/")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#main")).not_to_be_focused()


def test_a_line_at_home_is_sent_by_enter(visitor, researcher):
    InterviewFactory()
    page = visitor(researcher)
    page.goto("/")
    line = page.get_by_label("Who did you just hear from?")
    line.fill("Maya: ! The export breaks 3")
    line.press("Shift+Enter")
    line.press("Enter")
    page.wait_for_url("**/interviews/new/**")
