"""From a claim to the words behind it and back, by hand, by keyboard and without script."""

import pytest
from playwright.sync_api import expect

from discovery.models import Evidence
from tests.factories.discovery import DocumentFactory, EvidenceFactory, HypothesisFactory
from tests.factories.interviews import CompanyFactory, MentionFactory, ParticipantFactory, PersonFactory, QuoteFactory


@pytest.fixture
def quote(transactional_db):
    """Something a customer said about a pain point."""
    person = PersonFactory(name="Maren Voss")
    participant = ParticipantFactory(person=person, role="Data engineer", company=CompanyFactory(name="Korvund"))
    mention = MentionFactory(participant=participant, severity=4)
    return QuoteFactory(participant=participant, speaks_for=mention, text="I merge and see who shouts")


def test_a_quote_is_found_while_typing_linked_and_followed_back(visitor, researcher, quote):
    hypothesis = HypothesisFactory(title="Notices help", status="testing")
    page = visitor(researcher)
    page.goto(hypothesis.get_absolute_url())
    page.keyboard.press("e")
    expect(page.get_by_role("heading", level=1)).to_have_text("Add evidence")
    page.wait_for_load_state()
    expect(page.locator("#link-find")).to_be_focused()
    page.keyboard.type("shouts")
    page.get_by_role("radio", name="I merge and see who shouts").check()
    page.get_by_text("Challenges", exact=True).click()
    page.get_by_label("Why it matters").fill("They only hear of it afterwards")
    page.get_by_role("button", name="Link it").click()

    against = page.get_by_role("region", name="Against")
    expect(against.get_by_text("I merge and see who shouts")).to_be_visible()
    expect(against.get_by_text("1 source, 1 person at 1 company")).to_be_visible()
    page.goto(quote.interview.get_absolute_url())
    used = page.get_by_role("region", name="Used in")
    expect(used.get_by_role("link", name="Notices help")).to_be_visible()
    used.get_by_role("link", name="Notices help").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notices help")


def test_what_is_found_from_the_words_is_in_view_while_typing(visitor, researcher, quote):
    for number in range(4):
        HypothesisFactory(title=f"Notices help, {number}")
    page = visitor(researcher)
    page.goto(quote.get_absolute_url())
    page.locator("#link-find").wait_for(state="attached")
    button = page.locator("summary[data-key=e]").bounding_box()
    page.set_viewport_size({"width": 1440, "height": int(button["y"]) + 140})  # the field would be its last line
    page.keyboard.press("e")
    expect(page.locator("#link-choices .choice").first).to_be_in_viewport(ratio=1)
    page.keyboard.type("notices")
    expect(page.locator("#link-choices input[name=find]")).to_have_value("notices")
    expect(page.locator("#link-choices .choice").first).to_be_in_viewport(ratio=1)
    expect(page.locator("#link-find")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("page_of", ["quote", "pain_point", "interview"])
def test_from_the_words_a_claim_is_linked_by_keyboard(visitor, researcher, quote, page_of):
    hypothesis = HypothesisFactory(title="Notices help")
    record = {"quote": quote, "pain_point": quote.mentions.get().pain_point, "interview": quote.interview}[page_of]
    page = visitor(researcher)
    page.goto(record.get_absolute_url())
    page.locator("#link-find").wait_for(state="attached")
    page.keyboard.press("e")
    expect(page.locator("#link-find")).to_be_focused()
    page.keyboard.type("notices")
    expect(page.locator("#link-choices input[name=find]")).to_have_value("notices")  # what is found now stands there
    page.get_by_role("radio", name="Notices help").press("Space")
    page.get_by_role("radio", name="Challenges").press("Space")
    page.get_by_role("button", name="Link it").press("Enter")
    expect(page.locator(".toast")).to_contain_text(f"Linked to {hypothesis.reference}")
    evidence = Evidence.objects.get()
    assert (evidence.source, evidence.stance) == (record, "challenges")


def test_unlinking_offers_undo(visitor, researcher, quote):
    evidence = EvidenceFactory(pain_point=None, quote=quote)
    page = visitor(researcher)
    page.goto(evidence.hypothesis.get_absolute_url())
    page.get_by_role("button", name="Unlink").click()
    expect(page.get_by_role("region", name="For").get_by_text(quote.text)).to_have_count(0)
    expect(page.get_by_role("region", name="How our view moved").get_by_text("Taken away:")).to_be_visible()
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("region", name="For").get_by_text(quote.text)).to_be_visible()


def test_a_claim_is_linked_from_the_words_without_script(visitor, researcher, quote):
    DocumentFactory(title="Schema change notices")
    pain_point = quote.mentions.get().pain_point
    page = visitor(researcher, java_script_enabled=False, width=390)
    page.goto(pain_point.get_absolute_url())
    page.get_by_role("link", name="Used in").last.click()
    page.get_by_text("Use it in a hypothesis, requirement or document").click()
    page.get_by_label("Find a hypothesis, requirement or document").fill("schema")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("radio", name="Schema change notices").check()
    page.get_by_role("button", name="Link it").click()

    expect(page.locator(".toast")).to_contain_text("Linked to")
    assert Evidence.objects.get().pain_point == pain_point


def test_what_is_typed_into_a_document_is_shown_as_it_will_be_read(visitor, researcher, quote):
    page = visitor(researcher)
    page.goto("/documents/new/")
    page.get_by_label("Title").fill("Notices")
    page.get_by_label("Text").fill(f"## Problem\n\nSee {quote.interview.reference}")
    preview = page.get_by_role("region", name="As it will be read")

    expect(preview.get_by_role("heading", name="Problem")).to_be_visible()
    expect(preview.get_by_role("link", name=quote.interview.reference)).to_be_visible()


def test_pages_of_decisions_are_accessible_and_never_scroll_sideways(visitor, researcher, quote, axe, looks):
    hypothesis = EvidenceFactory(pain_point=None, quote=quote).hypothesis
    EvidenceFactory(hypothesis=hypothesis, pain_point=quote.mentions.get().pain_point, stance="challenges")
    body = "## Problem\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- x\n\n" + "long" * 60
    document = DocumentFactory(title="Long" * 40, body=body)
    EvidenceFactory(pain_point=None, hypothesis=None, quote=quote, document=document)
    addresses = [
        "/",
        "/hypotheses/",
        "/hypotheses/new/",
        hypothesis.get_absolute_url(),
        f"{hypothesis.get_absolute_url()}evidence/?find=merge",
        "/documents/",
        document.get_absolute_url(),
        f"{document.get_absolute_url()}edit/",
        f"/quotes/{quote.pk}/used-in/",
    ]
    for look in looks:
        page = visitor(researcher, **look)
        for address in addresses:
            page.goto(address)
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_the_first_steps_are_accessible(visitor, researcher, axe, looks):
    for look in looks:
        page = visitor(researcher, **look)
        page.goto("/")
        axe(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("No one has been heard yet.")
