"""Finding who hurts where, in a real browser: by pointer, by keyboard, on a phone, without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import interviews as made


@pytest.fixture
def evidence(transactional_db):
    """Two personas, three pain points, words for each."""
    engineer, analyst = made.PersonaFactory(name="Data engineer"), made.PersonaFactory(name="Data analyst")
    theme = made.CodeFactory(name="Breaking changes")
    for title, persona, severity in (
        ("Schema changes break loads", engineer, 5),
        ("Backfills are manual", engineer, 3),
        ("Cost spikes have no owner", analyst, 2),
    ):
        one = made.ParticipantFactory(persona=persona, company=made.CompanyFactory(), role="Lead")
        mention = made.MentionFactory(pain_point__title=title, participant=one, severity=severity)
        mention.pain_point.codes.add(theme)
        made.QuoteFactory(participant=one, text=f"Honestly, {title.lower()} all the time", speaks_for=mention)
    return engineer


@pytest.mark.both
def test_an_engineer_filters_by_persona_and_reads_the_words(visitor, viewer, evidence):
    page = visitor(viewer)
    page.goto("/pain-points/")
    page.get_by_role("checkbox", name="Data engineer").check()

    expect(page.locator("#list-h")).to_have_text("2 pain points")
    expect(page).to_have_url(re.compile(rf"/pain-points/\?persona={evidence.pk}$"))
    expect(page.get_by_role("checkbox", name="Data engineer")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.get_by_role("link", name="Backfills are manual").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Backfills are manual")
    expect(page.locator(".quote.lead")).to_contain_text("Honestly, backfills are manual")

    page.go_back()
    expect(page.get_by_role("checkbox", name="Data engineer")).to_be_checked()
    expect(page.locator("#list-h")).to_have_text("2 pain points")


def test_typing_searches_and_never_loses_a_letter(visitor, researcher, evidence):
    page = visitor(researcher)
    page.goto("/pain-points/")
    page.keyboard.press("/")
    page.keyboard.type("schema changes", delay=60)

    expect(page.locator("#list-h")).to_have_text("1 pain point")
    expect(page.locator("#q")).to_have_value("schema changes")
    expect(page.locator("#q")).to_be_focused()
    page.get_by_role("link", name="Remove “schema changes”").click()
    expect(page.locator("#q")).to_have_value("")
    expect(page.locator("#list-h")).to_have_text("3 pain points")


def test_the_list_is_walked_and_opened_by_keyboard(visitor, researcher, evidence):
    page = visitor(researcher)
    page.goto("/pain-points/?sort=severity")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Backfills are manual")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Backfills are manual")


def test_a_cell_of_the_heat_map_narrows_the_list(visitor, researcher, evidence):
    page = visitor(researcher)
    page.goto("/pain-points/")
    page.get_by_role("link", name="2 people, Data engineer, Breaking changes").click()
    expect(page.locator("#list-h")).to_have_text("2 pain points")
    expect(page.locator(".applied .chip")).to_have_text(["Data engineer", "Breaking changes"])
    expect(page.get_by_role("checkbox", name="Data engineer")).to_be_checked()


def test_a_long_facet_and_a_large_map_are_unfolded_and_stay_so(visitor, researcher, evidence):
    for number in range(12):
        who = {"company": made.CompanyFactory(name=f"Works {number:02}"), "persona": made.PersonaFactory()}
        mention = made.MentionFactory(participant=made.ParticipantFactory(**who))
        mention.pain_point.codes.add(made.CodeFactory(name=f"Theme {number:02}"))
    page = visitor(researcher)
    page.goto("/pain-points/")
    expect(page.locator(".heat tbody tr")).to_have_count(10)
    page.get_by_role("link", name="9 more of Company").click()
    expect(page.get_by_role("link", name="Only the first of Company")).to_be_focused()
    page.get_by_role("link", name="All 14 personas and 13 themes").click()
    expect(page.locator(".heat tbody tr")).to_have_count(14)

    page.get_by_role("checkbox", name="Works 03").check()
    expect(page.locator("#list-h")).to_have_text("1 pain point")
    expect(page.locator("#facet-company input[type=checkbox]")).to_have_count(15)
    expect(page.locator(".heat tbody tr")).to_have_count(14)
    page.get_by_role("link", name="Only those that hurt most").click()
    expect(page.locator(".heat tbody tr")).to_have_count(1)
    expect(page.get_by_role("link", name="All 14 personas and 13 themes, 25 without people")).to_be_visible()
    expect(page).to_have_url(re.compile(r"company=\d+&whole=company$"))


def test_a_phone_filters_in_a_dialog(visitor, researcher, evidence):
    page = visitor(researcher, width=390)
    page.goto("/pain-points/")
    expect(page.get_by_role("checkbox", name="Data analyst")).to_be_hidden()
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("checkbox", name="Data analyst").check()
    page.get_by_role("button", name="Show").click()

    expect(page.get_by_role("dialog", name="Filter pain points")).to_be_hidden()
    expect(page.locator("#list-h")).to_have_text("1 pain point")
    expect(page.locator(".pp-filter")).to_have_text(re.compile(r"Filter\s*1"))


def test_every_look_is_accessible_and_never_scrolls_sideways(visitor, researcher, evidence, axe, looks):
    for look in looks:
        page = visitor(researcher, **look)
        for address in ("/pain-points/", f"/pain-points/?persona={evidence.pk}&q=nothing", "/pain-points/new/"):
            page.goto(address)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_a_phone_dialog_is_accessible(visitor, researcher, evidence, axe):
    page = visitor(researcher, width=390)
    page.goto("/pain-points/")
    page.get_by_role("button", name="Filter").click()
    axe(page)
