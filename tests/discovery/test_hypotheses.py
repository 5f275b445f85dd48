"""Hypotheses: written down, listed by status with people for and against, changed without losing anything."""

import csv
import io
from datetime import date

import pytest
from django.urls import reverse

from discovery.models import Hypothesis
from interviews.saved import list_named
from tests.budgets import budget
from tests.factories.discovery import DAY, EvidenceFactory, HypothesisFactory
from tests.factories.interviews import (
    CompanyFactory,
    MentionFactory,
    ParticipantFactory,
    PersonaFactory,
    QuoteFactory,
    RootCauseFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/hypotheses/"


def supported(**facts):
    hypothesis = HypothesisFactory(**facts)
    mention = MentionFactory()
    QuoteFactory(participant=mention.participant, speaks_for=mention)
    EvidenceFactory(hypothesis=hypothesis, pain_point=mention.pain_point)
    EvidenceFactory(hypothesis=hypothesis, pain_point=None, quote=QuoteFactory(), stance="challenges")
    return hypothesis


def test_it_is_written_down_and_owned_by_whoever_did(as_researcher, researcher):
    answer = as_researcher.get("/hypotheses/new/")
    assert f'value="{researcher.pk}" selected' in answer.content.decode()
    answer = as_researcher.post("/hypotheses/new/", {"title": "Notices help", "change": "asking", "importance": "4"})

    hypothesis = Hypothesis.objects.get()
    assert answer.url == hypothesis.get_absolute_url()
    assert hypothesis.created_by == researcher
    assert (hypothesis.status, hypothesis.importance) == ("draft", 4)


def test_without_a_title_it_is_not_saved_and_keeps_what_was_typed(as_researcher):
    answer = as_researcher.post("/hypotheses/new/", {"title": "", "change": "We believe"})

    assert answer.status_code == 422
    assert "We believe" in answer.content.decode()


def test_two_editors_get_both_texts(as_researcher):
    hypothesis = HypothesisFactory(title="As stored", version=2)
    url = reverse("discovery:hypothesis_edit", args=[hypothesis.pk])
    answer = as_researcher.post(url, {"title": "As typed", "version": 1})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "As stored" in page
    assert "As typed" in page


def test_the_list_groups_by_status_and_counts_people(as_viewer):
    supported(title="In testing", status="testing")
    HypothesisFactory(title="An early thought", status="draft")
    HypothesisFactory(title="Long decided", status="supported")
    page = as_viewer.get(LIST).content.decode()

    assert page.index("In testing") < page.index("An early thought") < page.index("Long decided")
    assert "1 person for" in page
    assert "1 person against" in page
    assert "No evidence yet" in page


def test_the_list_is_searched_by_words_and_by_reference(as_viewer):
    one, other = HypothesisFactory(title="Notices"), HypothesisFactory(title="Catalogue")

    for text in ("noti", one.reference.lower()):
        page = as_viewer.get(LIST, {"q": text}).content.decode()
        assert one.title in page
        assert other.title not in page


@pytest.mark.parametrize("query", ["colour=red", "status=lost", "after=x", "q=%00", "stands=lost", "view=wall"])
def test_an_address_that_means_nothing_is_refused(as_viewer, query):
    assert as_viewer.get(f"{LIST}?{query}").status_code == 400


def test_ten_more_ask_no_more_queries(as_researcher):
    supported()
    as_researcher.get(LIST)
    with budget("hypothesis list"):
        as_researcher.get(LIST)
    for _ in range(10):
        supported()
    with budget("hypothesis list"):
        assert as_researcher.get(LIST).status_code == 200


def test_a_page_with_much_evidence_asks_no_more_queries(as_researcher):
    hypothesis = supported()
    as_researcher.get(hypothesis.get_absolute_url())
    for _ in range(10):
        EvidenceFactory(hypothesis=hypothesis, pain_point=MentionFactory().pain_point)
    with budget("hypothesis page"):
        assert as_researcher.get(hypothesis.get_absolute_url()).status_code == 200


def test_archiving_can_be_undone(as_researcher):
    hypothesis = HypothesisFactory(title="Old belief")
    answer = as_researcher.post(reverse("discovery:hypothesis_archive", args=[hypothesis.pk]), follow=True)
    undo = reverse("discovery:hypothesis_restore", args=[hypothesis.pk])

    assert undo in answer.content.decode()
    assert "Old belief" not in as_researcher.get(LIST).content.decode()
    assert "Old belief" in as_researcher.get(LIST, {"status": "archived"}).content.decode()
    as_researcher.post(undo)
    assert "Old belief" in as_researcher.get(LIST).content.decode()


def test_viewers_read_and_do_not_write(as_viewer):
    hypothesis = HypothesisFactory()
    page = as_viewer.get(hypothesis.get_absolute_url()).content.decode()

    assert "Archive</button>" not in page
    for act in ("edit", "archive", "restore", "test", "decide", "park", "reopen"):
        assert as_viewer.post(reverse(f"discovery:hypothesis_{act}", args=[hypothesis.pk])).status_code == 403
    assert as_viewer.get("/hypotheses/new/").status_code == 403


def test_nothing_typed_becomes_markup(as_viewer):
    hypothesis = HypothesisFactory(
        title="<script>alert(1)</script>", change="<img src=x onerror=alert(1)>", threshold="<b>6</b>"
    )
    page = as_viewer.get(hypothesis.get_absolute_url()).content.decode()

    assert "<script>alert" not in page
    assert "<img" not in page
    assert "<b>6</b>" not in page


def test_the_card_says_what_for_whom_why_and_how_it_is_tested(as_viewer):
    persona = PersonaFactory(name="Data engineer")
    cause = RootCauseFactory(title="No record of readers")
    hypothesis = HypothesisFactory(
        status="testing",
        change="showing the readers",
        audience="whoever changes a schema",
        persona=persona,
        outcome="fewer broken loads",
        cause=f"nobody can see them ({cause.reference})",
        wrong_if="they merge unchanged",
    )
    page = as_viewer.get(hypothesis.get_absolute_url()).content.decode()

    for text in ("showing the readers", "whoever changes a schema", "fewer broken loads", "they merge unchanged"):
        assert text in page
    assert f'href="{persona.get_absolute_url()}">Data engineer' in page
    assert f'href="{cause.get_absolute_url()}"' in page
    assert "failed loads a week: 6 or less" in page
    assert f"Decide by 13 Jun {DAY.year}" in page


def test_the_first_few_of_a_side_are_shown_and_the_rest_are_counted(as_viewer):
    hypothesis = supported()
    for _ in range(6):
        EvidenceFactory(hypothesis=hypothesis, pain_point=MentionFactory().pain_point)
    page = as_viewer.get(hypothesis.get_absolute_url()).content.decode()

    assert "2 more for" in page
    assert "7 sources, 7 people" in page
    assert "<b>7 people for</b>" in page


def test_the_beam_says_when_nobody_is_independent(as_viewer):
    company, hypothesis = CompanyFactory(), HypothesisFactory()
    for _ in range(2):
        mention = MentionFactory(participant=ParticipantFactory(company=company))
        EvidenceFactory(hypothesis=hypothesis, pain_point=mention.pain_point)
    page = as_viewer.get(hypothesis.get_absolute_url()).content.decode()

    assert "For: all of them work at one company" in page


def test_related_hypotheses_are_read_from_either_end(as_researcher):
    one, other = HypothesisFactory(title="One"), HypothesisFactory(title="The other")
    url = reverse("discovery:hypothesis_edit", args=[one.pk])
    as_researcher.post(url, {"title": "One", "related": [other.pk], "version": 1})

    assert "Related hypotheses" in as_researcher.get(other.get_absolute_url()).content.decode()
    other.archive()
    assert "The other" not in as_researcher.get(one.get_absolute_url()).content.decode()
    answer = as_researcher.post(url, {"title": "Once more", "related": [other.pk], "version": 2})
    assert answer.status_code == 302, "what is related stays so while it rests in the archive"
    assert set(one.related.all()) == {other}


def test_a_persona_knows_what_is_believed_of_it(as_viewer):
    persona = PersonaFactory()
    supported(title="For them", persona=persona, status="testing")
    HypothesisFactory(title="For others", persona=PersonaFactory())
    url = reverse("discovery:persona_hypotheses", args=[persona.pk])

    assert url in as_viewer.get(persona.get_absolute_url()).content.decode()
    for headers in ({}, {"HX-Request": "true"}):
        page = as_viewer.get(url, headers=headers).content.decode()
        assert "For them" in page
        assert "1 person for" in page
        assert "For others" not in page
    assert (
        "No hypothesis is for them yet"
        in as_viewer.get(reverse("discovery:persona_hypotheses", args=[PersonaFactory().pk])).content.decode()
    )


def test_an_overdue_test_says_so(as_viewer):
    HypothesisFactory(status="testing", decide_by=date(2020, 5, 1))
    assert "Was to be decided by 1 May 2020" in as_viewer.get(LIST).content.decode()


def test_the_list_is_narrowed_by_status_owner_and_persona(as_viewer, researcher):
    persona = PersonaFactory()
    HypothesisFactory(title="The needle", status="testing", owner=researcher, persona=persona)
    HypothesisFactory(title="Another")
    for query in ({"stands": "testing"}, {"owner": researcher.pk}, {"persona": persona.pk}):
        page = as_viewer.get(LIST, query).content.decode()
        assert "The needle" in page
        assert "Another" not in page


def test_the_board_has_a_column_for_each_status_and_leads_to_the_acts(as_researcher):
    drafts = [HypothesisFactory(title=f"Draft {number}") for number in range(22)]
    decided = HypothesisFactory(title="Decided", status="refuted")
    answer = as_researcher.get(LIST, {"view": "board", "q": "d"})
    page = answer.content.decode()

    assert [len(column["cards"]) for column in answer.context["columns"]] == [0, 20, 0, 1, 0]
    assert "2 more" in page
    assert "q=d&amp;stands=draft" in page
    assert reverse("discovery:hypothesis_test", args=[drafts[-1].pk]) in page
    assert reverse("discovery:hypothesis_reopen", args=[decided.pk]) in page
    assert '<input type="hidden" name="view" value="board">' in page


def test_twenty_more_cards_ask_no_more_queries(as_researcher):
    supported()
    as_researcher.get(LIST, {"view": "board"})
    with budget("hypothesis board"):
        as_researcher.get(LIST, {"view": "board"})
    for _ in range(10):
        supported()
        supported(status="testing")
    with budget("hypothesis board"):
        assert as_researcher.get(LIST, {"view": "board"}).status_code == 200


def test_a_view_of_the_board_is_saved_as_one(researcher):
    view = list_named("hypotheses").read("view=board&stands=testing", researcher)
    assert view.query == "stands=testing&view=board"
    assert view.words == ["Testing", "View: Board"]


def test_the_export_has_the_whole_card(as_researcher):
    HypothesisFactory(status="refuted", change="asking", wrong_if="nobody answers", importance=4)
    file = as_researcher.get("/export/hypotheses.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))

    told = {
        "We believe": "asking",
        "Measure": "failed loads a week",
        "Right if": "6 or less",
        "Decide by": DAY.isoformat(),
    }
    told |= {"Wrong if": "nobody answers", "Importance": "4", "Verdict": "It did", "Status": "Refuted"}
    assert told.items() <= rows[0].items()
