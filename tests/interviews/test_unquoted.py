"""Words that nobody quoted go from texts of ours with the right to read them, and come back with it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import reading
from interviews.models import Consent, Interview, Mention, Participant, Person, Segment, Speaker, Why
from interviews.models.choices import Grounds
from interviews.pasted import NOT_FOR_ALL, NOT_FOR_QUOTING, TAKEN_BACK, Pastings
from interviews.unquoted import Held, everything
from tests.factories import interviews as made

SAID = "nobody opens the board before the stand-up is over"
TEXT = f"We believe that {SAID}, so it is not a habit"


@pytest.fixture
def voice(db):
    """Whoever spoke a turn that nobody quoted."""
    participant = made.ParticipantFactory()
    speaker = made.SpeakerFactory(interview=participant.interview, side="participant", participant=participant)
    made.SegmentFactory(speaker=speaker, number=1, text=f"Honestly, {SAID}.")
    return participant


def read(text=TEXT, user=None, reader=None):
    return Pastings([text], user, reader=reader).readable(text)


def hidden(mark):
    return TEXT.replace(SAID, mark)


def withdraw(participant):
    Person.objects.filter(pk=participant.person_id).update(consent_withdrawn_at=timezone.now())


def test_words_of_a_turn_go_with_consent_and_come_back(voice):
    assert read() == TEXT
    withdraw(voice)
    assert read() == hidden(TAKEN_BACK)
    Person.objects.update(consent_withdrawn_at=None)
    assert read() == TEXT


def test_what_ran_out_is_taken_back(voice):
    Participant.objects.update(consent_expires_on=timezone.localdate())
    assert read() == TEXT
    Participant.objects.update(consent_expires_on=timezone.localdate() - timedelta(days=1))
    assert read() == hidden(TAKEN_BACK)


def test_those_who_only_read_are_not_shown_what_is_not_for_quoting(voice, viewer, researcher):
    Participant.objects.update(consent=Consent.NONE)
    assert read(user=viewer) == hidden(NOT_FOR_QUOTING)
    assert read(user=researcher) == TEXT


def test_words_of_a_restricted_interview_are_for_its_readers(voice, researcher, stranger):
    voice.interview.readers.add(researcher)
    Interview.objects.update(restricted=True)
    assert read(user=researcher) == hidden(NOT_FOR_ALL)
    assert read(user=researcher, reader=researcher) == TEXT
    assert read(user=stranger, reader=stranger) == hidden(NOT_FOR_ALL)


@pytest.mark.parametrize("side", ["unknown", "ours"])
def test_a_voice_without_a_name_may_be_theirs_and_ours_is_not(voice, side):
    Speaker.objects.update(side=side, participant=None)
    withdraw(voice)
    assert read() == (hidden(TAKEN_BACK) if side == "unknown" else TEXT)


def test_words_of_another_voice_stay(voice):
    withdraw(made.ParticipantFactory(interview=voice.interview))
    assert read() == TEXT


@pytest.mark.parametrize("of", ["title", "so_what", "if_nothing", "workaround", "why", "responsibility", "goal"])
def test_what_was_noted_of_them_goes_as_well(db, of):
    participant = made.ParticipantFactory()
    fields = {of: SAID} if of in ("title", "so_what", "if_nothing") else {}
    mention = made.MentionFactory(participant=participant, **fields)
    if of == "workaround":
        mention.workarounds.create(interview=mention.interview, text=SAID)
    elif of == "why":
        made.WhyFactory(mention=mention, text=SAID, grounds=Grounds.STATED)
    elif of in ("responsibility", "goal"):
        {"responsibility": participant.responsibilities, "goal": participant.goals}[of].create(
            interview=participant.interview, text=SAID
        )
    withdraw(participant)
    assert read() == hidden(TAKEN_BACK)


def test_what_we_suspect_is_ours(db):
    mention = made.MentionFactory()
    made.WhyFactory(mention=mention, text=SAID, grounds=Grounds.INTUITION)
    withdraw(mention.participant)
    assert read() == TEXT


def test_how_we_call_a_pain_or_a_cause_is_ours_whoever_says_the_same(db):
    pain, cause = made.PainPointFactory(title=SAID.capitalize()), made.RootCauseFactory(title=SAID)
    mention = made.MentionFactory(pain_point=pain, title=f"{SAID.capitalize()}, they told us")
    made.WhyFactory(mention=mention, text=SAID, root_cause=cause)
    withdraw(mention.participant)
    assert read() == TEXT
    longer = f"In short: {SAID}, they told us"
    assert read(longer) == f"In short: {TAKEN_BACK}"


@pytest.mark.parametrize("said", ["Yes, I think so.", "I do not know yet"])
def test_a_few_words_are_nobody_s(voice, said):
    Segment.objects.update(text=said)
    withdraw(voice)
    text = f"{said} was the answer"
    assert read(text) == text


def test_whoever_reads_a_page_asks_once_and_a_second_time_where_words_stand(voice, researcher):
    def queries():
        with CaptureQueriesContext(connection) as asked, reading.by(researcher):
            for number in range(5):
                read(f"{TEXT} for the {number}th time")
        return sum("interviews_segment" in one["sql"] for one in asked.captured_queries)

    assert queries() == 0
    withdraw(voice)
    assert queries() == 1 + 5  # their turns once, and what stands in each of five texts


# What is kept in memory. A transaction asks for everything, so these tests have none around them.


def in_step(held):
    """Whether it holds what would be read anew; how many queries it asked."""
    with CaptureQueriesContext(connection) as asked:
        now = held.now()
    anew = everything(now.mark)
    assert now.of.keys() == anew.of.keys()
    for pk, runs in anew.of.items():
        assert sorted(zip(now.of[pk].numbers, now.of[pk].places, strict=True)) == sorted(
            zip(runs.numbers, runs.places, strict=True)
        )
    return len(asked.captured_queries)


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_follows_whatever_is_written():
    held = Held()
    mentions = [made.MentionFactory() for _ in range(3)]
    first, second, third = (mention.participant for mention in mentions)
    in_step(held)
    assert in_step(held) == 1

    def rewrite_a_turn():
        Segment.objects.update(text="They say something else by now, in other words")

    def speak():
        speaker = made.SpeakerFactory(interview=first.interview, side="participant", participant=first)
        made.SegmentFactory(speaker=speaker, number=1, text=f"Honestly, {SAID}.")

    deeds = [
        lambda: withdraw(first),
        speak,
        rewrite_a_turn,
        lambda: Interview.objects.filter(pk=second.interview_id).update(restricted=True),
        lambda: Mention.objects.update(title="Somebody found a better way to put all of it", so_what=SAID),
        lambda: Mention.objects.filter(pk=mentions[1].pk).update(if_nothing=f"{SAID} and stays so"),
        lambda: made.WhyFactory(mention=mentions[1], text=SAID),
        lambda: Why.objects.update(text=f"In the end {SAID}"),
        lambda: mentions[1].workarounds.create(interview=mentions[1].interview, text=SAID),
        lambda: first.goals.create(interview=first.interview, text=SAID),
        lambda: first.responsibilities.create(interview=first.interview, text=SAID),
        lambda: Participant.objects.filter(pk=third.pk).update(consent=Consent.NONE),
        lambda: Person.objects.filter(pk=third.person_id).update(consent=Consent.NONE),
        lambda: Participant.objects.filter(pk=third.pk).update(consent=Consent.NAMED),
        lambda: Segment.objects.all().delete(),
        lambda: Person.objects.update(consent_withdrawn_at=None, consent=None),
    ]
    for deed in deeds:
        before = held.now()
        deed()
        assert in_step(held) > 1, f"{deed} was not announced"
        assert held.now() != before
    assert set(held.now().of) == {second.interview_id}


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_follows_the_day():
    held, participant = Held(), made.MentionFactory(title=SAID).participant
    Participant.objects.update(consent_expires_on=timezone.localdate() - timedelta(days=1))
    held.now()
    yesterday = timezone.localdate() - timedelta(days=1)
    held.unquoted = replace(held.now(), of={}, day=yesterday)  # as it was read while the consent held
    in_step(held)
    assert set(held.now().of) == {participant.interview_id}
    assert in_step(held) == 1


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_wrote_is_kept_by_nobody():
    held, participant = Held(), made.MentionFactory(title=SAID).participant
    assert not held.now().of
    with pytest.raises(RuntimeError, match="taken back"), transaction.atomic():
        withdraw(participant)
        assert set(held.now().of) == {participant.interview_id}
        raise RuntimeError("taken back")
    assert not held.now().of
