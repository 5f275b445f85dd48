"""`make screens`: a picture of every page of the demo, at 1440 and 390 px, light and dark, into var/screens/."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ["DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp(prefix='groundwork-screens-')}/demo.sqlite3"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from accounts.models import Role, User  # noqa: E402
from tests.browser.chromium import chromium  # noqa: E402
from tests.browser.pages import Sight, sights, somebody  # noqa: E402
from tests.browser.server import AppServer  # noqa: E402

FOLDER = Path(settings.BASE_DIR) / "var" / "screens"
TALLEST = 8000
LOOKS = [(width, scheme) for width in (1440, 390) for scheme in ("light", "dark")]


def photograph(browser: Browser, url: str, user: User, pages: list[Sight], width: int, scheme: str) -> None:
    """Take every page in one look; the whole page, not only what fits."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    viewport = {"width": width, "height": 1000 if width > 1000 else 844}
    context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
    page = context.new_page()
    for sight in pages:
        page.set_viewport_size(viewport)
        page.goto(url + sight.path)
        # As tall as the page, so that what sticks to an edge is drawn at the edge of the picture.
        height = min(max(viewport["height"], page.evaluate("document.documentElement.scrollHeight")), TALLEST)
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=FOLDER / f"{sight.name}-{width}-{scheme}.png")
    context.close()
    page = browser.new_page(viewport=viewport, color_scheme=scheme)
    page.goto(f"{url}/accounts/login/")
    page.screenshot(path=FOLDER / f"account_login-{width}-{scheme}.png")
    page.close()


def main() -> int:
    """Start the app on a fresh demo and photograph it."""
    if not chromium():
        print("No Chromium here. Install it, or name it: make screens CHROMIUM=/path/to/chromium")
        return 1
    call_command("migrate", verbosity=0)
    call_command("demo")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    user = somebody(Role.ADMIN)
    pages = sights(user)
    server = AppServer()
    server.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            for width, scheme in LOOKS:
                photograph(browser, server.url, user, pages, width, scheme)
    finally:
        server.kill()
    print(f"{len(list(FOLDER.glob('*.png')))} pictures in {FOLDER.relative_to(settings.BASE_DIR)}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
