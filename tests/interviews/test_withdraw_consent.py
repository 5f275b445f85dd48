"""How far the words of a participant may travel, and taking them back: everywhere at once, with undo."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from interviews.models import Interview
from tests.factories.interviews import ParticipantFactory
from tests.filled import fill
from tests.interviews.talk import talk

WORDS = "Slack is on fire"


@pytest.fixture
def participant(researcher):
    return talk(researcher).participants.get()


def shown(client, participant):
    return WORDS in client.get(f"/interviews/{participant.interview_id}/").text


def test_consent_is_set_until_a_day(as_researcher, participant):
    until = timezone.localdate() + timedelta(days=30)
    typed = {"consent": "2", "consent_expires_on": until.isoformat()}
    fill(as_researcher, f"/participants/{participant.pk}/consent/", typed)
    html = as_researcher.get(f"/interviews/{participant.interview_id}/").text
    assert "Inside the company, with name, until" in html


def test_words_are_hidden_from_the_day_after(as_researcher, participant):
    today = timezone.localdate()
    participant.consent_expires_on = today
    participant.save()
    assert shown(as_researcher, participant)
    participant.consent_expires_on = today - timedelta(days=1)
    participant.save()
    assert not shown(as_researcher, participant)


def test_withdrawing_hides_the_words_and_undo_brings_them_back(as_researcher, participant):
    answer = as_researcher.post(f"/participants/{participant.pk}/withdraw/", follow=True)
    assert WORDS not in answer.text
    assert f'action="/participants/{participant.pk}/stand/"' in answer.text
    as_researcher.post(f"/participants/{participant.pk}/stand/")
    assert shown(as_researcher, participant)


@pytest.mark.parametrize("of", ["participant", "person"])
def test_consent_that_is_given_again_is_undone_with_the_day_of_the_withdrawal(as_researcher, participant, of):
    who = participant if of == "participant" else participant.person
    place = f"/participants/{who.pk}/" if of == "participant" else f"/people/{who.pk}/"
    who.consent_withdrawn_at = day = timezone.now() - timedelta(days=9)
    who.save()
    asked = as_researcher.get(f"{place}consent/" if of == "participant" else place).text
    assert "Consent is given again</button>" in asked and "Take back" not in asked
    answer = as_researcher.post(f"{place}stand/", follow=True)
    assert shown(as_researcher, participant)
    undo = re.search(r'action="(/history/\d+/undo/[^"]*)"', answer.text)[1]
    as_researcher.post(undo)
    who.refresh_from_db()
    assert who.consent_withdrawn_at == day
    assert not shown(as_researcher, participant)


def test_before_withdrawing_the_page_says_what_would_be_hidden_and_hides_nothing(as_researcher, participant):
    quotes = participant.quotes.count()
    for page in (f"/participants/{participant.pk}/", f"/people/{participant.person_id}/"):
        told = as_researcher.get(f"{page}withdraw/")
        assert told.context["hides"] == {"quotes": quotes, "mentions": 2, "interviews": 1}
        assert f"{quotes} quote" in told.text and 'id="panel-' in told.text
        assert shown(as_researcher, participant)
    as_researcher.post(f"/people/{participant.person_id}/withdraw/")
    assert "Hides nothing that can be read now" in as_researcher.get(f"/participants/{participant.pk}/withdraw/").text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"consent": "9"}, "consent"),
        ({"consent": ""}, "consent"),
        ({"consent": "1", "consent_expires_on": "1900-01-01"}, "consent_expires_on"),
        ({"consent": "1", "consent_expires_on": "tomorrow"}, "consent_expires_on"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(as_researcher, participant, typed, field):
    answer = as_researcher.post(f"/participants/{participant.pk}/consent/", typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_viewers_and_strangers_change_no_consent(as_viewer, as_stranger, participant):
    Interview.objects.update(restricted=True)
    for act in ("consent", "withdraw", "stand"):
        assert as_viewer.post(f"/participants/{participant.pk}/{act}/").status_code == 403
        assert as_stranger.post(f"/participants/{participant.pk}/{act}/").status_code == 404
    participant.refresh_from_db()
    assert participant.consent_withdrawn_at is None


def test_two_who_set_the_consent_at_once_see_each_others_choice(as_researcher, as_admin, participant):
    address = f"/participants/{participant.pk}/consent/"
    late = as_admin.get(address).context["form"]["version"].value()
    fill(as_researcher, address, {"consent": "0"})
    answer = as_admin.post(address, {"consent": "3", "version": late})
    assert answer.status_code == 409
    assert [(field.name, told) for field, told in answer.context["form"].conflicts] == [("consent", "Not for quoting")]
    participant.refresh_from_db()
    assert participant.consent == 0


def test_saving_the_log_does_not_make_a_consent_form_old(as_researcher, participant):
    version = as_researcher.get(f"/participants/{participant.pk}/consent/").context["form"]["version"].value()
    participant.interview.claim(participant.interview.version)
    answer = as_researcher.post(f"/participants/{participant.pk}/consent/", {"consent": "3", "version": version})
    assert answer.status_code == 302


def test_the_page_of_a_person_says_that_their_words_are_hidden(as_researcher, as_viewer, participant):
    place = participant.person.get_absolute_url()
    as_researcher.post(f"/people/{participant.person_id}/withdraw/")
    day = date_format(timezone.localdate(), "j F Y")
    for client in (as_researcher, as_viewer):
        html = client.get(place).text
        assert f"What they said is hidden.</b> 1 conversation, withdrawn on {day}." in html
        assert "No pain point yet" not in html
    as_researcher.post(f"/people/{participant.person_id}/stand/")
    participant.consent_withdrawn_at = timezone.now()
    participant.save()
    assert "What they said is hidden.</b> 1 conversation." in as_researcher.get(place).text


def test_a_company_of_which_all_withdrew_is_not_said_to_have_no_pain(as_viewer, participant):
    participant.consent_withdrawn_at = timezone.now()
    participant.save()
    html = as_viewer.get(participant.company.get_absolute_url()).text
    assert "1 withdrawn, not counted here." in html and "Nothing that may be shown." in html
    assert "No pain point yet" not in html


def test_notes_that_are_closed_are_not_offered_to_edit(as_researcher, as_viewer, participant):
    place, log = f"/interviews/{participant.interview_id}/", f"/interviews/{participant.interview_id}/log/"
    assert as_researcher.get(place).text.count(f'href="{log}"') == 2
    assert log not in as_viewer.get(place).text
    participant.consent_withdrawn_at = timezone.now()
    participant.save()
    assert as_researcher.get(log).status_code == 403
    assert log not in as_researcher.get(place).text


def test_what_is_missing_is_not_offered_to_be_mended_in_closed_notes(as_researcher, researcher):
    silent, bare = talk(researcher, notes="Only prose."), talk(researcher, "Jun Ito", notes="! Bare\n")
    for interview in (silent, bare):
        assert f"/interviews/{interview.pk}/log/" in "".join(quality(as_researcher))
        ParticipantFactory(interview=interview, position=1, consent_withdrawn_at=timezone.now())
        assert f"/interviews/{interview.pk}/log/" not in "".join(quality(as_researcher))
    assert "Bare" in "".join(quality(as_researcher))


def quality(client):
    return [client.get(f"/quality/?kind={kind}").text for kind in ("interviews", "quote", "severity", "why")]
