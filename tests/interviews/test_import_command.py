"""manage.py import_transcript: what scripts rely on."""

import json

import pytest
from django.core.management import call_command

from interviews.models import Interview, Segment, Study
from tests.factories.interviews import StudyFactory

pytestmark = pytest.mark.django_db

VTT = (
    "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Maya>A column was gone.</v>\n\n00:02.500 --> 00:61.000\n<v Inês>Again?</v>\n"
)
TURNS = "MAYA: A column was gone.\n\nINÊS: Again?\n\nMAYA: Every week.\n\nINÊS: Oh.\n"


@pytest.fixture
def files(tmp_path):
    """Two transcripts, and things that are none."""
    (tmp_path / "call.vtt").write_text(VTT, "utf-8")
    (tmp_path / "turns.txt").write_text(TURNS, "utf-8")
    (tmp_path / "holiday.vtt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (tmp_path / "empty.srt").write_bytes(b"")
    (tmp_path / "folder.vtt").mkdir()
    return tmp_path


def run(*args):
    """Run the command; returns its exit status."""
    try:
        call_command("import_transcript", *[str(one) for one in args])
    except SystemExit as left:
        return left.code
    return 0


def run_json(capsys, *args):
    status = run("--json", *args)
    return status, json.loads(capsys.readouterr().out)["files"]


def test_the_facts_of_a_file_as_json(files, capsys):
    status, told = run_json(capsys, "--dry-run", files / "call.vtt")
    assert status == 0
    warnings = told[0].pop("warnings")
    assert all(set(one) == {"line", "message"} for one in warnings)
    assert told == [
        {
            "path": str(files / "call.vtt"),
            "format": "webvtt",
            "segments": 2,
            "words": 5,
            "speakers": ["Maya", "Inês"],
            "duration_ms": told[0]["duration_ms"],
            "refused": None,
        }
    ]


def test_a_dry_run_saves_nothing(files, capsys):
    assert run("--dry-run", "--study", "New one", files / "call.vtt") == 0
    assert "nothing saved" in capsys.readouterr().out
    assert not Interview.objects.exists()
    assert not Study.objects.exists()


def test_a_file_is_saved_as_a_draft_with_speakers_nobody_has_named(files, capsys):
    assert run(files / "call.vtt") == 0
    interview = Interview.objects.get()
    assert interview.reference in capsys.readouterr().out
    assert interview.is_draft
    assert set(interview.speakers.values_list("label", "side")) == {("Maya", "unknown"), ("Inês", "unknown")}
    assert list(interview.segments.values_list("text", flat=True)) == ["A column was gone.", "Again?"]
    assert interview.transcript.file_name == "call.vtt"


def test_the_study_is_found_by_title_or_number_and_made_when_it_is_new(files):
    known = StudyFactory(title="Breaking changes")
    run("--study", "breaking CHANGES", files / "call.vtt")
    run("--study", known.pk, files / "call.vtt")
    run("--study", "Something new", files / "call.vtt", files / "turns.txt")
    assert list(Interview.objects.order_by("pk").values_list("study__title", flat=True)) == [
        "Breaking changes",
        "Breaking changes",
        "Something new",
        "Something new",
    ]


def test_one_refused_file_does_not_stop_the_others(files, capsys):
    status, told = run_json(
        capsys, files / "call.vtt", files / "holiday.vtt", files / "no-such.vtt", files / "folder.vtt",
        files / "empty.srt", files / "turns.txt",
    )  # fmt: skip
    assert status == 1
    assert [bool(one["refused"]) for one in told] == [False, True, True, True, True, False]
    assert "picture" in told[1]["refused"]
    assert "no file" in told[2]["refused"]
    assert all(one["segments"] == 0 and one["format"] is None for one in told if one["refused"])
    assert Interview.objects.count() == 2


def test_a_huge_file_is_refused_unread(files, capsys, monkeypatch):
    with (files / "huge.vtt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    monkeypatch.setattr("pathlib.Path.read_bytes", None)
    status, told = run_json(capsys, files / "huge.vtt")
    assert status == 1
    assert "200 MB" in told[0]["refused"]


def test_people_read_the_same_facts(files, capsys):
    status = run(files / "turns.txt", files / "holiday.vtt")
    out, err = capsys.readouterr()
    assert status == 1
    for told in ("turns.txt", "times: none", "4 segments", "MAYA: 2 segments, 6 words: A column was gone."):
        assert told in out
    assert "holiday.vtt: refused. This is a PNG picture" in err


def test_what_no_database_holds_is_replaced(tmp_path):
    page = (
        '---\ntitle: "a\\0b"\ntranscript:\n- who: "Ma\\ud800ya"\n  line: "A \\0 column"\n- who: Inês\n  line: Oh\n---\n'
    )
    (tmp_path / "page.md").write_text(page, "utf-8")
    run(tmp_path / "page.md")
    assert not any("\0" in one.text for one in Segment.objects.all())


def test_the_day_and_the_length_come_from_the_file(tmp_path):
    (tmp_path / "page.md").write_text(f"---\ndate: 2025-11-03\n---\n\n{TURNS}", "utf-8")
    (tmp_path / "call.vtt").write_text(VTT.replace("00:61.000", "47:10.000"), "utf-8")
    run(tmp_path / "page.md", tmp_path / "call.vtt")
    page, call = Interview.objects.order_by("pk")
    assert page.held_at.date().isoformat() == "2025-11-03"
    assert call.minutes == 47
