"""Whatever is done to the notes, records follow, links are never lost, and undo brings the same records back."""

import uuid
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviews import capture
from interviews.models import Interview, Mention, NoteLine, PainPoint, Quote, RootCause, Why
from interviews.notes.parser import Kind, parse

LINES = [
    *["! Loads break 4", "! Backfills hurt", "! Loads break", "!", "! Costs rise 2", "---", "", "Prose"],
    *[
        '" On fire',
        '" On fire',
        "~ A cron",
        "? Renamed",
        "  ? Nobody told",
        "?? A guess",
        "    ?! Seen <- query",
        "? Renamed",
    ],
    *["# dbt, Airflow", "= On call", "> Sleep", "@ tomorrow Call"],
]
texts = st.lists(st.sampled_from(LINES), max_size=9).map("\n".join)
saves = st.lists(st.tuples(texts, st.one_of(st.none(), st.integers(1, 9))), min_size=2, max_size=4)
pytestmark = pytest.mark.django_db


def write(interview, notes, user, caret=None):
    interview.refresh_from_db()
    capture.save(interview, capture.Entry(version=interview.version, notes=notes, caret=caret), user)


def live_ids(interview):
    return {
        model.__name__: set(
            model.objects.filter(line__interview=interview, archived_at=None).values_list("pk", flat=True)
        )
        for model in (Mention, Quote, Why)
    }


def in_step(interview):
    """The records in the text are exactly the lines of the text, and what hangs together belongs to one mention."""
    lines = parse(interview.notes, today=date(2026, 1, 1))
    live = NoteLine.objects.filter(interview=interview, state="live").order_by("number")
    assert [(row.number, row.raw) for row in live] == [(line.number, line.raw) for line in lines if line.makes_record]
    pains = [line.text for line in lines if line.kind is Kind.PAIN and line.text]
    told = Mention.objects.filter(line__interview=interview, line__state="live").order_by("line__number")
    assert [mention.title for mention in told if mention.archived_at is None] == pains
    for why in Why.objects.filter(line__interview=interview, archived_at=None).select_related("parent", "mention"):
        assert why.mention.archived_at is None
        assert why.parent is None or (why.parent.mention_id == why.mention_id and why.parent.archived_at is None)
        assert why.path_grounds <= why.grounds
        assert why.root_cause_id is None or not why.children.live().exists()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(saves=saves, held=st.sets(st.integers(0, 8)))
def test_records_follow_the_text(saves, held, researcher):
    interview = capture.open_interview(uuid.uuid4(), researcher)
    cause = RootCause.objects.create(title="Cause")
    kept = set()
    for notes, caret in saves:
        write(interview, notes, researcher, caret)
        interview.refresh_from_db()
        in_step(interview)
        leaves = Why.objects.leaves().filter(line__interview=interview)
        for n, why in enumerate(leaves):
            if n in held:
                why.root_cause = cause
                why.save(update_fields=["root_cause"])
        causes = Why.objects.live().filter(line__interview=interview, root_cause=cause)
        assert causes.count() >= len(kept & set(causes.values_list("pk", flat=True)))
        assert not Why.objects.filter(pk__in=kept).archived().exists() or moved_down(kept, cause)
        kept = set(causes.values_list("pk", flat=True))


def moved_down(kept, cause):
    """A why may be archived once its root cause moved down to an answer below it."""
    return not Why.objects.filter(pk__in=kept, root_cause=cause).archived().exists()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=texts, between=st.lists(texts, min_size=1, max_size=2))
def test_undo_brings_the_same_records_back(first, between, researcher):
    interview = capture.open_interview(uuid.uuid4(), researcher)
    write(interview, first, researcher)
    before = live_ids(interview)
    titles = set(PainPoint.objects.live().filter(mentions__line__interview=interview).values_list("pk", "title"))
    write(interview, between[0], researcher)
    write(interview, first, researcher)
    # A pain written in between stays beside them when its line went but its quotes did not.
    after = live_ids(interview)
    assert all(before[model] <= after[model] for model in before)
    assert titles <= set(
        PainPoint.objects.live().filter(mentions__line__interview=interview).values_list("pk", "title")
    )
    assert Interview.objects.get(pk=interview.pk).notes == first
