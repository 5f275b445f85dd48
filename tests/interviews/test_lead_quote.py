"""The quote that leads is the same wherever a pain point, a conversation or somebody's words are shown."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.heard import voices_in
from discovery.models import Evidence
from discovery.weighing import weigh
from interviews.models import Interview, Quote, QuoteLink
from tests.factories import interviews as made
from tests.factories.discovery import EvidenceFactory

BEST = "Four hours of my Friday"


def said(mention, text, kind="verbatim"):
    return made.QuoteFactory(participant=mention.participant, text=text, kind=kind, speaks_for=mention)


@pytest.fixture
def pain(db):
    """Told by three people: one suffers less, one told it in our words, one suffers and told it lately."""
    pain = made.PainPointFactory(title="Backfills are manual")
    told = [
        made.MentionFactory(
            pain_point=pain, severity=severity, participant__interview__held_at=timezone.now() - timedelta(days=ago)
        )
        for severity, ago in ((2, 1), (5, 40), (5, 20), (5, 30), (None, 2))
    ]
    said(told[0], "A nuisance")
    said(told[1], "They suffer, we gather", kind="paraphrase")
    said(told[2], "In our words first", kind="paraphrase")
    said(told[2], BEST)
    said(told[2], "And said after that")
    said(told[3], "Said before that")
    said(told[4], "Nobody asked how bad")
    return pain


def of_explorer(client, query=""):
    (row,) = client.get(f"/pain-points/{query}").context["rows"]
    return row.quote.text


def test_one_quote_leads_in_the_explorer_on_the_page_and_in_evidence(as_researcher, researcher, pain):
    EvidenceFactory(pain_point=pain)
    (weighed,) = weigh(Evidence.objects.all(), researcher)
    page = as_researcher.get(reverse("interviews:pain_point_read", args=[pain.pk]))
    assert of_explorer(as_researcher) == page.context["lead"].text == weighed.quote.text == BEST


def test_a_conversation_leads_with_the_quote_that_its_card_leads_with(as_researcher, pain):
    interview = Quote.objects.get(text=BEST).interview
    rows = as_researcher.get("/interviews/").context["rows"]
    (lead,) = [row["lead"] for row in rows if row["interview"] == interview]
    (card,) = as_researcher.get(interview.get_absolute_url()).context["hurts"]
    assert lead.text == card.lead.text == BEST


def test_home_lets_everybody_lead_with_the_same_quote(researcher, pain):
    voices = voices_in(list(Interview.objects.values_list("pk", flat=True)), researcher)
    assert [quote.text for quote in voices] == [
        BEST,
        "Said before that",
        "A nuisance",
        "Nobody asked how bad",
        "They suffer, we gather",
    ]


def test_under_a_filter_the_row_leads_with_what_the_filter_left(as_researcher, pain):
    day = timezone.localdate(Quote.objects.get(text="Said before that").interview.held_at)
    assert of_explorer(as_researcher, f"?until={day}") == "Said before that"


def test_words_that_were_searched_for_lead(as_researcher, pain):
    assert of_explorer(as_researcher, "?q=nuisance") == "A nuisance"


def test_withdrawn_words_do_not_lead(as_researcher, pain):
    who = Quote.objects.get(text=BEST).participant
    who.consent_withdrawn_at = timezone.now()
    who.save()
    page = as_researcher.get(reverse("interviews:pain_point_read", args=[pain.pk]))
    assert of_explorer(as_researcher) == page.context["lead"].text == "Said before that"


def test_a_quote_leads_for_each_pain_point_it_speaks_for(as_researcher, pain):
    best = Quote.objects.get(text=BEST)
    other = made.MentionFactory(participant=best.participant, severity=1)
    QuoteLink.objects.create(quote=best, mention=other, interview=best.interview)
    rows = as_researcher.get("/pain-points/").context["rows"]
    assert {row.pain_point: row.quote.text for row in rows} == {pain: BEST, other.pain_point: BEST}
