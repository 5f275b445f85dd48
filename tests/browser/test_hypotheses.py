"""Hypotheses in a real browser: tested and decided by keyboard, moved on the board without script, found on the map."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from discovery.models import Hypothesis
from tests.factories.discovery import EvidenceFactory, HypothesisFactory
from tests.factories.interviews import MentionFactory, ParticipantFactory, PersonaFactory, QuoteFactory

pytestmark = pytest.mark.django_db(transaction=True)
LOOKS = [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")]


@pytest.fixture
def hypothesis(db):
    """A draft with words for and against it."""
    persona = PersonaFactory(name="Application engineer")
    hypothesis = HypothesisFactory(
        title="Readers that are shown are asked",
        change="showing who reads a table",
        cause="nobody can see them",
        persona=persona,
        importance=5,
    )
    for _ in range(6):
        EvidenceFactory(hypothesis=hypothesis, pain_point=MentionFactory(severity=3).pain_point)
    against = QuoteFactory(participant=ParticipantFactory(persona=persona), text="A bot comment is weather")
    EvidenceFactory(hypothesis=hypothesis, pain_point=None, quote=against, stance="challenges")
    return hypothesis


@pytest.mark.both
def test_a_test_begins_and_is_decided_by_keyboard_and_taken_back(visitor, researcher, hypothesis, console):
    console.allow(r"status of 422")
    page = visitor(researcher)
    page.goto(hypothesis.get_absolute_url())
    page.keyboard.press("t")
    expect(page.get_by_role("heading", level=1)).to_have_text("Begin testing")
    page.get_by_label("Measure").focus()
    page.keyboard.type("Broken loads a week")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Say from which value on we are right.")).to_be_visible()
    expect(page.get_by_text("Give the day on which it is decided.")).to_be_visible()
    expect(page.get_by_label("Measure")).to_have_value("Broken loads a week")
    page.get_by_label("We are right if").fill("6 or less")
    page.get_by_label("Decide by").fill((timezone.localdate() + timedelta(days=20)).isoformat())
    page.keyboard.press("Enter")
    expect(page.locator(".toast")).to_contain_text("The test has begun")
    expect(page.get_by_text("Broken loads a week: 6 or less").first).to_be_visible()

    page.keyboard.press("d")
    expect(page.get_by_role("heading", level=1)).to_have_text("Decide")
    page.get_by_role("radio", name="Supported").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("They saw it and merged.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("region", name="Verdict")).to_contain_text("They saw it and merged.")
    moved = page.get_by_role("region", name="How our view moved")
    expect(moved.get_by_text("Decided: refuted.")).to_be_visible()
    assert Hypothesis.objects.get().status == "refuted"

    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Decide")).to_be_visible()
    assert Hypothesis.objects.get().status == "testing"


def test_a_belief_is_written_down_from_the_first_key_to_the_last(visitor, researcher):
    page = visitor(researcher)
    page.goto("/hypotheses/new/")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Readers that are shown are asked")
    page.get_by_label("We believe").press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Readers that are shown are asked")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").get_by_text("Save or send what is being written")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_its_pages_are_accessible_in_every_look(visitor, researcher, hypothesis, axe, width, scheme):
    HypothesisFactory(status="testing", importance=2)
    decided = HypothesisFactory(status="supported", importance=3)
    parked = HypothesisFactory(status="parked", importance=5)
    hypothesis.related.add(decided, parked)
    page = visitor(researcher, width=width, scheme=scheme)
    url = hypothesis.get_absolute_url()
    decide = f"{Hypothesis.objects.get(status='testing').get_absolute_url()}decide/"
    theirs = f"{hypothesis.persona.get_absolute_url()}hypotheses/"
    lists = ("/hypotheses/", "/hypotheses/?view=board", "/hypotheses/map/", theirs)
    for path in (url, decided.get_absolute_url(), f"{url}test/", f"{url}edit/", decide, *lists):
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_rest_of_a_side_unfolds_and_a_card_is_moved_without_script(visitor, researcher, hypothesis):
    page = visitor(researcher, java_script_enabled=False, width=1024)
    page.goto(hypothesis.get_absolute_url())
    last = page.get_by_role("region", name="For", exact=True).locator(".evidence").last
    expect(last).to_be_hidden()
    page.get_by_text("1 more for").click()
    expect(last).to_be_visible()

    page.goto("/hypotheses/")
    page.get_by_role("link", name="Board").click()
    card = page.locator(".hyp-card", has_text=hypothesis.title)
    card.get_by_text("Move").click()
    card.get_by_role("link", name="Park").click()
    page.get_by_label("Why not now").fill("After the summer")
    page.get_by_role("button", name="Park").click()
    expect(page.locator(".toast")).to_contain_text("Parked")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Begin testing")).to_be_visible()


def test_a_pill_of_the_map_leads_to_its_hypothesis_by_keyboard(visitor, viewer, hypothesis):
    page = visitor(viewer)
    page.goto("/hypotheses/map/")
    pill = page.locator(".assumptions a")
    expect(pill).to_have_count(1)
    pill.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(hypothesis.title)


def test_a_card_is_dragged_to_another_status_and_moved_by_keyboard(visitor, researcher, transactional_db):
    later = timezone.localdate() + timedelta(days=20)
    test = {"measure": "Broken loads", "threshold": "6 or less", "decide_by": later}
    tested = HypothesisFactory(title="Notices are read", status="testing", **test)
    page = visitor(researcher)
    page.goto("/hypotheses/?view=board")
    card = page.locator(".hyp-card", has_text=tested.title)
    expect(card).to_have_attribute("draggable", "true")
    card.drag_to(page.get_by_role("region", name="Refuted"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Decide")
    expect(page.get_by_label("Refuted")).to_be_checked()
    page.get_by_label("Verdict").fill("Nobody read them")
    page.get_by_role("button", name="Decide").click()
    expect(page.locator(".toast")).to_contain_text("Refuted")
    tested.refresh_from_db()
    assert tested.status == "refuted"

    page.goto("/hypotheses/?view=board")
    card.get_by_text("Move").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/reopen/$"))
