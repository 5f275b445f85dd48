"""Files between upload and save: kept where files are kept, for a day, for the one who sent them.

Nothing of this is in the process, so that any process of any machine that shares the files can go on with it.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

FOLDER = "uploads"
KEPT_FOR = timedelta(days=1)
SALT = "interviews.exchange.uploads"
NAME_LENGTH = 255


class Gone(Exception):
    """There is no such upload of this user: too old, saved already, or somebody else's."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent. `key` is also the client key of the interview that is made of it, so that a form sent
    twice makes one interview."""

    key: uuid.UUID
    name: str
    data: bytes


def keep(data: bytes, name: str, user: Any) -> str:
    """Keep a file; returns the token that gives it back to `user`. Clears out what was left behind by others."""
    clear_out()
    key = uuid.uuid4()
    head = json.dumps({"name": name[-NAME_LENGTH:]}).encode()
    default_storage.save(place(key), ContentFile(head + b"\n" + data))
    return signing.dumps({"key": key.hex, "user": user.pk}, salt=SALT)


def fetch(token: str, user: Any) -> Upload:
    """The file that `token` stands for; raises Gone."""
    key = key_of(token, user)
    try:
        with default_storage.open(place(key)) as stored:
            head, _, data = stored.read().partition(b"\n")
    except FileNotFoundError as error:
        raise Gone from error
    return Upload(key, json.loads(head)["name"], data)


def key_of(token: str, user: Any) -> uuid.UUID:
    """The key in a token that was given to `user`; raises Gone when it was not, or is too old."""
    try:
        told = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature as error:
        raise Gone from error
    if told["user"] != user.pk:
        raise Gone
    return uuid.UUID(told["key"])


def drop(key: uuid.UUID) -> None:
    """Forget a file that was saved."""
    default_storage.delete(place(key))


def clear_out() -> None:
    """Delete what nobody came back for."""
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        try:
            old = default_storage.get_modified_time(path) < timezone.now() - KEPT_FOR
        except FileNotFoundError:  # somebody else cleared it out in the meantime
            continue
        if old:
            default_storage.delete(path)


def place(key: uuid.UUID) -> str:
    """Where the file of `key` is kept."""
    return f"{FOLDER}/{key.hex}"
