"""What can be linked is found by words, by reference and by kind; what may not be read is not found."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.models import Evidence
from tests.factories import interviews as made
from tests.factories.discovery import DocumentFactory, EvidenceFactory, HypothesisFactory

KINDS = ["pain_point", "mention", "quote", "why", "root_cause", "interview"]


@pytest.fixture
def said(db):
    """A needle of every kind."""
    company = made.CompanyFactory(name="Needle works")
    who = made.ParticipantFactory(person=made.PersonFactory(name="Maren Voss", company=company))
    mention = made.MentionFactory(
        participant=who, pain_point__title="A needle in the stack", title="Needles everywhere"
    )
    cause = made.RootCauseFactory(title="Nobody owns the needle")
    return {
        "pain_point": mention.pain_point,
        "mention": mention,
        "quote": made.QuoteFactory(participant=who, text="I sit on needles", speaks_for=mention),
        "why": made.WhyFactory(mention=mention, text="No needle count", root_cause=cause),
        "root_cause": cause,
        "interview": who.interview,
    }


@pytest.fixture
def find(as_researcher):
    """The values offered for a hypothesis."""
    url = reverse("discovery:hypothesis_evidence", args=[HypothesisFactory().pk])

    def look(**query):
        return re.findall(r'name="chosen" value="([a-z_]+:\d+)"', as_researcher.get(url, query).text)

    return look


def value(kind, said):
    return f"{kind}:{said[kind].pk}"


def test_a_word_finds_every_kind(find, said):
    assert find(find="NEEDLE") == [value(kind, said) for kind in KINDS]


@pytest.mark.parametrize("kind", KINDS)
def test_one_kind_is_found_alone_with_and_without_words(find, said, kind):
    assert find(find="needle", kind=kind) == find(kind=kind) == [value(kind, said)]
    assert find(find="haystack", kind=kind) == []


def test_a_reference_finds_what_belongs_to_it(find, said):
    interview, pain_point = said["interview"].reference, said["pain_point"].reference
    of_interview = ["mention", "quote", "why", "interview"]
    assert find(find=interview) == [value(kind, said) for kind in of_interview]
    of_pain_point = ["pain_point", "mention", "quote", "why"]
    assert find(find=pain_point.lower()) == [value(kind, said) for kind in of_pain_point]


def test_a_conversation_is_found_by_who_took_part(find, said):
    assert find(find="voss") == [value("interview", said)]


def test_an_unknown_kind_is_refused(as_researcher):
    url = reverse("discovery:hypothesis_evidence", args=[HypothesisFactory().pk])
    answer = as_researcher.get(url, {"kind": "person"})
    assert answer.status_code == 400
    assert "pain_point, mention, quote" in answer.text


def test_claims_are_found_by_kind_too(as_researcher, said):
    HypothesisFactory(title="Needles first")
    DocumentFactory(title="Needles later")
    url = reverse("discovery:quote_used_in", args=[said["quote"].pk])
    assert "Needles later" not in as_researcher.get(url, {"find": "needles", "kind": "hypothesis"}).text
    assert "Needles later" in as_researcher.get(url, {"find": "needles", "kind": "document"}).text


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_linked_and_read_on_the_claim(as_researcher, said, kind):
    hypothesis = HypothesisFactory()
    url = reverse("discovery:hypothesis_evidence", args=[hypothesis.pk])
    as_researcher.post(url, {"chosen": value(kind, said), "stance": "supports"})
    assert getattr(Evidence.objects.get(), kind) == said[kind]
    assert f'id="evidence-{Evidence.objects.get().pk}"' in as_researcher.get(hypothesis.get_absolute_url()).text


def test_withdrawn_words_are_not_offered(find, said):
    who = said["mention"].participant
    who.consent_withdrawn_at = timezone.now()
    who.save()
    assert not {"mention", "quote", "why", "interview"} & {one.split(":")[0] for one in find(find="needle")}


def test_what_is_restricted_is_not_offered_to_strangers(as_stranger, researcher, said):
    interview = said["interview"]
    interview.restricted, interview.created_by = True, researcher
    interview.save()
    url = reverse("discovery:hypothesis_evidence", args=[HypothesisFactory().pk])
    assert 'name="chosen"' not in as_stranger.get(url, {"find": "needle"}).text


@pytest.mark.parametrize("kind", ["mention", "why", "interview"])
def test_cards_lead_to_where_they_are_used_and_back(as_researcher, said, kind):
    used_in = reverse(f"discovery:{kind}_used_in", args=[said[kind].pk])
    assert used_in in as_researcher.get(said["interview"].get_absolute_url()).text
    if kind != "interview":
        assert used_in in as_researcher.get(said["pain_point"].get_absolute_url()).text
    hypothesis = HypothesisFactory()
    answer = as_researcher.post(used_in, {"chosen": f"hypothesis:{hypothesis.pk}", "stance": "context"})
    assert as_researcher.get(answer.url).status_code == 200
    assert hypothesis.title in as_researcher.get(used_in).text


def test_a_claim_reached_by_two_ways_is_shown_once_with_both(as_researcher, said):
    hypothesis = HypothesisFactory(title="Fewer needles")
    for kind in ("quote", "root_cause"):
        EvidenceFactory(hypothesis=hypothesis, **{"pain_point": None, kind: said[kind]})
    answer = as_researcher.get(reverse("discovery:interview_used_in", args=[said["interview"].pk]))
    (use,) = answer.context["uses"]
    assert use.target == hypothesis
    assert [way.kind for way in use.ways] == ["quote", "root_cause"]
    assert answer.text.split("link-choices")[0].count("Fewer needles") == 1
