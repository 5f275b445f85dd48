"""A real browser for tests: a visitor per role, a console that must stay empty, and axe.

def test_something(visitor, researcher, axe):
    page = visitor(researcher, width=390, scheme="dark")
    page.goto("/pain-points/")
    axe(page)
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, WebError, expect

from accounts.models import User
from tests.browser.chromium import chromium
from tests.browser.server import AppServer

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs an event loop beside our fixtures

expect.set_options(timeout=60_000)  # how long a busy machine may take; nothing waits longer than it has to

FAILURES = Path(settings.BASE_DIR) / "var" / "failures"
AXE = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            if not chromium():
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    if report.when == "call":
        item.stash[OUTCOME] = report.failed
    return report


OUTCOME = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": ["--no-sandbox"]}


class Console:
    """What browsers complained about; a test that provokes a complaint allows it by a pattern."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.allowed: list[str] = []

    def allow(self, pattern: str) -> None:
        self.allowed.append(pattern)

    def hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.lines.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def hear_error(self, error: WebError) -> None:
        self.lines.append(f"uncaught: {error.error}")

    @property
    def complaints(self) -> list[str]:
        return [line for line in self.lines if not any(re.search(pattern, line) for pattern in self.allowed)]


@pytest.fixture
def console() -> Console:
    return Console()


@pytest.fixture
def visitor(
    request: pytest.FixtureRequest, browser: Browser, live_server, client_for, console: Console
) -> Iterator[Callable[..., Page]]:
    """Give a page in a browser of its own, signed in as the user, or nobody for None.

    `at` is another server's address. On failure every open page is photographed into var/failures/.
    """
    contexts: list[BrowserContext] = []

    def come(user: User | None = None, *, width=1440, height=900, scheme="light", at: str = "", **options) -> Page:
        address = at or live_server.url
        viewport = {"width": width, "height": height}
        options.setdefault("reduced_motion", "reduce")
        context = browser.new_context(base_url=address, viewport=viewport, color_scheme=scheme, **options)
        context.set_default_timeout(60_000)
        context.on("console", console.hear)
        context.on("weberror", console.hear_error)
        contexts.append(context)
        if user is not None:
            session = client_for(user).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
        return context.new_page()

    yield come
    if request.node.stash.get(OUTCOME, False) or console.complaints:
        photograph(request.node.name, contexts)
    for context in contexts:
        context.close()
    assert not console.complaints, "the console is not empty: " + "\n".join(console.complaints)


def photograph(name: str, contexts: list[BrowserContext]) -> None:
    """Keep a picture of every page that is open."""
    FAILURES.mkdir(parents=True, exist_ok=True)
    pages = [page for context in contexts for page in context.pages]
    for number, page in enumerate(pages, 1):
        page.screenshot(path=FAILURES / f"{re.sub(r'[^a-zA-Z0-9]+', '-', name)}-{number}.png", full_page=True)


@pytest.fixture
def axe() -> Callable[..., None]:
    """Fail with what axe-core finds on the page as it is now; with `colours_only` it looks at the contrast alone."""
    script = AXE.read_text(encoding="utf-8")

    def check(page: Page, *, colours_only: bool = False) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        options = {"runOnly": {"type": "rule", "values": ["color-contrast"]}} if colours_only else {}
        found = page.evaluate("options => axe.run(options).then(result => result.violations)", options)
        lines = [
            f"{rule['id']}: {rule['help']}\n    {node['html'][:160]}\n    {node['failureSummary'][:300]}"
            for rule in found
            for node in rule["nodes"]
        ]
        assert not lines, f"axe at {page.url}:\n" + "\n".join(lines)

    return check


@pytest.fixture
def looks() -> list[dict]:
    """The four ways a page is looked at: `for look in looks: page = visitor(user, **look)`."""
    return [{"width": width, "scheme": scheme} for width in (1440, 390) for scheme in ("light", "dark")]


@pytest.fixture
def app_server(transactional_db) -> Iterator[AppServer]:
    """The app in a process of its own on the test's database, to be killed and started again: `app_server.start()`."""
    server = AppServer()
    yield server
    server.close()
