"""An import takes over what the file says of itself: when it was, and who asked."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from accounts.models import User
from interviews.models import Interview

pytestmark = pytest.mark.django_db

TALK = """# Loads

Interview took place on 16 February 2022. Interviewer is Runa Holm.

Runa: What broke?

Maya: A column was gone.

Runa: Again?

Maya: Every week.
"""


@pytest.fixture
def runa():
    return User.objects.create_user("runa@example.org", full_name="Runa Holm")


def previewed(client, text=TALK):
    sent = client.post("/interviews/import/", {"file": SimpleUploadedFile("talk.md", text.encode()), "text": ""})
    return sent.url, client.get(sent.url)


def test_day_and_interviewer_of_the_file_are_filled_in(as_researcher, runa):
    _, page = previewed(as_researcher)
    occasion = page.context["occasion"].initial
    assert (occasion["held_at"].date(), occasion["interviewers"]) == (date(2022, 2, 16), [runa.pk])
    sides = [row["form"].initial["side"] for row in page.context["speakers"].rows()]
    assert sides == ["ours", "participant"]


def test_who_speaks_as_one_of_us_is_an_interviewer(as_researcher, researcher, runa):
    url, _ = previewed(as_researcher, TALK.replace("Interviewer is Runa Holm.", ""))
    who = {"speaker-0-side": "ours", "speaker-1-side": "participant", "speaker-1-name": "Maya Lindqvist"}
    as_researcher.post(url, {"held_at": "2022-02-16T12:00", "interviewers": [researcher.pk], **who})
    assert set(Interview.objects.get().interviewers.all()) == {researcher, runa}


def test_said_later_that_a_voice_is_ours_adds_an_interviewer(as_researcher, runa):
    url, _ = previewed(as_researcher)
    nobody = {"speaker-0-side": "unknown", "speaker-1-side": "unknown"}
    as_researcher.post(url, {"held_at": "2022-02-16T12:00", **nobody})
    interview = Interview.objects.get()
    assert runa not in interview.interviewers.all()
    as_researcher.post(f"/interviews/{interview.pk}/speakers/", {"version": 1, **nobody, "speaker-0-side": "ours"})
    assert runa in interview.interviewers.all()


def test_nobody_is_let_into_a_restricted_interview_by_a_name(as_researcher, researcher, runa):
    url, _ = previewed(as_researcher)
    nobody = {"speaker-0-side": "unknown", "speaker-1-side": "unknown"}
    as_researcher.post(url, {"held_at": "2022-02-16T12:00", **nobody})
    interview = Interview.objects.get()
    Interview.objects.update(restricted=True)
    as_researcher.post(f"/interviews/{interview.pk}/speakers/", {"version": 1, **nobody, "speaker-0-side": "ours"})
    assert runa not in interview.interviewers.all()


def test_a_first_name_of_two_users_names_neither(as_researcher, runa):
    User.objects.create_user("other@example.org", full_name="Runa Prado")
    _, page = previewed(as_researcher, TALK.replace("Runa Holm", "Runa"))
    assert runa.pk not in page.context["occasion"].initial["interviewers"]


def test_the_command_takes_them_over(tmp_path, runa):
    (tmp_path / "talk.md").write_text(TALK, "utf-8")
    call_command("import_transcript", str(tmp_path / "talk.md"))
    interview = Interview.objects.get()
    assert timezone.localtime(interview.held_at).date() == date(2022, 2, 16)
    assert list(interview.interviewers.all()) == [runa]
