"""A pain that sounds like one we know is found while it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviews.models import PainPoint
from interviews.similar import TitleIndex, similar_pain_points
from tests.factories import interviews as made


@pytest.fixture
def backfills(db):
    for title in ("Nobody can find the right table", "Dashboards disagree with finance", "Cost spikes have no owner"):
        made.PainPointFactory(title=title)
    return made.PainPointFactory(title="Backfills are manual and scary")


def titles(found):
    return [one.pain_point.title for one in found]


@pytest.mark.parametrize(
    "typed",
    [
        "Backfills are manual and scary",
        "backfill manual scary",
        "Scary manual backfills",
        "bakcfills are manual",
        "Backfills are man",
        "BACKFILLS — manual!",
        "Báckfills are manual",
    ],
)
def test_it_is_found_however_it_is_put(backfills, researcher, typed):
    assert titles(similar_pain_points(typed, researcher)) == ["Backfills are manual and scary"]


@pytest.mark.parametrize(
    "typed", ["", " ", "b", "th", "the", "are and", "😀", "%", "'\"\\", "\0", "x" * 5000, "table 4"]
)
def test_what_says_nothing_finds_nothing(backfills, researcher, typed):
    assert similar_pain_points(typed, researcher) == []


def test_people_come_with_it(backfills, researcher):
    made.MentionFactory(pain_point=backfills)
    made.MentionFactory(pain_point=backfills)
    found = similar_pain_points("manual backfills", researcher)[0]
    assert (found.pain_point.people, found.score > 0.5) == (2, True)


def test_a_title_written_a_moment_ago_is_found_and_a_changed_one_no_more(backfills, researcher):
    assert similar_pain_points("sandbox credentials expire", researcher) == []
    new = made.PainPointFactory(title="Credentials of the sandbox expire")
    assert titles(similar_pain_points("sandbox credentials expire", researcher)) == [new.title]

    new.title = "Nothing of the kind"
    new.save()
    assert similar_pain_points("sandbox credentials expire", researcher) == []


def test_the_archive_is_left_out_until_it_is_restored(backfills, researcher):
    backfills.archive(researcher)
    assert similar_pain_points("manual backfills", researcher) == []
    PainPoint.objects.filter(pk=backfills.pk).restore()
    assert len(similar_pain_points("manual backfills", researcher)) == 1


def test_what_was_only_told_in_a_restricted_interview_stays_unknown_to_strangers(backfills, researcher, stranger):
    made.MentionFactory(
        pain_point=backfills, participant__interview__restricted=True, participant__interview__created_by=researcher
    )
    assert similar_pain_points("manual backfills", stranger) == []
    assert len(similar_pain_points("manual backfills", researcher)) == 1


def test_those_hidden_do_not_crowd_out_those_seen(backfills, researcher, stranger):
    for n in range(10):
        hidden = made.PainPointFactory(title=f"Manual backfills {n}")
        made.MentionFactory(
            pain_point=hidden, participant__interview__restricted=True, participant__interview__created_by=researcher
        )
    assert titles(similar_pain_points("Manual backfills scary", stranger)) == [backfills.title]


def test_the_own_pain_point_and_those_kept_apart_are_left_out(backfills, researcher):
    assert similar_pain_points("manual backfills", researcher, exclude=[backfills.pk]) == []


def test_at_most_so_many_the_most_alike_first(backfills, researcher):
    for title in ("Backfills are manual", "Backfills are manual and scary work", "Manual backfills scare me"):
        made.PainPointFactory(title=title)
    found = similar_pain_points("Backfills are manual", researcher, limit=2)
    assert titles(found)[0] == "Backfills are manual"
    assert len(found) == 2
    assert found[0].score >= found[1].score


def test_the_part_of_a_page_shows_them(backfills, as_viewer):
    page = as_viewer.get("/pain-points/similar/", {"title": "manual backfills", "exclude": "x"})
    assert "Backfills are manual and scary" in page.text
    assert as_viewer.get("/pain-points/similar/", {"title": "\0"}).status_code == 200


@given(
    titles=st.dictionaries(st.integers(1, 30), st.text(max_size=40)),
    later=st.dictionaries(st.integers(1, 30), st.text(max_size=40)),
    typed=st.text(max_size=60),
)
def test_an_index_brought_in_step_is_the_one_made_anew(titles, later, typed):
    grown, new = TitleIndex(), TitleIndex()
    grown.take(titles)
    grown.take(later)
    new.take(later)
    assert grown.alike(typed) == new.alike(typed)
    assert all(0.5 <= score <= 1 for score in new.alike(typed).values())


@given(
    title=st.text(alphabet="abcdefghij ", min_size=5, max_size=40).filter(
        lambda text: any(len(w) > 3 for w in text.split())
    )
)
def test_a_title_is_most_like_itself(title):
    index = TitleIndex()
    index.take({1: title, 2: "something else altogether", 3: "unrelated matters here"})
    scores = index.alike(title)
    assert max(scores, key=scores.get) == 1
