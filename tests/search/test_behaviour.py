"""What a search finds, the same on both databases: words, stems, accents, beginnings, phrases, without, either."""

import pytest
from django.db import connection

from discovery.models import Document
from interviews.models import Person
from search.finding import TookTooLong, among, newest, within
from search.marking import Marker
from search.query import parse
from search.vocabulary import spelled_like
from tests.factories.interviews import PersonFactory

TEXTS = {
    "columns": "Dropped columns leave dashboards empty",
    "gone": "The column is gone, the dashboard is green",
    "cafe": "Déjà vu at the Café: naïve façade",
    "customer": "Customers customise their pricing",
    "time": "Since 12:04 the follow-up at a/b runs v2 3rd",
    "greek": "Ένα κείμενο и СЛОВО 日本",
    "long": "operations operate the operator " * 200,
    "mark": "snake_case, e-mail: jo@example.org https://example.org/path?q=1 50% «quoted» “curly” it’s",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def documents() -> dict[int, str]:
    made = {name: Document.objects.create(title=name.upper()[:1] + "x", body=text) for name, text in TEXTS.items()}
    return {row.pk: name for name, row in made.items()}


def found(documents, text: str, *, typing: bool = False) -> set[str]:
    keys = newest([Document], parse(text, typing=typing), names=True, limit=50)
    return {documents[pk] for pk in keys.get(Document, [])}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("column", {"columns", "gone"}),
        ("Columns dashboard", {"columns", "gone"}),
        ("column -empty", {"gone"}),
        ('"column is gone"', {"gone"}),
        ('"column gone"', set()),
        ("cafe", {"cafe"}),
        ("CAFÉ NAIVE", {"cafe"}),
        ("customer", {"customer"}),
        ("customise OR green", {"customer", "gone"}),
        ("dashboard (green OR nothing)", {"gone"}),
        ("dashboard -(green OR nothing)", {"columns"}),
        ("pric", set()),
        ("pric*", {"customer"}),
        ("12:04", {"time"}),
        ("follow-up", {"time"}),
        ("follow up", {"time"}),
        ("b runs", {"time"}),
        ("v2 3rd", {"time"}),
        ("слово", {"greek"}),
        ("κείμενο", {"greek"}),
        ("日本", {"greek"}),
        ("operation", {"long"}),
        ("snake case", {"mark"}),
        ("example.org", {"mark"}),
        ("path q", {"mark"}),
        ("quoted curly 50", {"mark"}),
        ("it's", {"mark"}),
        ("the", {"gone", "cafe", "time", "long"}),
        ("nowhere", set()),
    ],
)
def test_finished_words_are_found_by_their_stem(documents, text, names):
    assert found(documents, text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("dashb", {"columns", "gone"}),
        ("dashb gre", {"gone"}),
        ("pric", {"customer"}),
        ("col", {"columns", "gone"}),
        ('"column is g', {"gone"}),
        ("cafe na", {"cafe"}),
        ("СЛО", {"greek"}),
        ("column -emp", {"gone", "columns"}),
        ("column -empty ", {"gone"}),
    ],
)
def test_words_are_beginnings_while_somebody_types(documents, text, names):
    assert found(documents, text, typing=True) == names


def test_the_newest_come_first_and_pages_go_on_below(documents):
    query = parse("column OR cafe OR pricing")
    keys = newest([Document], query, names=True, limit=2)[Document]
    assert keys == sorted(keys, reverse=True)
    assert len(keys) == 2
    rest = newest([Document], query, names=True, limit=9, before=keys[-1])[Document]
    assert len(rest) == 2
    assert max(rest) < keys[-1]


def test_the_keys_can_be_a_part_of_another_query(documents):
    rows = Document.objects.filter(pk__in=among(Document, parse("column"), names=True, limit=9), title="Cx")
    assert [documents[row.pk] for row in rows] == ["columns"]


def test_who_sees_no_names_does_not_find_by_them():
    person = PersonFactory(name="Maya Lindqvist", pseudonym="Nightingale", email="maya@example.org", role="Engineer")
    for text, named, masked in (("maya", True, False), ("nightingale", True, True), ("engineer", True, True)):
        for typing in (False, True):
            for names, finds in ((True, named), (False, masked)):
                keys = newest([Person], parse(text, typing=typing), names=names, limit=9)
                assert (person.pk in keys.get(Person, [])) == finds, (text, typing, names)
    assert not newest([Person], parse("maya engineer"), names=False, limit=9)


HOSTILE = [
    *("'", '" OR 1=1 --', "\\", "a\x00b", "%", "NEAR(a b)", "title:x", "{title}: x", "a AND b", "NOT a", "^a", "a:*B"),
    *("'a':*", "<-> &", "!!x", "x & !y", "🦉", "مرحبا", "ü" * 299, "a " * 24, "((((x))))", "ﬁ ½ ß İ"),
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("typing", [False, True])
def test_nothing_that_is_typed_is_an_error_of_the_database(documents, text, typing):
    try:
        query = parse(text, typing=typing)
    except ValueError:
        return
    newest([Document], query, names=True, limit=9)


def test_long_texts_can_be_stored_and_found():
    Document.objects.create(title="Long", body="word " * 300_000 + "the end")
    Document.objects.create(title="One word", body="x" * 500_000)
    Document.objects.create(title="Owls", body="🦉ü漢" * 60_000)
    assert newest([Document], parse("word"), names=True, limit=9)


def test_words_that_are_mistyped_have_neighbours():
    Document.objects.create(title="Churn of customers", body="Schlüssel and dashboards")
    assert spelled_like("chrun", [Document]) == ["churn"]
    assert spelled_like("dahsbaords", [Document]) == ["dashboards"]
    assert spelled_like("schlussle", [Document]) == ["schlussel"]
    assert spelled_like("abc", [Document]) == []


def test_a_search_that_takes_too_long_is_stopped():
    slow = {
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1e9) SELECT max(i) FROM n",
        "postgresql": "SELECT pg_sleep(20)",
    }[connection.vendor]
    with pytest.raises(TookTooLong), within(0.1, Person), connection.cursor() as cursor:
        cursor.execute(slow)


@pytest.mark.parametrize(
    ("text", "said", "marked"),
    [
        ("column", "Dropped columns leave", ["columns"]),
        ('"column is gone"', "The column is gone, the column", ["column is gone"]),
        ("cafe", "At the Café", ["Café"]),
        ("pric*", "their pricing", ["pricing"]),
        ("slow -fast", "slow and fast", ["slow"]),
        ("a OR b", "b a c", ["b", "a"]),
    ],
)
def test_what_was_found_is_marked(text, said, marked):
    assert [piece.text for piece in Marker(parse(text)).whole(said) if piece.marked] == marked


def test_a_snippet_begins_near_the_first_hit():
    text = "padding " * 60 + "the needle is here " + "padding " * 60
    cut = Marker(parse("needle")).snippet(text)
    assert [piece.text for piece in cut if piece.marked] == ["needle"]
    assert cut[0].text == "… "
    assert cut[-1].text == " …"
    assert sum(len(piece.text) for piece in cut) < 200
