"""Very long notes, and every kind of text: what is painted stands where the text stands, and nothing freezes."""

import base64
import random

import pytest
from playwright.sync_api import Page, expect

from interviews.models import Interview, Mention
from tests.browser.log_screen import drafts, notes, reach, saved, until, write
from tests.browser.test_log import log

__all__ = ["log"]

pytestmark = pytest.mark.browser

PUT = """text => { const notes = document.getElementById('log-notes');
notes.focus(); notes.setRangeText(text, 0, notes.value.length, 'end');
notes.dispatchEvent(new Event('input', {bubbles: true})); }"""
# The text that is painted, block by block, and how high it is beside the notes.
PAINTED = """() => { const paint = document.querySelector('.pad-paint');
const words = node => [...node.children].map(row => { const copy = row.cloneNode(true);
  copy.querySelector('.g')?.remove(); return copy.textContent; }).join('\\n');
const text = [...paint.children].map(block => block.children.length ? words(block) : block.textContent).join('\\n');
const height = [...paint.children].reduce((sum, block) => sum + block.getBoundingClientRect().height, 0);
return [text.replaceAll('\\u200b', ''), height]; }"""
HEIGHT = """() => { const notes = document.getElementById('log-notes'); const keep = notes.getAttribute('style') ?? '';
Object.assign(notes.style, {fieldSizing: 'fixed', minBlockSize: '0', blockSize: '10px', alignSelf: 'start'});
const height = notes.scrollHeight; notes.style.cssText = keep; return height; }"""
ROWS = "document.querySelectorAll('.pad-paint .ln').length"
# How many nodes are drawn anew for nine keys in the middle of the text.
DRAWN = """async () => { const notes = document.getElementById('log-notes'); let drawn = 0;
notes.focus(); notes.setSelectionRange(200000, 200000);
await new Promise(done => setTimeout(done, 500));
const watch = new MutationObserver(list => { for (const one of list) drawn += one.addedNodes.length; });
watch.observe(document.querySelector('.pad-paint'), {childList: true, subtree: true});
for (let n = 0; n < 9; n++) document.execCommand('insertText', false, 'x');
await new Promise(done => setTimeout(done, 0)); watch.disconnect(); return drawn; }"""

LINES = [
    "! Loads break 4",
    '" On fire',
    "  ? Nobody told them",
    "",
    "prose",
    "\\! prose",
    "?! Seen <- query",
    "word " * 40,
]
SCRIPTS = "\n".join(
    [
        "! التحميل يتعطل كل ليلة 4",
        '" אני לא יודע מי אחראי על הטבלה, ואף אחד אחר לא יודע',
        "~ \ttabs\tbetween\tcolumns 🙂 👩‍💻 🇵🇹 and back",
        "? 表が毎晩壊れる。誰も知らない。",
        "?? a_word_that_is_too_long_" + "for_any_line_" * 12,
        "التحميل يتعطل",
    ]
)


def check(page: Page, text: str) -> None:
    """What is painted says the same as the notes, on as many lines."""
    painted, height = page.evaluate(PAINTED)
    assert painted == text
    assert abs(height - page.evaluate(HEIGHT)) < 3


def test_whatever_is_typed_or_pasted_where_the_paint_follows(log):
    page = log()
    lines: list[str] = []
    choose = random.Random(7)
    for _ in range(60):
        start = choose.randint(0, len(lines))
        end = min(len(lines), start + choose.choice([0, 0, 1, 3, 90]))
        lines[start:end] = choose.choices(LINES, k=choose.choice([0, 1, 1, 2, 70, 300]))
        page.evaluate(PUT, "\n".join(lines))
        assert page.evaluate(PAINTED)[0] == "\n".join(lines)
    page.wait_for_timeout(100)
    check(page, "\n".join(lines))


def test_four_hundred_thousand_characters_are_typed_in_and_saved(log):
    page = log()
    text = ("word " * 15 + "and so on\n") * 4700 + "! Loads break\nend"
    assert len(text) > 400_000 - 5_000
    page.evaluate(PUT, text)
    assert until(page, lambda: page.evaluate(ROWS) < 600), "only what is in sight is painted"
    assert page.evaluate(DRAWN) < 9 * 10, "a key draws its line or its block, not the text"
    write(page, " of it")
    reach(page, notes(page).input_value())
    assert Mention.objects.get().title == "Loads break"
    page.locator("article.cap [data-goto]").click()
    assert page.evaluate("document.getElementById('log-notes').selectionStart") > 390_000
    expect(page.locator(".pad-paint .ln-pain")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("! Loads break\n" * 2_100, "2,100 marked lines"),
        ("word " * 210_000, "too long to be saved"),
    ],
)
def test_what_is_too_long_says_so_keeps_the_text_and_saves_the_rest(log, console, text, words):
    console.allow("422")
    page = log()
    page.locator("#log-name").fill("Maya")
    page.evaluate(PUT, text)
    expect(page.locator("#log-say")).to_contain_text(words)
    expect(page.locator("#log-saved")).to_have_text("Not saved")
    assert until(page, lambda: Interview.objects.get().first_participant().person)
    assert until(page, lambda: [len(draft) for draft in drafts(page)] == [len(text)])
    page.evaluate(PUT, "! Loads break")
    saved(page)
    assert Interview.objects.get().notes == "! Loads break"
    expect(page.locator("#log-say")).to_be_empty()


# Only the notes are seen, or only what is painted behind them.
SEEN = """([notes, paint]) => { document.activeElement.blur();
document.getElementById('log-notes').style.color = notes; document.querySelector('.pad-paint').style.color = paint; }"""

# Which part of what is dark in one picture is light in the other, around it as well: a shade at an edge does not count.
UNLIKE = """async pictures => {
const dark = await Promise.all(pictures.map(async picture => {
  const image = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), letter => letter.charCodeAt(0))]));
  const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
  canvas.drawImage(image, 0, 0);
  const { data, width } = canvas.getImageData(0, 0, image.width, image.height);
  return { width, at: Array.from({ length: data.length / 4 }, (_, n) => data[4 * n] + data[4 * n + 1] < 160) };
}));
const [one, other] = dark;
const near = n => [0, -1, 1, -one.width, one.width].some(step => other.at[n + step]);
const all = one.at.filter(Boolean).length;
return one.at.filter((is, n) => is && !near(n)).length / all; }"""


@pytest.mark.parametrize("width", [1440, 390])
def test_every_script_is_painted_where_it_stands(log, width):
    page = log(width=width)
    write(page, SCRIPTS)
    check(page, SCRIPTS)
    pad = page.locator("#pad")
    assert pad.evaluate("pad => pad.scrollWidth <= pad.clientWidth")
    pictures = []
    for colours in (["black", "transparent"], ["transparent", "black"]):
        page.evaluate(SEEN, colours)
        pictures.append(base64.b64encode(pad.screenshot()).decode())
    assert page.evaluate(UNLIKE, pictures) < 0.01, "the painted words stand where those of the notes do"
