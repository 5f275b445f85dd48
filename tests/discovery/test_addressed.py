"""The explorer knows which pain points something is done about, and names it."""

import pytest
from django.utils import timezone

from discovery.addressed import addressed, deeds, not_addressed
from interviews.models import QuoteLink
from tests.factories.discovery import DocumentFactory, EvidenceFactory, HypothesisFactory
from tests.factories.interviews import MentionFactory, QuoteFactory, WhyFactory

pytestmark = pytest.mark.django_db


def heard():
    return MentionFactory()


@pytest.mark.parametrize("through", ["pain_point", "mention", "quote", "why"])
def test_a_claim_takes_up_a_pain_point_through_whatever_it_was_told_with(researcher, through):
    mention = heard()
    rows = {
        "pain_point": lambda: mention.pain_point,
        "mention": lambda: mention,
        "quote": lambda: QuoteFactory(participant=mention.participant, speaks_for=mention),
        "why": lambda: WhyFactory(mention=mention),
    }
    EvidenceFactory(**{"pain_point": None, through: rows[through]()})

    assert list(addressed(researcher, "hypothesis")) == [mention.pain_point]
    assert not addressed(researcher, "document")
    assert not not_addressed(researcher)


def test_the_explorer_narrows_by_it(as_viewer):
    left, taken, promised = (heard().pain_point for _ in range(3))
    EvidenceFactory(pain_point=taken)
    EvidenceFactory(pain_point=promised, hypothesis=None, document=DocumentFactory())
    shown = {"nothing": {left}, "hypothesis": {taken}, "document": {promised}}

    for choice, wanted in shown.items():
        page = as_viewer.get("/pain-points/", {"addressed": choice}).content.decode()
        for pain_point in (left, taken, promised):
            assert (f'href="{pain_point.get_absolute_url()}"' in page) is (pain_point in wanted)


def test_a_row_names_each_claim_once_with_one_query(researcher, django_assert_num_queries):
    mention, hypothesis = heard(), HypothesisFactory()
    quote = QuoteFactory(participant=mention.participant, speaks_for=mention)
    EvidenceFactory(pain_point=mention.pain_point, hypothesis=hypothesis)
    EvidenceFactory(pain_point=None, quote=quote, hypothesis=hypothesis)
    other = EvidenceFactory(pain_point=mention.pain_point).hypothesis

    with django_assert_num_queries(1):
        found = deeds(researcher, "hypothesis")

    assert [deed.label for deed in found[mention.pain_point_id]] == [hypothesis.reference, other.reference]


def test_words_take_up_only_the_pain_points_whose_mention_counts(researcher):
    mention = heard()
    gone = MentionFactory(participant=mention.participant, archived_at=timezone.now())
    quote = QuoteFactory(participant=mention.participant, speaks_for=mention)
    QuoteLink.objects.create(quote=quote, mention=gone, interview=quote.interview)
    EvidenceFactory(pain_point=None, quote=quote)

    assert list(addressed(researcher)) == [mention.pain_point]
    assert gone.pain_point not in addressed(researcher, "hypothesis")
