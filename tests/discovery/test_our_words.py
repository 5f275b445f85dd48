"""Titles and lines are in our own words: a quote is refused there, and where one came later it hides with consent."""

import pytest
from django.urls import reverse

from accounts import reading
from discovery.models import Document, Evidence, Hypothesis, Requirement
from discovery.versions import bring_back, keep
from interviews.models import Act, Consent, Interview
from tests.discovery.said import HIDDEN, PART, SAID, take_back
from tests.factories.discovery import DocumentFactory, EvidenceFactory, HypothesisFactory, RequirementFactory
from tests.factories.interviews import QuoteFactory, SavedViewFactory
from tests.filled import fill
from tests.interviews.test_saved_views import counted

pytestmark = pytest.mark.django_db


def refused(quote):
    return f"These are a customer’s words ({quote.interview.reference}). Link the quote as evidence"


def edit_of(record):
    return f"{record.get_absolute_url()}edit/"


def filled(client, record):
    """What the form of a record sends."""
    form = client.get(edit_of(record)).context["form"]
    return {name: form[name].value() for name in form.fields}


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (HypothesisFactory, "title"),
        (DocumentFactory, "title"),
        (RequirementFactory, "text"),
        (RequirementFactory, "acceptance"),
    ],
)
def test_a_quote_is_refused_where_a_record_is_named(as_researcher, quote, make, field):
    record = make()
    told = {name: value for name, value in filled(as_researcher, record).items() if value}
    answer = as_researcher.post(edit_of(record), {**told, field: f"Because {PART}"})
    assert answer.status_code == 422 and refused(quote) in answer.text
    assert f"Because {PART}" in answer.text  # what was typed is there to be changed
    own = {**told, field: "People hear of it too late"}
    assert as_researcher.post(edit_of(record), own).status_code == 302


def test_the_conversation_is_not_named_where_not_everybody_may_know_of_it(as_researcher, quote):
    Interview.objects.filter(pk=quote.interview_id).update(restricted=True)
    answer = as_researcher.post(reverse("discovery:hypothesis_new"), {"title": SAID})
    assert "These are a customer’s words. Link" in answer.text
    assert quote.interview.reference not in answer.text and not Hypothesis.objects.exists()


def test_the_text_goes_on_being_saved_while_its_title_is_refused(as_researcher, quote):
    document = DocumentFactory(title="Notices", body="Before")
    told = {"version": document.version, "title": SAID, "kind": "prd", "status": "draft", "body": "After"}
    answer = as_researcher.post(reverse("discovery:document_autosave", args=[document.pk]), told)
    assert answer.status_code == 200 and refused(quote) in answer.json()["refused"]
    document.refresh_from_db()
    assert (document.title, document.body) == ("Notices", "After")
    new = {**told, "version": "", "client_key": "7d1c0d7a-56c2-4b7e-8f55-6d55f1a3a0a1"}
    assert as_researcher.post(reverse("discovery:document_begin"), new).status_code == 422


def test_a_title_that_was_there_before_the_quote_can_stay_until_somebody_rewords_it(as_researcher):
    hypothesis = HypothesisFactory(title=SAID)
    QuoteFactory(text=SAID)
    typed = {"title": SAID, "cause": "They say so"}
    assert fill(as_researcher, edit_of(hypothesis), typed).status_code == 302
    assert Hypothesis.objects.get(cause="They say so").title == SAID


def test_it_hides_with_consent_wherever_the_record_is_named_and_comes_back(as_viewer, as_researcher):
    hypothesis, document = HypothesisFactory(title=f"Because {SAID}"), DocumentFactory(title=f"Why {PART}")
    document.hypotheses.add(hypothesis)
    document.body = f"As {hypothesis.reference} says."
    document.save()
    line = RequirementFactory(document=document, text=SAID, acceptance=f"Nobody says {SAID}")
    quote = QuoteFactory(text=SAID)
    places = [*(one.get_absolute_url() for one in (hypothesis, document, line)), "/hypotheses/", "/documents/", "/"]
    assert PART in as_viewer.get(hypothesis.get_absolute_url()).text
    take_back(quote)
    for client in (as_viewer, as_researcher):
        for place in places:
            assert PART not in client.get(place).text, place
    assert HIDDEN in as_viewer.get("/hypotheses/").text
    quote.participant.consent_withdrawn_at = None
    quote.participant.save()
    assert PART in as_viewer.get(hypothesis.get_absolute_url()).text


def test_a_line_knows_what_is_read_and_what_is_stored(quote):
    take_back(quote)
    hypothesis = HypothesisFactory(title=f"Because {SAID}")
    assert (hypothesis.title, hypothesis.typed_title) == (f"Because {HIDDEN}", f"Because {SAID}")
    hypothesis.refresh_from_db()
    hypothesis.save()
    assert Hypothesis.objects.values_list("title", flat=True).get() == f"Because {SAID}"
    assert str(Hypothesis.objects.defer("title").get()) == f"Because {HIDDEN}"


def test_any_number_of_lines_is_looked_through_together(quote, django_assert_num_queries):
    take_back(quote)
    HypothesisFactory.create_batch(5, title=f"Because {SAID}")
    with reading.by(None), django_assert_num_queries(4):  # titles, quotes, whose words are hidden, what else they said
        assert {one.title for one in Hypothesis.objects.all()} == {f"Because {HIDDEN}"}


def test_words_not_for_quoting_stand_in_no_title(as_researcher, quote):
    hypothesis = HypothesisFactory(title=SAID)
    quote.participant.consent = Consent.NONE
    quote.participant.save()
    assert "words not for quoting" in as_researcher.get(hypothesis.get_absolute_url()).text


def test_versions_keep_what_was_typed_and_an_old_title_comes_back_hidden(as_viewer, researcher, quote):
    document = DocumentFactory(title=SAID)
    version = keep(document, researcher)
    Document.objects.filter(pk=document.pk).update(title="Notices")
    document.refresh_from_db()
    take_back(quote)
    assert PART not in as_viewer.get(version.get_absolute_url()).text
    bring_back(version, researcher, seen=document.version)
    assert Document.objects.values_list("title", flat=True).get() == SAID
    assert PART not in as_viewer.get(document.get_absolute_url()).text


def test_an_undo_that_brings_such_a_title_back_shows_it_no_more_than_before(as_viewer, as_researcher, quote):
    hypothesis = HypothesisFactory(title=SAID)
    fill(as_researcher, edit_of(hypothesis), {"title": "People hear of it too late"})
    take_back(quote)
    as_researcher.post(reverse("interviews:act_undo", args=[Act.objects.latest("pk").pk]))
    assert Hypothesis.objects.values_list("title", flat=True).get() == SAID
    for url in (hypothesis.get_absolute_url(), hypothesis.get_history_url()):
        assert PART not in as_viewer.get(url).text


def test_why_something_matters_hides_as_well(as_viewer, as_researcher, quote):
    hypothesis = HypothesisFactory()
    evidence = EvidenceFactory(hypothesis=hypothesis, reason=f"She said that {PART}")
    used_in = f"{evidence.pain_point.get_absolute_url()}used-in/"
    take_back(quote)
    for client in (as_viewer, as_researcher):
        for url in (hypothesis.get_absolute_url(), used_in):
            html = client.get(url).text
            assert PART not in html and HIDDEN in html
    assert Evidence.objects.values_list("reason", flat=True).get() == f"She said that {PART}"


def test_no_search_finds_a_line_by_words_that_were_taken_back(as_researcher, quote):
    HypothesisFactory(title=f"Because {SAID}")
    RequirementFactory(text=f"It holds that {SAID}", document__title="Notices")
    places = ("/hypotheses/?q={}", "/search/?q={}", "/references/suggest/?q={}")
    found = [as_researcher.get(place.format("on fire")).text for place in places]
    assert all("Because" in html for html in found)
    take_back(quote)
    for place in places:
        html = as_researcher.get(place.format("on fire")).text
        assert "Because" not in html and "It holds" not in html
    assert Requirement.objects.exists()


def test_counting_views_with_words_asks_the_same_however_many_there_are(as_viewer, viewer, quote, budget):
    HypothesisFactory(title=f"Because {SAID}")
    take_back(quote)
    for some in (("fire", "Because"), ("seven", "chat", "find out", "nothing of it")):
        views = {one: SavedViewFactory(owner=viewer, of="hypotheses", query=f"q={one}") for one in some}
        with budget("counts of saved views with words"):
            told = counted(as_viewer, "hypotheses")[1]
        assert {one: told[str(view.pk)] for one, view in views.items()} == {
            one: str(int(one == "Because")) for one in some
        }
