"""Logging an interview in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from interviews.models import Interview, Mention, PainPoint, Why
from tests.browser.log_screen import reach, ready, saved, write
from tests.factories import interviews as make

NOTES = """Runs ingestion for 40 sources.
! Schema changes break loads 5
" I find out because Slack is on fire.
? Teams rename columns
! Backfills are manual"""

# How high the text of the notes is by itself: the field is made as low as it gets.
HEIGHT_OF_TEXT = """() => { const notes = document.getElementById('log-notes');
Object.assign(notes.style, {fieldSizing: 'fixed', minBlockSize: '0', blockSize: '10px', alignSelf: 'start'});
return notes.scrollHeight; }"""


@pytest.fixture
def log(visitor, researcher):
    """Give the log screen in a browser, ready to be typed into."""

    def open_log(path: str = "/interviews/new/", user=None, **look) -> Page:
        page = visitor(user or researcher, **look)
        page.goto(path)
        return ready(page)

    return open_log


@pytest.mark.both
def test_by_keyboard_alone_three_pains_a_quote_and_a_tree_with_a_branch(log):
    page = log()
    expect(page.locator("#log-name")).to_be_focused()
    page.keyboard.type("Maya Lindqvist")
    for _ in range(30):
        if page.evaluate("document.activeElement.id") == "log-notes":
            break
        page.keyboard.press("Tab")
    page.keyboard.type(
        '! Schema changes break loads 5\n" Slack is on fire\n? Teams rename columns\n? Nobody tells them'
    )
    page.keyboard.press("Tab")
    page.keyboard.type("\n? The contract is a wiki page")
    page.keyboard.press("Tab")
    page.keyboard.type("\n! Backfills are manual\n! Costs cannot be traced")
    saved(page)
    expect(page.locator("article.cap")).to_have_count(3)
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_label("Pain point 2", exact=True)).to_be_focused()
    page.keyboard.press("4")
    page.keyboard.press("Alt+w")
    page.keyboard.type("No tool does it")
    page.keyboard.press("Enter")
    expect(page.locator("#log-notes")).to_have_value(
        re.compile(r"! Backfills are manual 4\n\? No tool does it\n! Costs")
    )
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/finish/")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/interviews/\d+/$"))
    assert Interview.objects.get().status == "complete"
    assert list(PainPoint.objects.order_by("pk").values_list("title", flat=True)) == [
        "Schema changes break loads",
        "Backfills are manual",
        "Costs cannot be traced",
    ]
    top, one, two, tool = Why.objects.order_by("position")
    assert (one.parent, two.parent, tool.mention.severity) == (top, top, 4)


def test_autosave_gives_the_interview_its_address_and_says_when(log):
    page = log()
    write(page, NOTES)
    saved(page)
    expect(page.locator("#log-saved")).to_have_text(re.compile(r"Saved \d\d:\d\d:\d\d"))
    assert re.search(r"/interviews/\d+/log/$", page.url)
    page.reload()
    expect(ready(page).locator("#log-notes")).to_have_value(NOTES)


def test_the_caret_stays_while_answers_come(log):
    page = log()
    write(page, NOTES)
    saved(page)
    page.evaluate("document.getElementById('log-notes').setSelectionRange(5, 5)")
    page.keyboard.type("a whole ", delay=40)
    saved(page)
    page.keyboard.type("X")
    assert page.locator("#log-notes").input_value().startswith("Runs a whole Xingestion")


def test_the_panel_and_the_notes_stay_in_step_both_ways(log):
    page = log()
    write(page, NOTES)
    saved(page)
    card = page.get_by_label(re.compile("^Pain point 2"))
    card.get_by_label("3, Slows work").check(force=True)
    expect(page.locator("#log-notes")).to_have_value(re.compile("! Backfills are manual 3$"))
    title = page.get_by_label(re.compile("^Pain point 1$")).get_by_label("Pain point", exact=True)
    title.fill("Schema changes break every load")
    title.press("Enter")
    expect(page.locator("#log-notes")).to_have_value(re.compile("! Schema changes break every load 5\n"))
    page.get_by_label("How do we know this?").get_by_label("Our intuition").check(force=True)
    expect(page.locator("#log-notes")).to_have_value(re.compile(r"\n\?\? Teams rename columns\n"))
    saved(page)
    assert Mention.objects.get(severity=3).title == "Backfills are manual"
    write(page, " by hand 2")
    expect(card.locator("textarea.title")).to_have_value("Backfills are manual 3 by hand")


def test_a_mark_button_marks_the_line_and_takes_the_mark_back(log):
    page = log()
    write(page, "Loads break")
    button = page.locator("#marks button", has_text="Pain")
    button.click()
    expect(page.locator("#log-notes")).to_have_value("! Loads break")
    expect(page.locator(".pad-paint .ln-pain")).to_have_count(1)
    page.keyboard.type(" 4")
    expect(page.locator('.pad-paint .g[data-p="4"]')).to_have_count(1)
    button.click()
    expect(page.locator("#log-notes")).to_have_value("Loads break 4")


def test_tab_indents_a_why_and_escape_lets_it_leave(log):
    page = log()
    write(page, "! Pain\n? Top\n? Below")
    page.keyboard.press("Tab")
    expect(page.locator("#log-notes")).to_have_value("! Pain\n? Top\n  ? Below")
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#log-notes")).to_have_value("! Pain\n? Top\n? Below")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator("#log-notes")).not_to_be_focused()


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_the_paint_wraps_like_the_notes(log, width):
    page = log(width=width)
    long = "word " * 60 + "x" * 200
    write(page, f'{long}\n! {long} 4\n" {long}\n  ? {long}\nlast')
    notes, paint = (page.locator(place).bounding_box() for place in ("#log-notes", ".pad-paint"))
    assert (notes["x"], notes["y"], notes["width"]) == (paint["x"], paint["y"], paint["width"])
    rows = page.evaluate("[...document.querySelectorAll('.pad-paint .ln')].map(e => e.getBoundingClientRect().height)")
    needed = page.evaluate(HEIGHT_OF_TEXT)
    assert abs(sum(rows) - needed) < 3


def test_two_thousand_lines_are_painted_by_the_line(log):
    page = log()
    page.evaluate(
        """() => { const notes = document.getElementById('log-notes');
        notes.value = Array.from({length: 2000}, (_, n) => `! Pain number ${n} 3`).join('\\n');
        notes.dispatchEvent(new Event('input', {bubbles: true})); }"""
    )
    changed = page.evaluate(
        """async () => { let changed = 0; const notes = document.getElementById('log-notes');
        const watch = new MutationObserver(list => {
          for (const one of list) changed += one.addedNodes.length + one.removedNodes.length; });
        watch.observe(document.querySelector('.pad-paint'), {childList: true, subtree: true});
        notes.setRangeText('y', 9, 9, 'end'); notes.dispatchEvent(new Event('input', {bubbles: true}));
        await new Promise(done => setTimeout(done, 0)); return changed; }"""
    )
    assert changed == 2


def test_a_pain_that_is_known_is_offered_and_chosen(log):
    known = make.PainPointFactory(title="Cost spikes have no owner")
    make.MentionFactory(pain_point=known)
    page = log()
    write(page, "! Cost spikes without an owner")
    offer = page.locator(".same")
    expect(offer).to_contain_text(f"Sounds like {known.reference} Cost spikes have no owner, heard from 1 person.")
    offer.get_by_role("button", name="Same pain").click()
    expect(page.locator(".cap")).to_contain_text("The same pain as")
    assert Mention.objects.latest("pk").pain_point == known
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".cap")).not_to_contain_text("The same pain as")


def test_a_removed_line_with_links_waits_for_a_decision_and_can_be_brought_back(log):
    page = log()
    write(page, NOTES)
    saved(page)
    card = page.locator("article.cap").first
    card.get_by_text("More", exact=True).click()
    card.get_by_label("So what").fill("Nobody trusts the numbers")
    card.get_by_label("So what").press("Enter")
    saved(page)
    page.locator("#log-notes").fill("Nothing left")
    expect(page.locator("article.cap.gone")).to_contain_text("Line removed")
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("article.cap")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("article.cap")).to_contain_text("Its line is no longer in the notes")


def test_a_known_person_is_suggested_and_what_is_known_is_carried_over(log, researcher):
    company = make.CompanyFactory(name="Nordkap")
    maya = make.PersonFactory(name="Maya Lindqvist", role="Data engineer", company=company)
    earlier = make.InterviewFactory(created_by=researcher)
    make.ParticipantFactory(interview=earlier, person=maya)
    page = log()
    page.locator("#log-name").press_sequentially("maya", delay=30)
    page.get_by_role("option", name=re.compile("Maya Lindqvist")).click()
    page.locator("#log-notes").focus()
    expect(page.locator("#log-role")).to_have_value("Data engineer")
    expect(page.locator("#log-company")).to_have_value("Nordkap")
    expect(page.locator("#log-met")).to_contain_text("We met Maya on")


def test_chips_are_added_and_removed(log):
    page = log()
    page.get_by_label("Tools and data").fill("Airflow")
    page.keyboard.press("Enter")
    page.keyboard.type("dbt,")
    saved(page)
    page.reload()
    ready(page)
    expect(page.locator("[data-chips=tools] .chip")).to_have_text(["Airflow", "dbt"])
    page.get_by_role("button", name="Remove Airflow").click()
    page.get_by_label("Tools and data").press("Backspace")
    expect(page.locator("[data-chips=tools] .chip")).to_have_count(0)
    page.locator(".toast", has_text="Removed dbt").get_by_role("button", name="Undo").click()
    saved(page)
    page.reload()
    expect(ready(page).locator("[data-chips=tools] .chip")).to_have_text(["dbt"])


def test_a_field_in_error_says_so_while_the_notes_are_saved(log, console):
    console.allow("422")
    page = log()
    page.locator("#log-held_at").fill("1 Jan 1900, 10:00")
    write(page, "kept")
    expect(page.locator("[data-error=held_at]")).to_contain_text("Is the year right?")
    expect(page.locator("#log-title")).to_have_text(re.compile("INT-"))
    write(page, " all the same")
    reach(page, "kept all the same")
    expect(page.locator("#log-saved")).to_have_text("Saved, but for one field")
    expect(page.locator("[data-error=held_at]")).to_be_visible()
    page.locator("#log-held_at").fill("yesterday 10:00")
    saved(page)
    expect(page.locator("[data-error=held_at]")).to_be_hidden()


def test_questions_of_the_guide_are_ticked(log):
    guide = make.GuideFactory(title="First talk")
    for n in range(3):
        make.QuestionFactory(guide=guide, position=n, text=f"What about {n}?")
    page = log()
    write(page, "hello")
    saved(page)
    page.get_by_role("tab", name=re.compile("Guide")).click()
    page.locator("#log-guide select[name=guide]").select_option("First talk")
    page.get_by_label("What about 1?").check()
    expect(page.locator("#log-asked")).to_have_text("1 of 3 asked")
    page.get_by_role("radiogroup", name="Answered?").nth(2).get_by_label("Partly").check(force=True)
    expect(page.locator("#log-asked")).to_have_text("2 of 3 asked")


def test_finishing_without_a_name_asks_for_it_at_the_field(log):
    page = log()
    write(page, "! Pain")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-error=name]")).to_contain_text("Say who it was")
    expect(page.locator("#log-name")).to_be_focused()


def test_the_screen_is_accessible_and_fits_in_every_look(log, looks, axe):
    url = None
    for look in looks:
        page = log(url or "/interviews/new/", **look)
        if url is None:
            write(page, NOTES)
            saved(page)
            url = page.url
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), look
        page.get_by_role("tab", name=re.compile("Guide")).click()
        axe(page)


def test_on_a_phone_the_count_jumps_to_the_cards(log):
    page = log(width=390, height=844, has_touch=True)
    write(page, NOTES)
    chip = page.get_by_role("button", name="2 captured")
    chip.click()
    expect(page.locator("article.cap").first).to_be_focused()
    expect(page.locator("#marks")).to_be_in_viewport()
