"""SQL that is kept: the same as that which is not, whatever other threads do with what is kept."""

import pytest
from django.db.models.expressions import RawSQL

from accounts.models import User
from search import prepared


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
