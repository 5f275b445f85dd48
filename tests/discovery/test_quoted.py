"""Customers’ words that were typed into documents: made into cards, hidden and marked once they are taken back."""

from unicodedata import normalize

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.models import Evidence
from discovery.versions import keep
from interviews.models import Act, Consent, Interview, Quote
from interviews.pasted import Pastings
from tests.budgets import budget
from tests.discovery.said import SAID
from tests.factories.discovery import DocumentFactory, HypothesisFactory, RequirementFactory
from tests.factories.interviews import MentionFactory, QuoteFactory
from tests.interviews.talk import talk

pytestmark = pytest.mark.django_db
SECRET = "on fire at seven"


@pytest.fixture
def document(quote, researcher):
    body = f"## Problem\n\nAs Maya said: “{SAID}.” Every week.\n\n## Solution\n\nA notice."
    document = DocumentFactory(body=body, title="Notices", summary=f"Because {SAID.lower()}")
    RequirementFactory(document=document, text=f"No more “{SAID}”", acceptance=f"Nobody says: {SAID}")
    keep(document, researcher)
    return document


def take_back(quote):
    quote.participant.consent_withdrawn_at = timezone.now()
    quote.participant.save()


def page(client, document):
    return client.get(document.get_absolute_url())


def test_an_editor_is_told_and_offered_a_card(as_researcher, as_viewer, document, quote):
    html = page(as_researcher, document).text
    reference = quote.mentions.get().pain_point.reference
    assert "Customers’ words in the text" in html and f"Put {reference} in their place" in html
    assert "Customers’ words in the text" not in page(as_viewer, document).text


def test_a_card_takes_the_place_of_the_words_and_undo_brings_them_back(as_researcher, document, quote):
    url = reverse("discovery:document_card", args=[document.pk, quote.pk])
    assert as_researcher.post(url, {"version": document.version}).status_code == 302
    before = document.body
    document.refresh_from_db()
    reference = quote.mentions.get().pain_point.reference
    assert f"As Maya said: {reference} Every week." in document.body
    link = Evidence.objects.get(document=document)
    assert (link.quote, link.stance) == (quote, "context")
    assert document.versions.first().body == document.body
    assert "Customers’ words in the text" not in page(as_researcher, document).text

    as_researcher.post(reverse("interviews:act_undo", args=[Act.objects.latest("pk").pk]))
    document.refresh_from_db()
    assert document.body == before and not Evidence.objects.live().exists()


def test_a_card_is_put_only_into_what_was_seen(as_researcher, as_viewer, document, quote):
    url = reverse("discovery:document_card", args=[document.pk, quote.pk])
    answer = as_researcher.post(url, {"version": document.version + 1}, follow=True)
    assert "Somebody changed the document meanwhile." in answer.text
    assert as_viewer.post(url, {"version": document.version}).status_code == 403
    document.refresh_from_db()
    assert SAID in document.body and not Evidence.objects.exists()
    take_back(quote)
    assert as_researcher.post(url, {"version": document.version}).status_code == 404


def test_evidence_is_linked_with_the_words_where_they_are(as_researcher, document, quote):
    url = reverse("discovery:document_evidence", args=[document.pk])
    as_researcher.post(url, {"chosen": f"quote:{quote.pk}", "stance": "context", "reason": "Its words stand there"})
    assert "Customers’ words in the text" not in page(as_researcher, document).text


def everywhere(document):
    """Every address at which the text of the document is read."""
    requirement = document.requirements.get()
    names = ("read", "edit", "history", "versions", "compare")
    yield from (reverse(f"discovery:document_{name}", args=[document.pk]) for name in names)
    yield reverse("discovery:document_version_read", args=[document.pk, 1])
    yield f"{reverse('discovery:document_compare', args=[document.pk])}?old=1"
    yield reverse("discovery:document_list")
    yield from (reverse(f"discovery:requirement_{name}", args=[requirement.pk]) for name in ("read", "edit", "history"))


def test_words_taken_back_are_hidden_wherever_the_text_is_read(as_researcher, as_admin, document, quote, researcher):
    with Act.by(researcher, Act.Kind.EDITED) as act:
        act.watch(document)
        document.body += " More."
        document.save()
    take_back(quote)
    for client in (as_researcher, as_admin):
        shown = [url for url in everywhere(document) if SECRET in client.get(url).text.lower()]
        assert not shown
    html = page(as_researcher, document).text
    assert '<mark class="taken-back">words taken back</mark>' in html
    assert "1 place holds words of customers that may not be shown." in html
    preview = as_researcher.post(reverse("discovery:document_preview"), {"body": document.body})
    assert SECRET not in preview.text


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("Le café où nous étions brûle déjà", normalize("NFD", "le café où nous étions brûle déjà")),
        (normalize("NFD", "Le café où nous étions brûle déjà"), "Le café où nous étions brûle déjà"),
        (SAID, SAID.replace("chat", "ch\u00adat").replace("seven", "se\u200bven")),
        ("毎朝チャットが燃えているので、障害に気づきます", "彼女は「チャットが燃えているので、障害に」と言った。"),
    ],
)
def test_words_taken_back_are_hidden_however_they_are_typed(as_viewer, said, typed):
    quote, document = QuoteFactory(text=said), DocumentFactory(body=f"Été {typed} fin.", title=typed)
    assert typed in page(as_viewer, document).text
    take_back(quote)
    html = page(as_viewer, document).text
    assert typed not in html and "étions" not in normalize("NFC", html) and "燃えている" not in html
    assert html.count("words taken back") >= 2


def test_neither_a_save_nor_a_conflict_brings_words_that_were_taken_back(as_researcher, document, quote):
    take_back(quote)
    url = reverse("discovery:document_edit", args=[document.pk])
    form = as_researcher.get(url).context["form"]
    told = {name: value for name in form.fields if (value := form[name].value())}
    late = as_researcher.post(url, {**told, "body": "Mine", "version": document.version + 5})
    assert late.status_code == 409 and SECRET not in late.text
    saved = as_researcher.post(url, told, follow=True)
    assert "words taken back" in saved.text and SECRET not in saved.text


def test_words_not_for_quoting_are_hidden_from_those_who_only_read(as_viewer, as_researcher, document, quote):
    quote.participant.consent = Consent.NONE
    quote.participant.save()
    assert SECRET not in page(as_viewer, document).text and "words not for quoting" in page(as_viewer, document).text
    assert SECRET in page(as_researcher, document).text


def test_words_of_a_restricted_interview_go_for_everybody_and_whoever_may_read_them_is_offered_a_card(
    as_admin, as_viewer, document, quote
):
    Interview.objects.filter(pk=quote.interview_id).update(restricted=True)
    offered, html = page(as_admin, document).text, page(as_viewer, document).text
    for text in (offered, html):
        assert SECRET not in text.partition("Customers’ words in the text")[0] and "words not for everybody" in text
    assert "Customers’ words in the text" not in html
    assert SECRET not in as_admin.get(reverse("discovery:document_edit", args=[document.pk])).text


def test_a_search_does_not_find_them_either(as_viewer, as_researcher, document, quote):
    hypothesis = HypothesisFactory(title="Notices are read", change=SAID)
    url = reverse("discovery:search")
    assert "Notices are read" in as_viewer.get(url, {"q": "chat fire seven"}).text
    take_back(quote)
    for client in (as_viewer, as_researcher):
        found = client.get(url, {"q": "chat fire seven"}).text
        assert "on fire" not in found.lower() and "Notices are read" not in found
    assert hypothesis.get_absolute_url() in as_viewer.get(url, {"q": "notices read"}).text


def test_a_very_long_text_is_looked_through_in_two_queries(quote, django_assert_num_queries):
    words = " ".join(f"word{number}" for number in range(50_000))
    with django_assert_num_queries(2):  # all quotes, and in whose interviews words are hidden
        told = Pastings([f"{words} {SAID} {words}"])
    assert told.quotes == [quote]


def test_words_come_back_with_consent(as_viewer, document, quote):
    take_back(quote)
    assert SECRET not in page(as_viewer, document).text
    quote.participant.consent_withdrawn_at = None
    quote.participant.save()
    assert SECRET in page(as_viewer, document).text


def test_a_hypothesis_hides_them_as_well(as_researcher, quote):
    hypothesis = HypothesisFactory(change=SAID)
    take_back(quote)
    for url in (hypothesis.get_absolute_url(), reverse("discovery:hypothesis_edit", args=[hypothesis.pk])):
        assert SECRET not in as_researcher.get(url).text


def test_a_quote_is_found_by_what_it_says_now(researcher):
    interview = talk(researcher, "Maya Lindqvist", '! It breaks 4\n" The first words of it all')
    quote = Quote.objects.get(interview=interview)
    assert found("The first words of it all") == [quote]
    Quote.objects.filter(pk=quote.pk).update(frozen_at=None)
    quote.refresh_from_db()
    quote.text = "Other words were said there"
    quote.save(update_fields=["text"])
    assert found("So other words were said there") == [quote] and not found("The first words of it all")


def found(text):
    return [one.quote for one in Pastings([text]).in_text(text)]


def test_a_quote_is_found_from_its_middle_and_its_end(quote):
    assert found("They said that the chat is on fire at seven") == [quote]
    assert found("out because the chat is on most days") == [quote]
    assert not found("They said because the chat is on")


def test_quotes_that_are_stored_together_are_found_too(quote):
    more = [
        Quote(interview=quote.interview, participant=quote.participant, text=f"It was said {n} times, and nobody heard")
        for n in ("four", "five")
    ]
    Quote.objects.bulk_create(more)
    assert found("said five times, and nobody heard") == [more[1]]


def test_looking_for_words_asks_the_same_however_many_quotes_there_are(as_researcher, document):
    page(as_researcher, document)
    with budget("document page with typed words"):
        page(as_researcher, document)
    for n in range(10):
        mention = MentionFactory()
        text = f"Number {n} of what somebody said"
        QuoteFactory(participant=mention.participant, text=text, speaks_for=mention)
        document.body += f"\n\n{text}."
    document.save()
    with budget("document page with typed words"):
        html = page(as_researcher, document).text
    assert html.count("in their place") == 11
