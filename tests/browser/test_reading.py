"""Reading what customers said in a real browser: from the list to the words, to the root cause, and back."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from interviews.models import Person, Why
from tests.interviews.talk import talk


@pytest.fixture
def interview(transactional_db, researcher):
    return talk(researcher)


@pytest.mark.both
def test_somebody_finds_an_interview_and_follows_it_to_the_person(visitor, researcher, interview):
    talk(researcher, "Jun Ito", "! Two dashboards show two revenues 2\n", company="Oriel", days_ago=3)
    page = visitor(researcher)
    page.goto("/interviews/")
    page.keyboard.press("/")
    page.keyboard.type("slack")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Jun Ito")).to_have_count(0)
    page.get_by_role("link", name="Maya Lindqvist").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Maya Lindqvist")
    expect(page.locator("mark").first).to_have_text("I find out a column is gone because Slack is on fire.")
    page.locator("summary").filter(has_text="Backfills are scary").click()
    expect(page.get_by_text("I do backfills on Friday.").locator("visible=true").first).to_be_visible()

    page.get_by_role("heading", level=1).get_by_role("link").click()
    expect(page.get_by_role("link", name="Send her the query")).to_be_visible()


def test_the_root_cause_of_a_chain_is_named_from_the_tree_and_read_from_both_ends(visitor, researcher, interview):
    page = visitor(researcher)
    page.goto(f"/interviews/{interview.pk}/")
    page.get_by_role("link", name="Name the root cause").first.click()
    page.get_by_label("Or a new one").fill("No owner for the contract")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Root cause RC-")).to_be_visible()
    assert page.url.endswith(f"#why-{Why.objects.get(root_cause__isnull=False).pk}")
    page.get_by_role("link", name="See all").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No owner for the contract")
    page.get_by_role("link", name=interview.reference).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Maya Lindqvist")


def test_withdrawn_words_go_at_once_and_come_back_with_undo(visitor, researcher, interview):
    page = visitor(researcher)
    page.goto(f"/participants/{interview.participants.get().pk}/consent/")
    page.get_by_role("link", name="Withdraw the consent").press("Enter")
    expect(page.get_by_role("listitem").filter(has_text="Hides")).to_be_visible()
    page.get_by_role("button", name="Withdraw the consent").press("Enter")
    expect(page.get_by_text("1 withdrawn")).to_be_visible()
    expect(page.get_by_text("Slack is on fire")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Slack is on fire").first).to_be_visible()


def test_two_people_edit_one_person_and_nothing_is_lost(visitor, researcher, admin, interview, console):
    console.allow("status of 409")
    person = Person.objects.get()
    first, second = visitor(researcher), visitor(admin)
    for page in (first, second):
        page.goto(f"/people/{person.pk}/edit/")
    first.get_by_label("Role").fill("Head of data")
    first.get_by_role("button", name="Save").click()
    expect(first.locator(".toast")).to_contain_text("Saved")
    second.get_by_label("Role").fill("Lead engineer")
    second.get_by_role("button", name="Save").click()

    expect(second.get_by_text("Somebody else saved in between")).to_be_visible()
    expect(second.get_by_text("Head of data")).to_be_visible()
    expect(second.get_by_label("Role")).to_have_value("Lead engineer")


def test_a_follow_up_is_ticked_without_script(visitor, researcher, interview):
    page = visitor(researcher, java_script_enabled=False)
    page.goto("/follow-ups/")
    page.get_by_role("button", name="Done: Send her the query").click()
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="Done")).to_have_count(0)


def test_odd_and_endless_text_never_scrolls_sideways(visitor, researcher, transactional_db, axe, looks):
    endless = "W" * 180
    notes = f'! {endless} 5\n" {endless}\n~ {endless}\n' + "".join(
        f"{'  ' * depth}? {endless}\n" for depth in range(12)
    )
    interview = talk(researcher, f"{endless}", notes, company=endless, role=endless)
    person = Person.objects.get()
    for look in looks:
        page = visitor(researcher, **look)
        for address in (
            f"/interviews/{interview.pk}/",
            "/interviews/",
            person.get_absolute_url(),
            "/people/",
            "/companies/",
        ):
            page.goto(address)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (address, look)


def test_a_viewer_reads_the_demo_by_pseudonym(visitor, viewer, transactional_db):
    call_command("demo", verbosity=0)
    page = visitor(viewer)
    page.goto("/people/")
    shown = page.locator("main").inner_text()
    assert not [name for name in Person.objects.values_list("name", flat=True) if name in shown]
