"""Words that an input method puts together, letter by letter: nothing comes between."""

import pytest
from playwright.sync_api import CDPSession, Page, expect

from interviews.models import Mention
from tests.browser.log_screen import Gate, notes, reach, saved, stored, write
from tests.browser.test_log import log

__all__ = ["log"]

pytestmark = pytest.mark.browser


def compose(page: Page, *steps: str) -> CDPSession:
    """Put a word together at the caret, which is not yet chosen."""
    session = page.context.new_cdp_session(page)
    for text in steps:
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    return session


def test_a_word_that_is_not_chosen_yet_is_not_saved(log):
    page = log()
    write(page, "! Loads break\n")
    saved(page)
    session = compose(page, "h", "hy", "表")
    expect(notes(page)).to_have_value("! Loads break\n表")
    page.wait_for_timeout(1500)  # longer than a pause after which the notes are saved
    assert stored() == "! Loads break\n"
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(notes(page)).to_have_value("! Loads break\n表")
    session.send("Input.insertText", {"text": "表が壊れる"})
    reach(page, "! Loads break\n表が壊れる")
    page.keyboard.press("Enter")
    compose(page, "！", "！表").send("Input.insertText", {"text": "！表"})  # a wide mark is a letter like any other
    reach(page, "! Loads break\n表が壊れる\n！表")
    assert Mention.objects.get().title == "Loads break"


def test_an_answer_that_comes_while_a_word_is_put_together_waits(log):
    page = log()
    write(page, "! Loads break")
    saved(page)
    gate = Gate(page)
    page.get_by_label("3, Slows work").check(force=True)
    gate.held()
    write(page, "\n")
    session = compose(page, "h", "hy", "表")
    gate.open()
    page.wait_for_timeout(1000)  # the answer is there by now
    expect(notes(page)).to_have_value("! Loads break\n表")
    session.send("Input.insertText", {"text": "表"})
    expect(notes(page)).to_have_value("! Loads break 3\n表")
    reach(page, "! Loads break 3\n表")
