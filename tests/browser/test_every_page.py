"""Every page of the demo in all four looks: axe finds nothing, nothing scrolls sideways, the console stays empty."""

import pytest
from django.core.management import call_command

from accounts.models import Role
from tests.browser.pages import sights, somebody

SHARES = 4


@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_accessible_in_every_look(share, visitor, transactional_db, axe, console):
    console.allow(r"status of 404.*nothing-here")
    call_command("demo", verbosity=0)
    user = somebody(Role.ADMIN)
    page = visitor(user)
    for sight in sights(user, share, SHARES):
        page.goto(sight.path)
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                axe(page, colours_only=scheme == "dark")  # the other rules see no colours
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{sight.path} is {wide} px too wide at {width}"
