"""A long transcript in a real browser: there at once, and whole for keys, links, search, print and no script."""

import threading

import pytest
from playwright.sync_api import expect

from interviews.models import Quote, Segment, Speaker, Transcript
from interviews.views import turns
from interviews.views.turns import Turns
from tests.factories.interviews import MentionFactory, ParticipantFactory, SpeakerFactory

pytestmark = pytest.mark.django_db(transaction=True)

LENGTH = 3000
EDGE = Turns.FIRST + Turns.PART


@pytest.fixture
def talk(db):
    """Three thousand turns of Maya."""
    maya = ParticipantFactory(person__name="Maya Lindqvist")
    hers = SpeakerFactory(interview=maya.interview, label="Maya", side=Speaker.Side.PARTICIPANT, participant=maya)
    Transcript.objects.create(interview=maya.interview, format="plain", title="The long night")
    Segment.objects.bulk_create(
        Segment(interview=maya.interview, speaker=hers, number=number, text=f"Turn {number}: the load was late again.")
        for number in range(1, LENGTH + 1)
    )
    return maya


def address(talk, rest=""):
    return f"/interviews/{talk.interview.pk}/transcript/{rest}"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_beginning_is_read_before_the_rest_is_written(visitor, viewer, talk, monkeypatch, scripts):
    asked, may_go_on = threading.Event(), threading.Event()
    rest = turns.Sheet.rest

    def waiting(sheet):
        asked.set()
        assert may_go_on.wait(60)
        yield from rest(sheet)

    monkeypatch.setattr(turns.Sheet, "rest", waiting)
    page = visitor(viewer, java_script_enabled=scripts)
    try:
        page.goto(address(talk), wait_until="commit")
        assert asked.wait(60)
        expect(page.locator("#s1")).to_be_in_viewport()
        expect(page.get_by_text("3000 turns")).to_be_visible()
        assert page.locator(f"#s{Turns.FIRST + 1}").count() == 0
    finally:
        may_go_on.set()
    page.wait_for_load_state()  # see below: expectations that wait are dear here
    expect(page.locator(f"#s{LENGTH}")).to_be_attached()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_link_leads_to_a_turn_of_the_last_part(visitor, viewer, talk, scripts):
    page = visitor(viewer, java_script_enabled=scripts)
    page.goto(address(talk, f"#s{LENGTH - 100}"))
    expect(page.locator(f"#s{LENGTH - 100}")).to_be_in_viewport()
    expect(page.locator("#s1")).not_to_be_in_viewport()


def test_keys_go_over_the_edge_of_a_part_and_quote_there(visitor, researcher, talk):
    mention = MentionFactory(participant=talk, pain_point__title="Loads are late")
    page = visitor(researcher)
    page.goto(address(talk, f"#s{EDGE}"))
    page.keyboard.press("j")
    expect(page.locator(f"#s{EDGE}")).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator(f"#s{EDGE + 1}")).to_be_focused()
    page.keyboard.press("h")
    # An expectation that does not hold yet describes the page, all three thousand turns of it: for seconds.
    page.locator("dialog[open] input:focus").wait_for()
    expect(page.get_by_label("Loads are late")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(f"#s{EDGE + 1} .note")).to_contain_text("Loads are late")
    quote = Quote.objects.get()
    assert quote.mentions.get() == mention
    page.goto(f"/quotes/{quote.pk}/")
    page.get_by_role("link", name="In its place").click()
    page.wait_for_url(f"**{address(talk)}#s{EDGE + 1}")
    expect(page.locator(f"#s{EDGE + 1}")).to_be_in_viewport()


def test_what_is_far_off_the_screen_is_found_by_the_browser_itself(visitor, viewer, talk):
    page = visitor(viewer)
    page.goto(address(talk))
    assert page.evaluate(f"find('Turn {LENGTH - 5}: the load')")
    expect(page.locator(f"#s{LENGTH - 5}")).to_be_in_viewport()


def test_all_of_it_is_printed(visitor, viewer, talk):
    page = visitor(viewer)
    page.goto(address(talk))
    page.emulate_media(media="print")
    shown = "turns => turns.map(one => getComputedStyle(one).contentVisibility).filter(one => one === 'visible').length"
    assert page.locator(".turns .turn").evaluate_all(shown) == LENGTH
