"""Linking evidence from the words and from the claim, and reading it from either end."""

import pytest
from django.urls import reverse

from discovery.models import Evidence
from interviews.models import Quote
from tests.factories.discovery import DocumentFactory, EvidenceFactory, HypothesisFactory
from tests.factories.interviews import (
    InterviewFactory,
    MentionFactory,
    ParticipantFactory,
    QuoteFactory,
    RootCauseFactory,
    WhyFactory,
)

pytestmark = pytest.mark.django_db


def choice(kind, record, **more):
    return {"chosen": f"{kind}:{record.pk}", "stance": "supports", "reason": "", **more}


def test_a_quote_is_found_and_linked_on_the_page_of_a_hypothesis(as_researcher):
    hypothesis = HypothesisFactory()
    quote = QuoteFactory(text="I wait an hour and see who shouts")
    url = reverse("discovery:hypothesis_evidence", args=[hypothesis.pk])

    assert "I wait an hour" in as_researcher.get(url, {"find": "SHOUTS"}).content.decode()
    answer = as_researcher.post(url, choice("quote", quote, stance="challenges", reason="Shows the other side"))

    evidence = Evidence.objects.get()
    assert answer.url == f"{hypothesis.get_absolute_url()}#evidence-{evidence.pk}"
    assert (evidence.quote, evidence.stance, evidence.reason) == (quote, "challenges", "Shows the other side")
    page = as_researcher.get(hypothesis.get_absolute_url()).content.decode()
    assert "I wait an hour" in page
    assert "Shows the other side" in page


def test_a_pain_point_is_linked_to_a_document_from_its_own_page(as_researcher):
    document, mention = DocumentFactory(title="Change notices"), MentionFactory()
    url = reverse("discovery:pain_point_used_in", args=[mention.pain_point_id])

    assert "Change notices" in as_researcher.get(url, {"find": "notices"}).content.decode()
    as_researcher.post(url, choice("document", document, stance="context"))

    assert "Change notices" in as_researcher.get(url).content.decode()
    assert Evidence.objects.get(document=document).pain_point == mention.pain_point


def test_linking_freezes_a_quote(as_researcher):
    quote, hypothesis = QuoteFactory(), HypothesisFactory()
    as_researcher.post(reverse("discovery:quote_used_in", args=[quote.pk]), choice("hypothesis", hypothesis))

    assert Quote.objects.get().is_frozen


def test_the_same_pair_is_linked_once_and_takes_the_new_stance(as_researcher):
    evidence = EvidenceFactory()
    url = reverse("discovery:hypothesis_evidence", args=[evidence.hypothesis_id])
    as_researcher.post(url, choice("pain_point", evidence.pain_point, stance="challenges"))

    evidence.refresh_from_db()
    assert Evidence.objects.count() == 1
    assert evidence.stance == "challenges"


def test_unlinking_can_be_undone(as_researcher):
    evidence = EvidenceFactory()
    page = evidence.hypothesis.get_absolute_url()
    answer = as_researcher.post(reverse("discovery:evidence_unlink", args=[evidence.pk]), follow=True)
    undo = reverse("discovery:evidence_relink", args=[evidence.pk])

    assert undo in answer.content.decode()
    assert f'id="evidence-{evidence.pk}"' not in as_researcher.get(page).content.decode()
    as_researcher.post(undo)
    assert Evidence.objects.live().count() == 1


def test_unlinking_goes_back_to_a_page_of_ours_only(as_researcher):
    evidence = EvidenceFactory()
    url = reverse("discovery:evidence_unlink", args=[evidence.pk])

    assert as_researcher.post(url, {"next": "/pain-points/1/"}).url == "/pain-points/1/"
    assert as_researcher.post(url, {"next": "https://elsewhere.example/"}).url == evidence.hypothesis.get_absolute_url()


@pytest.mark.parametrize("page", ["interview", "pain_point", "mention", "quote", "why", "person", "root_cause"])
def test_everything_somebody_said_leads_to_what_was_decided(as_viewer, page):
    mention = MentionFactory()
    quote = QuoteFactory(participant=mention.participant, speaks_for=mention)
    why = WhyFactory(mention=mention, root_cause=RootCauseFactory())
    decided = EvidenceFactory(pain_point=None, why=why).hypothesis
    EvidenceFactory(pain_point=mention.pain_point, hypothesis=decided)
    keys = {
        "interview": mention.participant.interview_id,
        "pain_point": mention.pain_point_id,
        "mention": mention.pk,
        "quote": quote.pk,
        "why": why.pk,
        "person": mention.participant.person_id,
        "root_cause": why.root_cause_id,
    }
    answer = as_viewer.get(reverse(f"discovery:{page}_used_in", args=[keys[page]]), headers={"HX-Request": "true"})

    assert decided.title in answer.content.decode()
    assert "<html" not in answer.content.decode()
    assert "HX-Request" in answer["Vary"]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"chosen": "quote:999999", "stance": "supports"},
        {"chosen": "quote:١", "stance": "supports"},
        {"chosen": "user:1", "stance": "supports"},
        {"chosen": "hypothesis:1", "stance": "supports"},
        {"chosen": "x" * 500, "stance": "supports"},
        {"chosen": f"quote:{'9' * 30}", "stance": "supports"},
    ],
)
def test_what_is_no_source_is_refused_at_the_form(as_researcher, sent):
    hypothesis = HypothesisFactory()
    answer = as_researcher.post(reverse("discovery:hypothesis_evidence", args=[hypothesis.pk]), sent)

    assert answer.status_code == 422
    assert not Evidence.objects.exists()


def test_what_was_typed_is_kept_when_something_is_missing(as_researcher):
    url = reverse("discovery:hypothesis_evidence", args=[HypothesisFactory().pk])
    answer = as_researcher.post(url, {"stance": "challenges", "reason": "Because of <b>this</b>", "find": "table"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Because of &lt;b&gt;this&lt;/b&gt;" in page
    assert 'value="table"' in page
    assert 'value="challenges" checked' in page


def test_viewers_read_where_it_is_used_and_link_nothing(as_viewer):
    evidence = EvidenceFactory()
    used_in = reverse("discovery:pain_point_used_in", args=[evidence.pain_point_id])

    assert as_viewer.get(used_in).status_code == 200
    assert as_viewer.post(used_in, choice("hypothesis", evidence.hypothesis)).status_code == 403
    assert as_viewer.get(reverse("discovery:hypothesis_evidence", args=[evidence.hypothesis_id])).status_code == 403
    assert as_viewer.post(reverse("discovery:evidence_unlink", args=[evidence.pk])).status_code == 403


def test_a_restricted_quote_cannot_be_seen_linked_or_unlinked_by_strangers(client_for, stranger, researcher):
    interview = InterviewFactory(restricted=True, created_by=researcher)
    quote = QuoteFactory(participant=ParticipantFactory(interview=interview), text="For few ears")
    evidence = EvidenceFactory(pain_point=None, quote=quote)
    client = client_for(stranger)
    link = reverse("discovery:hypothesis_evidence", args=[evidence.hypothesis_id])

    assert client.get(reverse("discovery:quote_used_in", args=[quote.pk])).status_code == 404
    assert client.post(reverse("discovery:evidence_unlink", args=[evidence.pk])).status_code == 404
    assert "For few ears" not in client.get(link, {"find": "few ears"}).content.decode().split("link-choices")[1]
    assert client.post(link, choice("quote", quote)).status_code == 422
