"""Merging shows nobody what they could not see before: not the words, not the names, not how many there are."""

import pytest
from django.utils import timezone

from interviews.merging import MergedMeanwhile, merge
from interviews.models import Company, Interview, Mention, PainPoint, Participant
from tests.factories import interviews as made


def restrict(row):
    Interview.objects.filter(pk=row.interview_id).update(restricted=True)


@pytest.fixture
def both_there(db):
    """Two people in one conversation; what the second said is about a pain."""
    interview = made.InterviewFactory()
    first, second = (made.ParticipantFactory(interview=interview) for _ in range(2))
    said = made.MentionFactory(participant=second)
    made.QuoteFactory(participant=second, text="In my own words", speaks_for=said)
    return first, second


def test_words_taken_back_stay_so_when_both_who_took_part_are_one_person(both_there, researcher, as_researcher):
    first, second = both_there
    Participant.objects.filter(pk=second.pk).update(consent_withdrawn_at=timezone.now())
    act = merge(first.person, [second.person], researcher)
    assert not Mention.objects.heard().exists()
    assert "In my own words" not in as_researcher.get(first.interview.get_absolute_url()).text
    act.undo(researcher)
    assert not Participant.objects.withdrawn().filter(pk=first.pk).exists()


def test_the_narrower_consent_of_both_holds_and_an_open_form_of_the_wider_one_is_old(both_there, researcher):
    first, second = both_there
    Participant.objects.filter(pk=second.pk).update(consent=0)
    merge(first.person, [second.person], researcher)
    stored = Participant.objects.get()
    assert (stored.consent, stored.consent_version) == (0, first.consent_version + 1)


def test_a_title_known_from_a_restricted_interview_is_not_in_the_list_of_merges(admin, as_stranger, as_admin):
    pain, secret = made.MentionFactory().pain_point, made.MentionFactory(pain_point__title="Quaggas")
    restrict(secret)
    merge(pain, [secret.pain_point], admin)
    assert "Quaggas" not in as_stranger.get("/merges/").text
    assert secret.pain_point.reference in as_stranger.get("/merges/").text
    assert "Quaggas" in as_admin.get("/merges/").text


def test_undo_of_a_merge_is_not_offered_to_who_may_not_see_what_moved(admin, as_stranger, as_admin):
    pain, secret = made.MentionFactory().pain_point, made.MentionFactory()
    restrict(secret)
    act = merge(pain, [secret.pain_point], admin)
    assert f"/history/{act.pk}/undo/" in as_admin.get("/merges/").text
    assert f"/history/{act.pk}/undo/" not in as_stranger.get("/merges/").text
    assert as_stranger.post(act.get_undo_url("/")).status_code == 404


def test_a_title_whose_words_were_taken_back_is_not_in_the_list_of_merges(admin, as_admin):
    pain, gone = made.MentionFactory().pain_point, made.MentionFactory(pain_point__title="Quaggas")
    merge(pain, [gone.pain_point], admin)
    assert "Quaggas" in as_admin.get("/merges/").text
    Participant.objects.filter(pk=gone.participant_id).update(consent_withdrawn_at=timezone.now())
    assert "Quaggas" not in as_admin.get("/merges/").text


def test_the_name_of_a_hidden_company_is_nowhere_after_its_merge(admin, as_stranger, as_admin):
    person = made.PersonFactory(company=made.CompanyFactory(name="Quagga AS"))
    restrict(made.ParticipantFactory(person=person, company=person.company))
    open_ = made.CompanyFactory(name="Zebra AS", on_record=True)
    known = made.PersonFactory(company=open_)
    merge(open_, [person.company], admin)
    assert "Quagga" not in as_stranger.get("/merges/").text
    assert Company.objects.visible_to(known.created_by or admin).filter(pk=open_.pk).exists()
    made.ParticipantFactory(person=person)
    history = as_stranger.get(person.get_history_url())
    assert "Quagga" not in history.text
    assert "Zebra AS" in history.text
    assert "Quagga" in as_admin.get(person.get_history_url()).text


def test_a_merge_that_is_looked_at_counts_no_link_of_what_is_hidden(as_stranger, as_admin):
    keep, gone = made.CodeFactory(), made.CodeFactory()
    secret = made.MentionFactory()
    restrict(secret)
    secret.pain_point.codes.add(gone)
    page = f"/merge/codes/?id={keep.pk}&id={gone.pk}&keep={keep.pk}"
    assert "1 link" not in as_stranger.get(page).text
    assert "1 link" in as_admin.get(page).text


def test_two_who_merge_each_into_the_other_leave_one(researcher):
    one, other = made.PainPointFactory.create_batch(2)
    merge(one, [other], researcher)
    with pytest.raises(MergedMeanwhile):
        merge(other, [one], researcher)
    assert PainPoint.objects.get() == one
