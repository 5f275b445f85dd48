"""What every answer carries, whoever asks."""

import pytest
from django.db import DatabaseError, connection

from tests.filled import fill


def test_nothing_inline_nothing_from_elsewhere(client, viewer):
    policy = client.get("/accounts/login/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy and "script-src 'self'" in policy and "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy and "form-action 'self'" in policy
    assert "unsafe" not in policy


def test_a_page_and_its_part_are_kept_apart_by_caches(client, viewer):
    assert "HX-Request" in client.get("/accounts/login/")["Vary"]


def test_messages_come_with_the_part_of_a_page(as_viewer):
    fill(as_viewer, "/accounts/profile/", {"full_name": "Mateus", "theme": "dark"})
    answer = as_viewer.get("/accounts/logout/", headers={"HX-Request": "true"})

    assert answer.text.count('hx-swap-oob="beforeend"') <= 1
    assert "Saved" in answer.text


def test_health_is_503_while_the_database_does_not_answer(client, db, monkeypatch):
    def refuse():
        raise DatabaseError("gone")

    with monkeypatch.context() as broken:
        broken.setattr(connection, "cursor", refuse)
        answer = client.get("/healthz")
    assert answer.status_code == 503


@pytest.mark.parametrize("address", ["/nothing/", "/accounts/users/9999/"])
def test_nothing_there_is_said_in_words_inside_the_shell(as_admin, address):
    answer = as_admin.get(address)

    assert answer.status_code == 404 and "There is nothing here" in answer.text and 'aria-label="Main"' in answer.text


def test_a_visitor_who_asks_for_nothing_gets_the_page_without_navigation(client, viewer):
    answer = client.get("/nothing/")

    assert answer.status_code == 404 and 'aria-label="Main"' not in answer.text


def test_what_a_viewer_may_not_do_is_said_in_words(as_viewer):
    answer = as_viewer.get("/accounts/users/")

    assert answer.status_code == 403 and "Only admins may do this." in answer.text


def test_a_stale_form_says_what_to_do(client_for, viewer):
    client = client_for(viewer)
    client.handler.enforce_csrf_checks = True

    answer = client.post("/accounts/profile/", {"full_name": "Mateus"})
    assert answer.status_code == 403 and "send it again" in answer.text
