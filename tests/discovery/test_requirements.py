"""Requirements: lines of a document that are added, moved, changed and archived, each with its own evidence."""

import pytest
from django.urls import reverse

from discovery.models import DocumentVersion, Evidence, Requirement
from interviews.models import Act
from tests.factories.discovery import DocumentFactory, EvidenceFactory, RequirementFactory
from tests.factories.interviews import MentionFactory, QuoteFactory

pytestmark = pytest.mark.django_db


def at(name, one):
    return reverse(f"discovery:requirement_{name}", args=[one.pk])


def labels(document):
    return [one.label for one in document.requirements.live()]


def test_lines_are_added_below_each_other_and_keep_their_numbers(as_researcher):
    document = DocumentFactory(kind="prd")
    for text in ("Name every reader", "Stay quiet"):
        as_researcher.post(at("new", document), {"text": text, "priority": "must", "more": "1"})
    first, second = document.requirements.all()
    first.archive()
    as_researcher.post(at("new", document), {"text": "Ask one of them", "acceptance": "By name", "priority": "should"})

    third = Requirement.objects.get(text="Ask one of them")
    assert (first.label, second.label, third.label) == ("R1", "R2", "R3")
    assert third.reference == f"DOC-{document.pk} R3"
    page = as_researcher.get(document.get_absolute_url()).text
    assert "Stay quiet" in page and "By name" in page and "Name every reader" not in page


def test_a_line_without_words_is_refused_at_its_field(as_researcher):
    answer = as_researcher.post(at("new", DocumentFactory()), {"text": " ", "priority": "must"})
    assert answer.status_code == 422


def test_a_line_that_is_refused_where_it_was_typed_stands_there_still(as_researcher):
    quote, document = QuoteFactory(text="Nobody ever told us of the change"), DocumentFactory()
    told = {"text": quote.text, "priority": "must", "more": "1"}
    answer = as_researcher.post(at("new", document), told, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and answer["HX-Retarget"] == "#add-requirement"
    assert quote.text in answer.text and 'aria-invalid="true"' in answer.text and "<html" not in answer.text


def test_lines_move_up_and_down_and_stop_at_both_ends(as_researcher):
    document = DocumentFactory()
    first, second, third = (RequirementFactory(document=document) for _ in range(3))
    moves = [
        (third, "up", "R1 R3 R2"),
        (third, "up", "R3 R1 R2"),
        (third, "up", "R3 R1 R2"),
        (second, "down", "R3 R1 R2"),
    ]
    for one, to, order in [*moves, (first, "down", "R3 R2 R1")]:
        as_researcher.post(at("move", one), {"to": to})
        assert labels(document) == order.split()


def test_after_a_move_the_page_approves_the_lines_as_they_stand(as_researcher):
    _, one = RequirementFactory.create_batch(2, document=RequirementFactory().document)
    page = as_researcher.post(at("move", one), {"to": "up"}, follow=True, headers={"HX-Request": "true"})
    seen = page.context["seen"]
    address = reverse("discovery:document_approve", args=[one.document_id])
    assert as_researcher.post(address, {"seen": seen}, follow=True).redirect_chain
    assert one.document.versions.get(approved_at__isnull=False)


def test_archiving_is_undone_and_its_evidence_comes_back_with_it(as_researcher, researcher):
    evidence = EvidenceFactory(hypothesis=None, requirement=RequirementFactory())
    requirement = evidence.requirement
    as_researcher.post(at("archive", requirement))
    assert labels(requirement.document) == []
    as_researcher.post(at("restore", requirement))
    assert labels(requirement.document) == ["R1"]
    assert evidence.pain_point.reference in as_researcher.get(requirement.document.get_absolute_url()).text


def test_two_who_edit_a_line_get_both_texts(as_researcher):
    one = RequirementFactory(text="As stored", version=3)
    answer = as_researcher.post(at("edit", one), {"text": "As typed", "priority": "must", "version": 2})
    assert answer.status_code == 409
    assert "As stored" in answer.text and "As typed" in answer.text


def test_every_change_of_a_line_is_a_version_of_its_document(as_researcher):
    one = RequirementFactory()
    as_researcher.post(at("edit", one), {"text": "Changed", "priority": "could", "version": 1})
    assert DocumentVersion.objects.get().requirements[0]["text"] == "Changed"


def test_the_history_of_the_document_tells_what_was_done_with_its_lines(as_researcher):
    document = DocumentFactory()
    as_researcher.post(at("new", document), {"text": "It asks", "priority": "must"})
    one = document.requirements.get()
    as_researcher.post(at("edit", one), {"text": "It asks twice", "priority": "must", "version": one.version})
    as_researcher.post(at("move", one), {"to": "up"})
    as_researcher.post(at("archive", one))
    page = as_researcher.get(document.get_history_url()).text
    assert all(f"R1 was {done}" in page for done in ("added", "changed", "archived"))
    assert "It asks twice" in as_researcher.get(one.get_history_url()).text


def test_those_who_only_read_change_no_line(as_viewer):
    one = RequirementFactory()
    for name in ("edit", "move", "archive", "restore"):
        assert as_viewer.post(at(name, one)).status_code == 403
    assert as_viewer.post(at("new", one.document), {"text": "x"}).status_code == 403


def test_lines_of_an_archived_document_stay_as_they_are(as_researcher):
    one = RequirementFactory()
    one.document.archive()
    assert as_researcher.post(at("move", one), {"to": "up"}).status_code == 404
    assert as_researcher.get(at("read", one)).status_code == 200


def test_evidence_is_linked_from_either_end(as_researcher):
    quote = QuoteFactory(text="Nobody told us")
    one = RequirementFactory(text="Tell them beforehand")
    told = {"chosen": f"quote:{quote.pk}", "stance": "supports", "reason": ""}
    as_researcher.post(at("evidence", one), told)
    assert "Nobody told us" in as_researcher.get(one.get_absolute_url()).text

    other = RequirementFactory(document=one.document, text="Ask afterwards")
    page = as_researcher.get(other.document.get_absolute_url()).text
    back = f"{at('evidence', other)}?next=/documents/{other.document_id}/%23r{other.number}"
    assert f'href="{back}"' in page
    assert as_researcher.post(back, told).url == other.get_line_url()
    assert as_researcher.post(f"{at('evidence', one)}?next=//elsewhere.example/", told).url.startswith("/requirements/")
    used = reverse("discovery:quote_used_in", args=[quote.pk])
    assert "Ask afterwards" in as_researcher.get(f"{used}?find=afterw").text
    assert "Ask afterwards" in as_researcher.get(f"{used}?find=DOC-{one.document_id} R2").text
    as_researcher.post(used, {"chosen": f"requirement:{other.pk}", "stance": "challenges", "reason": ""})
    assert Evidence.objects.get(requirement=other).stance == "challenges"
    page = as_researcher.get(used).text
    assert one.reference in page and other.reference in page


def test_a_line_that_was_archived_or_whose_document_was_is_no_candidate(as_researcher):
    quote = QuoteFactory()
    gone, of_gone = RequirementFactory(), RequirementFactory()
    gone.archive()
    of_gone.document.archive()
    for one in (gone, of_gone):
        told = {"chosen": f"requirement:{one.pk}", "stance": "supports"}
        assert as_researcher.post(reverse("discovery:quote_used_in", args=[quote.pk]), told).status_code == 422


def test_what_a_requirement_takes_up_its_document_addresses(as_researcher):
    mention = MentionFactory()
    one = EvidenceFactory(hypothesis=None, requirement=RequirementFactory(), pain_point=mention.pain_point).requirement
    listed = as_researcher.get("/pain-points/?addressed=document").text
    assert mention.pain_point.title in listed and f"DOC-{one.document_id}" in listed
    assert mention.pain_point.title not in as_researcher.get("/pain-points/?addressed=nothing").text

    one.archive()
    assert mention.pain_point.title in as_researcher.get("/pain-points/?addressed=nothing").text


def test_a_move_that_moves_nothing_is_no_act(as_researcher, researcher):
    document = DocumentFactory()
    first, second = (RequirementFactory(document=document) for _ in range(2))
    for pk, to in ((first.pk, "up"), (second.pk, "down"), (first.pk, "sideways")):
        as_researcher.post(f"/requirements/{pk}/move/", {"to": to})
    stale = type(first).objects.get(pk=first.pk)
    first.archive(researcher)
    stale.move(1, researcher)
    assert list(document.requirements.live()) == [second]
    assert not Act.objects.filter(kind=Act.Kind.EDITED).exists()
