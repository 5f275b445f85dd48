"""Hypotheses: written down, listed by status with people for and against, changed without losing anything."""

import pytest
from django.urls import reverse

from discovery.models import Hypothesis
from tests.budgets import budget
from tests.factories.discovery import EvidenceFactory, HypothesisFactory
from tests.factories.interviews import MentionFactory, QuoteFactory

pytestmark = pytest.mark.django_db
LIST = "/hypotheses/"


def supported(**facts):
    hypothesis = HypothesisFactory(**facts)
    mention = MentionFactory()
    QuoteFactory(participant=mention.participant, speaks_for=mention)
    EvidenceFactory(hypothesis=hypothesis, pain_point=mention.pain_point)
    EvidenceFactory(hypothesis=hypothesis, pain_point=None, quote=QuoteFactory(), stance="challenges")
    return hypothesis


def test_it_is_written_down_and_owned_by_whoever_did(as_researcher, researcher):
    answer = as_researcher.get("/hypotheses/new/")
    assert f'value="{researcher.pk}" selected' in answer.content.decode()
    answer = as_researcher.post("/hypotheses/new/", {"title": "Notices help", "status": "testing"})

    hypothesis = Hypothesis.objects.get()
    assert answer.url == hypothesis.get_absolute_url()
    assert hypothesis.created_by == researcher


def test_without_a_title_it_is_not_saved_and_keeps_what_was_typed(as_researcher):
    answer = as_researcher.post("/hypotheses/new/", {"title": "", "statement": "We believe", "status": "draft"})

    assert answer.status_code == 422
    assert "We believe" in answer.content.decode()


def test_two_editors_get_both_texts(as_researcher):
    hypothesis = HypothesisFactory(title="As stored", version=2)
    url = reverse("discovery:hypothesis_edit", args=[hypothesis.pk])
    answer = as_researcher.post(url, {"title": "As typed", "status": "draft", "version": 1})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "As stored" in page
    assert "As typed" in page


def test_the_list_groups_by_status_and_counts_people(as_viewer):
    supported(title="In testing", status="testing")
    HypothesisFactory(title="An early thought", status="draft")
    page = as_viewer.get(LIST).content.decode()

    assert page.index("In testing") < page.index("An early thought")
    assert "1 person for" in page
    assert "1 person against" in page
    assert "No evidence yet" in page


def test_the_list_is_searched_by_words_and_by_reference(as_viewer):
    one, other = HypothesisFactory(title="Notices"), HypothesisFactory(title="Catalogue")

    for text in ("noti", one.reference.lower()):
        page = as_viewer.get(LIST, {"q": text}).content.decode()
        assert one.title in page
        assert other.title not in page


@pytest.mark.parametrize("query", ["colour=red", "status=lost", "after=x", "q=%00"])
def test_an_address_that_means_nothing_is_refused(as_viewer, query):
    assert as_viewer.get(f"{LIST}?{query}").status_code == 400


def test_ten_more_ask_no_more_queries(as_researcher):
    supported()
    as_researcher.get(LIST)
    with budget("hypothesis list"):
        as_researcher.get(LIST)
    for _ in range(10):
        supported()
    with budget("hypothesis list"):
        assert as_researcher.get(LIST).status_code == 200


def test_a_page_with_much_evidence_asks_no_more_queries(as_researcher):
    hypothesis = supported()
    as_researcher.get(hypothesis.get_absolute_url())
    for _ in range(10):
        EvidenceFactory(hypothesis=hypothesis, pain_point=MentionFactory().pain_point)
    with budget("hypothesis page"):
        assert as_researcher.get(hypothesis.get_absolute_url()).status_code == 200


def test_archiving_can_be_undone(as_researcher):
    hypothesis = HypothesisFactory(title="Old belief")
    answer = as_researcher.post(reverse("discovery:hypothesis_archive", args=[hypothesis.pk]), follow=True)
    undo = reverse("discovery:hypothesis_restore", args=[hypothesis.pk])

    assert undo in answer.content.decode()
    assert "Old belief" not in as_researcher.get(LIST).content.decode()
    assert "Old belief" in as_researcher.get(LIST, {"status": "archived"}).content.decode()
    as_researcher.post(undo)
    assert "Old belief" in as_researcher.get(LIST).content.decode()


def test_viewers_read_and_do_not_write(as_viewer):
    hypothesis = HypothesisFactory()
    page = as_viewer.get(hypothesis.get_absolute_url()).content.decode()

    assert "Archive</button>" not in page
    for act in ("edit", "archive", "restore"):
        assert as_viewer.post(reverse(f"discovery:hypothesis_{act}", args=[hypothesis.pk])).status_code == 403
    assert as_viewer.get("/hypotheses/new/").status_code == 403


def test_nothing_typed_becomes_markup(as_viewer):
    hypothesis = HypothesisFactory(title="<script>alert(1)</script>", statement="<img src=x onerror=alert(1)>")
    page = as_viewer.get(hypothesis.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "<img" not in page
