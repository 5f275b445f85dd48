"""Approving, going on, comparing and taking a document along, as people do it; and what a withdrawal does to it."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from discovery.evidence import link
from discovery.models import Document, DocumentVersion
from tests.browser.test_documents import typed
from tests.factories.discovery import DocumentFactory, RequirementFactory
from tests.factories.interviews import CompanyFactory, MentionFactory, ParticipantFactory, PersonFactory, QuoteFactory


@pytest.fixture
def quote(transactional_db):
    """Something a customer said about a pain point."""
    person = PersonFactory(name="Maren Voss", pseudonym="Data engineer 4", email="maren@korvund.example")
    company = CompanyFactory(name="Korvund", industry="Logistics")
    mention = MentionFactory(participant=ParticipantFactory(person=person, company=company), severity=4)
    return QuoteFactory(participant=mention.participant, speaks_for=mention, text="I merge and see who shouts")


@pytest.fixture
def document(quote, researcher):
    """A PRD that names the pain point; its line stands on the quote."""
    pain = quote.mentions.get().pain_point
    document = DocumentFactory(title="Notices", kind="prd", body=f"## Problem\n\nNobody is told, {pain.reference}.")
    line = RequirementFactory(document=document, text="It names every reader")
    link(quote, line, stance="supports", reason="", user=researcher)
    return document


def write(page, document, text):
    """Type it, and wait until the server has it."""
    page.goto(f"{document.get_absolute_url()}edit/")
    typed(page).fill(text)
    expect(page.locator("#autosaved")).to_have_text(re.compile(r"Saved \d"))


def test_the_versions_are_one_tap_away_on_a_phone(visitor, researcher, document):
    page = visitor(researcher, width=390)
    page.goto(document.get_absolute_url())
    page.get_by_role("link", name="Every version").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Versions")


def test_approve_go_on_and_compare_the_first_with_the_third(visitor, researcher, admin, document):
    page, other = visitor(researcher), visitor(admin)
    home = document.get_absolute_url()
    page.goto(home)
    page.get_by_role("button", name="Approve this text").click()
    page.wait_for_url(re.compile("/approve/"))
    page.get_by_role("button", name="Approve this text").press("Control+Enter")
    expect(page.get_by_text("this copy stays as it is")).to_be_visible()

    write(page, document, "## Problem\n\nNobody is told in time.")
    write(other, document, "## Problem\n\nNobody is told before the load.")
    assert list(DocumentVersion.objects.values_list("number", flat=True)) == [3, 2, 1]
    page.goto(home)
    expect(page.locator(".doc-body .meta").first).to_contain_text("Draft")
    expect(page.get_by_text("That copy stays as it is; this draft goes on")).to_be_visible()
    page.get_by_role("link", name="Version 1", exact=True).click()
    expect(page.locator(".doc-body")).to_contain_text("Nobody is told, PP-")

    page.goto(f"{home}versions/")
    page.get_by_role("radio", name="Version 1 as the Older").check()
    page.get_by_role("radio", name="Version 3 as the Newer").check()
    page.get_by_role("button", name="Compare the two that are chosen").click()
    changed = page.get_by_role("region", name="Text")
    expect(changed.locator("del")).to_contain_text([re.compile("PP-")])
    expect(changed.locator("ins")).to_contain_text([re.compile("before the load")])


def test_two_who_edit_at_once_lose_neither_text(visitor, researcher, admin, console, document):
    console.allow("409")
    one, other = visitor(researcher), visitor(admin)
    for page in (one, other):
        page.goto(f"{document.get_absolute_url()}edit/")
    typed(one).fill("What the one wrote")
    expect(one.locator("#autosaved")).to_have_text(re.compile(r"Saved \d"))
    typed(other).fill("What the other wrote")
    conflict = other.get_by_role("alert")
    expect(conflict).to_contain_text("What the one wrote")
    conflict.get_by_role("button", name="Take theirs").click()
    expect(typed(other)).to_have_value("What the one wrote")
    other.get_by_role("button", name="Bring it back").click()
    expect(typed(other)).to_have_value("What the other wrote")
    expect(other.locator("#autosaved")).to_have_text(re.compile(r"Saved \d"))

    other.goto(f"{document.get_absolute_url()}versions/")
    other.get_by_role("link", name="Version 1", exact=True).click()
    expect(other.locator(".doc-body")).to_contain_text("What the one wrote")


def test_a_withdrawal_shows_in_the_document_its_approved_copy_and_its_bundle(
    visitor, researcher, document, quote, tmp_path
):
    page = visitor(researcher)
    home = document.get_absolute_url()
    page.goto(home)
    page.get_by_role("button", name="Approve this text").click()
    page.wait_for_url(re.compile("/approve/"))
    page.get_by_role("button", name="Approve this text").press("Control+Enter")
    expect(page.get_by_text("this copy stays as it is")).to_be_visible()
    copy = page.url
    expect(page.get_by_text("I merge and see who shouts").first).to_be_visible()
    assert "I merge and see who shouts" in bundle(page, home, tmp_path)

    page.goto(f"/participants/{quote.participant_id}/consent/")
    page.get_by_role("link", name="Withdraw the consent").click()
    page.get_by_role("button", name="Withdraw the consent").click()
    page.wait_for_load_state()
    for address in (home, copy):
        page.goto(address)
        card = page.get_by_role("complementary", name=re.compile("Live evidence, PP-"))
        expect(card).to_contain_text("Withdrawn: the words are not shown")
        expect(page.locator("main")).not_to_contain_text("I merge and see who shouts")
    told = bundle(page, home, tmp_path)
    assert "I merge and see who shouts" not in told and "Withdrawn: the words are not shown" in told


def bundle(page, home, folder: Path) -> str:
    """Take the bundle from the menu; everything that is in it."""
    page.goto(home)
    page.locator(".export-menu > summary").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Evidence bundle").click()
    path = folder / taken.value.suggested_filename
    taken.value.save_as(path)
    with ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


def test_the_menu_says_what_leaves_and_the_bundle_opens_offline(
    visitor, researcher, document, axe, looks, console, tmp_path
):
    console.allow(r"bundle\.css|preload assets")  # axe asks for the style once more, which a file may not
    page = visitor(researcher)
    page.goto(document.get_absolute_url())
    page.locator(".export-menu > summary").click()
    part = page.locator("#export-part")
    expect(part).to_contain_text("2 quotes of 1 person, with names and companies")
    part.get_by_role("link", name="Under pseudonyms").click()
    expect(part).to_contain_text("under pseudonyms")
    with page.expect_download() as taken:
        part.get_by_role("link", name="Evidence bundle").click()
    with ZipFile(taken.value.path()) as archive:
        archive.extractall(tmp_path)
    index = next(tmp_path.rglob("index.html"))
    for look in looks:
        page = visitor(researcher, **look)
        page.goto(f"{document.get_absolute_url()}export/")
        axe(page)
        page.goto(index.as_uri())
        expect(page.get_by_role("heading", level=1)).to_have_text("Notices")
        expect(page.locator("main")).to_contain_text("Data engineer 4")
        expect(page.locator("main")).not_to_contain_text("Maren")
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("link", name=re.compile("PP-")).first.click()
        expect(page.locator(":target")).to_contain_text("I merge and see who shouts")


def test_a_new_document_is_there_before_it_was_saved(visitor, researcher, transactional_db):
    page = visitor(researcher)
    page.goto("/documents/new/?kind=one-pager")
    typed(page).fill("Before the title")
    expect(page.locator("#autosaved")).to_have_text("Kept in this browser until it has a title")
    page.get_by_label("Title").fill("Notices")
    expect(page.locator("#autosaved")).to_have_text(re.compile(r"Saved \d"))
    document = Document.objects.get()
    expect(page).to_have_url(re.compile(f"{document.get_absolute_url()}edit/$"))
    typed(page).fill("And on")
    expect(page.locator("#autosaved")).to_have_text(re.compile(r"Saved \d"))
    page.reload()
    expect(typed(page)).to_have_value("And on")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notices")
    assert Document.objects.count() == 1
    page.goto("/documents/new/")
    expect(page.locator(".left-behind")).to_have_count(0)
