"""The numbers of the explorer are those that somebody would count by hand, on any evidence and any filter."""

from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from interviews.columns.live import read_columns
from interviews.explorer import ByColumns, ByRows
from interviews.filters import PainPointFilter
from tests.interviews.explored import Oracle, World, query_dict

SEEDS = st.integers(0, 10**9)
ANY_WORLD = settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a smaller seed is no smaller world
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Undo(Exception):
    """Ends an example without leaving rows behind."""


@contextmanager
def a_world(seed, user):
    """A world for one example."""
    try:
        with transaction.atomic():
            yield World(seed, user)
            raise Undo
    except Undo:
        pass


def explore(query, user, way):
    filters = PainPointFilter(query_dict(query), user=user)
    assert filters.is_valid(), filters.problems
    return ByRows(filters) if way == "rows" else ByColumns(filters, read_columns())


either_way = pytest.mark.parametrize("way", ["rows", "columns"])


def keys(order, row):
    last = row.last_heard_at.timestamp() if row.last_heard_at else 0
    by = {
        "people": (row.people, last),
        "recent": (last, row.people),
        "severity": (row.severity or 0, row.people, last),
    }
    return (*by[order], row.pk)


@either_way
@pytest.mark.parametrize("role", ["researcher", "viewer"])
@given(seed=SEEDS)
@ANY_WORLD
def test_the_list_holds_what_fits_and_counts_people(db, request, way, role, seed):
    user = request.getfixturevalue(role)
    with a_world(seed, user) as world:
        query, oracle = world.query(), Oracle(user)
        rows = explore(query, user, way).rows()

        assert {row.pk: row.people for row in rows} == oracle.listed(query), query
        by_pk = {one.pk: one for one in oracle.pain_points}
        for row in rows:
            assert row.severity == oracle.severity(by_pk[row.pk]), query
            assert row.grounds == oracle.grounds(by_pk[row.pk]), query
        assert [row.pk for row in rows] == [
            row.pk for row in sorted(rows, key=lambda row: keys(query["sort"][0], row), reverse=True)
        ]


@either_way
@given(seed=SEEDS)
@ANY_WORLD
def test_the_queryset_of_the_filter_says_the_same_as_the_page(db, researcher, way, seed):
    with a_world(seed, researcher) as world:
        query = world.query()
        explorer = explore(query, researcher, way)

        asked = [(one.pk, one.people, one.companies, one.severity, one.grounds) for one in explorer.filters.qs]
        assert asked == [(row.pk, row.people, row.companies, row.severity, row.grounds) for row in explorer.rows()], (
            query
        )


@either_way
@given(seed=SEEDS)
@ANY_WORLD
def test_a_facet_counts_what_there_would_be_with_that_choice_alone(db, researcher, way, seed):
    with a_world(seed, researcher) as world:
        query, oracle = world.query(), Oracle(researcher)
        explorer = explore(query, researcher, way)
        values = {
            "persona": [*(str(one.pk) for one in world.personas), "none"],
            "company": [str(one.pk) for one in world.companies],
            "study": [str(one.pk) for one in world.studies],
            "tool": [str(one.pk) for one in world.tools],
            "role": ["data engineer", "ökonom"],
            "severity": list("12345"),
            "grounds": ["intuition", "stated", "confirmed"],
            "code": [*(str(one.pk) for one in world.codes), "none"],
            "status": ["active", "archived"],
        }
        for key, choices in values.items():
            for value in choices:
                assert explorer.counts[key, value] == oracle.count(query, key, value), (query, key, value)


@either_way
@given(seed=SEEDS)
@ANY_WORLD
def test_the_heat_map_counts_distinct_people_whatever_persona_and_theme_are_chosen(db, researcher, way, seed):
    with a_world(seed, researcher) as world:
        query, oracle = world.query(), Oracle(researcher)
        heat, cells = explore(query, researcher, way).heat, oracle.heat(query)

        assert heat.cells == {place: len(people) for place, people in cells.items()}, query
        assert heat.people == len(set().union(*cells.values()))
        for persona, people in heat.personas.items():
            assert people == len(set().union(*(found for (own, _), found in cells.items() if own == persona)))
        for theme, people in heat.themes.items():
            assert people == len(set().union(*(found for (_, own), found in cells.items() if own == theme)))


@either_way
@given(seed=SEEDS)
@ANY_WORLD
def test_going_on_page_by_page_shows_every_row_once(db, researcher, way, seed):
    with a_world(seed, researcher) as world:
        query = {key: value for key, value in world.query().items() if key in ("sort", "persona")}
        whole = [row.pk for row in explore(query, researcher, way).rows()]
        seen, after = [], ""
        while True:
            page, after = explore({**query, "after": [after]}, researcher, way).page(size=2)
            seen += [row.pk for row in page]
            if not after:
                break
        assert seen == whole
