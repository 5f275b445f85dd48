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


def at(page: Page, place: int, left: int) -> None:
    """The pair of this number is there, of as many as the kind has left, and the page hears its keys."""
    expect(page.locator(".pair-why b")).to_have_text(f"{place} of {left}")
    expect(page.locator(".chip.on .n")).to_have_text(str(left))
    page.wait_for_load_state()


def test_ten_duplicates_are_decided_by_keyboard(visitor, researcher):
    for thing in THINGS:
        PainPointFactory(title=f"{thing} worry everybody here")
        PainPointFactory(title=f"{thing} worry everybody")
    page = visitor(researcher)
    page.goto("/duplicates/")
    at(page, 1, 10)
    page.keyboard.press("n")
    at(page, 2, 10)
    page.keyboard.press("j")
    at(page, 3, 10)
    for left, key in zip(range(9, 1, -1), "mkmomkmm", strict=True):
        page.keyboard.press(key)
        at(page, 3 if left > 2 else 1, left)
    expect(page.locator(".pair-why")).to_contain_text("8 decided")
    page.keyboard.press("m")
    at(page, 1, 1)
    page.keyboard.press("m")
    expect(page.get_by_text("Nothing looks alike here")).to_be_visible()
    assert (PainPoint.objects.count(), KeptApart.objects.count()) == (12, 2)

    page.get_by_role("button", name="Undo").last.click()
    at(page, 1, 1)
    assert PainPoint.objects.count() == 13
