"""Who may open the pages about what we conclude."""

from typing import Any

from discovery.models import Document, Evidence, Hypothesis
from tests.addresses import NAMED, POST_ONLY, SIGNED_IN, WRITERS, Address, record
from tests.addresses.interviews import secret, secret_pain_point, secret_quote
from tests.factories import discovery as decided
from tests.factories import interviews as made


def hypothesis() -> Hypothesis:
    return Hypothesis.objects.create(title="Alerts before breakage")


def document() -> Document:
    return Document.objects.create(title="Schema contracts")


def evidence() -> dict[str, Any]:
    return {"pk": Evidence.objects.create(pain_point=made.PainPointFactory(), hypothesis=hypothesis()).pk}


def requirement() -> dict[str, Any]:
    return {"pk": decided.RequirementFactory().pk}


SOURCES = {
    "interview": made.InterviewFactory,
    "pain_point": made.PainPointFactory,
    "mention": made.MentionFactory,
    "why": made.WhyFactory,
    "quote": made.QuoteFactory,
    "root_cause": made.RootCauseFactory,
    "person": made.PersonFactory,
}

ADDRESSES = [
    Address("discovery:home", SIGNED_IN),
    *record("discovery", "hypothesis", hypothesis),
    *record("discovery", "document", document),
    Address("discovery:document_preview", POST_ONLY),
    # Requirements, which are listed in their document
    Address("discovery:requirement_new", WRITERS, lambda: {"pk": document().pk}),
    Address("discovery:requirement_read", SIGNED_IN, requirement),
    Address("discovery:requirement_edit", WRITERS, requirement),
    Address("discovery:requirement_evidence", WRITERS, requirement),
    Address("discovery:requirement_history", SIGNED_IN, requirement),
    *[Address(f"discovery:requirement_{act}", POST_ONLY, requirement) for act in ("move", "archive", "restore")],
    Address("discovery:hypothesis_evidence", WRITERS, lambda: {"pk": hypothesis().pk}),
    Address("discovery:document_evidence", WRITERS, lambda: {"pk": document().pk}),
    Address("discovery:evidence_unlink", POST_ONLY, evidence),
    Address("discovery:evidence_relink", POST_ONLY, evidence),
    *[
        Address(f"discovery:{noun}_used_in", SIGNED_IN, lambda factory=factory: {"pk": factory().pk})
        for noun, factory in SOURCES.items()
    ],
    Address("discovery:interview_used_in", NAMED, secret),
    Address("discovery:pain_point_used_in", NAMED, secret_pain_point),
    Address("discovery:quote_used_in", NAMED, secret_quote),
]
