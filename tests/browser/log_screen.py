"""What tests of the log screen do again and again, without a fixed wait: each asks until it is so."""

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from interviews.models import Interview

PATIENCE = 60  # seconds
DRAFTS = """user => LogDrafts.all(user).then(all => all.map(draft => draft.state.notes))"""


def until(page: Page, holds: Callable[[], Any]) -> Any:
    """Wait until `holds` gives something true, while the browser goes on; give that."""
    end = time.monotonic() + PATIENCE
    while not (found := holds()) and time.monotonic() < end:
        page.wait_for_timeout(50)
    return found


def ready(page: Page) -> Page:
    """The page once it can be typed into."""
    page.locator("html[data-log=ready]").wait_for(state="attached")
    page.evaluate("document.fonts.ready.then(() => true)")  # or what is measured moves
    return page


def notes(page: Page) -> Locator:
    return page.locator("#log-notes")


def write(page: Page, text: str) -> None:
    """Put text at the end of the notes."""
    notes(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def saved(page: Page) -> None:
    """Wait until the screen says that all of it is on the server."""
    expect(page.locator("#log-saved")).to_have_attribute("data-state", "saved")
    expect(page.locator("#log-saved")).to_contain_text("Saved")


def stored() -> str:
    return Interview.objects.get().notes


def reach(page: Page, text: str) -> None:
    """Wait until the server has exactly this text."""
    if not until(page, Interview.objects.filter(notes=text).exists):
        assert stored() == text


def drafts(page: Page) -> list[str]:
    """The notes that this browser keeps for who is signed in."""
    return page.evaluate(DRAFTS, page.locator("#log-form [name=user]").input_value())


def drafted(page: Page, text: str) -> None:
    """Wait until this browser keeps the text."""
    assert until(page, lambda: text in drafts(page)), drafts(page)


class Gate:
    """Keeps saves from the server until it is opened. `waiting` are those that were held."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.waiting: list[Route] = []
        self.closed = True
        page.route("**/log/", self.pass_or_hold)

    def pass_or_hold(self, route: Route) -> None:
        if self.closed and route.request.method == "POST":
            self.waiting.append(route)
        else:
            route.continue_()

    def held(self) -> None:
        """Wait until a save is held."""
        assert until(self.page, lambda: self.waiting)

    def open(self) -> None:
        """Let what was held go, and all that comes."""
        self.held()
        self.closed = False
        for route in self.waiting:
            route.continue_()
