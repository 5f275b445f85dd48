"""Restoring from the archive in a real browser."""

from playwright.sync_api import expect

from interviews.models import PainPoint
from tests.factories import interviews as made


def test_what_was_archived_is_found_and_restored(visitor, researcher, transactional_db, axe):
    for number in range(3):
        made.PainPointFactory(title=f"Pain {number}").archive(researcher)
    page = visitor(researcher)
    page.goto("/")
    page.get_by_role("link", name="Archive").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Archive")
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.keyboard.type("pain 1\n")
    expect(page.locator("main table tbody tr")).to_have_count(1)
    page.get_by_role("button", name="Restore Pain 1").click()
    expect(page.locator(".toast")).to_contain_text("Restored 1 record")
    assert PainPoint.objects.live().get().title == "Pain 1"
    page.locator(".toast").get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Undone")
    expect(page.locator("main table tbody tr")).to_have_count(3)
    page.wait_for_load_state()

    page.get_by_role("checkbox", name="Choose Pain 2").check()
    page.get_by_role("checkbox", name="Choose Pain 0").click(modifiers=["Shift"])
    expect(page.locator(".many-count")).to_have_text("3 selected")
    axe(page)
    page.get_by_role("button", name="Restore the chosen").click()
    expect(page.locator(".toast")).to_contain_text("Restored 3 records")
    expect(page.locator("main")).to_contain_text("The archive is empty.")
    assert PainPoint.objects.live().count() == 3
