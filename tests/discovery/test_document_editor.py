"""The editor: what it offers, what "/" finds, and saving while somebody types."""

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.addressed import in_no_document
from discovery.models import Document, DocumentVersion
from interviews.models import Act
from tests.budgets import budget
from tests.factories.discovery import DocumentFactory, EvidenceFactory, HypothesisFactory, RequirementFactory
from tests.factories.interviews import (
    MentionFactory,
    PainPointFactory,
    ParticipantFactory,
    QuoteFactory,
    RootCauseFactory,
)

pytestmark = pytest.mark.django_db


def autosave(client, document, body, version):
    told = {"title": document.title, "kind": "one-pager", "status": "draft", "body": body, "version": version}
    return client.post(reverse("discovery:document_autosave", args=[document.pk]), told)


def test_what_is_typed_is_saved_in_one_sitting_and_one_version(as_researcher):
    document = DocumentFactory()
    version = document.version
    for body in ("One", "One two", "One two three"):
        answer = autosave(as_researcher, document, body, version)
        version = answer.json()["version"]
    document.refresh_from_db()
    assert document.body == "One two three"
    assert Act.objects.count() == 1
    assert DocumentVersion.objects.get().body == "One two three"


def test_two_who_type_at_once_see_both_texts_and_lose_none(as_researcher, as_admin):
    document = DocumentFactory(body="Before")
    autosave(as_admin, document, "Theirs", 1)
    answer = autosave(as_researcher, document, "Mine", 1)
    assert answer.status_code == 409
    assert {"label": "Text", "name": "body", "stored": "Theirs"} in answer.json()["conflicts"]
    assert answer.json()["version"] == 2
    assert autosave(as_researcher, document, "Mine", 2).status_code == 200
    assert [one.body for one in document.versions.all()] == ["Mine", "Theirs"]


def test_what_cannot_be_saved_says_why(as_researcher):
    document = DocumentFactory()
    assert "characters" in autosave(as_researcher, document, "x" * 200_001, 1).json()["errors"][0]
    document.archive()
    assert autosave(as_researcher, document, "x", 2).status_code == 404


def test_slash_finds_what_was_said_and_names_it(as_researcher, as_viewer):
    mention = MentionFactory(pain_point__title="Loads break unseen")
    quote = QuoteFactory(text="It breaks at seven")
    cause = RootCauseFactory(title="Nobody sees what breaks")
    belief = HypothesisFactory(title="Notices stop what breaks")
    answer = as_researcher.get("/references/suggest/?q=break").text
    for reference in (mention.pain_point, quote.interview, cause, belief):
        assert f'data-insert="{reference.reference}"' in answer
    assert f'data-insert="{mention.pain_point.reference}"' in as_researcher.get("/references/suggest/").text
    assert as_viewer.get("/references/suggest/?q=break").status_code == 403


def test_consequences_of_what_the_document_names_or_stands_on_are_offered(as_researcher):
    def told(word):
        return MentionFactory(so_what=f"{word} costs a day", if_nothing=f"{word} goes on")

    named, linked = told("Named"), told("Linked")
    told("Other")
    document = DocumentFactory(body=f"## Problem\n\n{named.pain_point.reference}")
    EvidenceFactory(hypothesis=None, requirement=RequirementFactory(document=document), pain_point=linked.pain_point)
    withdrawn = MentionFactory(pain_point=named.pain_point, so_what="Taken back")
    type(withdrawn.participant).objects.filter(pk=withdrawn.participant_id).update(consent_withdrawn_at=timezone.now())
    page = as_researcher.get(reverse("discovery:document_edit", args=[document.pk])).text
    for words in ("Named costs a day", "Named goes on", "Linked costs a day"):
        assert words in page
    assert "Other costs a day" not in page and "Taken back" not in page


def test_pain_points_of_many_people_that_are_in_no_document_are_listed(as_researcher, researcher):
    loud, quiet, written = (PainPointFactory(title=f"{word} pain") for word in ("Loud", "Quiet", "Written"))
    for pain, people in ((loud, 5), (quiet, 4), (written, 6)):
        for _ in range(people):
            MentionFactory(pain_point=pain)
    MentionFactory(pain_point=quiet, participant=ParticipantFactory(person=quiet.mentions.first().participant.person))
    EvidenceFactory(hypothesis=None, requirement=RequirementFactory(), pain_point=written)
    EvidenceFactory(pain_point=loud)  # a hypothesis is no document

    found = in_no_document(researcher)
    assert (found.count, list(found.loudest)) == (1, [loud])
    page = as_researcher.get("/documents/").text
    assert "Loud pain" in page and "?addressed=nothing" in page
    assert "Quiet pain" not in page and "Written pain" not in page


def test_more_to_offer_asks_no_more_queries(as_researcher):
    document = DocumentFactory()
    address = reverse("discovery:document_edit", args=[document.pk])

    def more():
        mention = MentionFactory(so_what="It costs a day")
        EvidenceFactory(hypothesis=None, document=document, pain_point=mention.pain_point)

    more()
    as_researcher.get(address)
    for _ in range(3):
        with budget("document editor"):
            as_researcher.get(address)
        more()


def begin(client, page, **typed):
    """Autosave of the form for a new document, as its page filled it in."""
    told = {"title": "Notices", "kind": "prd", "status": "draft", "version": 1, "body": "One"}
    key = page.context["form"]["client_key"].value()
    return client.post(reverse("discovery:document_begin"), {**told, "client_key": key, **typed})


def test_a_new_document_is_saved_before_anybody_pressed_save(as_researcher, researcher):
    page = as_researcher.get("/documents/new/?kind=prd")
    first = begin(as_researcher, page).json()
    document = Document.objects.get()
    assert (document.title, document.body, document.created_by) == ("Notices", "One", researcher)
    assert first["edit"] == f"{document.get_absolute_url()}edit/"
    assert document.versions.count() == 1


def test_a_first_save_whose_answer_was_lost_makes_no_second_document(as_researcher, as_admin):
    page = as_researcher.get("/documents/new/")
    begin(as_researcher, page)
    begin(as_researcher, page, body="Two")
    key = page.context["form"]["client_key"].value()
    told = {"title": "Notices", "kind": "prd", "status": "draft", "version": 2, "body": "Three", "client_key": key}
    assert as_researcher.post("/documents/new/", told).url == Document.objects.get().get_absolute_url()
    assert Document.objects.get().body == "Three"
    begin(as_admin, page, body="Of somebody else")
    assert [one.body for one in Document.objects.order_by("pk")] == ["Three", "Of somebody else"]


@pytest.fixture
def at_once(monkeypatch):
    """Two saves of a new document at the same time: neither finds what the other made when it begins."""
    monkeypatch.setattr("discovery.views.documents.begun", lambda request: None)


def test_two_first_saves_at_once_make_one_document(as_researcher, as_admin, at_once):
    page = as_researcher.get("/documents/new/")
    begin(as_researcher, page)
    key = page.context["form"]["client_key"].value()
    told = {"title": "Notices", "kind": "prd", "status": "draft", "version": 1, "body": "Two", "client_key": key}
    document = Document.objects.get()
    assert as_researcher.post("/documents/new/", told).url == document.get_absolute_url()
    assert Document.objects.get().body == "Two"
    assert [version.body for version in document.versions.order_by("pk")][-1] == "Two"

    late = as_researcher.post("/documents/new/", told | {"body": "Three"})
    assert late.status_code == 409
    assert "Three" in late.text and f'action="{reverse("discovery:document_edit", args=[document.pk])}"' in late.text
    assert Document.objects.get().body == "Two"
    begin(as_admin, page, body="Of somebody else")
    assert [one.body for one in Document.objects.order_by("pk")] == ["Two", "Of somebody else"]


def test_a_new_document_without_a_title_or_with_a_broken_key_is_not_made(as_researcher):
    page = as_researcher.get("/documents/new/")
    assert begin(as_researcher, page, title="").status_code == 422
    assert begin(as_researcher, page, client_key="x").status_code == 422
    assert not Document.objects.exists()
