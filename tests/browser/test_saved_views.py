"""Saving a view of a list and coming back to it, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from interviews.models import SavedView
from tests.factories import interviews as made


@pytest.fixture
def evidence(transactional_db):
    """Two personas and three pain points."""
    engineer, analyst = made.PersonaFactory(name="Data engineer"), made.PersonaFactory(name="Data analyst")
    for persona, severity in ((engineer, 5), (engineer, 3), (analyst, 5)):
        made.MentionFactory(participant=made.ParticipantFactory(persona=persona), severity=severity)
    return engineer


@pytest.mark.both
def test_a_view_is_saved_by_keyboard_opened_from_the_navigation_and_changed(visitor, viewer, evidence, axe):
    page = visitor(viewer)
    page.goto("/pain-points/")
    page.keyboard.press("v")
    expect(page.locator("#view-form")).to_be_empty()
    page.get_by_role("checkbox", name="Data engineer").check()
    expect(page.locator("#list-h")).to_have_text("2 pain points")
    page.keyboard.press("v")
    name = page.get_by_role("textbox", name="Name")
    expect(name).to_be_focused()
    expect(name).to_have_value("Data engineer")
    axe(page)
    name.fill("Engineers")
    page.keyboard.press("Enter")

    tabs = page.get_by_role("navigation", name="Saved views of Pain points")
    expect(tabs.get_by_role("link", name="Engineers")).to_have_attribute("aria-current", "page")
    expect(tabs.locator("a", has_text="Engineers").locator(".n")).to_have_text("2")
    expect(tabs.locator("a", has_text="All").locator(".n")).to_have_text("3")
    expect(page.locator(".toast")).to_contain_text("View saved")

    page.goto("/")
    saved = page.get_by_role("region", name="Saved views")
    expect(saved.get_by_role("link", name="Engineers 2")).to_be_visible()
    saved.get_by_role("link", name="Engineers").click()
    expect(page).to_have_url(re.compile(rf"/pain-points/\?persona={evidence.pk}$"))

    page.get_by_role("checkbox", name=re.compile("Costs money")).check()
    expect(page.locator("#list-h")).to_have_text("1 pain point")
    expect(tabs.get_by_role("link", name="Engineers")).not_to_have_attribute("aria-current", "page")
    page.get_by_role("button", name="Save changes to “Engineers”").click()
    expect(tabs.locator("a", has_text="Engineers").locator(".n")).to_have_text("1")
    assert SavedView.objects.get().query == f"persona={evidence.pk}&severity=5"
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(tabs.locator("a", has_text="Engineers").locator(".n")).to_have_text("2")


def test_cancel_leaves_the_list_as_it_is(visitor, viewer, evidence):
    page = visitor(viewer)
    page.goto("/people/?q=number")
    page.keyboard.press("v")
    expect(page.get_by_role("textbox", name="Name")).to_have_value("“number”")
    page.get_by_role("link", name="Cancel").click()
    expect(page.locator("#view-form")).to_be_empty()
    expect(page.get_by_role("link", name="Save view")).to_be_focused()
    assert not SavedView.objects.exists()


def test_a_view_is_shared_edited_and_removed_with_undo(visitor, viewer, evidence):
    made.SavedViewFactory(owner=viewer, of="people", query="q=number", name="Numbers")
    page = visitor(viewer, width=390)
    page.goto("/people/")
    page.get_by_role("link", name="Numbers").first.click()
    page.get_by_role("link", name="Edit view").click()
    page.get_by_label("For everybody").check()
    page.get_by_role("textbox", name="Name").fill("By number")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="By number").first).to_have_attribute("aria-current", "page")
    assert SavedView.objects.get().shared
    page.get_by_role("button", name="Remove view").click()
    expect(page.get_by_role("link", name="By number")).to_have_count(0)
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".tabs a", has_text="By number")).to_be_visible()


def test_without_script_a_view_is_saved_and_opened(visitor, viewer, evidence):
    page = visitor(viewer, java_script_enabled=False)
    page.goto("/people/?q=number")
    page.get_by_role("link", name="Save view").click()
    expect(page.get_by_role("textbox", name="Name")).to_have_value("“number”")
    page.get_by_role("button", name="Save view").click()
    expect(page).to_have_url(re.compile(r"/people/\?q=number$"))
    page.get_by_role("link", name="Saved views").click()
    page.get_by_role("table").get_by_role("link", name="“number”", exact=True).click()
    expect(page).to_have_url(re.compile(r"/people/\?q=number$"))
