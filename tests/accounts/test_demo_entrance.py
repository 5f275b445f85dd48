"""One click per role, only with DEMO=1 and only for whoever sits at this computer."""

import pytest

from accounts.models import Role

HOME = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost:8000"}


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.mark.parametrize("role", Role.values)
def test_one_click_signs_in_as_the_role(client, db, demo, role):
    assert client.post("/accounts/demo/", {"role": role}, **HOME).status_code == 302
    assert client.get("/accounts/profile/", **HOME).context["user"].role == role


def test_the_sign_in_page_offers_it(client, db, demo):
    assert client.get("/accounts/login/", **HOME).text.count('name="role"') == 3


@pytest.mark.parametrize(
    "visitor",
    [
        {**HOME, "REMOTE_ADDR": "10.0.0.9"},
        {**HOME, "HTTP_HOST": "testserver"},
        {**HOME, "HTTP_X_FORWARDED_FOR": "10.0.0.9"},
        {**HOME, "HTTP_FORWARDED": "for=10.0.0.9"},
    ],
)
def test_it_is_closed_to_everybody_else(client, viewer, demo, visitor):
    assert client.post("/accounts/demo/", {"role": "admin"}, **visitor).status_code == 404
    assert 'name="role"' not in client.get("/accounts/login/", **visitor).text


def test_it_is_closed_without_demo(client, viewer):
    assert client.post("/accounts/demo/", {"role": "admin"}, **HOME).status_code == 404


def test_an_unknown_role_is_refused_in_words(client, db, demo):
    answer = client.post("/accounts/demo/", {"role": "owner"}, **HOME)

    assert answer.status_code == 400 and "viewer, researcher or admin" in answer.text


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/accounts/profile/", "/accounts/profile/"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
        ("", "/"),
    ],
)
def test_it_goes_on_to_our_own_pages_only(client, db, demo, asked, given):
    assert client.post("/accounts/demo/", {"role": "viewer", "next": asked}, **HOME)["Location"] == given


def test_nobody_signs_in_as_a_demo_user_by_password(client, db, demo):
    client.post("/accounts/demo/", {"role": "admin"}, **HOME)

    assert not client.get("/accounts/profile/", **HOME).context["user"].has_usable_password()
