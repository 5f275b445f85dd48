"""Chains of whys without a root cause: those that say the same stand together and are named in one act."""

import pytest

from interviews.models import Act, Interview, RootCause, Why
from tests.factories.interviews import (
    InterviewFactory,
    MentionFactory,
    ParticipantFactory,
    RootCauseFactory,
    WhyFactory,
)

pytestmark = pytest.mark.django_db

LIST, NAME = "/root-causes/open-ends/", "/root-causes/open-ends/name/"


def end(text, **further):
    return WhyFactory(mention=MentionFactory(participant=ParticipantFactory()), text=text, **further)


@pytest.fixture
def ends(db):
    """Two people say the same, a third something else."""
    return [
        end("Nobody keeps a record of readers"),
        end("There is no record kept of the readers"),
        end("Budgets are yearly"),
    ]


def shown(client, query=""):
    """The texts of each group, and the titles offered to it."""
    groups = client.get(f"{LIST}{query}").context["groups"]
    return [({why.text for why in group.whys}, [cause.title for cause in group.causes]) for group in groups]


def test_chains_of_different_interviews_that_say_the_same_stand_together(as_researcher, ends):
    one, other, alone = (why.text for why in ends)
    assert shown(as_researcher) == [({alone}, []), ({one, other}, [])]


def test_only_last_whys_without_a_root_cause_are_open(as_researcher):
    first = end("It starts here")
    WhyFactory(mention=first.mention, parent=first, text="And goes on")
    end("It has one", root_cause=RootCauseFactory(title="Elsewhere"))
    assert shown(as_researcher) == [({"And goes on"}, [])]


def test_root_causes_are_offered_by_their_title_and_by_whys_that_ended_there(as_viewer, ends):
    RootCauseFactory(title="No record of readers")
    end("Budgets are yearly, always", root_cause=RootCauseFactory(title="Money is planned once"))
    assert [offered for _, offered in shown(as_viewer)] == [["Money is planned once"], ["No record of readers"]]


def test_several_are_named_at_once_and_taken_back_at_once(as_researcher, ends):
    cause, chosen = RootCauseFactory(), ends[:2]
    answer = as_researcher.post(NAME, {"why": [why.pk for why in chosen], "known": cause.pk}, follow=True)
    assert f"2 chains now end in {cause.reference}" in answer.text
    assert set(cause.whys.all()) == set(chosen)
    assert {why.version for why in cause.whys.all()} == {2}
    act = Act.objects.get(changes__field="root_cause", changes__key=chosen[0].pk)
    as_researcher.post(act.get_undo_url(LIST))
    assert not cause.whys.exists()


def test_a_new_root_cause_is_made_by_its_title_and_found_again(as_researcher, ends):
    as_researcher.post(NAME, {"why": [ends[0].pk], "title": " Nobody  writes it down "})
    as_researcher.post(NAME, {"why": [ends[1].pk], "title": "nobody writes it down"})
    assert set(RootCause.objects.get(title="Nobody writes it down").whys.all()) == set(ends[:2])


def test_a_chain_that_was_named_meanwhile_keeps_its_root_cause(as_researcher, ends):
    theirs, mine = RootCauseFactory(), RootCauseFactory()
    Why.objects.filter(pk=ends[0].pk).update(root_cause=theirs)
    answer = as_researcher.post(NAME, {"why": [why.pk for why in ends[:2]], "known": mine.pk}, follow=True)
    assert "1 changed meanwhile" in answer.text
    assert (theirs.whys.get(), mine.whys.get()) == (ends[0], ends[1])


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": "X"}, "Tick at least one why."),
        ({"why": ["{pk}"]}, "Choose a root cause, or type a new one."),
        ({"why": ["x"], "title": "X"}, "Nothing changed."),
        ({"why": ["9" * 30], "title": "X"}, "Nothing changed."),
        ({"why": ["{pk}"], "known": "9"}, "Nothing changed."),
        ({"why": ["{pk}"], "title": "x" * 501}, "Nothing changed."),
    ],
)
def test_what_cannot_be_is_told_and_changes_nothing(as_researcher, ends, sent, said):
    sent = {**sent, "why": [one.format(pk=ends[0].pk) for one in sent.get("why", [])]}
    assert said in as_researcher.post(NAME, sent, follow=True).text
    assert not RootCause.objects.exists()
    assert not Why.objects.filter(root_cause__isnull=False).exists()


def test_words_put_any_whys_together(as_researcher, ends):
    assert shown(as_researcher, "?q=Bud") == [({"Budgets are yearly"}, [])]
    assert shown(as_researcher, "?q=nothing+like+it") == []


def test_what_a_reader_may_not_read_is_neither_listed_nor_named_nor_compared(as_stranger, as_viewer, ends):
    hidden = InterviewFactory(restricted=True)
    mention = MentionFactory(participant=ParticipantFactory(interview=hidden))
    secret = WhyFactory(mention=mention, text="Budgets are yearly here")
    told = RootCauseFactory(title="Told in the open")
    end("Told in the open", root_cause=told)
    WhyFactory(mention=mention, text="Budgets are yearly as well", root_cause=told)
    page = as_stranger.get(LIST)
    assert "Budgets are yearly here" not in page.text
    assert [offered for _, offered in shown(as_stranger)] == [[], []]
    as_stranger.post(NAME, {"why": [secret.pk], "title": "Mine"})
    assert Interview.objects.get(pk=hidden.pk).whys.filter(root_cause__title="Mine").count() == 0
    assert as_viewer.post(NAME, {"why": [ends[0].pk], "title": "Mine"}).status_code == 403


def test_withdrawn_words_are_not_listed(as_researcher, ends):
    from django.utils import timezone

    participant = ends[2].mention.participant
    participant.consent_withdrawn_at = timezone.now()
    participant.save()
    assert "Budgets are yearly" not in as_researcher.get(LIST).text


def test_the_number_of_queries_does_not_grow(as_researcher, ends, budget):
    for number in range(11):
        end(f"Number {number} of quite other words {'x' * number}")
        RootCauseFactory(title=f"Number {number}")
    with budget("list of open ends"):
        assert len(as_researcher.get(LIST).context["groups"]) > 1
