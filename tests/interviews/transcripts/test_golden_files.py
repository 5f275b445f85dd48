"""One invented file of each format, with everything that must be read from it.

After a change that is meant, write the expectations anew with `RECORD_GOLDEN=1` and read the difference.
"""

import json
import os
from pathlib import Path

import pytest

from interviews.transcripts import FORMATS, read

GOLDEN = Path(__file__).parent / "golden"
FILES = sorted(path for path in GOLDEN.iterdir() if path.suffix != ".json")


def told(path: Path) -> dict[str, object]:
    transcript = read(path.read_bytes(), path.name)
    return {
        "format": transcript.format,
        "title": transcript.title,
        "times": str(transcript.times),
        "words": transcript.words,
        "duration_ms": transcript.duration_ms,
        "speakers": [[s.label, s.segments, s.words] for s in transcript.speakers],
        "segments": [[s.line, s.speaker, s.start_ms, s.end_ms, s.text] for s in transcript.segments],
        "context": [[c.line, c.kind, c.before_segment, c.text] for c in transcript.context],
        "warnings": [[w.line, w.message] for w in transcript.warnings],
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_golden_file(path):
    expected = path.with_name(path.name + ".json")
    if os.environ.get("RECORD_GOLDEN"):
        expected.write_text(json.dumps(told(path), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert told(path) == json.loads(expected.read_text(encoding="utf-8"))


def test_every_format_has_a_golden_file():
    assert {told(path)["format"] for path in FILES} == {known.slug for known in FORMATS}
