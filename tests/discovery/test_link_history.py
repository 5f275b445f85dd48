"""Linking evidence is kept in the journal, told in the history of the claim, and taken back from there."""

import pytest

from discovery.models import Evidence
from interviews.models import Act
from tests.factories.discovery import HypothesisFactory
from tests.factories.interviews import MentionFactory


@pytest.fixture
def claim(db):
    return HypothesisFactory()


def link(client, claim, mention, stance="supports"):
    sent = {"chosen": f"mention:{mention.pk}", "stance": stance, "reason": ""}
    assert client.post(f"{claim.get_absolute_url()}evidence/", sent).status_code == 302
    return Act.objects.latest("pk")


def deeds(client, claim):
    return [deed.about for deed in client.get(claim.get_history_url()).context["deeds"]]


def test_a_link_is_told_with_who_made_it_and_undone(as_researcher, researcher, claim):
    act = link(as_researcher, claim, MentionFactory())
    assert act.done_by == researcher
    assert deeds(as_researcher, claim) == ["Evidence was linked"]
    as_researcher.post(act.get_undo_url("/"))
    assert Evidence.objects.get().is_archived


def test_a_changed_stance_goes_back(as_researcher, claim):
    mention = MentionFactory()
    link(as_researcher, claim, mention)
    link(as_researcher, claim, mention, "challenges").undo(None)
    assert Evidence.objects.live().get().stance == "supports"


def test_unlinking_and_linking_again_say_who_did_it(as_researcher, researcher, claim):
    link(as_researcher, claim, MentionFactory())
    key = Evidence.objects.get().pk
    as_researcher.post(f"/evidence/{key}/unlink/")
    as_researcher.post(f"/evidence/{key}/relink/")
    assert deeds(as_researcher, claim) == ["Evidence was linked again", "Evidence was unlinked", "Evidence was linked"]
    assert set(Act.objects.values_list("done_by", flat=True)) == {researcher.pk}
