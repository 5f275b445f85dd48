"""Likely duplicates, gone through by keyboard alone."""

from playwright.sync_api import expect

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


def test_ten_duplicates_are_decided_by_keyboard(visitor, researcher):
    for thing in THINGS:
        PainPointFactory(title=f"{thing} worry everybody here")
        PainPointFactory(title=f"{thing} worry everybody")
    page = visitor(researcher)
    page.goto("/duplicates/")
    place = page.locator(".pair-why b")
    expect(place).to_have_text("1 of 10")
    page.keyboard.press("n")
    expect(place).to_have_text("2 of 10")
    page.keyboard.press("j")
    expect(place).to_have_text("3 of 10")
    for number, key in enumerate("mkmomkmm", 4):
        page.keyboard.press(key)
        expect(place).to_have_text(f"{number} of 10" if number < 11 else "9 of 10")
    page.keyboard.press("m")
    expect(place).to_have_text("10 of 10")
    page.keyboard.press("m")
    expect(page.get_by_text("Nothing looks alike here")).to_be_visible()
    assert (PainPoint.objects.count(), KeptApart.objects.count()) == (12, 2)

    page.get_by_role("button", name="Undo").last.click()
    expect(place).to_have_text("10 of 10")
    assert PainPoint.objects.count() == 13
