"""What each role may do, and what the database refuses whoever asks."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Role, User
from tests.factories.accounts import UserFactory


@pytest.mark.parametrize(
    ("role", "writes", "manages", "names"),
    [(Role.VIEWER, False, False, False), (Role.RESEARCHER, True, False, True), (Role.ADMIN, True, True, True)],
)
def test_a_role_says_what_somebody_may_do(role, writes, manages, names):
    user = User(role=role)

    assert (user.can_write, user.can_edit, user.is_admin_role, user.can_see_names) == (writes, writes, manages, names)


def test_a_viewer_sees_names_once_granted():
    assert User(role=Role.VIEWER, names_granted=True).can_see_names


def test_an_address_belongs_to_one_user_whatever_its_case(db):
    UserFactory(email="Ana@Example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="ANA@example.org", full_name="Another Ana")])
    assert User.objects.get_by_natural_key("ANA@EXAMPLE.ORG").email == "ana@example.org"


def test_the_database_knows_all_roles(viewer):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=viewer.pk).update(role="owner")


def test_the_first_admin_is_made_once(db):
    assert User.objects.create_first_admin("first@example.org", "a long password", "First")
    assert User.objects.create_first_admin("second@example.org", "a long password", "Second") is None


def test_the_last_admin_knows_it(admin, researcher):
    assert admin.is_last_admin
    researcher.role = Role.ADMIN
    researcher.save()
    assert not admin.is_last_admin
