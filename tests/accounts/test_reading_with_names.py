"""Names are hidden until somebody who may see them is known to read."""

from accounts import reading
from accounts.models import Role, User


def test_nobody_in_particular_sees_no_names():
    assert not reading.sees_names()


def test_names_are_seen_by_those_who_may_and_only_while_they_read():
    with reading.by(User(role=Role.RESEARCHER)):
        assert reading.sees_names()
        with reading.by(User(role=Role.VIEWER)):
            assert not reading.sees_names()
        assert reading.sees_names()
    assert not reading.sees_names()


def test_a_visitor_sees_no_names():
    with reading.by(None):
        assert not reading.sees_names()


def test_commands_of_the_owner_see_names():
    with reading.with_names():
        assert reading.sees_names()
