"""Filling in a form as a browser does: what is sent carries the version of the page that was opened."""

from typing import Any

from django.http import HttpResponse
from django.test import Client


def fill(client: Client, path: str, typed: dict[str, Any], **options: Any) -> HttpResponse:
    """Open the form at `path` and send it with what was typed."""
    version = client.get(path).context["form"]["version"].value()
    return client.post(path, {**typed, "version": version}, **options)
