"""Follow-ups and home in a real browser: done, put off and undone by keyboard, in place; from home to the words."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from interviews.models import FollowUp
from tests.browser.log_screen import until
from tests.factories.interviews import FollowUpFactory, PersonFactory
from tests.interviews.talk import talk


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def promises(transactional_db, researcher):
    """Two that are due, the second the next contact with somebody."""
    talk(researcher, days_ago=0, notes='! Schema changes break loads 5\n" I find out because Slack is on fire.\n')
    person = PersonFactory(name="Jun Ito", cadence_every=6, cadence_unit="weeks")
    first = FollowUpFactory(text="Send the query", due_on=in_days(-2), owner=researcher, interview=None)
    second = FollowUpFactory(
        text="Talk again", due_on=in_days(-1), owner=researcher, person=person, by_cadence=True, interview=None
    )
    return first, second


@pytest.mark.both
def test_follow_ups_are_worked_off_by_keyboard(visitor, researcher, promises):
    page = visitor(researcher)
    page.goto("/follow-ups/")
    first, second = (page.locator(f"#follow-up-{one.pk}") for one in promises)
    page.keyboard.press("j")
    expect(first.get_by_role("button", name="Done")).to_be_focused()
    page.keyboard.press("s")
    expect(first.get_by_role("button", name="Tomorrow")).to_be_focused()
    page.keyboard.press("Escape")
    expect(first.get_by_role("button", name="Tomorrow")).to_be_hidden()
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    expect(first).to_contain_text("Snoozed until")
    expect(first.get_by_role("button", name="Done")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("d")
    expect(second).to_contain_text("Done")
    expect(page.get_by_text("Done. Next contact")).to_be_visible()
    assert FollowUp.objects.open().next_contacts().get().due_on == in_days(42)

    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_text("Undone")).to_be_visible()
    expect(second).to_contain_text("Overdue since")
    assert until(page, lambda: FollowUp.objects.open().next_contacts().get().pk == promises[1].pk)


def test_from_home_to_the_words_in_one_click(visitor, researcher, promises):
    page = visitor(researcher)
    page.goto("/")
    expect(page.locator("blockquote")).to_have_text("I find out because Slack is on fire.")
    page.get_by_role("link", name="Read interview").click()
    expect(page.locator(":target")).to_contain_text("I find out because Slack is on fire.")


def test_one_line_on_home_opens_the_log_with_who_it_was(visitor, researcher, promises):
    page = visitor(researcher)
    page.goto("/")
    page.get_by_label("Who did you just hear from?").fill("Jun: I wait an hour and see who shouts")
    page.get_by_role("button", name="Log it").click()
    expect(page.locator("#log-name")).to_have_value("Jun Ito")
    expect(page.locator("textarea[name=notes]")).to_have_value("I wait an hour and see who shouts")


def test_the_menu_that_puts_off_fits_every_look(visitor, researcher, promises, axe, looks):
    for look in looks:
        page = visitor(researcher, **look)
        page.goto("/follow-ups/")
        page.locator("summary").filter(has_text="Snooze").last.click()
        expect(page.get_by_role("button", name="In two weeks")).to_be_visible()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), look


def test_one_is_put_off_without_script(visitor, researcher, promises):
    page = visitor(researcher, java_script_enabled=False)
    page.goto("/")
    line = page.locator(f"#follow-up-{promises[0].pk}")
    line.locator("summary").click()
    line.get_by_label("Until").fill(in_days(30).isoformat())
    line.get_by_role("button", name="Until then").click()
    expect(page.get_by_text("Snoozed until")).to_be_visible()
    expect(line).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(line).to_have_count(1)
