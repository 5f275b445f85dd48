"""Words that nobody quoted go from texts of ours with the right to read them, and come back with it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import reading
from interviews.models import Consent, Interview, Mention, Participant, Person, Segment, Speaker, Why
from interviews.models.choices import Grounds
from interviews.pasted import TAKEN_BACK, Pastings
from interviews.unquoted import Held, Unquoted, everything
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


@pytest.mark.parametrize("way", ["restricted", "not for quoting"])
def test_six_words_that_were_not_taken_back_stay(voice, viewer, way):
    """Else whoever may not read an interview could find out what was said there, by typing it."""
    Interview.objects.update(restricted=way == "restricted")
    Participant.objects.update(consent=Consent.NONE if way == "not for quoting" else Consent.INTERNAL)
    assert read(user=viewer, reader=viewer) == TEXT


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


@pytest.fixture(params=["pain point", "root cause"])
def called(request, db):
    """Somebody who told a pain, or why it is there, in the words by which we call it."""
    if request.param == "pain point":
        pain = made.PainPointFactory(title=SAID.capitalize())
        return made.MentionFactory(pain_point=pain, title=f"Well, {SAID} here")
    return made.WhyFactory(root_cause=made.RootCauseFactory(title=SAID), text=f"Well, {SAID} here")


def told_by_another(called):
    mention = made.MentionFactory(pain_point=getattr(called, "pain_point", None) or made.PainPointFactory())
    if hasattr(called, "root_cause"):
        made.WhyFactory(mention=mention, root_cause=called.root_cause)
    return mention


def test_how_we_call_it_is_ours_as_long_as_somebody_else_says_it(called):
    other = told_by_another(called)
    withdraw((getattr(called, "mention", None) or called).participant)
    assert read() == TEXT
    assert read(f"In short: well, {SAID} here") == f"In short: {TAKEN_BACK}"
    withdraw(other.participant)
    assert read() == hidden(TAKEN_BACK)


def test_how_we_call_it_is_not_told_by_a_restricted_interview(called):
    Interview.objects.filter(pk=told_by_another(called).interview_id).update(restricted=True)
    withdraw((getattr(called, "mention", None) or called).participant)
    assert read() == hidden(TAKEN_BACK)


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
    """How many queries it asked to hold what would be read anew."""
    with CaptureQueriesContext(connection) as asked:
        now = held.now()
    anew = everything("default")
    assert now.of.keys() == anew.of.keys()
    for pk, runs in anew.of.items():
        assert sorted(zip(now.of[pk].numbers, now.of[pk].places, strict=True)) == sorted(
            zip(runs.numbers, runs.places, strict=True)
        )
    return len(asked.captured_queries)


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_follows_whatever_is_written():
    held = Held("default")
    mentions = [made.MentionFactory() for _ in range(2)]
    first, second = (mention.participant for mention in mentions)
    in_step(held)
    assert in_step(held) == 1

    def speak():
        speaker = made.SpeakerFactory(interview=first.interview, side="participant", participant=first)
        made.SegmentFactory(speaker=speaker, number=1, text=f"Honestly, {SAID}.")

    deeds = [
        lambda: withdraw(first),
        speak,
        lambda: Segment.objects.update(text="They say something else by now, in other words"),
        lambda: Mention.objects.update(title="Somebody found a better way to put all of it", so_what=SAID),
        lambda: Mention.objects.filter(pk=mentions[0].pk).update(if_nothing=f"{SAID} and stays so"),
        lambda: made.WhyFactory(mention=mentions[0], text=SAID),
        lambda: Why.objects.update(text=f"In the end {SAID}"),
        lambda: mentions[0].workarounds.create(interview=mentions[0].interview, text=SAID),
        lambda: first.goals.create(interview=first.interview, text=SAID),
        lambda: first.responsibilities.create(interview=first.interview, text=SAID),
        lambda: Participant.objects.filter(pk=second.pk).update(consent_withdrawn_at=timezone.now()),
        lambda: Segment.objects.all().delete(),
        lambda: Person.objects.update(consent_withdrawn_at=None),
    ]
    for deed in deeds:
        before = held.now()
        deed()
        assert in_step(held) > 1, f"{deed} was not announced"
        assert held.now() is not before
    assert set(held.now().of) == {second.interview_id}
    assert held.now() is held.now(), "what is put in order once stays so"


@pytest.mark.django_db(transaction=True)
def test_words_in_interviews_of_which_nobody_took_any_back_change_nothing_that_is_kept(voice):
    held, mention = Held("default"), made.MentionFactory()
    withdraw(voice)
    before = held.now()
    Mention.objects.filter(pk=mention.pk).update(title=SAID)
    Interview.objects.filter(pk=mention.interview_id).update(restricted=True)
    assert held.now() is before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("then", ["who spoke", "who spoke that turn", "how we know"])
def test_who_is_found_out_later_to_have_said_it_is_heard(voice, then):
    ours = made.SpeakerFactory(interview=voice.interview, side="ours")
    theirs = Speaker.objects.get(participant=voice)
    why = made.WhyFactory(mention=made.MentionFactory(participant=voice), text="Nothing of it", grounds=Grounds.STATED)
    withdraw(voice)
    if then == "how we know":
        Segment.objects.all().delete()
        Why.objects.update(text=SAID, grounds=Grounds.INTUITION)
    else:
        Segment.objects.update(speaker=ours)
    assert read() == TEXT
    if then == "how we know":
        Why.objects.filter(pk=why.pk).update(grounds=Grounds.STATED)
    elif then == "who spoke":
        Speaker.objects.filter(pk=ours.pk).update(side="unknown")
    else:
        Segment.objects.update(speaker=theirs)
    assert read() == hidden(TAKEN_BACK)


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_follows_the_day():
    held, participant = Held("default"), made.MentionFactory(title=SAID).participant
    yesterday = timezone.localdate() - timedelta(days=1)
    Participant.objects.update(consent_expires_on=yesterday)
    held.now()
    held.known = Unquoted("default", {}, yesterday), held.known[1]  # as it was read while the consent held
    in_step(held)
    assert set(held.now().of) == {participant.interview_id}
    assert in_step(held) == 1


@pytest.mark.django_db(transaction=True)
def test_what_a_transaction_wrote_is_kept_by_nobody():
    held, participant = Held("default"), made.MentionFactory(title=SAID).participant
    assert not held.now().of
    with pytest.raises(RuntimeError, match="taken back"), transaction.atomic():
        withdraw(participant)
        assert set(held.now().of) == {participant.interview_id}
        raise RuntimeError("taken back")
    assert not held.now().of
