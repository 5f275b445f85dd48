"""What is typed into an interview that somebody else closes, and drafts of interviews that are never opened again."""

import time

import pytest
from playwright.sync_api import Page, expect

from interviews import capture
from interviews.models import Interview
from tests.browser.log_screen import drafts, notes, reach, ready, saved, stored, until, write
from tests.browser.test_log_nothing_lost import open_log

__all__ = ["open_log"]

pytestmark = pytest.mark.browser

MONTH = 31 * 24 * 60 * 60


def test_an_interview_archived_by_somebody_else_keeps_the_text_until_it_is_restored(open_log, admin, console):
    page = open_log()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    write(page, "first")
    saved(page)
    Interview.objects.get().archive(admin)
    write(page, "\nsecond")
    expect(page.locator("#log-say")).to_contain_text("Agnes Holm archived this interview at")
    expect(page.locator("#log-say")).to_contain_text("What you typed is kept in this browser.")
    page.get_by_role("button", name="Copy the notes").click()
    assert until(page, lambda: page.evaluate("navigator.clipboard.readText()") == "first\nsecond")
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Open the interview").click()
    popup.value.get_by_role("button", name="Restore").click()
    assert until(page, Interview.objects.filter(archived_at=None).exists)
    page.bring_to_front()
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page)
    assert stored() == "first\nsecond"


def test_an_interview_restricted_by_somebody_else_says_so_and_keeps_the_text(open_log, stranger, researcher, console):
    console.allow("404")
    opened = capture.open_interview("0c0ffee0-0000-4000-8000-000000000000", researcher)
    page = open_log(f"/interviews/{opened.pk}/log/", user=stranger)
    Interview.objects.update(restricted=True)
    write(page, "mine")
    expect(page.locator("#log-say")).to_contain_text("Somebody may have restricted it")
    expect(page.get_by_role("button", name="Copy the notes")).to_be_visible()
    assert drafts(page) == ["mine"]
    Interview.objects.update(restricted=False)
    page.evaluate("dispatchEvent(new Event('focus'))")
    reach(page, "mine")


def keep(page: Page, interview: Interview, text: str, age: int) -> None:
    """Put a draft into the browser as a tab would that was closed `age` seconds ago."""
    fields = page.evaluate(
        "path => fetch(path, {headers: {Accept: 'application/json'}}).then(answer => answer.json())",
        f"/interviews/{interview.pk}/log/",
    )["fields"]
    draft = {
        "user": page.locator("#log-form [name=user]").input_value(),
        "key": str(interview.client_key),
        "tab": f"tab of {interview.pk}",
        "id": interview.pk,
        "version": interview.version,
        "base": fields,
        "state": fields | {"notes": text},
        "edits": [],
        "at": int((time.time() - age) * 1000),
    }
    page.evaluate("draft => LogDrafts.keep(draft)", draft)


def test_old_drafts_go_once_the_server_has_them_and_others_are_told_of(open_log, researcher):
    page = open_log()
    page.evaluate("LogRestore.sweep = async () => {}")  # on a slow machine it would look already
    texts = []
    for number in range(3):
        opened = capture.open_interview(f"0c0ffee0-0000-4000-8000-00000000000{number}", researcher)
        capture.save(opened, capture.Entry(notes=f"saved {number}"), researcher)
        text = f"saved {number}" if number else "never saved"
        keep(page, opened, text, age=MONTH if number < 2 else 60)
        texts.append(text)
    assert sorted(drafts(page)) == sorted(texts)
    page.reload()
    ready(page)
    assert until(page, lambda: sorted(drafts(page)) == ["never saved", "saved 2"])
    say = page.locator("#log-say")
    expect(say).to_contain_text("words of INT-")
    say.get_by_role("button", name="Dismiss").click()
    expect(say).to_be_empty()
    expect(notes(page)).to_be_focused()
