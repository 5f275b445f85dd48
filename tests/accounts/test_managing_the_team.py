"""Admins invite, change roles and take access away; there is always an admin left."""

import smtplib

import pytest
from django.core import mail

from accounts.models import Role, User
from tests.factories.accounts import UserFactory
from tests.filled import fill

NEW = {"full_name": "Tomás Reis", "email": "tomas@example.org", "role": "researcher"}


def test_only_admins_see_the_team(as_viewer, as_researcher, as_admin):
    for address in ("/accounts/users/", "/accounts/users/new/", "/accounts/users/1/"):
        assert as_viewer.get(address).status_code == as_researcher.get(address).status_code == 403
    assert as_admin.get("/accounts/users/").status_code == 200


def test_an_invited_colleague_sets_a_password_by_the_link_they_get(as_admin, client):
    as_admin.post("/accounts/users/new/", NEW)
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    form = client.get(link, follow=True)

    client.post(form.redirect_chain[-1][0], {"password1": "a brand new sentence", "password2": "a brand new sentence"})
    assert (
        client.post("/accounts/login/", {"login": NEW["email"], "password": "a brand new sentence"}).status_code == 302
    )


def test_a_mail_that_does_not_leave_is_said_and_the_link_is_shown(as_admin, monkeypatch):
    def refuse(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    answer = as_admin.post("/accounts/users/new/", NEW, follow=True)

    assert "did not leave" in answer.text and "/accounts/password/reset/key/" in answer.text


def test_an_address_in_use_is_refused_at_its_field(as_admin, viewer):
    answer = as_admin.post("/accounts/users/new/", {**NEW, "email": viewer.email.upper()})

    assert answer.status_code == 422 and "Somebody already uses this address" in answer.text


def test_access_taken_away_ends_the_session(as_admin, as_viewer, viewer):
    fill(as_admin, f"/accounts/users/{viewer.pk}/", {"full_name": viewer.full_name, "role": "viewer"})

    assert as_viewer.get("/accounts/profile/").status_code == 302


@pytest.mark.parametrize("change", [{"role": "viewer", "is_active": "on"}, {"role": "admin"}])
def test_the_last_admin_stays_one(as_admin, admin, change):
    answer = as_admin.post(f"/accounts/users/{admin.pk}/", {"full_name": "Agnes Holm", **change})

    assert answer.status_code == 422 and "last admin" in answer.text
    assert list(User.objects.admins()) == [admin]


def test_an_admin_steps_down_when_there_is_another(as_admin, admin):
    UserFactory(role=Role.ADMIN)

    stepping_down = {"full_name": "Agnes Holm", "role": "viewer", "is_active": "on"}
    fill(as_admin, f"/accounts/users/{admin.pk}/", stepping_down)
    assert not User.objects.get(pk=admin.pk).is_admin_role


def test_somebody_changes_their_own_name_colours_and_shortcuts(as_viewer, viewer):
    fill(as_viewer, "/accounts/profile/", {"full_name": "Mateus P.", "theme": "dark"})

    viewer.refresh_from_db()
    assert (viewer.full_name, viewer.theme, viewer.shortcuts_on) == ("Mateus P.", "dark", False)
    page = as_viewer.get("/accounts/profile/").text
    assert 'data-theme="dark"' in page and 'data-shortcuts="off"' in page


def test_a_refused_profile_keeps_what_was_typed_and_changes_nothing_else(as_viewer, viewer):
    answer = as_viewer.post("/accounts/profile/", {"full_name": "", "theme": "neon"})

    assert answer.status_code == 422 and answer.text.count('_error"') >= 2
    assert "data-theme" not in answer.text


def test_nobody_raises_their_own_role(as_viewer, viewer):
    fill(as_viewer, "/accounts/profile/", {"full_name": "Mateus", "theme": "dark", "role": "admin"})

    viewer.refresh_from_db()
    assert viewer.role == Role.VIEWER
