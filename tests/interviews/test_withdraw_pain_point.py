"""What is left of a pain point when everybody who told it withdrew: its reference and a number."""

from datetime import timedelta

import pytest
from django.utils import timezone

from interviews.models import PainPoint, Participant
from tests.factories import interviews as made

LIST = "/pain-points/"
TITLE = "Quaggas eat the nightly load"


@pytest.fixture
def told(db):
    """A pain that one person told."""
    pain = made.PainPointFactory(title=TITLE, description="Quaggas, in our words")
    return made.MentionFactory(pain_point=pain, title=TITLE)


def take_back(mention):
    Participant.objects.filter(pk=mention.participant_id).update(consent_withdrawn_at=timezone.now())


def page(client, mention):
    return client.get(f"{LIST}{mention.pain_point_id}/")


def titles(client):
    return [one.pain_point.title for one in client.get(LIST).context["rows"]]


@pytest.mark.parametrize("who", ["viewer", "researcher", "admin"])
def test_its_page_says_how_many_withdrew_and_nothing_they_said(who, client_for, request, told):
    take_back(told)
    answer = page(client_for(request.getfixturevalue(who)), told)
    assert answer.status_code == 200
    assert told.pain_point.reference in answer.text
    assert "1 withdrawn" in answer.text
    assert "uaggas" not in answer.text


def test_it_is_absent_for_who_may_not_read_the_interview(as_stranger, as_admin, told):
    take_back(told)
    told.interview.restricted = True
    told.interview.save()
    assert page(as_stranger, told).status_code == 404
    assert "not shown" not in as_stranger.get(LIST).text
    assert page(as_admin, told).status_code == 200


def test_lists_leave_it_out_and_say_so(as_viewer, told):
    assert titles(as_viewer) == [TITLE]
    take_back(told)
    assert titles(as_viewer) == []
    assert "1 pain point is not shown: those who told it withdrew." in as_viewer.get(LIST).text
    made.MentionFactory(pain_point=made.PainPointFactory(), participant=told.participant)
    assert "2 pain points are not shown: those who told them withdrew." in as_viewer.get(LIST).text


def test_it_comes_back_with_the_consent(as_viewer, told):
    take_back(told)
    Participant.objects.update(consent_withdrawn_at=None)
    assert titles(as_viewer) == [TITLE]
    assert TITLE in page(as_viewer, told).text


def test_words_that_ran_out_are_as_good_as_withdrawn(as_viewer, told):
    Participant.objects.update(consent_expires_on=timezone.localdate() - timedelta(days=1))
    assert "uaggas" not in page(as_viewer, told).text
    assert titles(as_viewer) == []


def test_one_who_stands_keeps_the_title(as_viewer, told):
    made.MentionFactory(pain_point=told.pain_point)
    take_back(told)
    assert titles(as_viewer) == [TITLE]
    assert "not shown" not in as_viewer.get(LIST).text
    assert "1 withdrawn" in page(as_viewer, told).text


def test_one_who_stands_but_is_hidden_from_the_reader_keeps_it_for_others_only(as_stranger, as_admin, told):
    made.MentionFactory(pain_point=told.pain_point, participant__interview=made.InterviewFactory(restricted=True))
    take_back(told)
    assert titles(as_stranger) == []
    assert titles(as_admin) == [TITLE]


@pytest.mark.parametrize("gone", [True, False])
def test_a_line_that_was_removed_keeps_no_title_of_words_taken_back(as_viewer, told, gone):
    """A pain point whose only mention is archived keeps its title, as long as nobody took words back."""
    made.MentionFactory(pain_point=told.pain_point, archived_at=timezone.now())
    if gone:
        take_back(told)
    else:
        told.archive()
    assert titles(as_viewer) == ([] if gone else [TITLE])


def test_what_nobody_told_yet_stays(as_viewer):
    made.PainPointFactory(title="Stated by us")
    assert titles(as_viewer) == ["Stated by us"]


def test_it_is_neither_offered_nor_changed_nor_chosen(as_researcher, told):
    other = made.MentionFactory()
    take_back(told)
    for address in (f"{LIST}suggest/?q=quaggas", f"{LIST}similar/?title={TITLE}", f"/mentions/{other.pk}/move/"):
        assert "uaggas" not in as_researcher.get(address).text
    assert as_researcher.get(f"{LIST}{told.pain_point_id}/edit/").status_code == 404
    answer = as_researcher.post(f"/mentions/{other.pk}/move/", {"name": told.pain_point.reference})
    assert answer.status_code == 422


def test_the_quotes_of_another_in_the_same_interview_offer_and_show_it_no_more(as_researcher, told):
    """Somebody else was there, and their quote speaks for the pain and a why of who withdrew."""
    quote = made.QuoteFactory(participant=made.ParticipantFactory(interview=told.interview), speaks_for=told)
    why = made.WhyFactory(mention=told, text="Quaggas roam")
    quote.whys.add(why, through_defaults={"interview": told.interview})
    other = made.WhyFactory(mention=made.MentionFactory(participant=told.participant), text="More quaggas")
    segment = made.SegmentFactory(interview=told.interview, speaker__interview=told.interview, text="It was me")
    quote.spans.create(position=0, segment=segment, interview=told.interview, start=0, end=2, text="It")
    take_back(told)
    for address in (quote.get_absolute_url(), f"/interviews/{told.interview_id}/transcript/"):
        assert "uaggas" not in as_researcher.get(address).text
    assert other.text not in str(as_researcher.get(quote.get_absolute_url()).context["form"])


def test_the_order_of_asking_does_not_matter(researcher, told):
    """`visible_to`, `known_to` and `withdrawn_for` part all pain points between them."""
    take_back(told)
    stated, heard = made.PainPointFactory(), made.MentionFactory().pain_point
    hidden = made.MentionFactory(participant__interview=made.InterviewFactory(restricted=True)).pain_point
    rows = PainPoint.objects
    assert set(rows.visible_to(researcher)) == {stated, heard}
    assert set(rows.withdrawn_for(researcher)) == {told.pain_point}
    assert set(rows.known_to(researcher)) == {stated, heard, told.pain_point}
    assert hidden not in rows.known_to(researcher)


def test_the_number_is_of_people_and_not_of_what_they_told(as_viewer, told):
    def again(participant, **more):
        return made.MentionFactory(pain_point=told.pain_point, participant=participant, **more)

    person = told.participant.person
    take_back(told)
    take_back(again(told.participant))
    take_back(again(made.ParticipantFactory(person=person)))
    take_back(again(made.ParticipantFactory(person=None)))
    assert "2 withdrawn" in page(as_viewer, told).text
    again(made.ParticipantFactory())
    assert "2 withdrawn" in page(as_viewer, told).text
    again(made.ParticipantFactory(person=person))
    assert "1 withdrawn" in page(as_viewer, told).text, "who told it elsewhere and stands to it did not withdraw"
