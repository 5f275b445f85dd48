"""The index is current whatever changes the rows, and `search_check` finds any difference there is."""

import io

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat, Replace

from discovery.models import Document, Requirement
from interviews import merging
from interviews.models import Mention, PainPoint, Quote
from search.finding import indexed, newest
from search.indexes import index_of
from search.query import parse
from search.vocabulary import spelled_like
from tests.factories.discovery import DocumentFactory, RequirementFactory
from tests.factories.interviews import MentionFactory, PainPointFactory, QuoteFactory
from tests.interviews.talk import talk


def found(model, text: str) -> set[int]:
    """The rows that fit, by stem and by beginning."""
    by_stem = newest([model], parse(text), names=True, limit=99).get(model, [])
    by_beginning = newest([model], parse(text, typing=True), names=True, limit=99).get(model, [])
    assert set(by_stem) == set(by_beginning)
    return set(by_stem)


@pytest.fixture
def checked(db):
    """Compares index and rows after the test."""
    yield
    call_command("search_check", stdout=io.StringIO())


@pytest.mark.usefixtures("checked")
class TestWhateverChangesTheRows:
    def test_rows_made_in_bulk(self):
        made = Document.objects.bulk_create(Document(title=f"Okapi {n}") for n in range(5))
        assert found(Document, "okapi") == {row.pk for row in made}

    def test_rows_changed_by_a_query(self):
        row, other = DocumentFactory(title="Okapi"), DocumentFactory(title="Other")
        Document.objects.filter(pk=row.pk).update(title="Lemur")
        assert not found(Document, "okapi")
        assert found(Document, "lemur") == {row.pk}
        Document.objects.update(title=Concat(F("title"), Value(" tapir")))
        assert found(Document, "tapir") == {row.pk, other.pk}
        Document.objects.update(title=Replace(F("title"), Value("tapir"), Value("")))
        assert not found(Document, "tapir")

    def test_rows_changed_in_bulk(self):
        rows = [DocumentFactory(title=f"Okapi {n}") for n in range(3)]
        for row in rows:
            row.body = "lemur"
        Document.objects.bulk_update(rows, ["body"])
        assert found(Document, "lemur okapi") == {row.pk for row in rows}

    def test_rows_made_or_changed_on_conflict(self):
        row = RequirementFactory(text="Okapi")
        again = Requirement(document=row.document, number=row.number, text="Lemur")
        Requirement.objects.bulk_create([again], ignore_conflicts=True)
        assert not found(Requirement, "lemur")
        update = {"update_conflicts": True, "unique_fields": ["document", "number"], "update_fields": ["text"]}
        Requirement.objects.bulk_create([again], **update)
        assert found(Requirement, "lemur") == {row.pk}
        assert not found(Requirement, "okapi")

    def test_raw_sql(self):
        row = DocumentFactory(title="Okapi")
        with connection.cursor() as cursor:
            cursor.execute("UPDATE discovery_document SET body = 'lemur' WHERE id = %s", [row.pk])
            assert found(Document, "lemur") == {row.pk}
            cursor.execute("DELETE FROM discovery_document WHERE id = %s", [row.pk])
        assert not found(Document, "okapi")

    def test_rows_deleted_one_by_one_by_query_and_by_cascade(self):
        rows = [DocumentFactory(title="Okapi") for _ in range(3)]
        rows[0].delete()
        Document.objects.filter(pk=rows[1].pk).delete()
        assert found(Document, "okapi") == {rows[2].pk}

    def test_what_is_rolled_back_was_never_there(self):
        with transaction.atomic():
            DocumentFactory(title="Okapi")
            transaction.set_rollback(True)
        assert not found(Document, "okapi")

    def test_other_columns_change_nothing(self, researcher):
        row = DocumentFactory(title="Okapi")
        row.archive(researcher)
        assert found(Document, "okapi") == {row.pk}, "who may see it is not the business of the index"

    def test_merging_and_taking_it_back(self, researcher):
        told = MentionFactory(title="Okapi told")
        gone, stands = told.pain_point, PainPointFactory(title="Lemur")
        PainPoint.objects.filter(pk=gone.pk).update(title="Okapi", description="")
        act = merging.merge(stands, [gone], researcher)
        assert gone.pk in found(PainPoint, "okapi")
        act.undo(researcher)
        assert found(PainPoint, "lemur") == {stands.pk}

    def test_notes_saved_line_by_line(self, researcher):
        interview = talk(researcher, notes='! Okapi pain\n" okapi words\n')
        assert found(Mention, "okapi") == set(Mention.objects.values_list("pk", flat=True))
        assert found(Quote, "okapi") == set(Quote.objects.values_list("pk", flat=True))
        assert interview.pk in found(type(interview), "okapi")

    def test_empty_and_odd_texts(self):
        for text in ("", " ", "\t", "🦓", "a" * 3000, "ẞ İ ﬁ", "x\u0301\u0302 e\u0301"):
            DocumentFactory(title=text[:300] or "-", body=text)
        QuoteFactory(text="Ünïcödé")
        assert found(Quote, "unicode")


@pytest.mark.django_db
def test_new_words_are_in_the_vocabulary_at_once():
    row = DocumentFactory(title="Okapi")
    assert spelled_like("okpai", [Document]) == ["okapi"]
    Document.objects.filter(pk=row.pk).update(body="pangolin")
    assert spelled_like("pangoiln", [Document]) == ["pangolin"]


def spoil(index_name: str, table: str) -> None:
    """Let rows and index differ, as a database that was mended by hand may."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f'DROP TRIGGER "{index_name}_changed"')
            cursor.execute(f"UPDATE {table} SET title = 'Lemur'")
        else:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {index_name}_changed")
            cursor.execute(f"UPDATE {table} SET title = 'Lemur'")


@pytest.mark.django_db(transaction=True)
def test_any_difference_is_found_and_mended():
    row = DocumentFactory(title="Okapi")
    call_command("search_check", stdout=io.StringIO())
    spoil("document_words", "discovery_document")
    said = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("search_check", stdout=said)
    assert ended.value.code == 1
    assert "document_words: a trigger is missing" in said.getvalue()
    if connection.vendor == "sqlite":
        assert f"by stems: rows {row.pk}" in said.getvalue()
    else:
        assert "the vocabulary lacks lemur" in said.getvalue()
    call_command("search_rebuild", "document_words", stdout=io.StringIO())
    call_command("search_check", stdout=io.StringIO())
    assert found(Document, "lemur") == {row.pk}
    Document.objects.update(title="Tapir")
    assert found(Document, "tapir") == {row.pk}, "it is kept again"


@pytest.mark.django_db(transaction=True)
def test_an_index_that_is_gone_is_found_and_made_anew():
    row = DocumentFactory(title="Okapi")
    (model, index), *_ = [one for one in indexed() if one[1].name == "document_words"]
    with connection.schema_editor() as editor:
        editor.remove_index(model, index)
    with pytest.raises(SystemExit):
        call_command("search_check", stdout=io.StringIO())
    call_command("search_rebuild", stdout=io.StringIO())
    call_command("search_check", stdout=io.StringIO())
    assert found(Document, "okapi") == {row.pk}


@pytest.mark.django_db
def test_an_unknown_index_is_refused():
    said = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("search_rebuild", "nothing_words", stderr=said)
    assert "There are: " in said.getvalue()


def alter(before, after) -> None:
    """Change a column as a migration does: on PostgreSQL what is generated from it has to step aside meanwhile."""
    index = index_of(Document)
    with connection.schema_editor() as editor:
        if connection.vendor == "postgresql":
            editor.remove_index(Document, index)
        editor.alter_field(Document, before, after, strict=True)
        if connection.vendor == "postgresql":
            editor.add_index(Document, index)


@pytest.mark.django_db(transaction=True)
def test_a_table_that_is_made_again_keeps_its_index():
    """SQLite makes a table anew when a column changes; its triggers go with the old one and have to come back."""
    row = DocumentFactory(title="Okapi")
    before = Document._meta.get_field("summary")
    after = before.clone()
    after.set_attributes_from_name("summary")
    after.model = Document
    after.max_length = 400
    alter(before, after)
    try:
        call_command("search_check", stdout=io.StringIO())
        Document.objects.update(title="Lemur")
        assert found(Document, "lemur") == {row.pk}
        assert not found(Document, "okapi")
    finally:
        alter(after, before)
