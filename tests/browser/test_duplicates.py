"""Likely duplicates, gone through by keyboard alone."""

from playwright.sync_api import Page, expect

from interviews.models import KeptApart, PainPoint
from tests.factories.interviews import PainPointFactory

THINGS = (
    "Backfills",
    "Ownership",
    "Lineage",
    "Freshness",
    "Dashboards",
    "Schemas",
    "Alerts",
    "Costs",
    "Tests",
    "Queues",
)


def at(page: Page, place: str) -> None:
    """The pair of this number is there, and the page hears its keys."""
    expect(page.locator(".pair-why b")).to_have_text(f"{place} of 10")
    page.wait_for_load_state()


def test_ten_duplicates_are_decided_by_keyboard(visitor, researcher):
    for thing in THINGS:
        PainPointFactory(title=f"{thing} worry everybody here")
        PainPointFactory(title=f"{thing} worry everybody")
    page = visitor(researcher)
    page.goto("/duplicates/")
    at(page, "1")
    page.keyboard.press("n")
    at(page, "2")
    page.keyboard.press("j")
    at(page, "3")
    for number, key in enumerate("mkmomkmm", 4):
        page.keyboard.press(key)
        at(page, f"{number}" if number < 11 else "9")
    page.keyboard.press("m")
    at(page, "10")
    page.keyboard.press("m")
    expect(page.get_by_text("Nothing looks alike here")).to_be_visible()
    assert (PainPoint.objects.count(), KeptApart.objects.count()) == (12, 2)

    page.get_by_role("button", name="Undo").last.click()
    at(page, "10")
    assert PainPoint.objects.count() == 13
