"""A document as files: who may take what, what is in them, and that nothing in them acts or tells a hidden name."""

import io
import json
import re
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from discovery.evidence import link
from discovery.exchange.as_markdown import for_elsewhere
from discovery.versions import approve, as_it_is, seal
from interviews.models import Consent, Interview, Participant
from tests.factories.discovery import DataCheckFactory, DocumentFactory, HypothesisFactory, RequirementFactory
from tests.factories.interviews import CompanyFactory, MentionFactory, ParticipantFactory, PersonFactory, QuoteFactory

pytestmark = pytest.mark.django_db

WORDS = "Slack is on fire, ask Maren or mail maren@korvund.example"


def at(document, to="", **query):
    name = f"discovery:document_export_{to}" if to else "discovery:document_export"
    return reverse(name, args=[document.pk], query=query or None)


def taken(client, document, to, **query):
    answer = client.get(at(document, to, **query))
    assert answer.status_code == 200
    return answer.text


def opened(content):
    """The files of a bundle, by their name."""
    with ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name.rpartition("/")[2]: archive.read(name).decode() for name in archive.namelist()}


def bundle(client, document, **query):
    return opened(client.get(at(document, "zip", **query)).getvalue())


@pytest.fixture
def participant():
    company = CompanyFactory(name="Korvund", industry="logistics", website="https://www.korvund.example")
    person = PersonFactory(name="Maren Voss", pseudonym="Data engineer 4", email="maren@korvund.example")
    return ParticipantFactory(person=person, role="Head of data, Korvund", company=company)


@pytest.fixture
def document(participant, researcher):
    """A PRD that names a pain point, with a line that a quote supports and another one challenges."""
    mention = MentionFactory(participant=participant, severity=4, pain_point__title="Korvund is told too late")
    quote = QuoteFactory(participant=participant, text=WORDS, speaks_for=mention)
    body = f"## Problem\n\nMaren Voss of Korvund, see {mention.pain_point.reference}.\n\n## Requirements\n\n## Risks\n"
    document = DocumentFactory(title="Notices for Korvund", kind="prd", body=body, owner=researcher)
    line = RequirementFactory(document=document, text="It tells Voss", acceptance="By name")
    link(quote, line, stance="supports", reason="Maren says it best", user=researcher)
    link(QuoteFactory(text="Nobody minds"), line, stance="challenges", reason="", user=researcher)
    return document


def test_the_bundle_holds_the_document_its_sources_and_nothing_else(as_researcher, document):
    QuoteFactory(text="Never cited")
    files = bundle(as_researcher, document)
    assert set(files) == {"index.html", "bundle.css", "bundle.json", "document.md"}
    for name in ("index.html", "bundle.json", "document.md"):
        assert "Slack is on fire" in files[name] and "Nobody minds" in files[name] and "Never cited" not in files[name]
    page = files["index.html"]
    assert "Maren Voss" in page and "Korvund" in page and 'href="bundle.css"' in page
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=|(?:href|src)=\"(?!#|bundle\.css)", page)
    targets = set(re.findall(r'href="#([^"]+)"', page))
    assert targets <= set(re.findall(r'id="([^"]+)"', page)), "every link leads somewhere on the page"


def test_the_data_of_the_bundle_say_what_the_page_says(as_researcher, document):
    told = json.loads(bundle(as_researcher, document)["bundle.json"])
    assert (told["format"], told["format_version"], told["reference"]) == (
        "groundwork-evidence-bundle",
        1,
        document.reference,
    )
    assert (told["quotes"], told["voices"], told["pseudonyms"]) == (3, 2, False)
    line = told["lines"][0]
    assert (line["key"], line["known_by"]) == ("R1", "contradicted")
    by_key = {one["key"]: one for one in told["cited"]}
    assert by_key[line["supports"][0]]["quote"]["by"] == "Maren Voss"
    assert by_key[line["supports"][0]]["links"] == [{"of": "R1", "stance": "supports", "reason": "Maren says it best"}]
    assert told["names"] == {by_key["E1"]["reference"]: "E1"}


@pytest.mark.parametrize("name", ["Maren", "Voss", "Korvund", "korvund", "maren@"])
def test_under_pseudonyms_nobody_is_named_anywhere(name, as_researcher, document):
    files = bundle(as_researcher, document, people="pseudonyms")
    for to in ("md", "html"):
        files[to] = taken(as_researcher, document, to, people="pseudonyms")
    for where, text in files.items():
        assert name not in text, where
    page = files["index.html"]
    assert "Data engineer 4, Head of data, ‹a company in logistics›, a company in logistics" in page
    assert "ask ‹Data engineer 4› or mail ‹e-mail address›" in page
    assert name.lower() not in as_researcher.get(at(document, "md", people="pseudonyms"))["Content-Disposition"].lower()


@pytest.mark.parametrize("to", ["md", "html", "zip"])
def test_files_under_pseudonyms_say_so_in_their_name(to, as_researcher, document):
    named, unnamed = (
        as_researcher.get(at(document, to, people=people))["Content-Disposition"] for people in ("names", "pseudonyms")
    )
    assert "pseudonyms" not in named
    assert unnamed.endswith(f'-pseudonyms.{to}"')


def test_what_data_says_against_a_hypothesis_is_told_by_nobody(as_researcher, researcher):
    belief = HypothesisFactory(title="Notices help.")
    document = DocumentFactory(body=f"See {belief.reference}.", owner=researcher)
    link(DataCheckFactory(conclusion="refuted"), belief, stance="challenges", reason="", user=researcher)
    text = taken(as_researcher, document, "md")
    assert "Speaks against it: Data check" in text and "Told by" not in text


def test_those_who_see_no_names_take_pseudonyms(as_viewer, document):
    assert "Maren" not in taken(as_viewer, document, "html")
    assert as_viewer.get(at(document, "html", people="names")).status_code == 403
    assert as_viewer.get(at(document, "html", people="everybody")).status_code == 400
    assert as_viewer.get(at(document, "html", who="names")).status_code == 400


def test_a_hidden_person_is_somebody(as_stranger, document, researcher):
    ParticipantFactory(person=PersonFactory(name="Edda Holm", pseudonym="The spy"), interview__restricted=True)
    type(document).objects.update(body="Edda Holm was there")
    text = taken(as_stranger, document, "md", people="pseudonyms")
    assert "‹somebody› was there" in text and "Edda" not in text and "spy" not in text


def test_words_that_were_taken_back_or_are_not_for_quoting_stay_here(as_admin, as_stranger, document, participant):
    Participant.objects.filter(pk=participant.pk).update(consent=Consent.NONE)
    told = bundle(as_admin, document)
    assert all("Slack is on fire" not in text for text in told.values())
    assert "Not for quoting: the words are not shown" in told["index.html"]
    Participant.objects.filter(pk=participant.pk).update(consent=Consent.PUBLIC, consent_withdrawn_at=timezone.now())
    told = bundle(as_admin, document)
    assert all("Slack is on fire" not in text for text in told.values())
    assert "Withdrawn: the words are not shown" in told["index.html"] and "Maren says it best" not in told["index.html"]
    Participant.objects.filter(pk=participant.pk).update(consent_withdrawn_at=None)
    Interview.objects.filter(pk=participant.interview_id).update(restricted=True)
    assert json.loads(bundle(as_stranger, document)["bundle.json"])["quotes"] == 1


def test_the_approved_copy_is_exported_with_its_own_evidence(as_researcher, document, researcher):
    version, _ = approve(document, researcher, seen=seal(as_it_is(document, researcher)))
    link(QuoteFactory(text="Said later"), document.requirements.get(), stance="context", reason="", user=researcher)
    type(document).objects.update(body="Gone on")
    name = "discovery:document_version_export_zip"
    files = opened(as_researcher.get(reverse(name, args=[document.pk, version.number])).getvalue())
    assert "Said later" not in files["index.html"] and "Gone on" not in files["index.html"]
    assert "Approved" in files["index.html"] and json.loads(files["bundle.json"])["version"]["number"] == 1
    assert "Said later" in bundle(as_researcher, document)["index.html"]


def test_nothing_that_was_typed_acts_in_a_file(as_researcher, researcher):
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)> \"'><b>"
    document = DocumentFactory(title=f"../../{evil}", body=f"## {evil}\n\n{evil}", summary=evil, kind="prd")
    line = RequirementFactory(document=document, text=evil, acceptance=evil)
    link(QuoteFactory(text=evil), line, stance="supports", reason=evil, user=researcher)
    answer = as_researcher.get(at(document, "zip"))
    assert re.fullmatch(r'attachment; filename="DOC-\d+[a-z0-9-]*\.zip"', answer["Content-Disposition"])
    content = answer.getvalue()
    with ZipFile(io.BytesIO(content)) as archive:
        assert all(re.fullmatch(r"DOC-\d+[a-z0-9-]*/[a-z]+\.[a-z]+", name) for name in archive.namelist())
    files = opened(content)
    for page in (files["index.html"], taken(as_researcher, document, "html")):
        assert not re.search(r"<script|<img|href=.javascript|<b>\W", page)
    assert not re.search(r"(?<!\\)<(?:script|img|b)", files["document.md"])


def test_a_hypothesis_says_what_we_believe_and_what_speaks_against_it(as_researcher, document, researcher):
    belief = HypothesisFactory(title="A bot is read.")
    type(document).objects.update(body=f"See {belief.reference}")
    told = json.loads(bundle(as_researcher, document)["bundle.json"])
    assert (told["cited"][0]["says"], told["cited"][0]["told_by"]) == ("A bot is read.", "")
    link(QuoteFactory(text="I do not see bots"), belief, stance="challenges", reason="", user=researcher)
    one = json.loads(bundle(as_researcher, document)["bundle.json"])["cited"][0]
    assert (one["says"], one["known_by"], one["quote"]["text"]) == (
        "A bot is read. Against it:",
        "",
        "I do not see bots",
    )


def test_the_lines_stand_below_their_heading(as_researcher, document):
    text = taken(as_researcher, document, "md")
    assert re.search(r"## Requirements\n\n- \*\*R1\*\* It tells Voss .*\n  Accepted when: By name\n\n## Risks", text)
    type(document).objects.update(body="Only this")
    assert re.search(r"Only this\n\n## Requirements\n\n- \*\*R1\*\*", taken(as_researcher, document, "md"))


def test_code_in_the_text_stays_as_it_was_typed(as_researcher):
    document = DocumentFactory(body="Use `a < b` and `<table>`\n\n```html\n<script>\n```\n\n<b>not this</b>")
    text = taken(as_researcher, document, "md")
    assert "`<table>`" in text and "\n<script>\n" in text and "\\<b>not this\\</b>" in text


IMG = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (f"`a\nb` {IMG} `c`", f"`a\nb` \\{IMG} `c`"),
        (f"> `a\n> b` {IMG} `c`", f"> `a\n> b` \\{IMG} `c`"),
        (f"`a\n<script>\nb` {IMG}", f"`a\n\\<script>\nb` \\{IMG}"),
        (f"`a\nb` `{IMG}`", f"`a\nb` `{IMG}`"),
        (f"`a\n\nb` {IMG} `c`", f"`a\n\nb` {IMG} `c`"),  # a paragraph ends the span: the next one begins behind b
        (f"| a | b |\n|---|---|\n| ` | {IMG} ` |", f"| a | b |\n|---|---|\n| ` | \\{IMG} ` |"),
        (f"<https://a.example/`> {IMG} `", f"<https://a.example/`> \\{IMG} `"),
        (f"\\{IMG} and \\\\{IMG}", f"\\{IMG} and \\\\\\{IMG}"),
        (f"\ue000 \ue0000; {IMG}", f"\ue000 \ue0000; \\{IMG}"),
        (f"~~~ <b>\n{IMG}\n~~~\n\n    {IMG}\n\n{IMG}", f"~~~ <b>\n{IMG}\n~~~\n\n    {IMG}\n\n\\{IMG}"),
    ],
)
def test_tags_are_text_wherever_code_begins_and_ends(typed, left):
    assert for_elsewhere(typed, ()) == left


@given(st.text("`<b>\\\n|> -~x\ue0000;", max_size=40))
def test_no_tag_is_left_that_a_reader_with_html_would_take_for_one(typed):
    tokens = MarkdownIt("commonmark").parse(for_elsewhere(typed, ()))
    inline = [one for token in tokens for one in token.children or ()]
    assert not [one.content for one in [*tokens, *inline] if one.type in ("html_block", "html_inline")]


def test_the_page_says_what_will_be_in_it(as_researcher, as_viewer, document, participant):
    page = as_researcher.get(at(document)).text
    assert "<b>3 quotes</b> of <b>2 people</b>, with names and companies" in page
    assert "2 of these people agree to be quoted only without their name" in page
    part = as_researcher.get(at(document, people="pseudonyms"), headers={"HX-Request": "true"}).text
    assert "<html" not in part and "under pseudonyms" in part and "agree to be" not in part
    assert "With names" not in as_viewer.get(at(document)).text


def test_more_evidence_asks_no_more_queries(as_researcher, document, researcher, budget):
    bundle(as_researcher, document, people="pseudonyms")
    with budget("evidence bundle"):
        bundle(as_researcher, document, people="pseudonyms")
    for _ in range(8):
        line = RequirementFactory(document=document)
        mention = MentionFactory()
        QuoteFactory(participant=mention.participant, speaks_for=mention)
        link(mention.pain_point, line, stance="supports", reason="", user=researcher)
    with budget("evidence bundle"):
        bundle(as_researcher, document, people="pseudonyms")
