"""What a quote speaks for is kept in the journal, told in the history of the pain point, and taken back from there."""

import pytest

from interviews.models import Act, Mention, PainPoint
from tests.factories import interviews as made


@pytest.fixture
def said(db):
    return made.QuoteFactory(text="The load is late again")


def attach(client, quote, **told):
    assert client.post(f"/quotes/{quote.pk}/attach/", told).status_code == 302
    return Act.objects.latest("pk")


def deeds(client, pain_point):
    return [deed.about for deed in client.get(pain_point.get_history_url()).context["deeds"]]


def test_attaching_to_a_known_pain_is_told_and_undone(as_researcher, researcher, said):
    pain = made.PainPointFactory()
    act = attach(as_researcher, said, title=pain.title, pain_point=pain.pk, severity="3")
    assert act.done_by == researcher
    assert deeds(as_researcher, pain) == ["A quote was attached"]
    as_researcher.post(act.get_undo_url("/"))
    assert not said.mentions.exists()
    assert Mention.objects.get(pain_point=pain).is_archived
    assert PainPoint.objects.live().get() == pain


def test_undo_takes_away_only_what_was_attached_then(as_researcher, said):
    before = made.MentionFactory(participant=said.participant)
    attach(as_researcher, said, heard=[before.pain_point.pk])
    act = attach(as_researcher, said, title="Nobody is told")
    act.undo(act.done_by)
    assert said.mentions.get() == before
    assert PainPoint.objects.live().get() == before.pain_point


def test_detaching_is_told_and_undone(as_researcher, said):
    told = made.MentionFactory(participant=said.participant, frequency="Every night")
    attach(as_researcher, said, heard=[told.pain_point.pk])
    as_researcher.post(f"/quotes/{said.pk}/detach/?pain_point={told.pain_point.pk}")
    assert deeds(as_researcher, told.pain_point)[0] == "A quote was detached"
    as_researcher.post(Act.objects.latest("pk").get_undo_url("/"))
    assert said.mentions.get() == told


def test_a_quote_of_a_why_is_taken_back(as_researcher, said):
    why = made.WhyFactory(mention__participant=said.participant)
    act = attach(as_researcher, said, why=why.pk)
    act.undo(act.done_by)
    assert not said.whys.exists()
    as_researcher.post(f"/quotes/{said.pk}/attach/again/?why={why.pk}")
    assert said.whys.get() == why
