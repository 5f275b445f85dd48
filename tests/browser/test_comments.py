"""Talking below a record in a real browser: by keyboard, in place, without script, and on paper."""

import pytest
from playwright.sync_api import expect

from interviews.models import Comment
from tests.factories.accounts import UserFactory
from tests.factories.interviews import CommentFactory, PainPointFactory


@pytest.fixture
def pain_point(transactional_db):
    return PainPointFactory(title="Backfills are manual")


@pytest.mark.both
def test_a_comment_is_written_asked_and_sent_without_the_mouse(visitor, viewer, pain_point, axe):
    UserFactory(full_name="Hanna Björk")
    UserFactory(full_name="Hanno Brandt")
    page = visitor(viewer)
    page.goto(pain_point.get_absolute_url())
    page.keyboard.press("c")
    field = page.get_by_role("textbox", name="Comment")
    expect(field).to_be_focused()
    page.keyboard.type("Is it so, @hann")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.first).to_have_attribute("aria-selected", "true")
    axe(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(field).to_have_value("Is it so, @Hanna Björk ")
    page.keyboard.type(f"see {pain_point.reference}")
    page.keyboard.press("Control+Enter")

    one = page.locator(".comment")
    expect(one).to_be_focused()
    expect(one.locator(".called")).to_have_text("@Hanna Björk")
    expect(one.get_by_role("link", name=pain_point.reference)).to_be_visible()
    expect(page.locator(".toast")).to_contain_text("Comment added")
    expect(field).to_have_value("")
    assert [user.full_name for user in Comment.objects.get().asked.all()] == ["Hanna Björk"]


def test_a_comment_is_changed_resolved_removed_and_brought_back_in_place(visitor, viewer, pain_point, console):
    console.allow("422")
    CommentFactory(pain_point=pain_point, text="Once a week", created_by=viewer)
    page = visitor(viewer)
    page.goto(pain_point.get_absolute_url())
    page.evaluate("window.stays = true")
    one = page.locator(".comment")
    one.get_by_role("link", name="Edit", exact=True).click()
    expect(one.get_by_role("textbox")).to_have_value("Once a week")
    one.get_by_role("textbox").fill("")
    one.get_by_role("button", name="Save").click()
    expect(one).to_contain_text("Write something first.")
    one.get_by_role("textbox").fill("Twice a week")
    one.get_by_role("button", name="Save").click()
    expect(one.locator(".comment-text")).to_have_text("Twice a week")
    one.get_by_role("link", name="Edit", exact=True).click()
    one.get_by_role("link", name="Cancel").click()
    one.get_by_role("button", name="Resolve").click()
    expect(one).to_contain_text("Resolved by Mateus Prado")
    one.get_by_role("button", name="Open again").click()
    expect(one).not_to_contain_text("Resolved by")
    one.get_by_role("button", name="Remove").click()
    expect(one).to_contain_text("Your comment was removed.")
    one.get_by_role("button", name="Put it back").click()
    expect(one.locator(".comment-text")).to_have_text("Twice a week")
    assert page.evaluate("window.stays"), "the page was never left"

    one.get_by_role("button", name="Remove").click()
    expect(one).to_contain_text("Your comment was removed.")  # its toast came with it, and is the last
    page.locator(".toast", has_text="Comment removed").last.get_by_role("button", name="Undo").click()
    expect(page.locator(".toast")).to_contain_text("Undone")
    expect(one.locator(".comment-text")).to_have_text("Twice a week")


def test_what_was_typed_stays_when_it_cannot_be_kept(visitor, viewer, pain_point, console):
    page = visitor(viewer)
    page.goto(pain_point.get_absolute_url())
    page.get_by_role("textbox", name="Comment").fill("x" * 5001)
    page.get_by_role("button", name="Comment").click()
    expect(page.locator("#comments .error")).to_contain_text("5000")
    expect(page.get_by_role("textbox", name="Comment")).to_have_value("x" * 5001)
    console.allow("422")


def test_without_script_everything_is_a_page_or_a_form(visitor, viewer, pain_point, console):
    console.allow("422")
    page = visitor(viewer, java_script_enabled=False)
    page.goto(pain_point.get_absolute_url())
    page.get_by_role("button", name="Comment").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Comment")
    page.get_by_role("textbox", name="Comment").fill("Written without script")
    page.get_by_role("button", name="Save").click()
    one = page.locator(".comment")
    expect(one).to_contain_text("Written without script")
    one.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_role("textbox", name="Comment").fill("And changed")
    page.get_by_role("button", name="Save").click()
    one.get_by_role("button", name="Resolve").click()
    expect(one).to_contain_text("And changed")
    expect(one).to_contain_text("Resolved by")


def test_paper_shows_comments_only_where_somebody_chose_so(visitor, viewer, pain_point):
    CommentFactory(pain_point=pain_point, text="Between us")
    page = visitor(viewer)
    page.goto(pain_point.get_absolute_url())
    page.emulate_media(media="print")
    expect(page.get_by_text("Between us")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_label("Print them too").check()
    page.emulate_media(media="print")
    expect(page.get_by_text("Between us")).to_be_visible()
    expect(page.get_by_role("button", name="Resolve")).to_be_hidden()
