"""The recording of an interview: a file, or a link to where it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from ..exchange.recordings import ending_of, keep
from ..models import Interview
from .record import KeptForm

MOST = settings.RECORDING_MAX_MB * 1024 * 1024
NOT_PLAYED = "No browser plays this. Choose an MP3, M4A, AAC, WAV, Ogg, FLAC, MP4 or WebM file."


class RecordingForm(KeptForm):
    """One of file and link. It has a version of its own: it must not get into the way of whoever is logging."""

    counter = "recording_version"
    field_order = ["file", "recording_url"]

    file = forms.FileField(
        required=False,
        label="A file",
        help_text=f"MP3, M4A, AAC, WAV, Ogg, FLAC, MP4 or WebM, up to {settings.RECORDING_MAX_MB} MB. "
        "Whoever may read the interview and see names can play it.",
        widget=forms.FileInput(attrs={"accept": "audio/*,video/*", "data-max-bytes": MOST}),
    )
    recording_url = forms.URLField(
        required=False,
        assume_scheme="https",
        max_length=2000,
        label="Or a link",
        help_text="Where it is, beginning with https://. It is opened by whoever follows it, never by Groundwork.",
    )

    class Meta:
        model = Interview
        fields = ["recording_url"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST:
            raise ValidationError(f"A recording may have {settings.RECORDING_MAX_MB} MB.")
        if file and not ending_of(file):
            raise ValidationError(NOT_PLAYED)
        return file

    def clean_recording_url(self) -> str:
        url: str = self.cleaned_data["recording_url"]
        if url and not url.startswith("https://"):
            raise ValidationError("The link has to begin with https://.")
        return url

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        file, url = told.get("file"), told.get("recording_url", "")
        if file and url and "recording_url" in self.changed_data:
            self.add_error("recording_url", "There is a file and a link. Give one of them.")
        elif not file and not url and not self.errors:
            self.add_error("file", "Choose a file, or give a link.")
        if file:
            told["recording_url"] = ""
        self.instance.recording_file = ""
        return told

    def save(self, commit: bool = True) -> Interview:
        """Save the recording and nothing else of the interview."""
        if self.cleaned_data["file"]:
            keep(self.instance, self.cleaned_data["file"])
        self.instance.save(update_fields=["recording_file", "recording_url", "updated_at"])
        return self.instance
