"""An empty installation asks for its first admin, once."""

from accounts.models import Role, User

FIRST = {"full_name": "Agnes Holm", "email": "Agnes@Example.org", "password": "a sentence to remember"}


def test_everything_leads_to_the_first_run_page_while_there_is_no_user(client, db):
    for address in ("/accounts/login/", "/accounts/profile/", "/accounts/password/reset/"):
        assert client.get(address)["Location"] == "/setup/"
    assert client.get("/healthz").text == "ok"


def test_the_first_admin_is_signed_in_and_the_page_is_gone(client, db):
    assert client.post("/setup/", FIRST).status_code == 302

    admin = User.objects.get()
    assert (admin.email, admin.role) == ("agnes@example.org", Role.ADMIN)
    assert client.get("/accounts/users/").status_code == 200
    assert client.get("/setup/").status_code == 404
    assert client.post("/setup/", {**FIRST, "email": "second@example.org"}).status_code == 404


def test_a_weak_password_is_refused_at_its_field_and_the_rest_is_kept(client, db):
    answer = client.post("/setup/", {**FIRST, "password": "agnes"})

    assert answer.status_code == 422
    assert 'id="id_password_error"' in answer.text and "Agnes Holm" in answer.text
    assert not User.objects.exists()


def test_a_form_without_anything_names_every_field(client, db):
    answer = client.post("/setup/", {})

    assert answer.status_code == 422 and answer.text.count('_error"') >= 3
