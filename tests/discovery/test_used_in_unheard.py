"""Where a record is used leads on through what was told, as far as the reader may hear it; and so does "addressed"."""

import pytest
from django.utils import timezone

from discovery.models import Evidence, Hypothesis
from interviews.models import Interview, Participant, QuoteLink
from tests.factories import interviews as made


@pytest.fixture
def belief(db):
    return Hypothesis.objects.create(title="We believe it")


def restrict(row):
    Interview.objects.filter(pk=row.interview_id).update(restricted=True)


def take_back(row):
    Participant.objects.filter(pk=row.participant_id).update(consent_withdrawn_at=timezone.now())


def uses(client, record):
    return [one.target.title for one in client.get(f"{record.get_absolute_url()}used-in/").context["uses"]]


def deeds(client):
    return {row.pain_point.pk: len(row.deeds) for row in client.get("/pain-points/").context["rows"]}


@pytest.mark.parametrize("change", [restrict, take_back, lambda told: told.archive()], ids=["hidden", "gone", "old"])
def test_somebody_is_not_known_to_have_told_what_cannot_be_heard(change, belief, as_stranger):
    person = made.ParticipantFactory().person
    told = made.MentionFactory(pain_point=made.MentionFactory().pain_point, participant__person=person)
    Evidence.objects.create(pain_point=told.pain_point, hypothesis=belief)
    assert uses(as_stranger, person) == ["We believe it"]
    change(told)
    assert uses(as_stranger, person) == []


@pytest.mark.parametrize("change", [restrict, take_back], ids=["hidden", "gone"])
def test_a_chain_that_cannot_be_heard_leads_nowhere(change, belief, as_stranger):
    cause = made.WhyFactory(root_cause=made.RootCauseFactory()).root_cause
    pain = made.MentionFactory().pain_point
    secret = made.WhyFactory(mention=made.MentionFactory(pain_point=pain), root_cause=cause).mention
    Evidence.objects.create(root_cause=cause, hypothesis=belief)
    assert uses(as_stranger, pain) == ["We believe it"]
    change(secret)
    assert uses(as_stranger, pain) == []


@pytest.mark.parametrize("change", [take_back, lambda told: told.archive()], ids=["gone", "old"])
def test_a_pain_is_not_addressed_through_what_no_longer_stands(change, belief, as_researcher):
    told = made.MentionFactory()
    made.MentionFactory(pain_point=told.pain_point)
    Evidence.objects.create(mention=told, hypothesis=belief)
    assert deeds(as_researcher) == {told.pain_point_id: 1}
    change(told)
    assert deeds(as_researcher) == {told.pain_point_id: 0}


def test_a_quote_addresses_every_pain_it_still_speaks_for(belief, as_researcher):
    told = made.MentionFactory()
    other = made.MentionFactory(participant=told.participant)
    made.MentionFactory(pain_point=told.pain_point)
    quote = made.QuoteFactory(participant=told.participant, speaks_for=told)
    QuoteLink.objects.create(quote=quote, mention=other, interview=quote.interview)
    Evidence.objects.create(quote=quote, hypothesis=belief)
    assert deeds(as_researcher) == {told.pain_point_id: 1, other.pain_point_id: 1}
    told.archive()
    assert deeds(as_researcher) == {told.pain_point_id: 0, other.pain_point_id: 1}
    quote.archive()
    assert deeds(as_researcher) == {told.pain_point_id: 0, other.pain_point_id: 0}
