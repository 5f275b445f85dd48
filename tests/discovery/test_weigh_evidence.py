"""Evidence is counted by people, says how firmly it is known, and hides what may not be read."""

import pytest
from django.utils import timezone

from discovery.models import Evidence
from discovery.weighing import tallies, weigh
from interviews.models import Consent, Grounds, WhyTree
from tests.factories.discovery import EvidenceFactory, HypothesisFactory
from tests.factories.interviews import (
    CompanyFactory,
    InterviewFactory,
    MentionFactory,
    ParticipantFactory,
    PersonFactory,
    QuoteFactory,
    RootCauseFactory,
    WhyFactory,
)

pytestmark = pytest.mark.django_db


def read(user, hypothesis):
    return tallies(weigh(Evidence.objects.filter(hypothesis=hypothesis), user))


def test_a_person_behind_several_sources_is_counted_once(researcher):
    hypothesis = HypothesisFactory()
    quote = QuoteFactory(participant=ParticipantFactory())
    mention = MentionFactory(participant=ParticipantFactory(person=quote.participant.person))
    EvidenceFactory(hypothesis=hypothesis, pain_point=None, quote=quote)
    EvidenceFactory(hypothesis=hypothesis, pain_point=mention.pain_point)
    MentionFactory(pain_point=mention.pain_point)

    supports = read(researcher, hypothesis)["supports"]

    assert (len(supports.sources), supports.people) == (2, 2)


def test_a_pain_point_counts_its_live_mentions_and_speaks_with_its_strongest_quote(researcher):
    mild = MentionFactory(severity=2)
    strong = MentionFactory(pain_point=mild.pain_point, severity=5)
    MentionFactory(pain_point=mild.pain_point, archived_at=timezone.now())
    QuoteFactory(participant=mild.participant, speaks_for=mild, text="A little")
    QuoteFactory(participant=strong.participant, speaks_for=strong, text="A lot")
    evidence = EvidenceFactory(pain_point=mild.pain_point)

    [one] = weigh([evidence], researcher)

    assert len(one.people) == 2
    assert one.quote.text == "A lot"
    assert one.grounds is Grounds.STATED


def test_a_why_is_as_firm_as_its_chain(researcher):
    top = WhyFactory(grounds=Grounds.INTUITION)
    below = WhyFactory(mention=top.mention, parent=top, grounds=Grounds.CONFIRMED, source="a query")
    WhyTree(top.mention).weigh()
    evidence = EvidenceFactory(pain_point=None, why=below)

    [one] = weigh([evidence], researcher)

    assert one.grounds is Grounds.INTUITION


def test_a_root_cause_has_everybody_behind_it_whose_chain_ends_there(researcher):
    cause = RootCauseFactory()
    for _ in range(3):
        WhyFactory(root_cause=cause)
    [one] = weigh([EvidenceFactory(pain_point=None, root_cause=cause)], researcher)

    assert len(one.people) == 3


@pytest.mark.parametrize("source", ["quote", "mention", "why", "interview"])
def test_withdrawn_words_are_gone_and_nobody_is_counted(researcher, source):
    participant = ParticipantFactory(person=PersonFactory(consent_withdrawn_at=timezone.now()))
    mention = MentionFactory(participant=participant, title="Secret")
    rows = {
        "quote": lambda: QuoteFactory(participant=participant, text="Secret"),
        "mention": lambda: mention,
        "why": lambda: WhyFactory(mention=mention, text="Secret"),
        "interview": lambda: participant.interview,
    }
    [one] = weigh([EvidenceFactory(pain_point=None, **{source: rows[source]()})], researcher)

    assert one.hidden == "Withdrawn"
    assert (one.fact, one.quote, one.who, one.people) == ("", None, None, frozenset())


def test_it_says_when_all_voices_come_from_one_company_or_were_heard_by_one_of_us(researcher):
    company, hypothesis = CompanyFactory(), HypothesisFactory()
    for kind in ("quote", "mention"):
        participant = ParticipantFactory(company=company)
        participant.interview.interviewers.add(researcher)
        row = (QuoteFactory if kind == "quote" else MentionFactory)(participant=participant)
        EvidenceFactory(hypothesis=hypothesis, pain_point=None, **{kind: row})
    both = "All of them work at one company and were heard by one interviewer."
    assert read(researcher, hypothesis)["supports"].one_sided == both

    other = MentionFactory(participant=ParticipantFactory(company=CompanyFactory()))
    EvidenceFactory(hypothesis=hypothesis, pain_point=other.pain_point)
    other.participant.interview.interviewers.add(other.participant.interview.created_by)
    assert read(researcher, hypothesis)["supports"].one_sided == ""


def test_somebody_of_no_known_company_may_be_of_another(researcher):
    company, hypothesis = CompanyFactory(), HypothesisFactory()
    for known in (company, company, None):
        mention = MentionFactory(participant=ParticipantFactory(company=known))
        EvidenceFactory(hypothesis=hypothesis, pain_point=mention.pain_point)
    told = MentionFactory(participant=ParticipantFactory(company=None))
    EvidenceFactory(hypothesis=hypothesis, pain_point=None, mention=told)
    assert read(researcher, hypothesis)["supports"].one_sided == ""


def test_a_viewer_does_not_read_what_is_not_for_quoting(viewer, researcher):
    quote = QuoteFactory(participant=ParticipantFactory(consent=Consent.NONE))
    evidence = EvidenceFactory(pain_point=None, quote=quote)

    assert weigh([evidence], viewer)[0].hidden == "Not for quoting"
    assert weigh([evidence], researcher)[0].quote == quote


def test_evidence_from_a_restricted_interview_is_absent_for_strangers(client_for, researcher, stranger):
    interview = InterviewFactory(restricted=True, created_by=researcher)
    quote = QuoteFactory(participant=ParticipantFactory(interview=interview), text="For few ears")
    hypothesis = EvidenceFactory(pain_point=None, quote=quote).hypothesis

    assert b"For few ears" in client_for(researcher).get(hypothesis.get_absolute_url()).content
    assert b"For few ears" not in client_for(stranger).get(hypothesis.get_absolute_url()).content


def test_what_is_firmest_comes_first(researcher):
    hypothesis = HypothesisFactory()
    guess = MentionFactory()
    EvidenceFactory(hypothesis=hypothesis, pain_point=guess.pain_point)
    quote = QuoteFactory()
    EvidenceFactory(hypothesis=hypothesis, pain_point=None, quote=quote)

    kinds = [one.kind for one in read(researcher, hypothesis)["supports"].sources]

    assert kinds == ["quote", "pain_point"]


def test_more_evidence_asks_no_more_queries(researcher, django_assert_num_queries, django_assert_max_num_queries):
    def some():
        mention = MentionFactory()
        quote = QuoteFactory(participant=mention.participant, speaks_for=mention)
        why = WhyFactory(mention=mention, root_cause=RootCauseFactory())
        sources = [{"pain_point": mention.pain_point}, {"mention": mention}, {"quote": quote}, {"why": why}]
        sources += [{"root_cause": why.root_cause}, {"interview": mention.participant.interview}]
        return [EvidenceFactory(**{"pain_point": None, **source}) for source in sources]

    few = some()
    with django_assert_max_num_queries(21) as asked:
        weigh(few, researcher)
    many = [one for _ in range(4) for one in some()]
    with django_assert_num_queries(len(asked)):
        weigh(many, researcher)


def test_a_pain_point_whose_people_withdrew_is_a_reference(as_researcher, as_viewer, researcher):
    mention = MentionFactory(pain_point__title="Quaggas eat the load")
    evidence = EvidenceFactory(pain_point=mention.pain_point)
    mention.participant.consent_withdrawn_at = timezone.now()
    mention.participant.save()

    [one] = weigh([evidence], researcher)
    assert (one.reference, one.hidden, one.fact, len(one.people)) == (mention.pain_point.reference, "Withdrawn", "", 0)
    for client in (as_researcher, as_viewer):
        claim = client.get(evidence.hypothesis.get_absolute_url()).text
        assert "Withdrawn: the words are not shown." in claim
        assert mention.pain_point.reference in claim
        assert "Quaggas" not in claim
        used = client.get(f"/pain-points/{mention.pain_point_id}/used-in/").text
        assert evidence.hypothesis.title in used
        assert "Quaggas" not in used
        assert "Use it in a hypothesis or document" not in used


def test_a_conversation_is_named_after_somebody_whose_words_stand(researcher):
    hypothesis, gone = HypothesisFactory(), ParticipantFactory(consent_withdrawn_at=timezone.now())
    stays = ParticipantFactory(interview=gone.interview, position=1)
    EvidenceFactory(pain_point=None, interview=gone.interview, hypothesis=hypothesis)
    [one] = read(researcher, hypothesis)["supports"].sources
    assert one.who == stays and one.fact == f"Conversation with {stays}"
