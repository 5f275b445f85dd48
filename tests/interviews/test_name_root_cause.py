"""Naming where a chain of whys ends: a root cause we know, a new one, or none; on its last why only."""

import pytest

from interviews import capture
from interviews.models import Interview, RootCause, Why
from tests.factories.interviews import RootCauseFactory
from tests.filled import fill
from tests.interviews.talk import talk


@pytest.fixture
def chain(researcher):
    """The interview, the first why and the last."""
    interview = talk(researcher)
    return interview, Why.objects.get(text__startswith="The app team"), Why.objects.get(text__startswith="Nobody tells")


def address(why):
    return f"/whys/{why.pk}/root-cause/"


def test_a_known_root_cause_is_chosen_changed_and_taken_off(as_researcher, chain):
    interview, _, leaf = chain
    one, other = RootCauseFactory(), RootCauseFactory()
    for chosen in (one, other):
        answer = fill(as_researcher, address(leaf), {"known": chosen.pk, "title": ""})
        assert answer.headers["Location"] == f"/interviews/{interview.pk}/#why-{leaf.pk}"
        leaf.refresh_from_db()
        assert leaf.root_cause == chosen
    fill(as_researcher, address(leaf), {"known": other.pk, "title": "", "none": "1"})
    leaf.refresh_from_db()
    assert leaf.root_cause is None


def test_a_new_one_is_made_by_its_title_and_found_again_when_it_exists(as_researcher, researcher, chain):
    _, _, leaf = chain
    fill(as_researcher, address(leaf), {"title": "  No owner  for the contract "})
    cause = RootCause.objects.get()
    assert (cause.title, cause.created_by) == ("No owner for the contract", researcher)
    fill(as_researcher, address(leaf), {"title": "NO OWNER FOR THE CONTRACT"})
    assert RootCause.objects.count() == 1


def test_only_the_last_why_of_a_chain_has_one(as_researcher, chain):
    _, first, _ = chain
    assert as_researcher.get(address(first)).status_code == 404


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": "x" * 501}, "title"),
        ({"known": "999"}, "known"),
        ({"known": "9" * 30}, "known"),
        ({"known": "x"}, "known"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(as_researcher, chain, typed, field):
    answer = as_researcher.post(address(chain[2]), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not RootCause.objects.exists()


def test_viewers_and_strangers_to_the_interview_do_not_name_it(as_viewer, as_stranger, chain):
    assert as_viewer.post(address(chain[2]), {"title": "Mine"}).status_code == 403
    Interview.objects.update(restricted=True)
    assert as_stranger.post(address(chain[2]), {"title": "Mine"}).status_code == 404


def test_the_named_root_cause_survives_another_save_of_the_notes(as_researcher, researcher, chain):
    interview, _, leaf = chain
    cause = RootCauseFactory()
    fill(as_researcher, address(leaf), {"known": cause.pk})
    capture.finish(Interview.objects.get(pk=interview.pk), researcher)
    leaf.refresh_from_db()
    assert leaf.root_cause == cause
    assert leaf.mention.participant.interview == interview


@pytest.mark.parametrize("taken_off", ["none", "other"])
def test_a_cause_named_in_a_restricted_interview_stays_unknown_when_no_chain_ends_in_it(
    as_researcher, as_stranger, stranger, researcher, chain, taken_off
):
    _, _, leaf = chain
    Interview.objects.update(restricted=True)
    fill(as_researcher, address(leaf), {"title": "Nordkap's board forbids it"})
    cause = RootCause.objects.get()
    further = {"none": "1"} if taken_off == "none" else {"known": RootCauseFactory().pk}
    fill(as_researcher, address(leaf), {"title": "", "known": "", **further})
    leaf.refresh_from_db()
    assert leaf.root_cause != cause
    for path in (cause.get_absolute_url(), cause.get_history_url()):
        assert as_stranger.get(path).status_code == 404
        assert as_researcher.get(path).status_code == 200
    assert "Nordkap" not in as_stranger.get("/root-causes/").text
    assert not RootCause.objects.visible_to(stranger).filter(pk=cause.pk).exists()
    Interview.objects.update(restricted=False)
    assert as_stranger.get(cause.get_absolute_url()).status_code == 200


def test_a_cause_written_down_by_hand_is_known_to_everybody(as_researcher, as_stranger):
    fill(as_researcher, "/root-causes/new/", {"title": "Nobody owns it"})
    assert as_stranger.get(RootCause.objects.get().get_absolute_url()).status_code == 200
