"""Who may open the pages about what we conclude."""

from typing import Any

from discovery.models import Document, Evidence, Hypothesis
from tests.addresses import NAMED, POST_ONLY, SIGNED_IN, WRITERS, Address, record
from tests.addresses.interviews import secret, secret_pain_point, secret_quote
from tests.factories import interviews as made
from tests.factories.discovery import DAY, DataCheckFactory, HypothesisFactory


def hypothesis() -> Hypothesis:
    return Hypothesis.objects.create(title="Alerts before breakage")


def measured(status: str) -> Hypothesis:
    """A hypothesis that says by what, how much and by when."""
    test = {"measure": "failed loads", "threshold": "6 or less", "decide_by": DAY}
    return HypothesisFactory(status=status, **test)


def document() -> Document:
    return Document.objects.create(title="Schema contracts")


def evidence() -> dict[str, Any]:
    return {"pk": Evidence.objects.create(pain_point=made.PainPointFactory(), hypothesis=hypothesis()).pk}


SOURCES = {
    "interview": made.InterviewFactory,
    "pain_point": made.PainPointFactory,
    "mention": made.MentionFactory,
    "why": made.WhyFactory,
    "quote": made.QuoteFactory,
    "root_cause": made.RootCauseFactory,
    "person": made.PersonFactory,
    "data_check": DataCheckFactory,
}

ADDRESSES = [
    Address("discovery:home", SIGNED_IN),
    *record("discovery", "hypothesis", hypothesis),
    Address("discovery:hypothesis_map", SIGNED_IN),
    Address("discovery:persona_hypotheses", SIGNED_IN, lambda: {"pk": made.PersonaFactory().pk}),
    Address("discovery:hypothesis_test", WRITERS, lambda: {"pk": measured("draft").pk}),
    Address("discovery:hypothesis_decide", WRITERS, lambda: {"pk": measured("testing").pk}),
    Address("discovery:hypothesis_park", WRITERS, lambda: {"pk": measured("testing").pk}),
    Address("discovery:hypothesis_reopen", WRITERS, lambda: {"pk": measured("supported").pk}),
    *record("discovery", "document", document),
    Address("discovery:document_preview", POST_ONLY),
    *record("discovery", "data_check", DataCheckFactory),
    Address("discovery:why_data_checks", SIGNED_IN, lambda: {"pk": made.WhyFactory().pk}),
    Address("discovery:hypothesis_evidence", WRITERS, lambda: {"pk": hypothesis().pk}),
    Address("discovery:document_evidence", WRITERS, lambda: {"pk": document().pk}),
    Address("discovery:evidence_unlink", POST_ONLY, evidence),
    Address("discovery:evidence_relink", POST_ONLY, evidence),
    *[
        Address(f"discovery:{noun}_used_in", SIGNED_IN, lambda factory=factory: {"pk": factory().pk})
        for noun, factory in SOURCES.items()
    ],
    Address("discovery:interview_withdrawal", SIGNED_IN, lambda: {"pk": made.InterviewFactory().pk}),
    Address("discovery:interview_withdrawal", NAMED, secret),
    Address("discovery:person_withdrawal", SIGNED_IN, lambda: {"pk": made.PersonFactory().pk}),
    Address("discovery:interview_used_in", NAMED, secret),
    Address("discovery:pain_point_used_in", NAMED, secret_pain_point),
    Address("discovery:quote_used_in", NAMED, secret_quote),
]
