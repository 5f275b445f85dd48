"""Likely duplicates: which pairs are proposed, why, and deciding on one after the other."""

from collections import Counter

import pytest

from interviews.duplicates import candidates, pairs
from interviews.models import Company, KeptApart, PainPoint
from tests.budgets import budget
from tests.factories.interviews import (
    CodeFactory,
    CompanyFactory,
    InterviewFactory,
    MentionFactory,
    PainPointFactory,
    ParticipantFactory,
    PersonFactory,
    RootCauseFactory,
    ToolFactory,
    ToolUseFactory,
    WhyFactory,
)

pytestmark = pytest.mark.django_db


def titled(*titles):
    return [PainPointFactory(title=title) for title in titles]


@pytest.fixture
def two():
    return titled("Backfills are manual", "Backfill is manual work", "Nobody owns the table")[:2]


def test_what_sounds_alike_is_proposed_with_the_reason(two, researcher, as_researcher):
    assert [(pair.first, pair.second) for pair in pairs("pain-points", researcher)] == [tuple(two)]
    html = as_researcher.get("/duplicates/").text
    assert "1 of 1" in html and "They sound alike" in html


def test_people_with_one_address_or_one_name_are_proposed_to_who_sees_names(as_researcher):
    PersonFactory(name="Maya Lind", email="maya@x.org")
    PersonFactory(name="M. L.", email="Maya@X.org")
    PersonFactory(name="MAYA LIND")
    html = as_researcher.get("/duplicates/?room=people").text
    assert "1 of 2" in html and "The same e-mail address" in html
    assert "The same words in another case" in as_researcher.get("/duplicates/?room=people&place=1").text


def test_a_pair_is_merged_and_the_next_one_comes(as_researcher, two):
    CompanyFactory(name="Nordkap")
    CompanyFactory(name="Nordkap AS")
    sent = {"keep": two[0].pk, "gone": two[1].pk}
    answer = as_researcher.post("/duplicates/pain-points/merge/", sent, follow=True)
    assert PainPoint.objects.count() == 2
    assert "Nothing looks alike here" in answer.text
    assert "1 of 1" in as_researcher.get("/duplicates/").text  # companies


def offered(client, room="pain-points"):
    """The record that is kept by default, and why."""
    page = client.get(f"/duplicates/?room={room}")
    keep, gone = page.context["sides"]
    assert (
        f'name="keep" value="{keep.record.pk}"><input type="hidden" name="gone" value="{gone.record.pk}"' in page.text
    )
    assert page.text.index(f'value="{keep.record.pk}"') < page.text.index('data-key="m"') < page.text.index("side-2")
    assert f": {keep.kept}</span>" in page.text
    return keep.record, keep.kept


def test_the_fuller_one_is_kept_by_default_and_the_older_where_they_are_equal(as_researcher, two, researcher):
    older, newer = two
    assert offered(as_researcher) == (older, "it is the older one")
    PainPoint.objects.filter(pk=newer.pk).update(description="Every Friday")
    assert offered(as_researcher) == (newer, "more of it is filled in")
    maya = PersonFactory()
    for _ in range(2):
        MentionFactory(pain_point=older, participant__person=maya)
    assert offered(as_researcher) == (older, "it has more people")
    MentionFactory(pain_point=newer)
    assert offered(as_researcher) == (older, "more points at it"), "a person counts once, then mentions count"
    MentionFactory(pain_point=newer)
    assert offered(as_researcher) == (newer, "it has more people")


def test_what_a_reader_may_not_see_does_not_say_which_is_kept(as_stranger, as_admin, two):
    older, newer = two
    MentionFactory(pain_point=older)
    for _ in range(2):
        MentionFactory(pain_point=newer, participant__interview__restricted=True)
    MentionFactory(pain_point=newer)
    assert offered(as_stranger) == (older, "it is the older one")
    assert offered(as_admin) == (newer, "it has more people")


@pytest.mark.parametrize(
    ("room", "make", "used_by"),
    [
        ("companies", CompanyFactory, lambda one: ParticipantFactory(company=one)),
        ("tools", ToolFactory, lambda one: ToolUseFactory(tool=one)),
        ("root-causes", RootCauseFactory, lambda one: WhyFactory(root_cause=one)),
        ("codes", CodeFactory, lambda one: MentionFactory().pain_point.codes.add(one)),
        ("people", PersonFactory, lambda one: ParticipantFactory(person=one)),
    ],
)
def test_whom_more_people_stand_behind_is_kept_in_every_room(as_researcher, room, make, used_by):
    field = "title" if room == "root-causes" else "name"
    make(**{field: "Zebra crossings"})
    newer = make(**{field: "Zebra crossing"})
    used_by(newer)
    assert offered(as_researcher, room) == (newer, "it has more people")


def test_a_pair_that_is_kept_apart_is_not_proposed_again_until_that_is_undone(as_researcher, two, researcher):
    sent = {"keep": two[0].pk, "gone": two[1].pk}
    answer = as_researcher.post("/duplicates/pain-points/apart/", sent, follow=True)
    assert not pairs("pain-points", researcher)
    kept = KeptApart.objects.get()
    assert f"/duplicates/together/{kept.pk}/" in answer.text
    as_researcher.post(f"/duplicates/together/{kept.pk}/")
    assert len(pairs("pain-points", researcher)) == 1


def test_what_somebody_may_not_see_is_not_proposed(two, stranger, researcher):
    secret = InterviewFactory(restricted=True, created_by=researcher)
    MentionFactory(pain_point=two[1], participant__interview=secret)
    assert not pairs("pain-points", stranger)
    assert len(pairs("pain-points", researcher)) == 1


def test_a_changed_title_is_noticed(two, researcher):
    assert pairs("pain-points", researcher)
    two[1].title = "Something else altogether"
    two[1].save()
    assert not pairs("pain-points", researcher)


def test_more_pairs_ask_no_more_queries(as_researcher):
    for number in range(12):
        CompanyFactory(name=f"Company{number:04d}xyz")
        CompanyFactory(name=f"Company{number:04d}xyz AS")
    assert Company.objects.count() == 24
    with budget("likely duplicates"):
        assert "1 of" in as_researcher.get("/duplicates/").text


def test_the_search_looks_at_few_pairs_however_many_titles_there_are():
    """Ten times the titles are about ten times the pairs looked at, not a hundred times."""

    def looked_at(count):
        told = {n: frozenset((f"word{n % (count // 5)}", f"thing{n}", "often")) for n in range(count)}
        return len(list(candidates(told, Counter(word for own in told.values() for word in own))))

    assert looked_at(10_000) <= 12 * looked_at(1_000)


@pytest.mark.parametrize("address", ["/duplicates/?place=-1", "/duplicates/?done=x", "/duplicates/?room=nothing"])
def test_addresses_that_make_no_sense_are_refused(address, as_researcher):
    assert as_researcher.get(address).status_code in (400, 404)


def test_a_viewer_sees_the_pairs_and_decides_nothing(as_viewer, two):
    html = as_viewer.get("/duplicates/").text
    assert "They sound alike" in html and "Keep them apart" not in html and "Merge into" not in html
    assert as_viewer.post("/duplicates/pain-points/apart/", {}).status_code == 403
