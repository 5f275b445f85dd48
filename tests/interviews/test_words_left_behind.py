"""What was made while somebody spoke and is named by nothing any more is still theirs: it shows to no one else."""

import pytest
from django.utils import timezone

from interviews.capture import Who, same_pain
from interviews.capture.who import take_who
from interviews.models import Interview, Mention, PainPoint, Participant
from tests.factories import interviews as made
from tests.interviews.talk import talk

ARCHIVES = ("/archive/", "/archive/?q=quagga", "/pain-points/?status=archived", "/people/?status=archived")


def shown(client):
    return [page for page in ARCHIVES if "Quagga" in client.get(page).text]


@pytest.fixture
def left(researcher):
    """A pain point in the words of a line that turned out to be about another one."""
    interview = talk(researcher, "Maya", "! Quaggas eat the load 4")
    told = Mention.objects.get(interview=interview)
    left = told.pain_point
    same_pain(told, made.MentionFactory().pain_point)
    return PainPoint.objects.get(pk=left.pk), interview


def test_a_title_nobody_tells_any_more_is_in_the_archive(left, as_stranger):
    assert left[0].is_archived
    assert "/archive/" in shown(as_stranger)


def test_one_from_a_restricted_interview_is_for_its_readers(left, as_stranger, as_researcher):
    pain, interview = left
    Interview.objects.filter(pk=interview.pk).update(restricted=True)
    assert not shown(as_stranger)
    assert as_stranger.get(pain.get_absolute_url()).status_code == 404
    assert as_stranger.get(pain.get_history_url()).status_code == 404
    assert "/archive/" in shown(as_researcher)


def test_one_whose_words_were_taken_back_is_for_nobody(left, as_admin):
    pain, interview = left
    Participant.objects.filter(interview=interview).update(consent_withdrawn_at=timezone.now())
    assert not shown(as_admin)
    assert as_admin.get(pain.get_absolute_url()).status_code == 404


def test_the_past_title_of_a_pain_point_others_tell_goes_with_the_words_too(left, as_admin):
    pain, interview = left
    pain.restore()
    made.MentionFactory(pain_point=pain)
    pain.title = "In our words"
    as_admin.post(f"{pain.get_absolute_url()}edit/", {"title": "In our words", "version": pain.version})
    assert "Quaggas" in as_admin.get(pain.get_history_url()).text
    Participant.objects.filter(interview=interview).update(consent_withdrawn_at=timezone.now())
    assert "Quaggas" not in as_admin.get(pain.get_history_url()).text


def test_somebody_mistyped_in_a_restricted_interview_is_for_who_typed_it(researcher, as_stranger, as_researcher):
    interview = talk(researcher, "Quagga Maya", "! It hurts 4", draft=True)
    Interview.objects.filter(pk=interview.pk).update(restricted=True)
    known = made.ParticipantFactory(person__name="Somebody known").person
    take_who(interview.participants.get(), Who(name=known.name, person=known), researcher)
    assert not shown(as_stranger)
    assert "/archive/" in shown(as_researcher)
