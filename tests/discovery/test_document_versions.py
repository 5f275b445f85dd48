"""Versions: every save can be read again, compared and brought back; approval freezes a copy."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.models import Document, DocumentVersion, Requirement, Review
from discovery.versions import as_it_is, bring_back, keep, seal
from tests.factories.accounts import UserFactory
from tests.factories.discovery import DocumentFactory, EvidenceFactory, RequirementFactory
from tests.factories.interviews import MentionFactory, QuoteFactory

pytestmark = pytest.mark.django_db


def at(name, document, *more):
    return reverse(f"discovery:document_{name}", args=[document.pk, *more])


def write(client, document, body, **more):
    document.refresh_from_db()
    told = {"title": document.title, "kind": "prd", "status": "draft", "version": document.version}
    return client.post(at("edit", document), {**told, "body": body, **more})


def later(minutes=60):
    DocumentVersion.objects.update(saved_at=timezone.now() - timedelta(minutes=minutes))


def test_every_save_is_a_version_and_those_of_one_person_within_minutes_are_one(as_researcher, as_admin):
    document = DocumentFactory()
    for body in ("One", "Two"):
        write(as_researcher, document, body)
    assert [one.body for one in document.versions.all()] == ["Two"]
    write(as_admin, document, "Three")
    later()
    write(as_admin, document, "Four")
    write(as_admin, document, "Four")
    assert [(one.number, one.body) for one in document.versions.all()] == [(3, "Four"), (2, "Three"), (1, "Two")]


def test_a_named_version_stays_as_it_is(as_researcher):
    document = DocumentFactory()
    write(as_researcher, document, "One")
    as_researcher.post(at("version_name", document, 1), {"name": "For the board"})
    write(as_researcher, document, "Two")
    assert [one.body for one in document.versions.all()] == ["Two", "One"]
    assert "For the board" in as_researcher.get(at("versions", document)).text


def test_all_versions_but_the_one_that_stands_are_offered_to_bring_back(as_researcher):
    document = DocumentFactory()
    for body in ("One", "Two", "Three"):
        write(as_researcher, document, body)
        later()
    page = as_researcher.get(at("versions", document)).text
    assert re.findall("Bring back version (\\d)", page) == ["2", "1"]


def test_any_two_are_compared_word_by_word(as_researcher):
    document = DocumentFactory(kind="prd")
    write(as_researcher, document, "Ask one reader by name")
    RequirementFactory(document=document, text="It asks")
    later()
    write(as_researcher, document, "Ask two readers by name")
    page = as_researcher.get(f"{at('compare', document)}?old=1&new=2").text
    assert "<del>one reader</del><ins>two readers</ins>" in page
    assert "<ins>R1 It asks (must)" in page
    assert "Nothing differs" in as_researcher.get(f"{at('compare', document)}?old=2").text
    later()
    write(as_researcher, document, "## Why\n\nAsk two readers by name")
    assert "<b><ins>Why\n</ins></b>" in as_researcher.get(f"{at('compare', document)}?old=2").text
    assert as_researcher.get(f"{at('compare', document)}?old=9").status_code == 404
    assert as_researcher.get(f"{at('compare', document)}?old=x").status_code == 400
    assert as_researcher.get(at("version_read", document, 10**30)).status_code == 404


def test_what_was_brought_back_is_all_there_and_what_it_replaced_is_too(as_researcher, researcher):
    document = DocumentFactory(title="First", body="One")
    first, second = (RequirementFactory(document=document, text=text) for text in ("Kept", "Dropped"))
    version = keep(document, researcher)
    later()
    Document.objects.update(title="Second", body="Two")
    Requirement.objects.filter(pk=first.pk).update(text="Changed", position=9)
    second.archive(researcher)
    added = RequirementFactory(document=document, text="Added")

    document.refresh_from_db()
    as_researcher.post(at("version_restore", document, version.number), {"version": document.version})
    document.refresh_from_db()
    assert (document.title, document.body) == ("First", "One")
    assert [one.text for one in document.requirements.live()] == ["Kept", "Dropped"]
    added.refresh_from_db()
    assert added.is_archived
    bodies = [one.body for one in document.versions.all()]
    assert bodies == ["One", "Two", "One"]

    bring_back(document.versions.get(number=2), researcher, seen=document.version)
    assert [one.text for one in document.requirements.live()] == ["Added", "Changed"]


def test_approval_freezes_a_copy_while_the_draft_goes_on(as_researcher):
    document = DocumentFactory(kind="prd", body="## Problem\n\nAs approved")
    requirement = RequirementFactory(document=document, text="As it was asked for")
    answer = as_researcher.post(at("approve", document), {"seen": seal(as_it_is(document, None))})
    copy = document.versions.get()
    assert answer.url == copy.get_absolute_url()
    write(as_researcher, document, "## Problem\n\nGone on", status="approved")
    Requirement.objects.filter(pk=requirement.pk).update(text="Otherwise now")

    page = as_researcher.get(copy.get_absolute_url()).text
    assert "As approved" in page and "As it was asked for" in page and "Gone on" not in page
    now = as_researcher.get(document.get_absolute_url()).text
    assert "Gone on" in now and "this draft goes on" in now and "Approve this text" in now


def test_nobody_approves_a_text_they_did_not_see(as_researcher):
    document = DocumentFactory(version=2)
    as_researcher.post(at("approve", document), {"version": 1})
    assert not document.versions.exists()


def test_nobody_approves_a_line_they_did_not_see(as_researcher):
    document = DocumentFactory(body="## Problem")
    seen = as_researcher.get(document.get_absolute_url()).context["seen"]
    RequirementFactory(document=document, text="Added meanwhile")
    assert as_researcher.get(at("approve", document), {"seen": seen}).url == document.get_absolute_url()
    as_researcher.post(at("approve", document), {"seen": seen})
    assert not DocumentVersion.objects.approved().exists()


def test_before_approving_the_page_says_what_is_open(as_researcher, admin):
    document = DocumentFactory(kind="prd", body="## Problem\n\nColumns vanish")
    RequirementFactory(document=document, text="Nobody asked for it")
    Review.objects.create(document=document, reviewer=admin)
    seen = as_researcher.get(document.get_absolute_url()).context["seen"]
    page = as_researcher.get(at("approve", document), {"seen": seen}).text
    assert "Nobody asked for it" in page and f"{admin} was asked" in page and "Not written yet" in page
    assert not document.versions.exists()


def test_an_approval_is_taken_back_from_the_message(as_researcher):
    document = DocumentFactory(body="## Problem")
    answer = as_researcher.post(at("approve", document), {"seen": seal(as_it_is(document, None))}, follow=True)
    undo = re.search(r'action="([^"]*/undo/[^"]*)"', answer.text)[1]
    assert as_researcher.post(undo).url == document.get_absolute_url()
    document.refresh_from_db()
    assert document.status == "draft"
    assert not DocumentVersion.objects.approved().exists()


def test_a_document_is_not_approved_by_choosing_it_in_the_form(as_researcher):
    document = DocumentFactory()
    assert write(as_researcher, document, "x", status="approved").status_code == 422


def test_words_that_were_taken_back_are_gone_from_frozen_copies_too(as_admin, researcher):
    quote = QuoteFactory(text="Slack is on fire")
    mention = MentionFactory(participant=quote.participant)
    quote.mentions.add(mention, through_defaults={"interview": mention.interview})
    document = DocumentFactory(kind="prd", body=f"## Problem\n\nSee {mention.pain_point.reference}")
    requirement = RequirementFactory(document=document)
    EvidenceFactory(hypothesis=None, requirement=requirement, pain_point=mention.pain_point)
    as_admin.post(at("approve", document), {"seen": seal(as_it_is(document, None))})
    copy = document.versions.get().get_absolute_url()
    assert "Slack is on fire" in as_admin.get(copy).text

    type(quote.participant).objects.update(consent_withdrawn_at=timezone.now())
    for address in (copy, document.get_absolute_url()):
        page = as_admin.get(address).text
        assert "Slack is on fire" not in page
        assert "Withdrawn: the words are not shown" in page


def test_those_who_only_read_see_versions_and_change_none(as_viewer):
    document = DocumentFactory()
    keep(document, UserFactory())
    assert as_viewer.get(at("versions", document)).status_code == 200
    for address in (at("approve", document), at("version_name", document, 1), at("version_restore", document, 1)):
        assert as_viewer.post(address).status_code == 403


def test_an_archived_document_is_not_brought_back_unseen(as_researcher):
    document = DocumentFactory(body="One")
    keep(document, UserFactory())
    Document.objects.update(body="Two", archived_at=timezone.now())
    as_researcher.post(at("version_restore", document, 1))
    document.refresh_from_db()
    assert document.body == "Two"
