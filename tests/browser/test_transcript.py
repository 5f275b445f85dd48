"""A transcript from the file to a quote that speaks for a pain point, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from interviews.models import Interview, PainPoint, Quote, Segment, Speaker, Transcript
from tests.factories.interviews import MentionFactory, PainPointFactory, ParticipantFactory, SpeakerFactory

pytestmark = pytest.mark.django_db(transaction=True)

VTT = """WEBVTT

00:01.000 --> 00:04.000
<v Inês Duarte>How did the last load break?</v>

00:04.500 --> 00:09.000
<v Maya>A column 🙂 was gone because Slack is on fire.</v>

00:09.500 --> 00:12.000
<v Maya>Nobody had told us. They never do.</v>
"""


@pytest.fixture
def talk(db):
    """A transcript of twelve turns, by turns ours and Maya's."""
    maya = ParticipantFactory(person__name="Maya Lindqvist", person__pseudonym="Heron")
    ours = SpeakerFactory(interview=maya.interview, label="Inês Duarte", side=Speaker.Side.OURS)
    hers = SpeakerFactory(interview=maya.interview, label="Maya", side=Speaker.Side.PARTICIPANT, participant=maya)
    Transcript.objects.create(interview=maya.interview, format="plain", title="The last load")
    turns_between(1, 12, ours, hers)
    return maya


def turns_between(first: int, last: int, ours: Speaker, hers: Speaker) -> None:
    """Turns with these numbers, the even ones hers."""
    Segment.objects.bulk_create(
        Segment(
            interview=hers.interview,
            speaker=hers if number % 2 == 0 else ours,
            number=number,
            start_ms=number * 1500,
            text=f"Turn {number}: a column 🙂 was gone because Slack is on fire, again and again.",
        )
        for number in range(first, last + 1)
    )


def reading(page: Page, talk, rest: str = "") -> Page:
    page.goto(f"/interviews/{talk.interview.pk}/transcript/{rest}")
    return page


def choose_words(page: Page, number: int, start: int, end: int) -> None:
    """Select words of a turn as a mouse would."""
    page.evaluate(
        """([number, start, end]) => {
            const text = document.querySelector(`#s${number} > div > p`).firstChild;
            getSelection().setBaseAndExtent(text, start, text, end);
        }""",
        [number, start, end],
    )


@pytest.mark.both
def test_a_file_is_imported_and_quoted_with_the_keyboard_alone(visitor, researcher, tmp_path):
    page = visitor(researcher)
    (tmp_path / "call.vtt").write_text(VTT, "utf-8")
    page.goto("/interviews/import/")
    page.get_by_label("Choose a file").set_input_files(tmp_path / "call.vtt")
    page.get_by_role("button", name="Show what is in it").press("Enter")
    expect(page.get_by_text("3 turns", exact=True)).to_be_visible()
    maya = page.get_by_role("group", name="Maya", exact=True)
    expect(page.get_by_role("group", name="Inês Duarte", exact=True).get_by_label("One of us")).to_be_checked()
    maya.get_by_label("Name").fill("Maya Lindqvist")
    page.get_by_role("button", name="Save 3 turns").press("Enter")
    expect(page).to_have_url(re.compile(r"/interviews/\d+/transcript/$"))
    page.wait_for_load_state()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("#s2")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate("getSelection().toString()") == "column 🙂 was gone"
    page.keyboard.press("h")
    dialog = page.get_by_role("dialog", name="What does it speak for?")
    expect(dialog.get_by_text("column 🙂 was gone")).to_be_visible()
    expect(dialog.get_by_label("A pain point")).to_be_focused()
    page.keyboard.type("Upstream changes break loads")
    dialog.get_by_label("Severity").select_option("4")
    dialog.get_by_role("button", name="Attach").press("Enter")
    expect(page.locator("#s2 .note")).to_contain_text("Upstream changes break loads")
    expect(page.locator("#s2 mark")).to_have_text("column 🙂 was gone")
    pain, quote = PainPoint.objects.get(), Quote.objects.get()
    assert quote.mentions.get().pain_point == pain
    assert quote.mentions.get().severity == 4
    page.locator("#s2 .note .q-open").press("Enter")
    expect(page.get_by_role("heading", name="Speaks for")).to_be_visible()
    page.get_by_role("link", name="In its place").press("Enter")
    expect(page).to_have_url(re.compile(r"/transcript/#s2$"))


def test_selected_words_get_a_button_and_undo(visitor, researcher, talk):
    known = PainPointFactory(title="Alerts come late")
    page = reading(visitor(researcher), talk)
    choose_words(page, 2, 10, 27)
    page.get_by_role("button", name="Quote", exact=True).click()
    dialog = page.get_by_role("dialog", name="What does it speak for?")
    dialog.get_by_label("A pain point").press_sequentially("late")
    page.get_by_role("option", name="Alerts come late").click()
    expect(dialog.get_by_label("A pain point")).to_have_value("Alerts come late")
    dialog.get_by_role("button", name="Attach").click()
    expect(page.locator("#s2 .note")).to_contain_text(known.reference)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#s2 .note")).to_contain_text("Not attached yet")
    assert not known.mentions.live().exists()


def test_a_quote_that_was_not_attached_can_be_taken_back(visitor, researcher, talk):
    page = reading(visitor(researcher), talk, "#s4")
    page.keyboard.press("j")
    expect(page.locator("#s4")).to_be_focused()
    page.keyboard.press("h")
    expect(page.get_by_role("dialog", name="What does it speak for?")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#s4 mark")).to_contain_text("Turn 4: a column")
    expect(page.locator("#s4")).to_be_focused()
    expect(page.locator("#quotes-here")).to_have_text("1 quote")
    expect(page.get_by_role("button", name="Remove the transcript")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#s4 mark")).to_have_count(0)
    expect(page.locator("#quotes-here")).to_have_text("0 quotes")
    assert Quote.objects.get().is_archived


def test_a_selection_over_turns_leaves_our_words_out(visitor, researcher, talk):
    page = reading(visitor(researcher), talk)
    page.evaluate(
        """() => {
            const text = (number) => document.querySelector(`#s${number} > div > p`).firstChild;
            getSelection().setBaseAndExtent(text(2), 55, text(4), 7);
        }"""
    )
    page.keyboard.press("h")
    expect(page.get_by_role("dialog", name="What does it speak for?")).to_be_visible()
    assert Quote.objects.get().text == "again and again. […] Turn 4:"


def test_words_that_changed_are_not_quoted(visitor, researcher, talk, console):
    console.allow("409")
    page = reading(visitor(researcher), talk)
    Segment.objects.filter(number=2).update(text="Something else altogether.")
    choose_words(page, 2, 0, 4)
    page.keyboard.press("h")
    expect(page.get_by_role("status").get_by_text("not what is stored any more")).to_be_visible()
    assert not Quote.objects.exists()


def test_an_address_leads_to_its_turn_among_three_thousand(visitor, viewer, talk):
    ours, hers = talk.interview.speakers.all()
    turns_between(13, 3000, ours, hers)
    page = reading(visitor(viewer), talk, "#s2900")
    expect(page.locator("#s2900")).to_be_in_viewport()
    page.keyboard.press("k")
    page.keyboard.press("k")
    expect(page.locator("#s2899")).to_be_focused()


def test_our_lines_step_back_and_the_address_remembers(visitor, viewer, talk):
    page = reading(visitor(viewer), talk)
    page.get_by_role("link", name="Dim our lines").click()
    expect(page).to_have_url(re.compile(r"\?dim=1$"))
    page.reload()
    expect(page.get_by_role("link", name="Show our lines")).to_be_visible()


def test_without_script_a_turn_is_quoted_by_a_form(visitor, researcher, talk):
    page = reading(visitor(researcher, java_script_enabled=False), talk)
    page.locator("#s2").get_by_role("link", name="Quote").click()
    page.get_by_label("Words to quote").fill("a column 🙂 was gone")
    page.get_by_role("button", name="Quote").click()
    expect(page.get_by_role("blockquote")).to_have_text("a column 🙂 was gone")
    page.get_by_label("A pain point").fill("Nobody is told")
    page.get_by_role("button", name="Attach").click()
    expect(page.get_by_role("link", name="Nobody is told")).to_be_visible()


def test_a_file_that_is_too_large_is_named_before_it_is_sent(visitor, researcher, tmp_path):
    page = visitor(researcher)
    with (tmp_path / "recording.mp4").open("wb") as file:
        file.truncate(30 * 1024 * 1024)
    page.goto("/interviews/import/")
    page.get_by_label("Choose a file").set_input_files(tmp_path / "recording.mp4")
    expect(page.get_by_text("This file has 30.0 MB")).to_be_visible()


def test_a_file_can_be_dropped(visitor, researcher):
    page = visitor(researcher)
    page.goto("/interviews/import/")
    page.evaluate(
        """(text) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], "call.vtt"));
            const options = { dataTransfer: transfer, bubbles: true, cancelable: true };
            document.querySelector("[data-drop]").dispatchEvent(new DragEvent("drop", options));
        }""",
        VTT,
    )
    expect(page.get_by_role("status").filter(has_text="call.vtt, 1 KB")).to_be_visible()
    page.get_by_role("button", name="Show what is in it").click()
    expect(page.get_by_role("group", name="Maya", exact=True)).to_be_visible()


def test_without_script_the_zone_is_the_field_itself_and_looks_like_ours(visitor, researcher, tmp_path):
    page = visitor(researcher, java_script_enabled=False)
    page.goto("/interviews/import/")
    (tmp_path / "call.vtt").write_text(VTT, "utf-8")
    field = page.get_by_label("Choose a file or drop it here")
    assert field.bounding_box()["height"] > 80
    field.focus()
    field.set_input_files(tmp_path / "call.vtt")
    page.get_by_role("button", name="Show what is in it").click()
    expect(page.get_by_role("group", name="Maya", exact=True)).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_every_page_is_accessible(visitor, researcher, talk, axe, tmp_path, width, scheme):
    mention = MentionFactory(participant=talk, severity=5, pain_point__title="Alerts come late")
    page = visitor(researcher, width=width, scheme=scheme)
    (tmp_path / "call.vtt").write_text(VTT + "\nNOTE\nno speech\n", "utf-8")
    page.goto("/interviews/import/")
    axe(page)
    page.get_by_label("Choose a file").set_input_files(tmp_path / "call.vtt")
    page.get_by_role("button", name="Show what is in it").click()
    expect(page.get_by_role("heading", name="Who speaks")).to_be_visible()
    axe(page)
    reading(page, talk)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("h")
    dialog = page.get_by_role("dialog", name="What does it speak for?")
    expect(dialog).to_be_visible()
    axe(page)
    dialog.get_by_label(mention.pain_point.title).check()
    dialog.get_by_role("button", name="Attach").click()
    expect(page.locator("#s2 .note")).to_contain_text("Alerts come late")
    axe(page)
    reading(page, talk, "?dim=1")
    axe(page)
    page.goto(f"/quotes/{Quote.objects.get().pk}/")
    axe(page)
    page.goto(f"/interviews/{talk.interview.pk}/speakers/")
    axe(page)
    assert Interview.objects.count() == 1
