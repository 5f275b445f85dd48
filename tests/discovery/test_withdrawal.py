"""What would lose its only support if an interview, or all that a person said, were withdrawn."""

import pytest
from django.utils import timezone

from discovery.withdrawal import if_withdrawn
from interviews.models import Participant
from tests.factories.discovery import DataCheckFactory, DocumentFactory, EvidenceFactory, HypothesisFactory
from tests.factories.interviews import (
    InterviewFactory,
    MentionFactory,
    ParticipantFactory,
    QuoteFactory,
    RootCauseFactory,
    WhyFactory,
)

pytestmark = pytest.mark.django_db


def told(losses):
    return {loss.claim: (loss.before, loss.after) for loss in losses}


def heard(rows):
    return {one.record: (one.before, one.after) for one in rows}


@pytest.fixture
def maya():
    return ParticipantFactory()


def support(claim, **source):
    return EvidenceFactory(**{"pain_point": None, "hypothesis": None, **source, claim._meta.model_name: claim})


def test_a_claim_that_only_she_speaks_for_would_be_bare(researcher, maya):
    hypothesis, document = HypothesisFactory(), DocumentFactory()
    mention = MentionFactory(participant=maya)
    quote = QuoteFactory(participant=maya, speaks_for=mention)
    support(hypothesis, quote=quote)
    support(hypothesis, pain_point=mention.pain_point)
    support(document, mention=mention)
    support(document, data_check=DataCheckFactory())
    for record in (maya.interview, maya.person):
        found = if_withdrawn(record, researcher)
        assert told(found.unsupported) == {hypothesis: (2, 0)}
        assert told(found.weaker) == {document: (2, 1)}
        assert heard(found.unheard) == {mention.pain_point: (1, 0)}
        assert not found.heard_less


def test_what_she_said_elsewhere_keeps_a_pain_when_one_interview_goes(researcher, maya):
    mention = MentionFactory(participant=maya)
    MentionFactory(participant=ParticipantFactory(person=maya.person), pain_point=mention.pain_point)
    hypothesis = HypothesisFactory()
    support(hypothesis, pain_point=mention.pain_point)
    assert not if_withdrawn(maya.interview, researcher)
    assert told(if_withdrawn(maya.person, researcher).unsupported) == {hypothesis: (1, 0)}


def test_consent_for_one_interview_takes_what_was_said_there_alone(researcher, maya):
    hypothesis, elsewhere = HypothesisFactory(), HypothesisFactory()
    support(hypothesis, quote=QuoteFactory(participant=maya))
    support(hypothesis, interview=maya.interview)
    support(elsewhere, quote=QuoteFactory(participant=ParticipantFactory(person=maya.person)))
    assert told(if_withdrawn(maya, researcher).unsupported) == {hypothesis: (2, 0)}


def test_others_who_told_it_keep_it(researcher, maya):
    mention = MentionFactory(participant=maya)
    MentionFactory(pain_point=mention.pain_point)
    support(HypothesisFactory(), pain_point=mention.pain_point)
    found = if_withdrawn(maya.interview, researcher)
    assert heard(found.heard_less) == {mention.pain_point: (2, 1)}
    assert not found.unsupported
    assert not found.weaker


def test_a_root_cause_at_which_only_her_chain_ends_would_be_bare(researcher, maya):
    cause, hypothesis = RootCauseFactory(), HypothesisFactory()
    WhyFactory(mention=MentionFactory(participant=maya), root_cause=cause)
    support(hypothesis, root_cause=cause)
    found = if_withdrawn(maya.interview, researcher)
    assert told(found.unsupported) == {hypothesis: (1, 0)}
    assert cause in heard(found.unheard)


def test_what_speaks_against_a_claim_is_no_support_to_lose(researcher, maya):
    EvidenceFactory(pain_point=None, mention=MentionFactory(participant=maya), stance="challenges")
    assert not if_withdrawn(maya.interview, researcher).unsupported


def test_what_is_hidden_already_supports_nothing(researcher, maya):
    hypothesis = HypothesisFactory()
    gone = ParticipantFactory(consent_withdrawn_at=timezone.now())
    support(hypothesis, quote=QuoteFactory(participant=maya))
    support(hypothesis, quote=QuoteFactory(participant=gone))
    assert told(if_withdrawn(maya.interview, researcher).unsupported) == {hypothesis: (1, 0)}
    assert not if_withdrawn(gone.interview, researcher)


def test_a_conversation_stays_while_somebody_else_in_it_stands(researcher, maya):
    hypothesis = HypothesisFactory()
    support(hypothesis, interview=maya.interview)
    other = ParticipantFactory(interview=maya.interview, position=1)
    assert not if_withdrawn(maya.person, researcher)
    assert told(if_withdrawn(maya.interview, researcher).unsupported) == {hypothesis: (1, 0)}
    other.consent_withdrawn_at = timezone.now()
    other.save()
    assert told(if_withdrawn(maya.person, researcher).unsupported) == {hypothesis: (1, 0)}


def test_a_check_that_came_out_against_it_is_no_support_to_lose(researcher, maya):
    hypothesis = HypothesisFactory()
    support(hypothesis, quote=QuoteFactory(participant=maya))
    support(hypothesis, data_check=DataCheckFactory(conclusion="refuted"))
    assert told(if_withdrawn(maya.interview, researcher).unsupported) == {hypothesis: (1, 0)}


def test_the_page_says_what_would_happen_and_then_it_does(as_viewer, as_researcher, maya):
    hypothesis = HypothesisFactory(title="Notices are read")
    support(hypothesis, quote=QuoteFactory(participant=maya))
    for who in (f"interviews/{maya.interview_id}", f"people/{maya.person_id}", f"participants/{maya.pk}"):
        page = as_viewer.get(f"/{who}/if-withdrawn/").text
        assert "Nothing would speak for them any more" in page
        assert hypothesis.title in page
    as_researcher.post(f"/participants/{maya.pk}/withdraw/", {"version": maya.consent_version})
    assert Participant.objects.withdrawn().filter(pk=maya.pk).exists()
    assert as_viewer.get(hypothesis.get_absolute_url()).context["supports"].hidden == 1


def test_it_asks_the_same_however_much_hangs_on_it(as_viewer, maya, budget):
    for _ in range(8):
        mention = MentionFactory(participant=maya)
        WhyFactory(mention=mention, root_cause=RootCauseFactory())
        support(HypothesisFactory(), pain_point=mention.pain_point)
        support(DocumentFactory(), mention=mention)
    with budget("if an interview were withdrawn"):
        as_viewer.get(f"/interviews/{maya.interview_id}/if-withdrawn/")


def test_an_interview_without_anything_says_so(as_viewer):
    page = as_viewer.get(f"/interviews/{InterviewFactory().pk}/if-withdrawn/", headers={"HX-Request": "true"}).text
    assert "Nothing would lose its only support." in page
    assert "<html" not in page


def test_what_was_withdrawn_already_says_so(as_viewer, as_stranger, as_admin, maya):
    MentionFactory(participant=maya)
    pages = [f"{one.get_absolute_url()}if-withdrawn/" for one in (maya.person, maya.interview)]
    other = ParticipantFactory(interview=maya.interview, position=1)
    Participant.objects.filter(pk=maya.pk).update(consent_withdrawn_at=timezone.now())
    assert ["Withdrawn already" in as_viewer.get(url).text for url in pages] == [True, False]
    Participant.objects.filter(pk=other.pk).update(consent_withdrawn_at=timezone.now())
    assert all("Withdrawn already" in as_viewer.get(url).text for url in pages)
    ParticipantFactory(person=maya.person, interview__restricted=True)
    assert "Withdrawn already" in as_stranger.get(pages[0]).text
    assert "Withdrawn already" not in as_admin.get(pages[0]).text
