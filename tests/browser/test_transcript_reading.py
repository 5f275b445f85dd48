"""Reading a transcript by keyboard, finding words in it, and hearing the recording from a time, in a real browser."""

import wave

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from playwright.sync_api import Page, expect

from interviews.models import Quote, Segment, Speaker, Transcript
from interviews.views import recordings
from tests.factories.interviews import MentionFactory, ParticipantFactory, SpeakerFactory, WhyFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(db):
    """Six turns, by turns ours and Maya's, ten seconds each."""
    maya = ParticipantFactory(person__name="Maya Lindqvist")
    ours = SpeakerFactory(interview=maya.interview, label="Inês Duarte", side=Speaker.Side.OURS)
    hers = SpeakerFactory(interview=maya.interview, label="Maya", side=Speaker.Side.PARTICIPANT, participant=maya)
    Transcript.objects.create(interview=maya.interview, format="plain", title="The last load")
    turns_between(1, 6, ours, hers)
    return maya


def turns_between(first: int, last: int, ours: Speaker, hers: Speaker) -> None:
    Segment.objects.bulk_create(
        Segment(
            interview=hers.interview,
            speaker=hers if number % 2 == 0 else ours,
            number=number,
            start_ms=(number - 1) * 10_000,
            text=f"Turn {number}: a column 🙂 was gone (again), and nobody told us.",
        )
        for number in range(first, last + 1)
    )


def reading(page: Page, talk, rest: str = "") -> Page:
    page.goto(f"/interviews/{talk.interview.pk}/transcript/{rest}")
    return page


class Keys:
    """Presses keys and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.pressed = page, 0

    def __call__(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1


@pytest.mark.both
def test_a_passage_is_quoted_and_attached_in_under_ten_keystrokes(visitor, researcher, talk):
    mention = MentionFactory(participant=talk, pain_point__title="Columns vanish")
    page = reading(visitor(researcher), talk)
    press = Keys(page)
    press("j", "j")
    expect(page.locator("#s2")).to_be_focused()
    press("h")
    expect(page.get_by_role("dialog").get_by_label("Columns vanish")).to_be_focused()
    press("Space", "Enter")
    expect(page.locator("#s2 .note")).to_contain_text("Columns vanish")
    assert press.pressed < 10
    assert Quote.objects.get().mentions.get() == mention


def test_a_passage_is_attached_to_a_why(visitor, researcher, talk):
    why = WhyFactory(mention=MentionFactory(participant=talk), text="Nobody owns it")
    page = reading(visitor(researcher), talk, "#s2")
    page.keyboard.press("j")
    page.keyboard.press("h")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Or a why").select_option(str(why.pk))
    dialog.get_by_role("button", name="Attach").press("Enter")
    expect(page.locator("#s2 .note")).to_contain_text("Why 1")
    assert Quote.objects.get().whys.get() == why


def test_the_turn_in_hand_is_marked_and_named(visitor, viewer, talk):
    page = reading(visitor(viewer), talk)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[aria-current=true]")).to_have_attribute("id", "s2")
    expect(page.get_by_role("group", name="0:10").and_(page.locator("#s2"))).to_be_focused()


def test_words_are_found_in_three_thousand_turns_by_keyboard(visitor, viewer, talk):
    ours, hers = talk.interview.speakers.all()
    turns_between(7, 3000, ours, hers)
    page = reading(visitor(viewer), talk)
    page.keyboard.press("/")
    box = page.get_by_role("searchbox", name="Find in the transcript")
    expect(box).to_be_focused()
    box.press_sequentially("GONE (again)")
    wait_for_count(page, "1 of 3,000")
    box.press("Shift+Enter")
    wait_for_count(page, "3,000 of 3,000")
    expect(page.locator("#s3000")).to_be_in_viewport()
    box.press("Enter")
    box.press("Enter")
    wait_for_count(page, "2 of 3,000")
    box.fill("turn 2999")
    wait_for_count(page, "1 of 1")
    expect(page.locator("#s2999")).to_be_in_viewport()
    box.press("Escape")
    expect(page.locator("#s2999")).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.press("k")
    expect(page.locator("#s2998")).to_be_focused()
    page.keyboard.press("/")
    box.fill("no such words")
    wait_for_count(page, "Not found")


def wait_for_count(page: Page, said: str) -> None:
    """Asked of the page itself: an expectation that has to wait describes the whole page to itself, and thousands of
    turns off the screen would be laid out one by one for it."""
    page.wait_for_function("said => document.getElementById('find-count').textContent === said", arg=said)


def test_dimmed_lines_are_remembered(visitor, viewer, talk):
    page = reading(visitor(viewer), talk)
    page.get_by_role("link", name="Dim our lines").click()
    reading(page, talk)
    expect(page.locator("#turns.dim-us")).to_be_visible()
    page.get_by_role("link", name="Show our lines").click()
    reading(page, talk)
    expect(page.get_by_role("link", name="Dim our lines")).to_be_visible()


@pytest.fixture
def recorded(talk, settings, tmp_path):
    """The talk with a minute of silence as its recording."""
    settings.MEDIA_ROOT = tmp_path
    with wave.open(str(tmp_path / "call.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000 * 60)
    talk.interview.recording_file.save("minute.wav", ContentFile((tmp_path / "call.wav").read_bytes()))
    return talk


@pytest.mark.parametrize("at_once", [recordings.AT_ONCE, 50_000])
def test_a_time_plays_the_recording_from_there(visitor, researcher, recorded, monkeypatch, at_once):
    monkeypatch.setattr(recordings, "AT_ONCE", at_once)
    page = reading(visitor(researcher), recorded)
    page.get_by_role("link", name="Play from 0:40").click()
    player = page.locator("#player")
    expect(page.locator("#s5.heard")).to_be_visible()
    assert player.evaluate("player => player.currentTime") >= 40
    page.keyboard.press("p")
    expect(player).to_have_js_property("paused", True)
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(page.locator("#s3")).to_be_focused()
    page.keyboard.press("p")
    expect(page.locator("#s3.heard")).to_be_visible()
    expect(player).to_be_in_viewport()


def test_a_recording_is_attached_and_removed_and_brought_back(visitor, researcher, talk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    with wave.open(str(tmp_path / "call.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000)
    page = reading(visitor(researcher), talk)
    page.get_by_role("link", name="Add a recording").click()
    page.get_by_label("A file").set_input_files(tmp_path / "call.wav")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#player")).to_be_visible()
    page.get_by_role("link", name="Change the recording").click()
    page.get_by_role("button", name="Remove the recording").click()
    expect(page.locator("#turns")).to_be_visible()
    expect(page.locator("#player")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#player")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_reading_with_a_recording_is_accessible(visitor, researcher, recorded, axe, width, scheme):
    page = reading(visitor(researcher, width=width, scheme=scheme), recorded)
    page.keyboard.press("j")
    page.get_by_role("searchbox", name="Find in the transcript").fill("column")
    expect(page.locator("#find-count")).to_have_text("1 of 6")
    axe(page)
    page.goto(f"/interviews/{recorded.interview.pk}/recording/edit/")
    axe(page)
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["media-src"] == ["'self'"]
