"""The journal: who did what, what each row held before and after, and taking one act back."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from discovery.models import Hypothesis
from interviews.models import Act, Change, Interview, PainPoint
from tests.factories.interviews import CodeFactory, CompanyFactory, InterviewFactory, PainPointFactory, PersonFactory

pytestmark = pytest.mark.django_db


def told(act):
    return {(one.model, one.field): (one.old, one.new) for one in act.changes.all()}


def last():
    return Act.objects.first()


def test_an_edit_is_kept_with_its_fields_and_links(as_researcher, researcher):
    pain, code = PainPointFactory(title="Slow"), CodeFactory()
    sent = {"title": "Slow reports", "description": "", "codes": [code.pk], "version": 1}
    assert as_researcher.post(f"/pain-points/{pain.pk}/edit/", sent).status_code == 302

    assert (last().kind, last().done_by) == (Act.Kind.EDITED, researcher)
    assert told(last()) == {
        ("interviews.painpoint", "title"): ("Slow", "Slow reports"),
        ("interviews.painpoint", "codes"): ([], [code.pk]),
    }


def test_an_edit_that_changes_nothing_is_no_act(as_researcher):
    pain = PainPointFactory(title="Slow")
    as_researcher.post(f"/pain-points/{pain.pk}/edit/", {"title": "Slow", "version": 1})
    assert not Act.objects.exists()


def test_records_of_other_apps_are_kept_too(as_researcher, researcher):
    as_researcher.post("/hypotheses/new/", {"title": "Notices first"})
    made = Hypothesis.objects.get()
    assert Change.objects.of(made).get().act.kind == Act.Kind.CREATED

    as_researcher.post(f"/hypotheses/{made.pk}/archive/")
    assert (last().kind, last().done_by) == (Act.Kind.ARCHIVED, researcher)


def test_updates_of_many_rows_are_seen_and_taken_back(researcher):
    acme, people = CompanyFactory(), PersonFactory.create_batch(3)
    with Act.by(researcher, Act.Kind.CHANGED_MANY) as act:
        act.watch(type(people[0]).objects.all())
        type(people[0]).objects.update(company=acme)
    people[2].refresh_from_db()
    people[2].company = CompanyFactory()
    people[2].save()

    undone = act.undo(researcher)

    assert [one.refresh_from_db() or one.company for one in people] == [None, None, people[2].company]
    assert (len(undone.back), len(undone.left)) == (2, 1)
    assert act.undone_by == researcher
    assert not act.undo(researcher).back


def test_undo_takes_out_of_a_set_only_what_the_act_put_in(researcher):
    pain, ours, theirs = PainPointFactory(), CodeFactory(), CodeFactory()
    with Act.by(researcher, Act.Kind.EDITED) as act:
        act.watch(pain)
        pain.codes.add(ours)
    pain.codes.add(theirs)
    act.undo(researcher)
    assert list(pain.codes.all()) == [theirs]


def test_a_time_comes_back_to_the_microsecond(researcher):
    at = timezone.now().replace(microsecond=123457)
    person = PersonFactory(consent_withdrawn_at=at)
    with Act.by(researcher, Act.Kind.EDITED) as act:
        act.watch(person)
        type(person).objects.update(consent_withdrawn_at=None)
    act.undo(researcher)
    person.refresh_from_db()
    assert person.consent_withdrawn_at == at


def test_what_the_database_refuses_is_left(researcher):
    acme = CompanyFactory(name="Acme")
    act = acme.archive(researcher)
    CompanyFactory(name="ACME")
    assert [one[2] for one in act.undo(researcher).left] == ["archived_by", "archived_at"]
    acme.refresh_from_db()
    assert acme.is_archived


def test_nothing_is_kept_of_an_act_that_failed(researcher):
    pain = PainPointFactory(title="Slow")
    with pytest.raises(RuntimeError), transaction.atomic(), Act.by(researcher, Act.Kind.EDITED) as act:
        act.watch(pain)
        PainPoint.objects.update(title="Fast")
        raise RuntimeError
    assert not Act.objects.exists()
    with Act.by(researcher, Act.Kind.EDITED) as after:
        assert after is not act


def test_a_sitting_of_notes_is_one_act_with_the_notes_before_and_after(as_researcher, researcher, admin):
    interview = InterviewFactory(status="draft", notes="", created_by=researcher)
    interview.participants.create(position=0)
    for notes in ("! Slow", "! Slow reports", "! Slow reports\n! No owner"):
        interview.refresh_from_db()
        as_researcher.post(f"/interviews/{interview.pk}/log/", {"notes": notes, "version": interview.version})
    noted = Act.objects.get(kind=Act.Kind.NOTED)
    assert told(noted)["interviews.interview", "notes"] == ("", "! Slow reports\n! No owner")

    Act.objects.update(at=timezone.now() - timedelta(minutes=31))
    for notes in ("", "! Late", "! Late reports"):
        version = Interview.objects.get().version
        as_researcher.post(f"/interviews/{interview.pk}/log/", {"notes": notes, "version": version})
    assert Act.objects.filter(kind=Act.Kind.NOTED).count() == 2, "the second sitting is one act as well"


def test_withdrawing_consent_is_kept(as_researcher):
    person = PersonFactory()
    as_researcher.post(f"/people/{person.pk}/withdraw/")
    assert list(told(last())) == [("interviews.person", "consent_withdrawn_at")]
