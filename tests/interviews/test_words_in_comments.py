"""Customers' words that colleagues repeat in comments are hidden with their consent, like in any text of ours."""

import pytest
from django.utils import timezone

from interviews.comments import questions
from interviews.models import Comment, Interview, Participant
from tests.factories.interviews import CommentFactory, MentionFactory, PainPointFactory, QuoteFactory

pytestmark = pytest.mark.django_db
SAID = "We find out because the chat is on fire at seven"


@pytest.fixture
def pain_point():
    return PainPointFactory(title="Backfills are manual")


@pytest.fixture
def quoting(pain_point, researcher, viewer):
    """A comment that repeats what a customer said."""
    mention = MentionFactory()
    quote = QuoteFactory(participant=mention.participant, text=SAID, speaks_for=mention)
    CommentFactory(pain_point=pain_point, created_by=researcher, text=f"She said: {SAID.lower()}!").asked.add(viewer)
    return quote


def where_it_is_read(pain_point):
    comment = Comment.objects.get()
    return [pain_point.get_absolute_url(), f"/comments/{comment.pk}/edit/", comment.get_history_url(), "/"]


def test_words_taken_back_leave_comments(quoting, pain_point, as_researcher, as_viewer, viewer):
    assert "on fire" in as_viewer.get(pain_point.get_absolute_url()).text
    Participant.objects.update(consent_withdrawn_at=timezone.now())
    for client in (as_researcher, as_viewer):
        for url in where_it_is_read(pain_point):
            assert "on fire" not in client.get(url).text
    assert "[words taken back]" in as_viewer.get(pain_point.get_absolute_url()).text
    assert "on fire" not in questions(viewer)[0].words


def test_words_of_a_restricted_interview_are_there_for_whoever_may_read_it(quoting, pain_point, as_admin, as_viewer):
    Interview.objects.filter(pk=quoting.interview_id).update(restricted=True)
    assert "on fire" in as_admin.get(pain_point.get_absolute_url()).text
    assert "on fire" not in as_viewer.get(pain_point.get_absolute_url()).text
