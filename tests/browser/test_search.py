"""Search from anywhere by keyboard, and the page of results, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from discovery.models import Document
from tests.factories import discovery as decided
from tests.interviews.talk import talk

NOTES = '! Dashboards are empty 4\n" The zebra column is gone\n'


@pytest.fixture
def evidence(transactional_db, researcher):
    """A conversation about zebras, and a document about them."""
    interview = talk(researcher, "Maya Lindqvist", NOTES, company="Nordkap")
    decided.DocumentFactory(title="Zebra plan")
    decided.DocumentFactory(title="Zebu plan")
    return interview


def palette(page: Page):
    return page.get_by_role("dialog", name="Search")


def current(page: Page):
    return palette(page).locator("[role=option][aria-selected=true]")


@pytest.mark.both
def test_something_is_found_and_opened_by_keyboard_alone(visitor, researcher, evidence, axe):
    page = visitor(researcher)
    page.goto("/pain-points/")
    page.keyboard.press("Control+k")
    field = palette(page).get_by_role("combobox", name="Search everything")
    expect(field).to_be_focused()
    expect(palette(page).get_by_role("option", name="Go to Root causes")).to_be_attached()
    axe(page)
    page.keyboard.type("zebr")
    expect(current(page)).to_contain_text("Maya Lindqvist")
    expect(palette(page).locator("mark").first).to_have_text("zebra")
    expect(field).to_have_attribute("aria-activedescendant", "hit-0")
    axe(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", "hit-0")

    page.keyboard.press("Tab")
    expect(palette(page).get_by_role("button", name=re.compile("^Quotes"))).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Shift+Tab")
    expect(palette(page).get_by_role("button", name="Everything")).to_have_attribute("aria-pressed", "true")
    plan = palette(page).get_by_role("option", name=re.compile("Zebra plan"))
    while plan.get_attribute("aria-selected") != "true":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/documents/{Document.objects.get(title='Zebra plan').pk}/$"))


def test_words_are_completed_and_a_new_pain_point_is_begun(visitor, researcher, evidence):
    page = visitor(researcher)
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Search")).first.click()
    page.keyboard.type("ze")
    expect(current(page)).to_have_text("zebra")
    page.keyboard.press("Enter")
    expect(palette(page).get_by_role("combobox")).to_have_value("zebra ")
    expect(current(page)).to_contain_text("Maya Lindqvist")
    page.keyboard.type("stripes")
    expect(palette(page).get_by_role("option", name="New pain point “zebra stripes”")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/pain-points/new/"))
    expect(page.get_by_label("Title")).to_have_value("zebra stripes")


def test_an_answer_to_what_was_typed_before_never_shows(visitor, researcher, evidence):
    page = visitor(researcher)
    page.goto("/")
    held = []

    def hold(route):
        """The first question is answered last."""
        if "q=zebr&" in route.request.url + "&":
            held.append(route)
        else:
            route.continue_()

    page.route("**/search/?q=*", hold)
    page.keyboard.press("Control+k")
    expect(palette(page).get_by_role("option").first).to_be_attached()
    page.keyboard.type("zebr")
    page.wait_for_function("() => performance.now() > 0")
    with page.expect_response(re.compile(r"q=zebu")):
        page.get_by_role("combobox", name="Search everything").fill("zebu")
    expect(current(page)).to_contain_text("Zebu plan")
    for route in held:
        route.abort()
    expect(palette(page).get_by_role("option", name=re.compile("Zebra plan"))).to_have_count(0)


def test_escape_closes_and_enter_without_a_choice_searches(visitor, viewer, evidence):
    page = visitor(viewer)
    page.goto("/personas/")
    page.keyboard.press("Control+k")
    expect(palette(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(palette(page)).to_be_hidden()
    expect(page).to_have_url(re.compile("/personas/$"))


def test_the_page_narrows_without_leaving(visitor, researcher, evidence, looks, axe):
    for look in looks:
        page = visitor(researcher, **look)
        page.goto("/search/?q=zebra")
        expect(page.locator("mark").first).to_be_visible()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.goto("/search/")
        axe(page)
    page = visitor(researcher)
    page.goto("/search/?q=zebra")
    for day in ("Since", "Until"):
        assert page.get_by_label(day).bounding_box()["width"] > 100
    page.get_by_role("radio", name="Documents").check()
    expect(page).to_have_url(re.compile("kind=document"))
    expect(page.get_by_role("heading", name="Said by customers")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Search everything")).to_be_focused()


def test_a_choice_stays_chosen_and_in_hand_and_the_address_says_no_more(visitor, researcher, evidence):
    page = visitor(researcher)
    page.goto("/search/?q=zebra")
    company = page.get_by_role("group", name="Company").get_by_role("checkbox").first
    company.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"/search/\?q=zebra&company=\d+$"))
    expect(company).to_be_checked()
    expect(company).to_be_focused()
    expect(page.get_by_role("group", name="Filters in use")).to_be_visible()
    small = visitor(researcher)
    small.set_viewport_size({"width": 390, "height": 800})
    small.goto("/search/?q=zebra")
    small.get_by_role("button", name="Filter").click()
    small.get_by_role("radio", name="Documents").check()
    expect(small).to_have_url(re.compile("q=zebra&kind=document$"))
    expect(small.get_by_role("dialog", name="Filter what is found")).to_be_visible()
    small.get_by_role("button", name="Show").click()
    expect(small).to_have_url(re.compile("q=zebra&kind=document$"))
    plain = visitor(researcher, java_script_enabled=False)
    plain.goto("/search/?q=zebra")
    plain.get_by_role("group", name="Company").get_by_role("checkbox").first.check()
    plain.get_by_role("button", name="Show").click()
    expect(plain).to_have_url(re.compile(r"/search/\?q=zebra&company=\d+$"))


def test_a_wrong_query_is_marked_where_it_is_wrong(visitor, researcher, evidence, axe, console):
    console.allow("400")
    page = visitor(researcher)
    page.goto("/search/")
    page.get_by_role("searchbox", name="Search everything").fill("zebra (stripes")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The bracket that opens here is not closed.")
    expect(page.get_by_role("alert").locator("mark")).to_have_text("(stripes")
    axe(page)


def test_without_script_the_links_lead_to_the_page(visitor, viewer, evidence):
    page = visitor(viewer, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("link", name=re.compile("^Search")).first.click()
    page.get_by_role("searchbox", name="Search everything").fill("zebra")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("mark").first).to_have_text(re.compile("zebra", re.IGNORECASE))
