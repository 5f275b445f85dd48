"""A code counts what carries it or a code below it: the same in the codebook, on its page and in the explorer."""

import pytest
from django.http import QueryDict
from django.utils import timezone

from interviews.columns.live import live
from interviews.explorer import explore
from interviews.filters import PainPointFilter
from interviews.models import Code, PainPoint, Participant
from tests.factories import interviews as made


@pytest.fixture
def codes(db):
    """A theme with two levels below it, and a code of its own; some pain points carry several of them."""
    trust, cost = made.CodeFactory(name="Trust"), made.CodeFactory(name="Cost")
    changes = made.CodeFactory(name="Changes", parent=trust)
    silent = made.CodeFactory(name="Silent changes", parent=changes)
    gone = made.CodeFactory(name="Gone", archived_at=timezone.now())
    for carried in ([trust], [changes, silent], [silent, cost], [silent], [gone], []):
        made.PainPointFactory().codes.set(carried)
    twice = made.PersonFactory()
    for pain_point in PainPoint.objects.filter(codes=silent):
        made.MentionFactory(pain_point=pain_point)
        made.MentionFactory(pain_point=pain_point, participant__person=twice)
    made.PainPointFactory(archived_at=timezone.now()).codes.add(trust)
    return {code.name: code for code in Code.objects.all()}


def in_codebook(client):
    return {code.name: (use.pain_points, use.people) for code, use in client.get("/codes/").context["rows"]}


def in_explorer(user):
    filters = PainPointFilter(QueryDict(), user=user, columns=live.now())
    assert filters.is_valid()
    explorer = explore(filters)
    return {name: explorer.counts["code", pk] for pk, name in filters.names["code"].items() if pk != "none"}


def test_what_stands_below_counts_above(as_researcher, codes):
    assert in_codebook(as_researcher) == {"Trust": (4, 4), "Changes": (3, 4), "Silent changes": (3, 4), "Cost": (1, 2)}


def test_the_explorer_and_the_page_say_the_same(as_researcher, researcher, codes):
    pain_points = {name: use[0] for name, use in in_codebook(as_researcher).items()}
    assert in_explorer(researcher) == {**pain_points, "Gone": 0}
    for name, number in pain_points.items():
        page = as_researcher.get(codes[name].get_absolute_url())
        assert len(page.context["pain_points"]) == number
        assert len(as_researcher.get(f"/pain-points/?code={codes[name].pk}").context["rows"]) == number


def test_the_page_of_a_theme_names_the_use_of_what_stands_below(as_researcher, codes):
    below = as_researcher.get(codes["Trust"].get_absolute_url()).context["below"]
    assert [(code.name, use.pain_points, use.people) for code, use in below] == [("Changes", 3, 4)]


def test_what_a_reader_may_not_see_does_not_count(as_researcher, as_stranger, stranger, codes):
    hidden = made.MentionFactory()
    hidden.pain_point.codes.add(codes["Cost"])
    hidden.participant.interview.restricted = True
    hidden.participant.interview.save()
    assert in_codebook(as_stranger)["Cost"] == (1, 2)
    assert in_explorer(stranger)["Cost"] == 1


def test_what_everybody_took_back_is_no_longer_counted(as_researcher, researcher, codes):
    Participant.objects.update(consent_withdrawn_at=timezone.now())
    assert in_codebook(as_researcher)["Silent changes"] == (0, 0)
    assert in_explorer(researcher)["Silent changes"] == 0
