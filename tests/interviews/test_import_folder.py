"""manage.py import_folder: every file once, whatever happens in between."""

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.db.utils import DataError
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, User
from interviews.exchange import folder as importing
from interviews.exchange.files import Filed, key_of, understood, understood_ahead
from interviews.management.commands import import_folder
from interviews.models import Act, Change, Consent, Interview, Segment, Speaker, Study
from interviews.transcripts import Transcript
from tests.architecture.sources import ROOT
from tests.factories.interviews import GuideFactory, QuestionFactory, StudyFactory

pytestmark = pytest.mark.django_db

FILES = 60
BROKEN = {
    "broken/picture.vtt": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "broken/empty.srt": b"",
    "broken/list.json": b'{"segments": [{"start": 1, "text": "cut',
}


def talk(number):
    """A page with a header and four turns."""
    return (
        f"---\ndate: 2025-11-{number % 28 + 1:02}\ninterviewer: Inês Duarte\n---\n\n"
        f"MAYA: Load {number} was late.\n\nINÊS: Again?\n\nMAYA: A column was gone.\n\nINÊS: Oh.\n"
    )


@pytest.fixture
def folder(tmp_path):
    """Sixty transcripts in two folders, and three files that are none."""
    for number in range(FILES):
        place = tmp_path / ("spring" if number % 2 else "autumn")
        place.mkdir(exist_ok=True)
        (place / f"talk-{number:02}.md").write_text(talk(number), "utf-8")
    (tmp_path / "broken").mkdir()
    for name, data in BROKEN.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / ".hidden").write_text(talk(99), "utf-8")
    return tmp_path


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(importing, "MOST_FILES", 10)


class Terminal(io.StringIO):
    def isatty(self):
        return True


def run(folder, *more, out=None):
    """Run the command; returns its exit status and what it said."""
    out, err = out or io.StringIO(), io.StringIO()
    try:
        call_command("import_folder", str(folder), *more, stdout=out, stderr=err)
    except SystemExit as left:
        return left.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_every_file_becomes_what_a_single_import_makes_of_it(folder):
    ines = User.objects.create_user("ines@example.org", full_name="Inês Duarte", role=Role.RESEARCHER)
    status, out, err = run(folder)
    assert status == 1
    assert f"Imported 60 interviews with {FILES * 4} segments; 0 were there before; 3 refused." in out
    assert [line.split(":")[0] for line in err.splitlines()] == sorted(BROKEN)
    call_command("import_transcript", str(folder / ".hidden"), stdout=io.StringIO())
    single = facts(Interview.objects.order_by("-pk").first())
    many = [facts(one) for one in Interview.objects.exclude(transcript__file_name=".hidden")]
    assert all(one == single for one in many)
    assert Interview.objects.filter(interviewers=ines).count() == FILES + 1
    one = Interview.objects.get(transcript__file_name="spring/talk-03.md")
    assert one.held_at.date().isoformat() == "2025-11-04"
    assert one.segments.get(number=1).text == "Load 3 was late."
    assert {one.participants.get().consent for one in Interview.objects.all()} == {Consent.INTERNAL}


def facts(interview):
    """What is the same in every interview of the folder."""
    return {
        "draft": interview.is_draft,
        "archived": interview.is_archived,
        "speakers": list(interview.speakers.values_list("label", "side", "participant")),
        "said": list(interview.segments.values_list("number", "speaker__label"))[:4],
        "format": interview.transcript.format,
        "context": [(entry["kind"], entry["line"]) for entry in interview.transcript.context],
        "people": list(interview.participants.values_list("person", "position", "consent")),
        "minutes": interview.minutes,
        "told": list(Change.objects.of(interview).filter(field="").values_list("act__kind", "act__done_by")),
    }


def test_a_broken_file_is_told_with_its_line(folder):
    _, _, err = run(folder)
    assert "broken/picture.vtt: refused. This is a PNG picture" in err
    assert "broken/list.json: refused. Line " in err


def test_a_second_run_imports_nothing_twice(folder):
    run(folder)
    before = list(Interview.objects.order_by("pk").values_list("pk", "updated_at"))
    (folder / "spring" / "copy.md").write_text(talk(5), "utf-8")
    (folder / "spring" / "talk-05.md").rename(folder / "renamed.md")
    status, out, _ = run(folder)
    assert status == 1
    assert "Imported 0 interviews with 0 segments; 61 were there before; 3 refused." in out
    assert list(Interview.objects.order_by("pk").values_list("pk", "updated_at")) == before


def test_two_files_with_one_content_are_one_interview(tmp_path):
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(talk(1), "utf-8")
    status, out, _ = run(tmp_path)
    assert status == 0
    assert "Imported 1 interview with 4 segments; 1 were there before; 0 refused." in out
    assert Interview.objects.get().transcript.file_name == "a.md"


def test_it_goes_on_where_it_was_stopped(folder, monkeypatch):
    whole = importing.write_segments
    batches = []

    def stopped_in_the_third(rows):
        batches.append(1)
        whole(rows)
        if len(batches) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(importing, "write_segments", stopped_in_the_third)
    status, _, err = run(folder)
    assert status == 130
    assert "Stopped. Imported 20 interviews with 80 segments" in err
    assert "Run it again to go on." in err
    assert (Interview.objects.count(), Segment.objects.count()) == (20, 80)
    monkeypatch.setattr(importing, "write_segments", whole)
    _, out, _ = run(folder)
    assert "Imported 40 interviews with 160 segments; 20 were there before; 3 refused." in out
    assert (Interview.objects.count(), Segment.objects.count()) == (FILES, FILES * 4)


def test_a_file_that_the_database_refuses_does_not_stop_its_batch(folder, monkeypatch):
    whole = importing.write_segments

    def refusing(rows):
        rows = list(rows)
        if any("Load 7 " in row[-1] for row in rows):
            raise DataError("no room\n")
        whole(rows)

    monkeypatch.setattr(importing, "write_segments", refusing)
    status, out, err = run(folder)
    assert status == 1
    assert "spring/talk-07.md: refused. It could not be saved: no room" in err
    assert "Imported 59 interviews" in out
    assert not Interview.objects.filter(transcript__file_name="spring/talk-07.md").exists()


def test_a_batch_is_taken_back_and_brought_back_as_one(folder, researcher):
    run(folder)
    acts = Act.objects.filter(kind=Act.Kind.CHANGED_MANY).order_by("pk")
    assert acts.count() == FILES // 10
    undone = acts[0].undo(researcher)
    assert len({key for _, key, *_ in undone.back}) == 10
    assert Interview.objects.live().count() == FILES - 10
    run(folder)
    assert Interview.objects.count() == FILES
    assert Interview.objects.archived().restore(researcher) == 10


def test_the_questions_of_the_study_are_copied(folder):
    guide = GuideFactory(purpose="pains")
    asked = [QuestionFactory(guide=guide, position=place) for place in range(2)]
    study = StudyFactory(title="Loads", guide=guide)
    run(folder, "--study", "loads")
    assert Interview.objects.filter(study=study, guide=guide, purpose="pains").count() == FILES
    assert list(Interview.objects.first().questions.values_list("question", flat=True)) == [one.pk for one in asked]
    assert Study.objects.count() == 1


def test_a_batch_asks_the_same_whatever_is_in_it_or_there_already(folder, monkeypatch):
    asked = []
    whole = importing.import_files

    def counting(files, study):
        with CaptureQueriesContext(connection) as captured:
            done = whole(files, study)
        asked.append(len([one for one in captured if "SAVEPOINT" not in one["sql"]]))
        return done

    monkeypatch.setattr(import_folder, "import_files", counting)
    run(folder)
    assert len(asked) == FILES // 10
    assert len(set(asked)) == 1
    for number, path in enumerate(sorted((folder / "spring").iterdir())):
        path.write_text(talk(number + 100) + "\nMAYA: And more.\n" * 50, "utf-8")
    run(folder)
    assert set(asked[6:]) == set(asked[:6])


def test_memory_is_bounded_by_files_and_segments(monkeypatch):
    monkeypatch.setattr(importing, "MOST_SEGMENTS", 6)
    said = (("Maya", None, None, "Late."),) * 4
    files = [Filed(str(n), key_of(b"%d" % n), Transcript("plain", "", ()), None, said) for n in range(5)]
    assert [len(batch) for batch in importing.batches(files)] == [2, 2, 1]


def test_progress_is_a_bar_on_a_terminal_and_lines_elsewhere(folder):
    _, out, _ = run(folder, out=Terminal())
    assert "\r\033[K[" in out
    assert "100 %  63 of 63 files," in out
    assert "0:00 left" in out
    _, out, _ = run(folder)
    assert "\r" not in out
    assert out.splitlines()[0].startswith("100 %  63 of 63 files,")


def test_a_place_that_is_no_folder_or_has_no_files_is_said(tmp_path):
    with pytest.raises(CommandError, match="no folder"):
        call_command("import_folder", str(tmp_path / "none"))
    with pytest.raises(CommandError, match="no files"):
        call_command("import_folder", str(tmp_path))


def test_voices_of_different_files_stay_apart(folder):
    run(folder)
    assert Speaker.objects.count() == FILES * 2
    mixed = Segment.objects.exclude(speaker__interview=F("interview"))
    assert not mixed.exists()


def test_other_processes_read_the_same_in_the_same_order(folder):
    names = import_folder.files_in(folder)
    here = [understood(folder, name) for name in names]
    assert list(understood_ahead(folder, names, 2)) == here
    status, out, err = run(folder, "--processes", "1")
    assert status == 1
    assert "Imported 60 interviews" in out
    assert len(err.splitlines()) == len(BROKEN)


READING = """
import sys, time
from pathlib import Path
from interviews.exchange import files
files.AHEAD = 0
folder = Path(sys.argv[1])
ahead = files.understood_ahead(folder, [one.name for one in folder.iterdir()], 1)
next(ahead)
print("read", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are counted in /proc")
def test_a_command_that_is_killed_leaves_no_process_behind(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text(f"Maya: It was {name}.\nInes: Was it?\n", encoding="utf-8")
    with subprocess.Popen([sys.executable, "-c", READING, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT) as caller:
        assert caller.stdout.readline() == b"read\n"
        readers = Path(f"/proc/{caller.pid}/task/{caller.pid}/children").read_text(encoding="ascii").split()
        caller.kill()
    assert readers
    until = time.monotonic() + 10
    while any(is_there(pid) for pid in readers):
        assert time.monotonic() < until, "a process that reads files is still there"
        time.sleep(0.05)


def is_there(pid: str) -> bool:
    """Whether a process runs; one that ended and waits to be told of does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
