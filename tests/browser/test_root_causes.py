"""Root causes in a real browser: trees joined in one picture, and chains named by keyboard."""

import pytest
from playwright.sync_api import expect

from interviews.models import RootCause
from tests.factories.interviews import MentionFactory, ParticipantFactory, RootCauseFactory, WhyFactory

pytestmark = pytest.mark.django_db(transaction=True)


def why(text, **further):
    return WhyFactory(mention=MentionFactory(participant=ParticipantFactory()), text=text, **further)


@pytest.fixture
def cause(db):
    """A root cause where the chains of three people meet."""
    cause = RootCauseFactory(title="No record of readers")
    for number in range(3):
        top = why(f"Readers are told late, {number}")
        WhyFactory(mention=top.mention, parent=top, text=f"Nobody knows them, {number}", root_cause=cause)
        WhyFactory(mention=top.mention, parent=top, text=f"Nobody asks, {number}", grounds=1)
    return cause


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1024, "light"), (390, "light"), (390, "dark")])
def test_every_chain_leads_down_into_the_root_cause(visitor, viewer, cause, axe, width, scheme):
    page = visitor(viewer, width=width, scheme=scheme)
    page.goto(cause.get_absolute_url())
    trees, root = page.locator(".tree"), page.locator(".joined-root")
    expect(trees).to_have_count(3)
    foot = root.bounding_box()["y"]
    for number in range(3):
        tree, line = trees.nth(number).bounding_box(), trees.nth(number).locator(".to-root").bounding_box()
        assert tree["x"] < line["x"] < tree["x"] + tree["width"], "the line runs inside its tree"
        assert line["y"] + line["height"] > tree["y"] + tree["height"], "and reaches its foot"
    last = trees.nth(2).bounding_box()
    assert abs(last["y"] + last["height"] - foot) < 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
    page.get_by_role("link", name="Nobody knows them, 1").first.click()
    expect(page.locator(":target")).to_contain_text("Nobody knows them, 1")


@pytest.mark.both
def test_two_chains_are_named_by_keyboard_and_taken_back(visitor, researcher, cause):
    one, other = why("A record of the readers is missing"), why("The record of readers is missing there")
    page = visitor(researcher)
    page.goto("/root-causes/open-ends/")
    page.keyboard.press("j")
    group = page.locator(".open-end:focus")
    expect(group).to_contain_text("2 that may say the same")
    page.keyboard.press("1")
    expect(group.or_(page.locator(".open-end:focus-within")).get_by_role("radio")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"2 chains now end in {cause.reference}")).to_be_visible()
    assert {one, other} <= set(cause.whys.all())
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("2 that may say the same")).to_be_visible()
    assert not {one, other} & set(RootCause.objects.get().whys.all())


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_the_list_of_open_ends_is_accessible(visitor, researcher, cause, axe, width, scheme):
    why("Nobody knows them at all")
    page = visitor(researcher, width=width, scheme=scheme)
    page.goto("/root-causes/open-ends/")
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
