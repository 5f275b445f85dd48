"""Importing a transcript in the browser: upload, who is who, save."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from interviews.exchange import uploads
from interviews.forms import imports
from interviews.models import Company, Interview, Person, Segment, Speaker, Transcript
from tests.factories.interviews import (
    CompanyFactory,
    InterviewFactory,
    ParticipantFactory,
    PersonaFactory,
    PersonFactory,
    StudyFactory,
)

pytestmark = pytest.mark.django_db

VTT = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Inês Duarte>How did the last load break?</v>

00:00:04.500 --> 00:00:09.000
<v Maya>A column was gone. <i>Again.</i></v>

00:00:09.500 --> 00:00:12.000
<v Maya>Nobody had told us 🙂.</v>

00:00:12.500 --> 00:00:13.000
<v Speaker 3>Mm.</v>
"""


def upload(client, data=VTT, name="call.vtt", url="/interviews/import/"):
    body = data.encode() if isinstance(data, str) else data
    return client.post(url, {"file": SimpleUploadedFile(name, body), "text": ""})


def mapping(**changes):
    """Inês is ours, Maya a customer, the third voice nobody we know."""
    return {
        "title": "The last load",
        "held_at": "2026-03-04T15:30",
        "study": "",
        "purpose": "pains",
        "speaker-0-side": "ours",
        "speaker-1-side": "participant",
        "speaker-1-name": "Maya Lindqvist",
        "speaker-1-role": "Data engineer",
        "speaker-1-company": "Nordkap",
        "speaker-2-side": "unknown",
        **changes,
    }


def test_a_file_becomes_an_interview_with_a_transcript(as_researcher, researcher):
    study, persona = StudyFactory(), PersonaFactory()
    preview = upload(as_researcher)
    assert preview.status_code == 302
    page = as_researcher.get(preview.url).content.decode()
    for told in ("WebVTT", "Inês Duarte", "Maya", "Speaker 3", "A column was gone. Again.", "4 turns"):
        assert told in page
    told = mapping(study=study.pk, interviewers=[researcher.pk], **{"speaker-1-persona": persona.pk})
    saved = as_researcher.post(preview.url, told)
    interview = Interview.objects.get()
    assert saved.url == f"/interviews/{interview.pk}/transcript/"
    assert interview.study == study
    assert interview.purpose == "pains"
    assert list(interview.interviewers.all()) == [researcher]
    assert not interview.is_draft
    maya = interview.participants.get()
    assert (maya.person.name, maya.role, maya.company.name, maya.persona) == (
        "Maya Lindqvist",
        "Data engineer",
        "Nordkap",
        persona,
    )
    assert maya.person.role == "Data engineer"
    sides = {one.label: (one.side, one.participant) for one in interview.speakers.all()}
    assert sides == {"Inês Duarte": ("ours", None), "Maya": ("participant", maya), "Speaker 3": ("unknown", None)}
    segments = list(interview.segments.values_list("number", "start_ms", "end_ms", "text", "speaker__label"))
    assert segments[1] == (2, 4500, 9000, "A column was gone. Again.", "Maya")
    assert segments[2][3] == "Nobody had told us 🙂."
    assert interview.transcript.title == "The last load"
    assert interview.transcript.file_name == "call.vtt"


def test_pasted_text_is_read_like_a_file(as_researcher):
    preview = as_researcher.post(
        "/interviews/import/", {"text": "INES: What broke?\n\nMAYA: A column.\n\nINES: And?\n\nMAYA: Slack."}
    )
    page = as_researcher.get(preview.url).content.decode()
    assert "INES" in page
    assert "MAYA" in page


def test_two_labels_can_be_one_person(as_researcher):
    preview = upload(as_researcher)
    as_researcher.post(preview.url, mapping(**{"speaker-2-side": "participant", "speaker-2-name": "maya  LINDQVIST"}))
    interview = Interview.objects.get()
    assert interview.participants.count() == 1
    assert {one.participant for one in interview.speakers.filter(side="participant")} == {interview.participants.get()}
    assert interview.speakers.filter(side="participant").count() == 2


def test_a_picked_person_is_taken_and_namesakes_are_told_apart(as_researcher):
    first, second = PersonFactory(name="Maya Lindqvist"), PersonFactory(name="Maya Lindqvist")
    preview = upload(as_researcher)
    told = {"speaker-1-person": second.pk, "speaker-2-side": "participant", "speaker-2-name": "Maya Lindqvist"}
    as_researcher.post(preview.url, mapping(**told, **{"speaker-2-person": first.pk}))
    assert {one.person for one in Interview.objects.get().participants.all()} == {first, second}
    assert Person.objects.count() == 2


def test_people_we_know_and_colleagues_are_suggested(as_researcher, researcher):
    maya = PersonFactory(name="Maya Lindqvist", role="Lead", company=CompanyFactory(name="Nordkap"))
    page = as_researcher.get(upload(as_researcher).url).context
    forms = {row["speaker"].label: row["form"].initial for row in page["speakers"].rows()}
    assert forms["Inês Duarte"]["side"] == "ours"
    assert forms["Maya"]["person"] == maya.pk
    assert (forms["Maya"]["role"], forms["Maya"]["company"]) == ("Lead", "Nordkap")
    assert forms["Speaker 3"]["side"] == "unknown"


def test_the_one_voice_that_is_left_is_the_one_person_who_is_left(as_researcher):
    jun = ParticipantFactory(person__name="Jun Park")
    text = "GUEST: Every week.\n\nINÊS DUARTE: Oh.\n\nGUEST: Yes.\n\nINÊS DUARTE: And?\n"
    preview = upload(as_researcher, text, "turns.txt", f"/interviews/import/?interview={jun.interview.pk}")
    forms = {
        row["speaker"].label: row["form"].initial for row in as_researcher.get(preview.url).context["speakers"].rows()
    }
    assert forms["GUEST"]["person"] == jun.person.pk
    assert forms["INÊS DUARTE"]["side"] == "ours"


def test_the_preview_asks_the_same_for_many_labels(as_researcher, budget):
    voices = "".join(f"00:{n}.000 --> 00:{n}.500\n<v Voice {n}>Hello there</v>\n\n" for n in range(10, 50))
    preview = upload(as_researcher, f"WEBVTT\n\n{voices}")
    with budget("import preview"):
        as_researcher.get(preview.url)


def test_a_file_with_very_many_labels_is_saved(as_researcher):
    voices = "".join(f"00:10.000 --> 00:10.500\n<v Voice {n}>Hello there</v>\n\n" for n in range(1_200))
    preview = upload(as_researcher, f"WEBVTT\n\n{voices}")
    page = as_researcher.get(preview.url).context
    told = {f"speaker-{n}-side": "unknown" for n in range(len(page["speakers"].forms))}
    assert as_researcher.post(preview.url, mapping(**told)).status_code == 302
    assert Speaker.objects.count() == Segment.objects.count() == 1_200


def test_what_nobody_came_back_for_is_deleted(as_researcher, monkeypatch):
    left = upload(as_researcher)
    monkeypatch.setattr(uploads, "KEPT_FOR", timedelta(seconds=-5))
    upload(as_researcher)
    monkeypatch.setattr(uploads, "KEPT_FOR", timedelta(days=1))
    assert as_researcher.get(left.url).status_code == 410


def test_an_invalid_mapping_saves_nothing_and_keeps_what_was_typed(as_researcher):
    preview = upload(as_researcher)
    told = mapping(**{"speaker-1-name": "", "speaker-1-role": "Keeper of <b>keys</b>", "held_at": "1900-01-01T10:00"})
    answer = as_researcher.post(preview.url, told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Interview.objects.exists()
    assert "Say who this is" in page
    assert "between 1970 and a year from now" in page
    assert "Keeper of &lt;b&gt;keys&lt;/b&gt;" in page
    assert as_researcher.post(preview.url, mapping()).status_code == 302


@pytest.mark.parametrize(
    "change",
    [
        {"speaker-1-name": "x" * 10_000},
        {"speaker-1-company": "x" * 10_000},
        {"speaker-1-side": "nobody"},
        {"speaker-1-side": ""},
        {"speaker-1-persona": "999999"},
        {"held_at": "tomorrow-ish"},
        {"held_at": "9999-01-01T00:00"},
        {"study": "999"},
        {"purpose": "gossip"},
        {"interviewers": ["999"]},
        {"interviewers": ["9" * 30]},
        {"study": "9" * 30},
        {"speaker-1-persona": "9" * 30},
        {"speaker-1-persona": "\0"},
        {"speaker-1-name": "Ma\0ya"},
        {"title": "x" * 10_000},
    ],
)
def test_a_wrong_value_is_an_error_on_the_page(as_researcher, change):
    answer = as_researcher.post(upload(as_researcher).url, mapping(**change))
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode() or "form-error" in answer.content.decode()
    assert not Transcript.objects.exists()


@pytest.mark.parametrize("name", ["مايا", "🙂🙂", "<script>alert(1)</script>", "Зоя O'Neil"])
def test_any_name_is_kept_as_it_is(as_researcher, name):
    saved = as_researcher.post(upload(as_researcher).url, mapping(**{"speaker-1-name": name}))
    assert Person.objects.get().name == name
    assert b"<script>alert" not in as_researcher.get(saved.url).content


@pytest.mark.parametrize("person", ["0", "-1", "abc", "99999999999999999999999", "123456"])
def test_an_id_that_is_nobodys_falls_back_to_the_name(as_researcher, person):
    as_researcher.post(upload(as_researcher).url, mapping(**{"speaker-1-person": person}))
    assert Interview.objects.get().participants.get().person.name == "Maya Lindqvist"


def test_an_upload_is_its_senders_alone(as_researcher, as_stranger):
    preview = upload(as_researcher)
    assert as_stranger.get(preview.url).status_code == 410
    assert as_researcher.get(preview.url).status_code == 200
    assert as_researcher.get("/interviews/import/no-such-token/").status_code == 410


def test_an_upload_is_kept_for_a_day(as_researcher, monkeypatch):
    preview = upload(as_researcher)
    monkeypatch.setattr(uploads, "KEPT_FOR", timedelta(0))
    assert as_researcher.get(preview.url).status_code == 410


def test_the_same_form_sent_twice_makes_one_interview(as_researcher):
    preview = upload(as_researcher)
    first = as_researcher.post(preview.url, mapping())
    second = as_researcher.post(preview.url, mapping())
    assert first.url == second.url
    assert Interview.objects.count() == 1


def test_two_saves_at_once_make_one_interview(as_researcher, monkeypatch):
    preview = upload(as_researcher)
    monkeypatch.setattr(uploads, "drop", lambda key: None)  # the second save starts before the first is done
    first = as_researcher.post(preview.url, mapping())
    assert as_researcher.post(preview.url, mapping()).url == first.url
    assert Interview.objects.count() == 1
    assert Segment.objects.count() == 4


def test_a_transcript_is_attached_to_an_interview_that_was_logged(as_researcher):
    jun = ParticipantFactory(person__name="Jun Park", role="Analyst", company=CompanyFactory(name="Taiga"))
    held_at = jun.interview.held_at
    url = f"/interviews/import/?interview={jun.interview.pk}"
    preview = upload(as_researcher, url=url)
    page = as_researcher.get(preview.url)
    assert page.context["occasion"] is None
    forms = {row["speaker"].label: row["form"].initial for row in page.context["speakers"].rows()}
    assert forms["Inês Duarte"]["side"] == "ours"
    told = {
        "speaker-1-name": "Jun Park",
        "speaker-1-person": jun.person.pk,
        "speaker-1-role": "",
        "speaker-1-company": "",
    }
    as_researcher.post(preview.url, mapping(**told))
    interview = Interview.objects.get()
    assert interview.held_at == held_at
    assert interview.speakers.get(label="Maya").participant == jun
    jun.refresh_from_db()
    assert jun.role == "Analyst"


def test_an_interview_without_a_name_gets_the_one_that_is_given(as_researcher):
    participant = ParticipantFactory(person=None, interview__status="draft")
    preview = upload(as_researcher, url=f"/interviews/import/?interview={participant.interview.pk}")
    as_researcher.post(preview.url, mapping())
    participant.refresh_from_db()
    assert participant.person.name == "Maya Lindqvist"
    assert participant.interview.participants.count() == 1


def test_a_second_file_of_an_interview_updates_its_transcript(as_researcher):
    as_researcher.post(upload(as_researcher).url, mapping())
    interview = Interview.objects.get()
    answer = as_researcher.get(f"/interviews/import/?interview={interview.pk}")
    assert "a corrected file updates it" in answer.content.decode()


def test_a_transcript_that_arrived_in_the_meantime_is_not_overwritten(as_researcher):
    interview = ParticipantFactory().interview
    url = f"/interviews/import/?interview={interview.pk}"
    one, two = upload(as_researcher, url=url), upload(as_researcher, url=url)
    as_researcher.post(one.url, mapping())
    companies = Company.objects.count()
    assert as_researcher.post(two.url, mapping(**{"speaker-1-company": "Brand new"})).status_code == 409
    assert Segment.objects.count() == 4
    assert Company.objects.count() == companies


@pytest.mark.parametrize("pk", ["999", "abc", "-1", "9" * 30])
def test_attaching_to_no_interview_is_404(as_researcher, pk):
    assert as_researcher.get(f"/interviews/import/?interview={pk}").status_code == 404


def test_attaching_to_a_restricted_interview_of_others_is_404(as_stranger):
    interview = InterviewFactory(restricted=True)
    assert as_stranger.get(f"/interviews/import/?interview={interview.pk}").status_code == 404


def test_viewers_do_not_import(as_viewer):
    assert as_viewer.get("/interviews/import/").status_code == 403
    assert upload(as_viewer).status_code == 403
    assert as_viewer.get("/interviews/import/token/").status_code == 403


def test_the_day_in_the_file_is_offered_and_marked_as_to_be_confirmed(as_researcher):
    turns = "MAYA: A column was gone.\n\nINES: And then?\n\nMAYA: Slack.\n"
    text = f"---\ntitle: Lineage in practice\ndate: 2025-11-03\n---\n\n{turns}"
    page = as_researcher.get(upload(as_researcher, text, "page.md").url)
    occasion = page.context["occasion"]
    assert timezone.localtime(occasion.initial["held_at"]).date().isoformat() == "2025-11-03"
    assert "Is it the day of the conversation?" in page.content.decode()
    assert page.context["title"].initial["title"] == "Lineage in practice"


def test_captions_without_speakers_can_be_given_to_somebody(as_researcher):
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nOne two three\n\n00:02.000 --> 00:03.000\nfour five\n"
    preview = upload(as_researcher, text)
    assert "No name in the file" in as_researcher.get(preview.url).content.decode()
    told = {"title": "", "held_at": "2026-03-04T15:30", "speaker-0-side": "participant", "speaker-0-name": "Maya"}
    as_researcher.post(preview.url, told)
    assert Speaker.objects.get().participant.person.name == "Maya"
    assert Segment.objects.count() == 2


def test_very_many_labels_are_listed_by_how_much_they_say(as_researcher, monkeypatch):
    monkeypatch.setattr(imports, "MOST_SPEAKERS", 20)
    text = "WEBVTT\n\n" + "".join(
        f"00:{n:02}.000 --> 00:{n:02}.500\n<v Voice {chr(65 + n % 26)}{n}>Hello there {'again ' * n}</v>\n\n"
        for n in range(10, 60)
    )
    page = as_researcher.get(upload(as_researcher, text).url)
    assert len(page.context["speakers"].forms) == 20
    assert "30 more labels" in re.sub(r"\s+", " ", page.content.decode())


def test_what_is_not_speech_has_one_number_before_and_after(as_researcher):
    page = "# Loads\n\nIn spring.\n\nADA: Hi.\n\n## Nights\n\nBO: Yes.\n\nADA: So.\n\n[End of recording]\n\nBy Ina\n"
    preview = upload(as_researcher, page, "talk.md")
    told = "parts of the file are not speech"
    before = re.search(rf"(\d+) {told}", as_researcher.get(preview.url).content.decode())[1]
    who = {"speaker-0-side": "ours", "speaker-1-side": "participant", "speaker-1-name": "Bo Reyes"}
    saved = as_researcher.post(preview.url, {"held_at": "2026-03-04T15:30", **who})
    after = re.search(rf"(\d+) {told}", as_researcher.get(saved.url).content.decode())[1]
    assert before == after == "3"
