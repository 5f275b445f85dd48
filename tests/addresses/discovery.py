"""Who may open the pages about what we conclude."""

from typing import Any

from accounts.models import User
from discovery.mailing import FEED, LEAVE, feed_key, signed
from discovery.models import Document, DocumentTemplate, Evidence, Hypothesis, Review
from discovery.versions import keep
from discovery.views.document_export import FORMATS
from tests.addresses import ADMINS, DRAFTED, EVERYBODY, NAMED, POST_ONLY, SIGNED_IN, WRITERS, Address, record
from tests.addresses.interviews import secret, secret_pain_point, secret_participant, secret_quote
from tests.factories import discovery as decided
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


def requirement() -> dict[str, Any]:
    return {"pk": decided.RequirementFactory().pk}


def template() -> DocumentTemplate:
    return DocumentTemplate.objects.get_or_create(kind="prd")[0]


def version() -> dict[str, Any]:
    """The first version of a document."""
    saved = keep(document(), User.objects.get(email="researcher@example.org"))
    return {"pk": saved.document_id, "number": saved.number}


def image() -> dict[str, Any]:
    picture = decided.ImageFactory()
    return {"pk": picture.document_id, "image": picture.pk}


def review() -> dict[str, Any]:
    """The researcher is asked."""
    reviewer = User.objects.get(email="researcher@example.org")
    return {"pk": Review.objects.create(document=document(), reviewer=reviewer).pk}


def update_key(purpose: str) -> dict[str, str]:
    """The researcher's, as in a mail or in the address of a feed."""
    user = User.objects.get(email="researcher@example.org")
    return {"key": feed_key(user) if purpose == FEED else signed(purpose, user)}


def weekly_update() -> dict[str, Any]:
    return {"pk": decided.WeeklyUpdateFactory(published=True).pk}


def drafted_update() -> dict[str, Any]:
    return {"pk": decided.UpdateLineFactory().update_id}


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
    Address("discovery:document_begin", POST_ONLY),
    Address("discovery:document_autosave", POST_ONLY, lambda: {"pk": document().pk}),
    Address("discovery:reference_suggest", WRITERS),
    # Templates of documents, their versions and reviews
    Address("discovery:document_template_list", SIGNED_IN),
    Address("discovery:document_template_edit", ADMINS, lambda: {"kind": template().kind}),
    Address("discovery:document_template_history", SIGNED_IN, lambda: {"pk": template().pk}),
    Address("discovery:document_versions", SIGNED_IN, lambda: {"pk": document().pk}),
    Address("discovery:document_version_read", SIGNED_IN, version),
    Address("discovery:document_compare", SIGNED_IN, lambda: {"pk": version()["pk"]}, "?old=1"),
    Address("discovery:document_version_name", POST_ONLY, version),
    # Documents and their versions as files
    Address("discovery:document_export", SIGNED_IN, lambda: {"pk": document().pk}),
    Address("discovery:document_version_export", SIGNED_IN, version),
    *[Address(f"discovery:document_export_{to}", SIGNED_IN, lambda: {"pk": document().pk}) for to in FORMATS],
    *[Address(f"discovery:document_version_export_{to}", SIGNED_IN, version) for to in FORMATS],
    Address("discovery:document_version_restore", POST_ONLY, version),
    Address("discovery:passage_new", SIGNED_IN, lambda: {"pk": document().pk}),
    Address("discovery:document_card", POST_ONLY, lambda: {"pk": document().pk, "quote": made.QuoteFactory().pk}),
    Address("discovery:image_list", WRITERS, lambda: {"pk": document().pk}),
    Address("discovery:image_read", SIGNED_IN, image),
    *[
        Address(f"discovery:image_{act}", POST_ONLY, lambda: {"pk": decided.ImageFactory().pk})
        for act in ("archive", "restore")
    ],
    Address("discovery:document_approve", WRITERS, lambda: {"pk": document().pk}),
    Address("discovery:review_ask", POST_ONLY, lambda: {"pk": document().pk}),
    *[Address(f"discovery:review_{act}", POST_ONLY, review) for act in ("answer", "archive", "restore")],
    *record("discovery", "data_product", decided.DataProductFactory),
    # Weekly updates
    Address("discovery:weekly_update_list", SIGNED_IN),
    Address("discovery:weekly_update_new", WRITERS),
    Address("discovery:weekly_update_read", SIGNED_IN, weekly_update),
    Address("discovery:weekly_update_read", DRAFTED, drafted_update),
    Address("discovery:weekly_update_edit", WRITERS, drafted_update),
    Address("discovery:weekly_update_publish", WRITERS, drafted_update),
    Address("discovery:weekly_update_history", SIGNED_IN, weekly_update),
    Address("discovery:weekly_update_history", DRAFTED, drafted_update),
    Address("discovery:weekly_update_mail", WRITERS, weekly_update),
    *[
        Address(f"discovery:weekly_update_{act}", POST_ONLY, weekly_update)
        for act in ("archive", "restore", "autosave", "redraw", "take_back", "send")
    ],
    Address("discovery:weekly_update_subscription", SIGNED_IN),
    Address("discovery:weekly_update_subscribe", POST_ONLY),
    Address("discovery:weekly_update_feed", SIGNED_IN),
    Address("discovery:weekly_update_feed_renew", POST_ONLY),
    Address("discovery:weekly_update_feed_of", EVERYBODY, lambda: update_key(FEED)),
    Address("discovery:weekly_update_unsubscribe", EVERYBODY, lambda: update_key(LEAVE)),
    Address("discovery:search", SIGNED_IN),
    Address("discovery:search", SIGNED_IN, query="?q=pain"),
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
    Address("discovery:interview_withdrawal", SIGNED_IN, lambda: {"pk": made.InterviewFactory().pk}),
    Address("discovery:interview_withdrawal", NAMED, secret),
    Address("discovery:participant_withdrawal", SIGNED_IN, lambda: {"pk": made.ParticipantFactory().pk}),
    Address("discovery:participant_withdrawal", NAMED, secret_participant),
    Address("discovery:person_withdrawal", SIGNED_IN, lambda: {"pk": made.PersonFactory().pk}),
    Address("discovery:interview_used_in", NAMED, secret),
    Address("discovery:pain_point_used_in", NAMED, secret_pain_point),
    Address("discovery:quote_used_in", NAMED, secret_quote),
]
