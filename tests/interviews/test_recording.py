"""The recording of an interview: who may hear it, from where, and how it is attached and taken off."""

import os
import struct
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.utils import timezone

from interviews.exchange import recordings
from interviews.models import Act, Consent, Interview, Transcript
from interviews.views import recordings as views
from tests.factories.interviews import ParticipantFactory, SegmentFactory, SpeakerFactory
from tests.filled import fill

pytestmark = pytest.mark.django_db

LINK = "https://www.youtube.com/watch?v=abc"


def wav(seconds=1):
    """Silence."""
    data = b"\x80" * 8000 * seconds
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + len(data), b"WAVE", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8, b"data", len(data)
    )
    return head + data


@pytest.fixture(autouse=True)
def kept_here(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def maya(db):
    """Somebody whose interview has a transcript of one turn, two minutes in."""
    maya = ParticipantFactory()
    speaker = SpeakerFactory(interview=maya.interview, side="participant", participant=maya)
    SegmentFactory(speaker=speaker, number=1, text="It broke.", start_ms=122_900)
    Transcript.objects.create(interview=maya.interview, format="plain")
    return maya


def at(maya, rest=""):
    return f"/interviews/{maya.interview.pk}/recording/{rest}"


def page(client, maya):
    return client.get(f"/interviews/{maya.interview.pk}/transcript/").text


def attach(client, maya, data=None, name="call.mp3", **typed):
    sent = {"recording_url": "", **typed}
    if data is not None:
        sent["file"] = SimpleUploadedFile(name, data)
    return fill(client, at(maya, "edit/"), sent)


def stored(maya):
    return Interview.objects.get(pk=maya.interview.pk)


def heard(answer):
    return b"".join(answer.streaming_content)


def test_a_file_is_kept_by_what_it_holds_and_played_in_parts(as_researcher, maya):
    assert attach(as_researcher, maya, wav(), "../../evil.html").status_code == 302
    name = stored(maya).recording_file.name
    assert Path(name).parent == Path("recordings")
    assert name.endswith(".wav")
    whole = as_researcher.get(at(maya))
    assert (whole.status_code, whole["Content-Type"], whole["Accept-Ranges"]) == (200, "audio/wav", "bytes")
    assert whole["Cache-Control"] == "private, no-store"
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert heard(whole) == wav()
    part = as_researcher.get(at(maya), headers={"range": "bytes=4-11"})
    assert (part.status_code, part["Content-Range"], part["Content-Length"]) == (206, f"bytes 4-11/{len(wav())}", "8")
    assert heard(part) == wav()[4:12]
    past = as_researcher.get(at(maya), headers={"range": "bytes=99999999-"})
    assert (past.status_code, past["Content-Range"]) == (416, f"bytes */{len(wav())}")
    other = as_researcher.get(at(maya), headers={"range": "bytes=4-11", "if-range": '"older"'})
    assert (other.status_code, len(heard(other))) == (200, len(wav()))
    assert as_researcher.head(at(maya))["Content-Length"] == str(len(wav()))


def test_an_open_part_ends_where_no_worker_is_held_for_long(as_researcher, maya, monkeypatch):
    monkeypatch.setattr(views, "AT_ONCE", 1000)
    attach(as_researcher, maya, wav())
    part = as_researcher.get(at(maya), headers={"range": "bytes=10-"})
    assert (part["Content-Range"], heard(part)) == (f"bytes 10-1009/{len(wav())}", wav()[10:1010])


def test_times_play_from_there(as_researcher, maya):
    attach(as_researcher, maya, wav())
    text = page(as_researcher, maya)
    assert f'<audio id="player" src="{at(maya)}"' in text
    assert f'<a class="play" href="{at(maya)}#t=122" data-t="122.9" aria-label="Play from 2:02"></a>' in text
    attach(as_researcher, maya, recording_url=LINK)
    text = page(as_researcher, maya)
    assert 'id="player"' not in text
    assert 'href="https://www.youtube.com/watch?v=abc&amp;t=122"' in text
    assert 'rel="noopener noreferrer"' in text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Choose a file, or give a link."),
        ({"recording_url": "http://example.org/a"}, "begin with https://"),
        ({"recording_url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"data": b"<html></html>"}, "No browser plays this."),
        ({"data": wav(), "recording_url": LINK}, "There is a file and a link."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(as_researcher, maya, typed, said):
    answer = attach(as_researcher, maya, **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert (stored(maya).recording_file, stored(maya).recording_url) == ("", "")


def test_the_database_holds_one_of_file_and_link(maya):
    with pytest.raises(IntegrityError):
        Interview.objects.update(recording_url=LINK, recording_file="recordings/a.wav")


def test_what_is_too_large_is_refused_before_it_is_stored(as_researcher, maya, monkeypatch):
    monkeypatch.setattr("interviews.views.limits.drain", lambda request: None)  # nothing is sent here
    answer = as_researcher.post(at(maya, "edit/"), b"", content_type="multipart/form-data", CONTENT_LENGTH="9999999999")
    assert answer.status_code == 413
    assert "Give a link to it instead" in answer.text


def take_off(client, participant):
    return client.post(at(participant, "remove/"), {"version": stored(participant).recording_version}, follow=True)


def test_what_somebody_else_put_in_its_place_is_not_removed_unseen(as_researcher, maya):
    attach(as_researcher, maya, wav())
    seen = stored(maya).recording_version
    attach(as_researcher, maya, recording_url=LINK)
    for version in ({"version": seen}, {}, {"version": "x"}):
        answer = as_researcher.post(at(maya, "remove/"), version, follow=True)
        assert "Somebody changed the recording meanwhile" in answer.text
    assert stored(maya).recording_url == LINK


def test_removing_and_replacing_are_acts_that_can_be_undone(as_researcher, maya):
    attach(as_researcher, maya, wav())
    first = stored(maya).recording_file.name
    attach(as_researcher, maya, recording_url=LINK)
    take_off(as_researcher, maya)
    assert (stored(maya).recording_file, stored(maya).recording_url) == ("", "")
    removal, replacement = Act.objects.filter(kind=Act.Kind.EDITED)[:2]
    as_researcher.post(removal.get_undo_url("/"))
    assert stored(maya).recording_url == LINK
    as_researcher.post(replacement.get_undo_url("/"))
    assert (stored(maya).recording_file.name, stored(maya).recording_url) == (first, "")
    assert heard(as_researcher.get(at(maya))) == wav()


def test_an_old_file_taken_off_a_moment_ago_comes_back_by_undo(as_researcher, maya):
    attach(as_researcher, maya, wav())
    path = stored(maya).recording_file.path
    os.utime(path, (0, 0))
    take_off(as_researcher, maya)
    recordings.keep(Interview(), ContentFile(wav()))
    as_researcher.post(Act.objects.filter(kind=Act.Kind.EDITED).first().get_undo_url("/"))
    assert heard(as_researcher.get(at(maya))) == wav()


def test_files_that_no_undo_brings_back_are_deleted(as_researcher, maya, monkeypatch):
    attach(as_researcher, maya, wav())
    attach(as_researcher, maya, wav(2))
    folder = recordings.default_storage
    assert len(folder.listdir("recordings")[1]) == 2
    monkeypatch.setattr(recordings, "UNDO_WITHIN", timedelta(days=-1))
    recordings.keep(Interview(), ContentFile(wav()))
    assert stored(maya).recording_file.name.rpartition("/")[2] in folder.listdir("recordings")[1]
    assert len(folder.listdir("recordings")[1]) == 2


@pytest.mark.parametrize("typed", [{"data": wav()}, {"recording_url": LINK}])
def test_withdrawn_consent_hides_the_recording_at_once(as_researcher, maya, typed):
    attach(as_researcher, maya, **typed)
    maya.consent_withdrawn_at = timezone.now()
    maya.save()
    assert as_researcher.get(at(maya)).status_code == 404
    assert as_researcher.get(at(maya, "edit/")).status_code == 404
    for place in ("", "transcript/", "history/"):
        text = as_researcher.get(f"/interviews/{maya.interview.pk}/{place}").text
        assert LINK not in text
        assert 'id="player"' not in text
        assert "recordings/" not in text


def test_a_viewer_hears_it_only_with_names_and_where_it_may_be_quoted(as_viewer, viewer, as_researcher, maya):
    attach(as_researcher, maya, wav())
    assert as_viewer.get(at(maya)).status_code == 404
    assert 'class="play"' not in page(as_viewer, maya)
    viewer.names_granted = True
    viewer.save()
    assert as_viewer.get(at(maya)).status_code == 200
    maya.consent = Consent.NONE
    maya.save()
    assert as_viewer.get(at(maya)).status_code == 404
    assert as_researcher.get(at(maya)).status_code == 200


def test_strangers_to_the_interview_neither_hear_nor_change_it(as_stranger, as_viewer, as_researcher, client, maya):
    attach(as_researcher, maya, wav())
    assert client.get(at(maya)).status_code == 302
    assert as_viewer.post(at(maya, "remove/")).status_code == 403
    Interview.objects.filter(pk=maya.interview.pk).update(restricted=True)
    for method, rest in (("get", ""), ("get", "edit/"), ("post", "remove/")):
        assert getattr(as_stranger, method)(at(maya, rest)).status_code == 404


def test_saving_the_log_leaves_the_recording_alone_and_the_other_way_round(as_researcher, maya):
    before = stored(maya).version
    attach(as_researcher, maya, recording_url=LINK)
    assert stored(maya).version == before
