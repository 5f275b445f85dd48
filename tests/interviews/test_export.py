"""Lists as files: all rows of the page, in its order, with the context of each, harmless in a spreadsheet."""

import csv
import io
import random
import re
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interviews import exports
from interviews.exchange import tables
from interviews.exchange.tables import Column, csv_pieces, xlsx_pieces
from interviews.exports import sheet_names
from interviews.models import Mention, Why
from tests.factories import interviews as made
from tests.hidden import START, hidden_world
from tests.interviews.explored import World, query_dict
from tests.interviews.records import KINDS
from tests.interviews.talk import talk

CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"


def taken(client, address: str) -> list[dict[str, str]]:
    """The rows of a CSV export."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.content[:500]
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def all_text(answer) -> str:
    """Everything that a file of either kind holds."""
    content = b"".join(answer.streaming_content)
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


def pages(client, address: str) -> list:
    """The rows of all pages of a list."""
    rows, query = [], ""
    while True:
        context = client.get(address + query).context
        rows += context["page"].rows
        query = context["next_url"]
        if not query:
            return rows


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_a_list_of_records_has_the_rows_of_all_its_pages(kind, as_researcher, researcher):
    for number in range(55):
        kind.make(**{kind.title: f"{'Wanted' if number % 11 else 'Other'} {number % 7} {number}"})
    wanted = [row.get_absolute_url() for row in pages(as_researcher, f"/{kind.slug}/?q=wanted")]
    found = taken(as_researcher, f"/export/{kind.slug}.csv?q=wanted")
    assert [row["Link"] for row in found] == [f"http://testserver{address}" for address in wanted]
    assert len(found) == 50


def test_the_explorer_gives_the_rows_of_the_page_under_any_filter(as_researcher, researcher):
    evidence = World(7, researcher)
    for seed in range(12):
        evidence.random = random.Random(seed)
        query = query_dict(evidence.query()).urlencode()
        page = as_researcher.get(f"/pain-points/?{query}").context
        found = taken(as_researcher, f"/export/pain-points.csv?{query}")
        assert [row["Pain point"] for row in found] == [one.pain_point.reference for one in page["rows"]], query
        assert [row["People"] for row in found] == [str(one.row.people) for one in page["rows"]], query
        told = sum(len(row.mentions) for row in page["explorer"].rows())
        assert len(taken(as_researcher, f"/export/mentions.csv?{query}")) == told, query


def test_interviews_are_narrowed_as_the_page_is(as_researcher, researcher):
    study = made.StudyFactory()
    kept = talk(researcher, study=study)
    talk(researcher, "Jun Ito")
    (row,) = taken(as_researcher, f"/export/interviews.csv?study={study.pk}")
    assert row["Interview"] == kept.reference
    assert row["Quote"] == "I find out a column is gone because Slack is on fire."
    assert row["Pain points"] == "2" and row["People"] == "Maya Lindqvist"
    assert as_researcher.get("/export/interviews.csv?colour=red").status_code == 400


def test_a_mention_comes_with_everything_around_it(as_researcher, researcher):
    persona, study = made.PersonaFactory(name="Data engineer"), made.StudyFactory(title="Why loads break")
    interview = talk(researcher, persona=persona, study=study)
    row = taken(as_researcher, "/export/mentions.csv?q=schema")[0]
    mention = Mention.objects.get(title__startswith="Schema")
    assert row == {
        "Pain point": mention.pain_point.reference,
        "Title": "Schema changes break loads",
        "Codes": "",
        "Told as": "Schema changes break loads",
        "Severity": "5",
        "How we know": "intuition",
        "How often": "",
        "Today": "An hourly diff of the catalogue",
        "So what": "",
        "If nothing is done": "",
        "Whys": "The app team renames columns (stated)\n  Nobody tells them who reads the table (intuition)",
        "Root causes": "",
        "Quote": "I find out a column is gone because Slack is on fire.",
        "Kind": "Verbatim",
        "Place": "Line 3 of the notes",
        "Link to the place": f"http://testserver{interview.get_absolute_url()}#n3",
        "Further quotes": "",
        "Person": "Maya Lindqvist",
        "Person's number": mention.participant.person.reference,
        "Role": "Data engineer",
        "Company": "Nordkap",
        "Department": "",
        "Persona": "Data engineer",
        "Interview": interview.reference,
        "Held": f"{timezone.localtime(interview.held_at):%Y-%m-%d %H:%M}",
        "Study": "Why loads break",
        "Interviewers": "Inês Duarte",
        "Link": f"http://testserver{interview.get_absolute_url()}",
    }


def test_a_quote_of_the_transcript_says_its_turn(as_viewer):
    mention = made.MentionFactory()
    quote = made.QuoteFactory(participant=mention.participant, speaks_for=mention)
    segment = made.SegmentFactory(speaker__interview=quote.interview, number=12, start_ms=65_000, text="Somebody said")
    quote.spans.create(position=0, segment=segment, interview=quote.interview, start=0, end=4, text="Some")
    (row,) = taken(as_viewer, "/export/mentions.csv")
    assert row["Place"] == "Turn 12, 1:05"
    assert row["Link to the place"].endswith(f"/interviews/{quote.interview_id}/transcript/#s12")


def test_names_are_for_those_who_see_them(as_viewer, as_researcher, researcher):
    interview = talk(researcher)
    person = interview.participants.get().person
    type(person).objects.filter(pk=person.pk).update(pseudonym="Heron", email="maya@example.org")
    for of in ("people", "interviews", "mentions", "pain-points"):
        for to in ("csv", "xlsx"):
            seen = all_text(as_viewer.get(f"/export/{of}.{to}"))
            assert "Heron" in seen and "Maya" not in seen and "maya@" not in seen, of
            assert "Maya Lindqvist" in all_text(as_researcher.get(f"/export/{of}.{to}")), of


def test_nothing_hidden_is_in_a_file(as_viewer, as_stranger, as_researcher, researcher):
    hidden_world(researcher)
    hidden = {
        as_viewer: ("restricted", "gone", "over", "name", "unquotable quote", "unquotable said"),
        as_stranger: ("restricted", "gone", "over", "name restricted"),
        as_researcher: ("gone", "over"),
    }
    for client, words in hidden.items():
        for of in sheet_names():
            for query in ("",) if of == "quality" else ("", "?status=archived"):
                text = all_text(client.get(f"/export/{of}.csv{query}"))
                assert not [word for word in words if START + word in text], (of, query)
    assert START + "restricted" in all_text(as_researcher.get("/export/mentions.csv"))


def test_who_took_what_is_in_the_log(as_viewer, viewer, caplog):
    made.PersonaFactory.create_batch(3)
    with caplog.at_level("INFO", "groundwork.exports"):
        as_viewer.get("/export/personas.csv?q=persona")
    assert caplog.messages == [f"user {viewer.pk} took 3 rows: /export/personas.csv?q=persona"]


def test_a_file_has_a_name_and_is_kept_by_no_cache(as_viewer):
    for to, kind in (("csv", "text/csv; charset=utf-8"), ("xlsx", "application/vnd.openxmlformats")):
        answer = as_viewer.get(f"/export/people.{to}")
        assert answer["Content-Type"].startswith(kind)
        assert re.fullmatch(rf'attachment; filename="people-\d{{4}}-\d\d-\d\d\.{to}"', answer["Content-Disposition"])
        assert "no-store" in answer["Cache-Control"]
    assert as_viewer.get("/export/nothing.csv").status_code == 404
    assert as_viewer.get("/export/people.csv?colour=red").status_code == 400


def test_every_list_links_to_its_files_as_it_is_narrowed(as_viewer, researcher):
    talk(researcher)
    assert 'href="/export/companies.xlsx?q=nord"' in as_viewer.get("/companies/?q=nord").text
    assert 'href="/export/interviews.csv?q=slack"' in as_viewer.get("/interviews/?q=slack").text
    page = as_viewer.get("/pain-points/?severity=5").text
    assert 'href="/export/pain-points.csv?severity=5"' in page and 'href="/export/mentions.xlsx?severity=5"' in page


@pytest.mark.parametrize("of", ["mentions", "pain-points", "interviews", "people", "codes"])
def test_a_chunk_asks_the_same_however_long_the_list(of, as_researcher, researcher, monkeypatch):
    monkeypatch.setattr(exports, "CHUNK", 5)
    asked = []
    for _ in range(3):
        for _ in range(5):
            mention = made.MentionFactory(participant__company=made.CompanyFactory())
            mention.pain_point.codes.add(made.CodeFactory())
            made.WhyFactory(mention=mention, root_cause=made.RootCauseFactory())
            made.QuoteFactory(participant=mention.participant, speaks_for=mention)
        with CaptureQueriesContext(connection) as captured:
            assert len(taken(as_researcher, f"/export/{of}.csv")) >= 5
        asked.append(len(captured))
    assert asked[2] - asked[1] == asked[1] - asked[0], asked


@pytest.mark.parametrize("of", sheet_names())
def test_a_chunk_asks_the_same_however_many_rows_it_has(of, as_researcher, researcher):
    asked = []
    for size in (2, 8):
        for number in range(size):
            notes = f'! Pain {size} {number} 4\n" Words of it\n~ A sheet\n? Nobody told us\n# Tool {size} {number}\n'
            interview = talk(researcher, f"Person {size} {number}", notes, company=f"Company {size} {number}")
            Why.objects.filter(interview=interview).update(root_cause=made.RootCauseFactory())
        with CaptureQueriesContext(connection) as captured:
            taken(as_researcher, f"/export/{of}.csv")
        asked.append(len(captured))
    assert asked[0] == asked[1]


# The files themselves

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("http://x")']
COLUMNS = (Column("Text", "text"), Column("Number", "number"), Column("Day", "day"), Column("Link", "path", link=True))


def opened(*what) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(xlsx_pieces(*what, "https://here"))))


def rows_of(*texts: str) -> list[SimpleNamespace]:
    return [SimpleNamespace(text=text, number=-5, day=date(2026, 5, 18), path="/people/1/") for text in texts]


def test_text_that_looks_like_a_formula_is_text_in_csv():
    text = "".join(csv_pieces(COLUMNS, [rows_of(*EVIL, "fine", "it's 5 - 3")], "https://here"))
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert [row[0] for row in rows[1:]] == [*(f"'{one}" for one in EVIL), "fine", "it's 5 - 3"]
    assert rows[1][1:] == ["-5", "2026-05-18", "https://here/people/1/"]
    assert text.endswith("\r\n") and not text.startswith("\ufeff")


def test_text_that_looks_like_a_formula_is_text_in_xlsx():
    columns = (*COLUMNS, Column("When", lambda row: datetime(2026, 5, 18, 9, 30, tzinfo=UTC)))
    book = opened("people", columns, [rows_of(*EVIL, "x" * 40_000, "a\x0bb")])
    sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    cells = {cell.get("r"): cell for cell in sheet.iter(CELL)}
    assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
    for row, text in enumerate(EVIL, 2):
        assert cells[f"A{row}"].get("t") == "inlineStr" and "".join(cells[f"A{row}"].itertext()) == text.replace(
            "\r", "_x000D_"
        )
    assert "".join(cells["B2"].itertext()) == "-5" and cells["B2"].get("t") is None
    assert cells["C2"].get("t") is None and cells["E2"].get("t") is None
    assert len("".join(cells[f"A{len(EVIL) + 2}"].itertext())) == tables.LONGEST
    assert 'quotePrefix="1"' in book.read("xl/styles.xml").decode()


def test_a_full_sheet_is_followed_by_another(monkeypatch):
    monkeypatch.setattr(tables, "ROWS", 3)
    names = opened("people", COLUMNS, [rows_of("a", "b", "c")]).namelist()
    assert "xl/worksheets/sheet2.xml" in names and "xl/worksheets/sheet3.xml" not in names


def test_memory_does_not_grow_with_the_rows():
    def peak(chunks: int) -> int:
        tracemalloc.start()
        rows = rows_of("a long text " * 40) * 100
        assert sum(map(len, xlsx_pieces("people", COLUMNS[:3], (rows for _ in range(chunks)), "")))
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(40) < peak(10) + 2_500_000
