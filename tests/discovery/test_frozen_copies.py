"""An approved copy stays as it was: its text, its lines and the evidence of that moment, while the draft goes on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.evidence import link, unlink
from discovery.models import Document, DocumentVersion, Review
from discovery.versions import approve, as_it_is, call, keep, seal
from interviews import merging
from interviews.models import Act, Interview, Participant
from tests.factories.discovery import DocumentFactory, RequirementFactory
from tests.factories.interviews import MentionFactory, QuoteFactory

pytestmark = pytest.mark.django_db


def at(name, document, *more):
    return reverse(f"discovery:document_{name}", args=[document.pk, *more])


def write(client, document, body, **more):
    document.refresh_from_db()
    told = {"title": document.title, "kind": "prd", "status": document.status, "version": document.version}
    return client.post(at("edit", document), {**told, "body": body, **more})


def last_act(record):
    return Act.objects.filter(changes__model=record._meta.label_lower, changes__key=record.pk).distinct().first()


def undo(client, act):
    return client.post(reverse("interviews:act_undo", args=[act.pk]))


@pytest.fixture
def approved(researcher):
    """A document whose line stands on one quote, approved."""
    document = DocumentFactory(kind="prd", body="## Problem")
    line = RequirementFactory(document=document, text="It asks")
    link(QuoteFactory(text="Slack is on fire"), line, stance="supports", reason="", user=researcher)
    return approve(document, researcher, seen=seal(as_it_is(document, researcher)))[0]


def line_of(version):
    return version.document.requirements.get()


def test_the_copy_shows_the_evidence_of_its_moment(approved, as_researcher, researcher):
    line = line_of(approved)
    against = link(QuoteFactory(text="Nobody minds"), line, stance="challenges", reason="", user=researcher)
    copy, now = (as_researcher.get(one.get_absolute_url()) for one in (approved, approved.document))
    assert copy.context["coverage"].rows[0].level == "stated"
    assert now.context["coverage"].rows[0].level == "contradicted"
    assert "It stands on other evidence since" in now.text

    unlink(line.evidence.first(), researcher)
    first = line.evidence.first()
    link(first.source, line, stance="challenges", reason="", user=researcher)
    unlink(against, researcher)
    copy = as_researcher.get(approved.get_absolute_url())
    assert copy.context["coverage"].rows[0].level == "stated"


def test_what_changed_tells_the_evidence_too(approved, as_researcher, researcher):
    quote = QuoteFactory()
    link(quote, line_of(approved), stance="challenges", reason="", user=researcher)
    page = as_researcher.get(f"{at('compare', approved.document)}?old={approved.number}").text
    assert f"R1: challenges, quote {quote.interview.reference}" in page


def test_the_copy_reads_words_through_consent(approved, as_researcher, as_stranger):
    place = approved.get_absolute_url()
    participants = Participant.objects.filter(quotes__evidence__requirement=line_of(approved))
    participants.update(consent_withdrawn_at=timezone.now())
    assert as_researcher.get(place).context["coverage"].rows[0].hidden == 1
    Interview.objects.update(restricted=True)
    row = as_stranger.get(place).context["coverage"].rows[0]
    assert (row.level, row.hidden, row.because) == ("none", 0, {})


def test_the_copy_follows_what_was_merged(as_researcher, researcher):
    document = DocumentFactory(kind="prd")
    line = RequirementFactory(document=document)
    goes, stays = MentionFactory().pain_point, MentionFactory().pain_point
    link(goes, line, stance="challenges", reason="", user=researcher)
    version, _ = approve(document, researcher, seen=seal(as_it_is(document, researcher)))
    link(stays, line, stance="supports", reason="", user=researcher)
    merging.merge(stays, [goes], researcher)
    row = as_researcher.get(version.get_absolute_url()).context["coverage"].rows[0]
    assert (list(row.against), row.because) == ([stays.reference], {})


def test_the_versions_hold_no_words(approved):
    kept = DocumentVersion.objects.values().get(pk=approved.pk)
    assert "Slack" not in str(kept)
    assert kept["evidence"] == [{"pk": line_of(approved).evidence.get().pk, "stance": "supports"}]


def test_a_changed_text_is_a_draft_and_the_page_says_so(approved, as_researcher):
    document = approved.document
    write(as_researcher, document, "## Problem", owner="")
    document.refresh_from_db()
    assert document.status == "approved"
    write(as_researcher, document, "## Problem\n\nGone on")
    document.refresh_from_db()
    assert document.status == "draft"
    assert "That copy stays as it is; this draft goes on" in as_researcher.get(document.get_absolute_url()).text

    undo(as_researcher, last_act(document))
    document.refresh_from_db()
    assert (document.body, document.status) == ("## Problem", "approved")


def test_a_changed_line_makes_a_draft_too(approved, as_researcher):
    line = line_of(approved)
    told = {"text": "It asks twice", "priority": "must", "version": line.version}
    as_researcher.post(reverse("discovery:requirement_edit", args=[line.pk]), told)
    assert Document.objects.get().status == "draft"


def test_autosave_says_that_it_is_a_draft_again(approved, as_researcher):
    document = approved.document
    document.refresh_from_db()
    told = {"title": document.title, "kind": "prd", "status": "approved", "version": document.version, "body": "New"}
    answer = as_researcher.post(at("autosave", document), told).json()
    document.refresh_from_db()
    assert (answer["status"], answer["version"]) == ("draft", document.version)
    more = {**told, "body": "Newer", "status": "draft", "version": answer["version"]}
    assert as_researcher.post(at("autosave", document), more).status_code == 200


def test_an_approval_that_was_undone_left_no_approved_copy(approved, as_researcher):
    undo(as_researcher, last_act(approved))
    approved.refresh_from_db()
    document = Document.objects.get()
    assert (approved.approved_at, approved.approved_by, document.status) == (None, None, "draft")
    assert "Not approved yet" in as_researcher.get(document.get_absolute_url()).text


def test_undo_and_the_archive_leave_versions_as_well(as_researcher, researcher):
    document = DocumentFactory(title="Before", kind="prd")
    line = RequirementFactory(document=document)
    keep(document, researcher)
    DocumentVersion.objects.update(saved_at=timezone.now() - timedelta(hours=1))
    write(as_researcher, document, "After", title="After")
    DocumentVersion.objects.update(saved_at=timezone.now() - timedelta(hours=1))
    undo(as_researcher, last_act(document))
    assert [one.title for one in document.versions.all()] == ["Before", "After", "Before"]

    DocumentVersion.objects.update(saved_at=timezone.now() - timedelta(hours=1))
    line.archive(researcher)
    DocumentVersion.objects.update(saved_at=timezone.now() - timedelta(hours=1))
    as_researcher.post("/archive/restore/", {"one": f"requirements:{line.pk}.{line.version}"})
    assert [len(one.requirements) for one in document.versions.all()][:3] == [1, 0, 1]


def test_bringing_back_can_be_undone_and_overwrites_nobody(as_researcher, researcher):
    document = DocumentFactory(body="One")
    keep(document, researcher)
    DocumentVersion.objects.update(saved_at=timezone.now() - timedelta(hours=1))
    write(as_researcher, document, "Two")
    document.refresh_from_db()
    late = as_researcher.post(at("version_restore", document, 1), {"version": document.version - 1}, follow=True)
    assert "somebody changed the document meanwhile" in late.text
    page = as_researcher.post(at("version_restore", document, 1), {"version": document.version}, follow=True)
    document.refresh_from_db()
    act = last_act(document)
    assert document.body == "One" and reverse("interviews:act_undo", args=[act.pk]) in page.text
    undo(as_researcher, act)
    document.refresh_from_db()
    assert document.body == "Two"


def test_a_name_is_stored_alone(researcher):
    document = DocumentFactory(body="One")
    read_before = keep(document, researcher)
    Document.objects.update(body="Two")
    keep(document, researcher)
    call(read_before, "For the board")
    stored = DocumentVersion.objects.get()
    assert (stored.body, stored.name) == ("Two", "For the board")


def test_nobody_reviews_what_is_in_the_archive(as_researcher, researcher):
    review = Review.objects.create(document=DocumentFactory(), reviewer=researcher)
    review.document.archive(researcher)
    as_researcher.post(reverse("discovery:review_answer", args=[review.pk]), {"outcome": "agreed"})
    assert Review.objects.get().outcome == ""
