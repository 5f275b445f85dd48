"""Documents by keyboard: a text that names what was said, requirements with evidence, and what two editors see."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from discovery.models import Document, Requirement
from discovery.versions import keep
from tests.factories.accounts import UserFactory
from tests.factories.discovery import DataProductFactory, DocumentFactory, EvidenceFactory, RequirementFactory
from tests.factories.interviews import CompanyFactory, MentionFactory, ParticipantFactory, PersonFactory, QuoteFactory


@pytest.fixture
def quote(transactional_db):
    """Something a customer said about a pain point."""
    person = PersonFactory(name="Maren Voss")
    participant = ParticipantFactory(person=person, role="Data engineer", company=CompanyFactory(name="Korvund"))
    told = {"so_what": "We lose a morning", "if_nothing": "We lose it again"}
    mention = MentionFactory(participant=participant, severity=4, **told)
    return QuoteFactory(participant=participant, speaks_for=mention, text="I merge and see who shouts")


def typed(page):
    """The field of the text."""
    return page.get_by_role("textbox", name="Text optional")


def test_a_prd_is_written_by_keyboard_and_the_bar_follows_its_evidence(visitor, researcher, quote):
    pain = quote.mentions.get().pain_point
    page = visitor(researcher)
    page.goto("/documents/new/?kind=prd")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Notices")
    text = typed(page)
    text.fill("## Problem\n\n")
    text.press("End")
    page.keyboard.type("Nobody is told ")
    page.keyboard.press("/")
    page.get_by_role("combobox", name="Find evidence").press_sequentially(pain.title)
    expect(page.locator(".slash [aria-selected=true]")).to_contain_text(pain.reference)
    page.keyboard.press("Enter")
    expect(text).to_have_value(f"## Problem\n\nNobody is told {pain.reference} ")
    text.press("Control+Enter")

    card = page.get_by_role("complementary", name=f"Live evidence, {pain.reference}")
    expect(card).to_contain_text("I merge and see who shouts")
    expect(card).to_contain_text("Maren Voss, Korvund")
    page.wait_for_load_state()
    page.keyboard.press("r")
    page.keyboard.type("It names every reader")
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="1 without evidence")).to_be_visible()
    page.get_by_role("link", name="Find or drop").press("Enter")
    page.wait_for_load_state()
    page.keyboard.type("shouts")
    page.get_by_role("radio", name="I merge and see who shouts").press("Space")
    page.get_by_role("button", name="Link it").press("Enter")

    page.wait_for_url(re.compile(r"/documents/\d+/#r1$"))
    expect(page.get_by_text("1 of 1 requirement has evidence").filter(visible=True)).to_be_visible()
    expect(page.get_by_role("img", name="1 stated")).to_be_visible()
    page.goto(f"{Requirement.objects.get().get_absolute_url()}evidence/?find={pain.reference}&kind=mention")
    page.get_by_role("radio").first.press("Space")
    page.get_by_text("Challenges", exact=True).click()
    page.get_by_role("button", name="Link it").press("Enter")
    page.goto(Document.objects.get().get_absolute_url())
    expect(page.get_by_role("img", name="1 contradicted")).to_be_visible()


def test_requirements_are_added_one_after_the_other_without_leaving_the_place(visitor, researcher, quote, console, axe):
    console.allow("422")
    document = DocumentFactory(kind="prd", body="## Problem\n\n" + "Nobody is told.\n\n" * 60)
    page = visitor(researcher)
    page.goto(document.get_absolute_url())
    field = page.get_by_role("textbox", name="Add a requirement")
    page.keyboard.press("r")
    expect(field).to_be_focused()
    at = page.evaluate("scrollY")
    assert at > 500
    for number, text in enumerate(("It names every reader", "It asks one of them"), 1):
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(page.get_by_role("rowheader", name=text)).to_be_in_viewport()
        expect(page.get_by_role("status").filter(has_text=f"R{number} added")).to_be_visible()
        expect(field).to_be_focused()
        expect(field).to_have_value("")
    assert page.evaluate("scrollY") == at
    field.fill(f"Because {quote.text}")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_value(f"Because {quote.text}")
    field.fill("By mail")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("img", name="3 without evidence")).to_be_visible()
    expect(field).to_be_focused()
    axe(page)
    page.get_by_role("button", name="Approve this text").click()  # what was added here was seen here
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Approve {document.reference}")


def test_lines_move_by_keyboard_and_the_focus_stays_on_the_button(visitor, researcher, transactional_db):
    document = DocumentFactory(kind="prd")
    for text in ("First", "Second", "Third"):
        RequirementFactory(document=document, text=text)
    page = visitor(researcher)
    page.goto(document.get_absolute_url())
    page.get_by_role("button", name="Move R3 up").press("Enter")
    rows = page.locator(".reqs tbody tr th")
    expect(rows).to_have_text([re.compile("First"), re.compile("Third"), re.compile("Second")])
    expect(page.get_by_role("button", name="Move R3 up")).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows.first).to_have_text(re.compile("Third"))


def test_what_is_typed_is_saved_by_itself_and_two_editors_lose_nothing(visitor, researcher, admin, console):
    console.allow("409")
    document = DocumentFactory(title="Notices", body="Before")
    one, other = visitor(researcher), visitor(admin)
    for page in (one, other):
        page.goto(f"{document.get_absolute_url()}edit/")
    typed(one).fill("Mine")
    expect(one.locator("#autosaved")).to_have_text(re.compile(r"Saved \d"))
    typed(other).fill("Theirs")
    expect(other.get_by_role("alert")).to_contain_text("Mine")
    expect(typed(other)).to_have_value("Theirs")
    other.get_by_role("button", name="Save what I typed").click()
    expect(other.locator("#autosaved")).to_have_text(re.compile(r"Saved \d"))
    document.refresh_from_db()
    assert document.body == "Theirs"
    assert [version.body for version in document.versions.all()] == ["Theirs", "Mine"]


def test_a_new_document_is_one_to_edit_once_it_saved_itself(visitor, researcher, transactional_db):
    page = visitor(researcher)
    page.goto("/documents/new/")
    page.get_by_label("Title").fill("Notices")
    expect(page.locator("#autosaved")).to_have_text(re.compile(r"Saved \d"))
    document = Document.objects.get()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Edit {document.reference}")
    expect(page.locator(".crumbs").get_by_role("link", name=document.reference)).to_be_visible()
    with page.expect_file_chooser() as chosen:
        page.get_by_role("button", name="Image", exact=True).click()
    file = BytesIO()
    Image.new("RGB", (4, 3)).save(file, "PNG")
    chosen.value.set_files({"name": "loads.png", "mimeType": "image/png", "buffer": file.getvalue()})
    page.get_by_label("What does the image show?").fill("Broken loads")
    page.get_by_role("button", name="Add image").click()
    expect(typed(page)).to_have_value(re.compile(r"!\[Broken loads\]"))


def test_a_title_in_customers_words_is_refused_at_its_field_and_the_text_goes_on(visitor, researcher, transactional_db):
    QuoteFactory(text="The chat is on fire at seven every day")
    document = DocumentFactory(title="Notices", body="Before")
    page = visitor(researcher, width=390)
    page.goto(f"{document.get_absolute_url()}edit/")
    page.get_by_label("Title").fill("The chat is on fire at seven")
    typed(page).fill("After")
    expect(page.locator("#autosaved")).to_contain_text("not the title")
    expect(page.locator(".field").filter(has=page.get_by_label("Title"))).to_contain_text("a customer’s words")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    document.refresh_from_db()
    assert (document.title, document.body) == ("Notices", "After")
    page.get_by_label("Title").fill("People hear of it too late")
    expect(page.locator("#autosaved")).to_have_text(re.compile(r"Saved \d\d:\d\d$"))
    expect(page.locator("#title-refused")).to_have_count(0)


def test_save_waits_for_the_first_save_on_its_way(visitor, researcher, transactional_db):
    page = visitor(researcher)
    held = []

    def hold(route):
        held.append(route)

    page.route("**/documents/new/autosave/", hold)
    page.goto("/documents/new/")
    with page.expect_request("**/documents/new/autosave/"):
        page.get_by_label("Title").fill("Notices")
    typed(page).fill("Typed while it was on its way")
    page.get_by_role("button", name="Save", exact=True).click()
    assert not Document.objects.exists()
    held[0].continue_()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Notices")
    document = Document.objects.get()
    assert page.url.endswith(document.get_absolute_url())
    assert document.body == "Typed while it was on its way"


def test_what_was_typed_offline_is_brought_back(visitor, researcher, console, transactional_db):
    console.allow("ERR_INTERNET_DISCONNECTED|Failed to load|htmx:")
    document = DocumentFactory(body="Before")
    page = visitor(researcher)
    page.goto(f"{document.get_absolute_url()}edit/")
    page.context.set_offline(True)
    typed(page).fill("Typed in a tunnel")
    expect(page.locator("#autosaved")).to_contain_text("Offline")
    page.goto("about:blank")
    page.context.set_offline(False)
    page.goto(f"{document.get_absolute_url()}edit/")
    page.get_by_role("button", name="Bring it back").click()
    expect(typed(page)).to_have_value("Typed in a tunnel")
    expect(page.locator("#autosaved")).to_have_text(re.compile(r"Saved \d"))


def test_pages_of_documents_are_accessible_and_never_scroll_sideways(visitor, researcher, admin, quote, axe, looks):
    pain = quote.mentions.get().pain_point
    body = f"## Problem\n\n{pain.reference} and {quote.interview.reference}\n\n## Requirements\n\n## Risks\n"
    product = DataProductFactory(owner=researcher, purpose="Who reads what")
    document = DocumentFactory(title="Long" * 30, summary="In one line", kind="prd", body=body, data_product=product)
    for stance in ("supports", "challenges"):
        line = RequirementFactory(document=document, text="It names every reader", acceptance="By name")
        EvidenceFactory(hypothesis=None, requirement=line, pain_point=None, quote=quote, stance=stance)
    RequirementFactory(document=document, priority="could")
    document.reviews.create(reviewer=researcher, created_by=admin, question="Is it true?")
    keep(document, admin)
    Document.objects.update(body=body.replace("and", "or"))
    keep(document, UserFactory())
    home = document.get_absolute_url()
    addresses = [home, f"{home}edit/", f"{home}versions/", f"{home}versions/1/", f"{home}compare/?old=1&new=2"]
    addresses += [line.get_absolute_url(), f"{line.get_absolute_url()}edit/", f"{home}requirements/new/"]
    addresses += ["/documents/", "/documents/new/", "/documents/templates/"]
    addresses += [product.get_absolute_url(), "/data-products/"]
    for look in looks:
        page = visitor(researcher, **look)
        for address in addresses:
            page.goto(address)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


@pytest.mark.parametrize("width", [390, 1440])
def test_the_bar_of_evidence_stands_once_and_on_a_phone_below_the_title(visitor, researcher, transactional_db, width):
    document = DocumentFactory(title="Notices", body="## Problem\n\nToo late.")
    RequirementFactory(document=document)
    keep(document, researcher)
    page = visitor(researcher, width=width)
    for place in (document.get_absolute_url(), f"{document.get_absolute_url()}versions/1/"):
        page.goto(place)
        bar = page.locator(".cover-bar:visible")
        expect(bar).to_have_count(1)
        title = page.get_by_role("heading", level=1)
        if width == 390:
            assert bar.bounding_box()["y"] > title.bounding_box()["y"]
            assert bar.bounding_box()["y"] < page.get_by_role("heading", name="Problem").bounding_box()["y"]
