"""Documents: Markdown that is safe to read, references as links for those who may follow them, a preview."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.markdown import render
from discovery.models import Document
from tests.budgets import budget
from tests.factories.discovery import DocumentFactory, EvidenceFactory, HypothesisFactory
from tests.factories.interviews import (
    CompanyFactory,
    InterviewFactory,
    MentionFactory,
    PersonFactory,
    QuoteFactory,
    RootCauseFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[here](javascript:alert(1))",
        "[here](JaVaScRiPt:alert(1))",
        "[here](data:text/html;base64,PHNjcmlwdD4=)",
        "<javascript:alert(1)>",
        "![picture](https://elsewhere.example/pixel.png)",
        "<img src=x onerror=alert(1)>",
        '<a href="x" onclick="alert(1)">here</a>',
        "<svg><script>alert(1)</script></svg>",
        "<iframe src=https://elsewhere.example></iframe>",
        '[x](https://e.example "a\\" onmouseover=\\"alert(1)")',
        "<style>body{display:none}</style>",
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_nothing_that_acts_survives(researcher, text):
    acts = Acts()
    acts.feed(render(text, researcher))

    assert acts.tags <= {"p", "a"}
    assert acts.attributes <= {"href", "title", "rel"}
    assert all(address.startswith("https://") for address in acts.addresses)


class Acts(HTMLParser):
    """What a browser would act on."""

    def __init__(self):
        super().__init__()
        self.tags, self.attributes, self.addresses = set(), set(), []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        self.addresses += [value for name, value in attrs if name == "href"]


def test_headings_lists_and_tables_are_drawn_below_the_title(researcher):
    html = render("# One\n\n- a\n- b\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n`code` **bold**", researcher)

    for part in ("<h2>One</h2>", "<li>a</li>", "<td>1</td>", "<code>code</code>", "<strong>bold</strong>"):
        assert part in html
    assert "<h1" not in html


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [("## A\n## B", "22"), ("# A\n#### B\n## C\n### D\n# E", "23342"), ("### A\n# B\n###### C", "223")],
)
def test_no_level_of_headings_is_left_out(researcher, typed, drawn):
    html = render(typed, researcher)

    assert "".join(re.findall(r"<h(\d)>", html)) == drawn


def test_references_of_every_kind_become_links(researcher, seeing_names):
    records = [
        MentionFactory().pain_point,
        InterviewFactory(),
        RootCauseFactory(),
        HypothesisFactory(),
        DocumentFactory(),
        PersonFactory(),
        CompanyFactory(),
    ]
    html = render(" and ".join(record.reference for record in records), researcher)

    for record in records:
        assert f'href="{record.get_absolute_url()}"' in html


def test_references_stay_text_where_nothing_is_behind_them_or_they_are_quoted(researcher):
    known = HypothesisFactory().reference
    html = render(f"PP-99999 X{known} {known}-a `{known}` [{known}](https://e.example/)", researcher)

    assert "/hypotheses/" not in html


def test_a_pain_point_whose_people_withdrew_is_a_link_without_its_title(viewer):
    mention = MentionFactory(
        pain_point__title="Quaggas eat the load", participant__person__consent_withdrawn_at=timezone.now()
    )
    html = render(mention.pain_point.reference, viewer)

    assert f'href="{mention.pain_point.get_absolute_url()}" title="Withdrawn"' in html


def test_a_restricted_interview_is_no_link_for_strangers(researcher, stranger):
    interview = InterviewFactory(restricted=True, created_by=researcher)

    assert interview.get_absolute_url() in render(interview.reference, researcher)
    assert "<a" not in render(interview.reference, stranger)


def test_a_link_to_a_person_does_not_tell_the_name_to_those_who_see_none(as_viewer):
    person = PersonFactory(name="Adaeze Nwosu", pseudonym="Engineer C")
    document = DocumentFactory(body=f"Ask {person.reference}")

    page = as_viewer.get(document.get_absolute_url()).content.decode()
    assert "Engineer C" in page
    assert "Adaeze" not in page


def test_a_document_is_written_previewed_and_saved(as_researcher):
    typed = {"title": "Notices", "kind": "prd", "status": "draft", "body": "## Problem"}
    answer = as_researcher.post("/documents/new/", {**typed, "preview": "1"})
    assert "<h2>Problem</h2>" in answer.content.decode()
    assert not Document.objects.exists()

    as_researcher.post("/documents/new/", typed)
    document = Document.objects.get()
    assert '<h2 id="s-problem" dir="auto">Problem</h2>' in as_researcher.get(document.get_absolute_url()).text


def test_the_preview_is_a_part_and_as_safe_as_the_page(as_researcher, as_viewer):
    answer = as_researcher.post("/documents/preview/", {"body": "**bold** <script>alert(1)</script>"})

    assert "<strong>bold</strong>" in answer.content.decode()
    assert "<script" not in answer.content.decode()
    assert as_viewer.post("/documents/preview/", {"body": "x"}).status_code == 403


def test_two_editors_get_both_texts(as_researcher):
    document = DocumentFactory(body="As stored", version=2)
    url = reverse("discovery:document_edit", args=[document.pk])
    typed = {"title": document.title, "kind": "prd", "status": "draft", "body": "As typed", "version": 1}
    answer = as_researcher.post(url, typed)

    assert answer.status_code == 409
    assert "As stored" in answer.content.decode()
    assert "As typed" in answer.content.decode()


def test_a_text_that_is_too_long_is_refused_at_its_field(as_researcher):
    typed = {"title": "Long", "kind": "prd", "status": "draft", "body": "x" * 200_001}

    assert as_researcher.post("/documents/new/", typed).status_code == 422


def test_the_page_shows_what_it_stands_on_and_viewers_do_not_write(as_viewer):
    quote = QuoteFactory(text="Slack is on fire")
    document = EvidenceFactory(pain_point=None, hypothesis=None, document=DocumentFactory(), quote=quote).document

    assert "Slack is on fire" in as_viewer.get(document.get_absolute_url()).content.decode()
    assert as_viewer.post(reverse("discovery:document_edit", args=[document.pk])).status_code == 403


def test_ten_more_ask_no_more_queries(as_researcher):
    def stands():
        EvidenceFactory(hypothesis=None, document=DocumentFactory(), pain_point=MentionFactory().pain_point)

    stands()
    as_researcher.get("/documents/")
    for _ in range(11):
        with budget("document list"):
            assert as_researcher.get("/documents/").status_code == 200
        stands()


def test_archiving_can_be_undone(as_researcher):
    document = DocumentFactory()
    as_researcher.post(reverse("discovery:document_archive", args=[document.pk]))
    assert document.title not in as_researcher.get("/documents/").content.decode()
    as_researcher.post(reverse("discovery:document_restore", args=[document.pk]))
    assert document.title in as_researcher.get("/documents/").content.decode()
