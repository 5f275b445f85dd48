"""What the import page refuses, and how it says so."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from interviews.models import Interview
from tests.interviews.test_import import VTT, upload

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.vtt", b"", "empty"),
        ("blank.vtt", b" \n\n", "empty"),
        ("holiday.vtt", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
        ("call.docx", b"PK\x03\x04word/document.xml", "Word"),
        ("noise.vtt", bytes(range(256)) * 10, ""),
        ("long.vtt", b"WEBVTT\n\n" + b"a" * 2_000_000, "longer than"),
    ],
)
def test_what_is_no_transcript_is_refused_at_the_field(as_researcher, name, data, why):
    answer = upload(as_researcher, data, name)
    assert answer.status_code == 422
    assert why in " ".join(answer.context["form"].errors["file"])
    assert not Interview.objects.exists()


def test_nothing_and_both_are_refused(as_researcher):
    assert "file" in as_researcher.post("/interviews/import/", {"text": "  "}).context["form"].errors
    both = as_researcher.post("/interviews/import/", {"text": VTT, "file": SimpleUploadedFile("a.vtt", VTT.encode())})
    assert both.status_code == 422
    assert "Nobody had told us" in both.content.decode()


def test_a_file_over_the_limit_is_refused_before_it_is_kept(as_researcher, settings):
    settings.FILE_UPLOAD_HANDLERS = ["tests.interviews.test_import_refused.NoStorage"]
    answer = upload(as_researcher, b"x" * (22 * 1024 * 1024))
    assert answer.status_code == 413
    assert "20 MB" in answer.content.decode()


class NoStorage:
    """An upload handler that must not be reached."""

    def __init__(self, request=None):
        raise AssertionError("The upload was stored")


def test_pasted_text_over_the_limit_gets_a_page(as_researcher):
    answer = as_researcher.post("/interviews/import/", {"text": "word " * 1_200_000})
    assert answer.status_code == 413


def test_the_upload_needs_the_token_of_the_form(researcher):
    client = Client(enforce_csrf_checks=True)
    client.force_login(researcher, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert upload(client).status_code == 403
