"""SQL that is kept: the same as that which is not, whatever other threads do with what is kept."""

import pytest
from django.db.models.expressions import RawSQL

from accounts.models import User
from interviews.models import Person
from search import prepared
from tests.factories.interviews import PersonFactory


class Cleared(dict):
    """What is kept, in a process where another thread clears it at once."""

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        self.clear()


def those(keys: RawSQL):
    return User.objects.filter(pk__in=keys).values("pk")


def none(keys: RawSQL):
    return User.objects.none()


@pytest.mark.parametrize("kept", [{}, Cleared()])
def test_what_another_thread_clears_is_said_all_the_same(monkeypatch, kept):
    monkeypatch.setattr(prepared, "_known", kept)
    asked = [prepared.said("those", those) for _ in range(2)]
    assert asked[0] == asked[1]
    assert prepared.filled(asked[0][1], [3]) != list(asked[0][1])
    assert [prepared.said("none", none) for _ in range(2)] == [None, None]


def test_sql_of_no_rows_is_kept_as_well(monkeypatch):
    monkeypatch.setattr(prepared, "_known", {})
    made = []

    def make(keys: RawSQL):
        made.append(keys)
        return none(keys)

    assert [prepared.said("none", make) for _ in range(3)] == [None, None, None]
    assert len(made) == 1


@pytest.mark.django_db
def test_rows_are_made_as_django_makes_them(django_assert_num_queries):
    people = [PersonFactory(), PersonFactory(company=None)]
    keys = [one.pk for one in people]

    def make(own: RawSQL):
        return Person.objects.filter(pk__in=own).order_by("-pk").select_related("company", "persona")

    theirs = list(Person.objects.filter(pk__in=keys).order_by("-pk").select_related("company", "persona"))
    for _ in range(2):  # when it is said, and when it is kept
        ours = prepared.loaded("two people", make, Person, keys)
        assert ours == theirs
        with django_assert_num_queries(0):
            for one, other in zip(ours, theirs, strict=True):
                state = {name: value for name, value in vars(one).items() if name != "_state"}
                assert state == {name: value for name, value in vars(other).items() if name != "_state"}
                assert (one.company, one.persona, one._state.db) == (other.company, other.persona, other._state.db)
