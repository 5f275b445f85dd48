"""Comments on words of a document in a real browser: by keyboard, with the mouse, without script; images by paste."""

import base64
from io import BytesIO

import pytest
from PIL import Image as Pillow
from playwright.sync_api import expect

from discovery.models import DocumentPassage, Image
from interviews.models import Comment
from tests.factories.accounts import UserFactory
from tests.factories.discovery import DocumentFactory
from tests.factories.interviews import PainPointFactory

BODY = "## Problem\n\nLoads fail **at night**. Nobody is told.\n\n## Solution\n\nA notice, sent before."
PASTE = """([data, name, type]) => {
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  const clipboardData = new DataTransfer();
  clipboardData.items.add(new File([bytes], name, { type }));
  const text = document.getElementById("id_body");
  text.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def document(transactional_db):
    return DocumentFactory(body=BODY, title="Notices")


@pytest.mark.both
def test_words_are_chosen_and_commented_on_by_keyboard(visitor, viewer, document, axe):
    UserFactory(full_name="Hanna Björk")
    page = visitor(viewer)
    page.goto(document.get_absolute_url())
    expect(page.locator(".say [data-choose]").first).not_to_have_attribute("hidden", "")
    page.keyboard.press("c")
    expect(page.locator(".choose-how")).to_be_visible()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    axe(page)
    page.keyboard.press("Enter")
    form = page.locator(".say[open]")
    expect(form.locator(".said-about")).to_have_text("Loads fail at night")
    field = form.get_by_role("textbox", name="Comment")
    expect(field).to_be_focused()
    page.keyboard.type("How often, @Han")
    expect(page.get_by_role("option")).to_have_count(1)
    names, name = page.get_by_role("listbox").bounding_box(), page.get_by_role("option").bounding_box()
    assert name["x"] - names["x"] < 8  # no list of the text it stands in, so not set in
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")

    said = page.locator(".thread .comment")
    expect(said).to_contain_text("How often, @Hanna Björk")
    expect(said).to_be_focused()
    expect(page.locator("mark.passage.at")).to_have_text(["Loads fail ", "at night"])
    expect(page.locator(".toast")).to_have_text(["Comment added"])
    axe(page)
    assert DocumentPassage.objects.get().words == "Loads fail at night"
    assert [user.full_name for user in Comment.objects.get().asked.all()] == ["Hanna Björk"]

    page.locator(".thread").get_by_role("button", name="Resolve").press("Enter")
    expect(page.locator(".thread").get_by_role("button", name="Open again")).to_be_visible()
    page.reload()
    expect(page.locator("mark.passage")).to_have_count(0)


def test_a_comment_that_was_not_sent_keeps_its_words_and_its_text(visitor, viewer, document, console):
    console.allow("ERR_INTERNET_DISCONNECTED|htmx:|status of 422")
    page = visitor(viewer)
    page.goto(document.get_absolute_url())
    expect(page.locator(".say [data-choose]").first).not_to_have_attribute("hidden", "")
    page.keyboard.press("c")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    form = page.locator(".say[open]")
    field = form.get_by_role("textbox", name="Comment")
    field.press("Control+Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(form.locator(".said-about")).to_have_text("Loads fail")
    field.fill("How often?")
    page.context.set_offline(True)
    field.press("Control+Enter")
    expect(page.get_by_text("The server did not answer")).to_be_visible()
    expect(field).to_have_value("How often?")
    expect(form.locator(".said-about")).to_have_text("Loads fail")
    page.context.set_offline(False)
    field.press("Control+Enter")
    expect(page.locator(".thread .comment")).to_be_focused()
    expect(page.locator("mark.passage.at")).to_have_text("Loads fail")
    page.keyboard.press("c")  # and on it goes
    expect(page.locator(".choose-how")).to_be_visible()


def test_words_are_selected_with_the_mouse_and_read_beside_them(visitor, viewer, document):
    page = visitor(viewer)
    page.goto(document.get_absolute_url())
    expect(page.locator(".say [data-choose]").first).not_to_have_attribute("hidden", "")
    box = page.get_by_text("A notice, sent before.").bounding_box()
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 2, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, middle, steps=4)
    page.mouse.up()
    page.locator(".say-here").click()
    form = page.locator(".say[open]")
    form.get_by_role("textbox", name="Comment").fill("By whom?")
    form.get_by_role("button", name="Comment").click()
    expect(page.locator("mark.passage")).to_contain_text("A notice")
    page.goto(document.get_absolute_url())
    said = page.locator(".thread .comment")
    expect(said).to_be_hidden()
    page.locator(".margin-mark").click()
    expect(said).to_contain_text("By whom?")


def test_without_script_the_words_are_typed(visitor, viewer, document):
    page = visitor(viewer, java_script_enabled=False, width=390)
    page.goto(document.get_absolute_url())
    say = page.locator(".say").nth(1)
    say.locator("summary").click()
    say.get_by_label("About these words").fill("a notice")
    say.get_by_label("Comment").fill("By whom?")
    say.get_by_role("button", name="Comment").click()
    expect(page.locator("mark.passage")).to_have_text("A notice")
    expect(page.locator(".thread-about")).to_have_text("A notice")


def test_a_document_that_is_talked_about_is_accessible_in_every_look(visitor, viewer, document, axe, looks):
    page = visitor(viewer, java_script_enabled=False)
    page.goto(document.get_absolute_url())
    say = page.locator(".say").first
    say.locator("summary").click()
    say.get_by_label("About these words").fill("Nobody is told")
    say.get_by_label("Comment").fill("Is it so?")
    say.get_by_role("button", name="Comment").click()
    for look in looks:
        page = visitor(viewer, **look)
        page.goto(document.get_absolute_url())
        page.locator(".margin-mark").click()
        expect(page.locator(".thread .comment")).to_be_visible()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_image_is_pasted_described_and_read(visitor, researcher, viewer, document, console, axe):
    console.allow("status of 422")
    out = BytesIO()
    Pillow.new("RGB", (60, 30), "teal").save(out, format="PNG")
    picture = base64.b64encode(out.getvalue()).decode()
    page = visitor(researcher)
    page.goto(f"{document.get_absolute_url()}edit/")
    text = page.get_by_role("textbox", name="Text optional")
    expect(page.get_by_role("button", name="Image")).to_be_visible()
    text.press("Control+End")
    page.evaluate(PASTE, [base64.b64encode(b"no image").decode(), "board.png", "image/png"])
    shows = page.get_by_label("What does the image show?")
    expect(shows).to_be_focused()
    axe(page)
    page.keyboard.type("The board")
    page.keyboard.press("Enter")
    expect(page.locator("#image-wrong")).to_have_text("This is no image. Choose a PNG, JPEG, WebP or GIF file.")
    page.keyboard.press("Escape")
    expect(text).to_be_focused()

    page.evaluate(PASTE, [picture, "board.png", "image/png"])
    expect(shows).to_be_focused()
    page.keyboard.type("The board at seven")
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    image = Image.objects.get()
    expect(text).to_have_value(f"{BODY}\n\n![The board at seven]({image.get_absolute_url()})\n\n")
    expect(page.locator("#autosaved")).to_contain_text("Saved")
    reader = visitor(viewer)
    reader.goto(document.get_absolute_url())
    shown = reader.get_by_role("img", name="The board at seven")
    expect(shown).to_be_visible()
    reader.wait_for_function("document.querySelector('.part img').naturalWidth === 60")


def test_a_reference_is_one_word_of_a_passage(visitor, researcher, transactional_db):
    pain = PainPointFactory(title="Loads break")
    document = DocumentFactory(body=f"## Problem\n\nNobody is told {pain.reference} in time.", title="Notices")
    page = visitor(researcher)
    page.goto(document.get_absolute_url())
    expect(page.locator(".say [data-choose]").first).not_to_have_attribute("hidden", "")
    page.keyboard.press("c")
    for _ in range(3):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator(".say[open] .said-about")).to_have_text(f"Nobody is told {pain.reference}")
