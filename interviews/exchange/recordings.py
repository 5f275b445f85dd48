"""The recording of an interview: a file that we keep, or a link that only the reader's browser ever follows."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from accounts.versions import claim

from ..models import Act, Change, Interview
from ..models.history import UNDO_WITHIN
from ..recordings import HEAD, TYPES, beginning_at, kind_of

FOLDER = "recordings"


@dataclass(frozen=True, slots=True)
class Recording:
    """What somebody may hear. `kind` is audio, video, or link for what plays elsewhere."""

    kind: str
    url: str

    @property
    def is_ours(self) -> bool:
        return self.kind != "link"

    def at(self, milliseconds: int) -> str:
        """The address that plays from a time, to the second."""
        return beginning_at(self.url, max(milliseconds, 0) // 1000)


def recording_of(interview: Interview, user: Any) -> Recording | None:
    """The recording of an interview, if there is one and `user` may hear it. A query only where there is one."""
    there = interview.recording_file or interview.recording_url.startswith("https://")
    if not there or not Interview.objects.heard_by(user).filter(pk=interview.pk).exists():
        return None
    if not interview.recording_file:
        return Recording("link", interview.recording_url)
    kind = media_type(interview).partition("/")[0]
    return Recording(kind, reverse("interviews:recording_play", args=[interview.pk]))


def media_type(interview: Interview) -> str:
    """What the file is; its ending was given by what it holds."""
    return TYPES[str(interview.recording_file).rpartition(".")[2]]


def ending_of(file: File) -> str:
    """The ending for a file by what it holds; empty for what browsers do not play."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return kind_of(head)


def keep(interview: Interview, file: File) -> None:
    """Store the file under a name that says nothing; saving the interview is up to the caller."""
    clear_out()
    interview.recording_file.save(f"{uuid.uuid4().hex}.{ending_of(file)}", file, save=False)


def take_off(interview: Interview, version: int, user: Any) -> Act:
    """The interview has no recording any more; the file stays for as long as the act can be undone.

    Raises Stale when the recording is not the one of `version` any more.
    """
    with Act.by(user, Act.Kind.EDITED) as act:
        act.watch(interview, members=False)
        interview.recording_file = interview.recording_url = ""
        claim(interview, version, "recording_version")
        interview.save(update_fields=["recording_file", "recording_url", "updated_at"])
    return act


def clear_out() -> None:
    """Delete the files that no interview has and no undo brings back.

    A file is as old as its upload and may have been taken off a moment ago: what the journal named lately stays.
    """
    if not default_storage.exists(FOLDER):
        return
    named = set(Interview.objects.exclude(recording_file="").values_list("recording_file", flat=True))
    lately = Change.objects.filter(field="recording_file", act__at__gte=timezone.now() - UNDO_WITHIN)
    for told in lately.values_list("old", "new"):
        named.update(filter(None, told))
    for name in default_storage.listdir(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if path not in named and default_storage.get_modified_time(path) < timezone.now() - UNDO_WITHIN:
            default_storage.delete(path)
