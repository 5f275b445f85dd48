"""Coming in, going out, and what happens to somebody who is not signed in."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from tests.factories.accounts import PASSWORD, UserFactory


@pytest.fixture(autouse=True)
def fresh_counts():
    """Forget earlier attempts, which are counted in the cache."""
    cache.clear()


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def test_the_right_password_opens_the_page_that_was_asked_for(client, viewer):
    asked = client.get("/accounts/profile/")

    assert asked.status_code == 302 and asked["Location"] == "/accounts/login/?next=/accounts/profile/"
    assert sign_in(client, viewer.email, next="/accounts/profile/")["Location"] == "/accounts/profile/"
    assert client.get("/accounts/profile/").status_code == 200


def test_the_case_of_the_address_does_not_matter(client, viewer):
    assert sign_in(client, viewer.email.upper()).status_code == 302


def test_a_wrong_password_is_said_at_the_form_and_keeps_the_address(client, viewer):
    answer = sign_in(client, viewer.email, "wrong")

    assert answer.status_code == 422 and viewer.email in answer.text and 'role="alert"' in answer.text


def test_signing_in_never_leads_to_another_site(client, viewer):
    assert sign_in(client, viewer.email, next="https://elsewhere.example/")["Location"] == "/"


def test_guessing_is_stopped_even_with_the_right_password_at_last(client, viewer):
    for _ in range(5):
        sign_in(client, viewer.email, "wrong")

    sign_in(client, viewer.email)
    assert "_auth_user_id" not in client.session


def test_somebody_without_access_is_told_so(client, db):
    gone = UserFactory(is_active=False)

    assert client.get(sign_in(client, gone.email)["Location"]).text.count("access was taken away") == 1


def test_signing_out_asks_by_get_and_does_it_by_post(as_viewer):
    assert as_viewer.get("/accounts/logout/").status_code == 200
    as_viewer.post("/accounts/logout/")
    assert as_viewer.get("/accounts/profile/").status_code == 302


@pytest.mark.parametrize("header", [{"HX-Request": "true"}, {"Accept": "application/json"}])
def test_a_script_whose_session_ended_is_told_401_and_where_to_sign_in(client, viewer, header):
    answer = client.get("/accounts/profile/", headers=header)

    assert answer.status_code == 401
    assert answer.json()["error"] == "signed_out" and answer.json()["login"] == "/accounts/login/"
    assert answer["HX-Trigger"] == "signed-out"


def test_a_forgotten_password_is_set_anew_by_a_link(client, viewer):
    client.post("/accounts/password/reset/", {"email": viewer.email})
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    form = client.get(link, follow=True)

    client.post(form.redirect_chain[-1][0], {"password1": "a brand new sentence", "password2": "a brand new sentence"})
    assert sign_in(client, viewer.email, "a brand new sentence").status_code == 302


def test_an_unknown_address_gets_the_same_answer_and_no_mail(client, viewer):
    answer = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})

    assert answer["Location"] == reverse("account_reset_password_done") and not mail.outbox


def test_changing_the_password_asks_for_the_old_one(as_viewer, viewer):
    new = {"password1": "a brand new sentence", "password2": "a brand new sentence"}

    assert as_viewer.post("/accounts/password/change/", {"oldpassword": "wrong", **new}).status_code == 422
    assert as_viewer.post("/accounts/password/change/", {"oldpassword": PASSWORD, **new}).status_code == 302
    viewer.refresh_from_db()
    assert viewer.check_password("a brand new sentence")


def test_nobody_can_sign_up(client, viewer):
    assert client.get("/accounts/signup/").status_code == 404


def test_a_mail_server_that_fails_tells_nobody_who_has_an_account(client_for, researcher, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    known = client_for(None).post("/accounts/password/reset/", {"email": researcher.email})
    unknown = client_for(None).post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert "was not sent" in caplog.text
