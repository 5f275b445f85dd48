"""The page of a root cause: how firmly it stands, and the trees of several interviews joined at it."""

import pytest

from interviews.models import Grounds, Interview, RootCause
from interviews.views.root_causes import MOST_TREES
from tests.factories.interviews import MentionFactory, ParticipantFactory, RootCauseFactory, WhyFactory

pytestmark = pytest.mark.django_db


def chain(cause, *grounds, participant=None):
    """A chain of whys with these grounds that ends in the cause; returns its whys."""
    mention = MentionFactory(participant=participant or ParticipantFactory())
    above, whys = None, []
    for level, firm in enumerate(grounds):
        weakest = min(grounds[: level + 1])
        source = "a query" if firm == Grounds.CONFIRMED else ""
        above = WhyFactory(
            mention=mention, parent=above, grounds=firm, source=source, path_grounds=weakest, text=f"Why {level} {firm}"
        )
        whys.append(above)
    above.root_cause = cause
    above.save()
    return whys


INTUITION, STATED, CONFIRMED = Grounds.INTUITION, Grounds.STATED, Grounds.CONFIRMED


def test_people_with_a_confirmed_chain_and_the_weakest_link_are_told(as_viewer):
    cause = RootCauseFactory()
    chain(cause, CONFIRMED, CONFIRMED)
    _, weak = chain(cause, STATED, INTUITION)
    page = as_viewer.get(cause.get_absolute_url())
    assert "1 of 2 people" in page.text
    why, hurt = page.context["weakest"]
    assert (why, hurt.mention) == (weak, weak.mention)
    row = next(one for one in as_viewer.get("/root-causes/").context["page"].rows if one == cause)
    assert (row.confirmed, row.people, row.weakest, row.grounds) == (1, 2, INTUITION, CONFIRMED)


def test_a_person_with_two_confirmed_chains_counts_once(as_viewer):
    cause, maya = RootCauseFactory(), ParticipantFactory()
    for _ in range(2):
        chain(cause, CONFIRMED, participant=maya)
    page = as_viewer.get(cause.get_absolute_url())
    assert (page.context["cause"].confirmed, page.context["cause"].people) == (1, 1)
    assert page.context["weakest"] is None


def test_the_way_to_the_root_is_told_from_side_branches(as_viewer):
    cause = RootCauseFactory()
    top, last = chain(cause, STATED, STATED)
    aside = WhyFactory(
        mention=top.mention, parent=top, text="Another answer", root_cause=RootCauseFactory(title="Else")
    )
    page = as_viewer.get(cause.get_absolute_url())
    [tree] = page.context["trees"]
    assert (tree.path, tree.ends) == ({top.pk, last.pk}, {last.pk})
    assert f'id="why-{aside.pk}" class="off-path"' in page.text
    assert page.text.count('class="to-root"') == 1
    assert f'href="{top.interview.get_absolute_url()}#why-{last.pk}"' in page.text


def test_only_the_strongest_trees_are_drawn_until_all_are_asked_for(as_viewer):
    cause = RootCauseFactory()
    for _ in range(MOST_TREES + 2):
        chain(cause, STATED)
    page = as_viewer.get(cause.get_absolute_url())
    assert (len(page.context["trees"]), page.context["cause"].people) == (MOST_TREES, MOST_TREES + 2)
    assert "Draw 2 more" in page.text
    assert len(as_viewer.get(f"{cause.get_absolute_url()}?trees=all").context["trees"]) == MOST_TREES + 2


def test_a_restricted_interview_is_neither_drawn_nor_counted_for_strangers(as_stranger):
    cause = RootCauseFactory()
    chain(cause, STATED)
    secret, _ = chain(cause, CONFIRMED, CONFIRMED)
    Interview.objects.filter(pk=secret.interview_id).update(restricted=True)
    page = as_stranger.get(cause.get_absolute_url())
    assert len(page.context["trees"]) == 1
    found = RootCause.objects.with_reach(page.wsgi_request.user).with_firmness(page.wsgi_request.user).get(pk=cause.pk)
    assert (found.people, found.confirmed, found.weakest) == (1, 0, STATED)
