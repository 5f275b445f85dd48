"""Keeping in touch: the cadence of a person plans the next contact, once, and undo takes it back with what made it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from interviews import capture, touch
from interviews.cadence import Cadence
from interviews.models import Act, FollowUp, Person
from tests.factories.interviews import FollowUpFactory, PersonFactory
from tests.filled import fill
from tests.interviews.talk import talk

pytestmark = pytest.mark.django_db
SIX_WEEKS = {"cadence_every": 6, "cadence_unit": "weeks"}


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def planned():
    """The next contacts that stand: with whom, and when."""
    rows = FollowUp.objects.open().next_contacts().select_related("person").order_by("pk")
    return [(one.person.name, one.due_on) for one in rows]


@pytest.mark.parametrize(
    ("every", "unit", "after", "words"),
    [
        (6, "weeks", date(2026, 3, 14), "every 6 weeks"),
        (1, "weeks", date(2026, 2, 7), "every week"),
        (1, "months", date(2026, 2, 28), "every month"),
        (3, "months", date(2026, 4, 30), "every 3 months"),
    ],
)
def test_a_cadence_counts_from_the_last_contact(every, unit, after, words):
    assert Cadence(every, unit).after(date(2026, 1, 31)) == after
    assert str(Cadence(every, unit)) == words


def test_a_conversation_that_ends_plans_the_next_one_once(researcher):
    PersonFactory(name="Maya Lindqvist", **SIX_WEEKS)
    interview = talk(researcher, notes="", days_ago=2)
    assert planned() == [("Maya Lindqvist", in_days(40))]
    for _ in range(2):
        capture.finish(interview, researcher)
    assert planned() == [("Maya Lindqvist", in_days(40))]
    assert FollowUp.objects.get().owner == researcher
    assert FollowUp.objects.get().interview == interview


def test_nobody_without_a_cadence_is_planned(researcher):
    talk(researcher, notes="")
    assert planned() == []


def test_a_conversation_is_the_contact_that_was_planned(researcher):
    PersonFactory(name="Maya Lindqvist", **SIX_WEEKS)
    talk(researcher, notes="", days_ago=30)
    talk(researcher, notes="", days_ago=1)
    assert planned() == [("Maya Lindqvist", in_days(41))]
    assert FollowUp.objects.filter(done_at__isnull=False).count() == 1


def test_an_older_conversation_brought_in_later_moves_nothing(researcher):
    PersonFactory(name="Maya Lindqvist", **SIX_WEEKS)
    talk(researcher, notes="", days_ago=1)
    talk(researcher, notes="", days_ago=300)
    assert planned() == [("Maya Lindqvist", in_days(41))]
    assert FollowUp.objects.count() == 1


def test_taking_the_interview_up_again_takes_the_plan_back_and_the_one_before_stands_again(researcher):
    PersonFactory(name="Maya Lindqvist", **SIX_WEEKS)
    talk(researcher, notes="", days_ago=30)
    interview = talk(researcher, notes="", days_ago=1)
    capture.reopen(interview, researcher)
    assert planned() == [("Maya Lindqvist", in_days(12))]
    capture.finish(interview, researcher)
    assert planned() == [("Maya Lindqvist", in_days(41))]
    assert FollowUp.objects.count() == 2, "the one that was put away is taken out again"


def test_undo_of_the_finish_takes_the_plan_back(researcher):
    PersonFactory(name="Maya Lindqvist", **SIX_WEEKS)
    talk(researcher, notes="", days_ago=30)
    interview = talk(researcher, notes="", days_ago=1)
    finished = Act.objects.filter(changes__field="completed_at", changes__key=interview.pk).first()
    assert not finished.undo(researcher).left
    interview.refresh_from_db()
    assert interview.is_draft
    assert planned() == [("Maya Lindqvist", in_days(12))]


def test_doing_the_contact_plans_the_next_and_undo_takes_both_back(as_researcher, researcher):
    one = FollowUpFactory(
        person=PersonFactory(name="Jun Ito", cadence_every=1, cadence_unit="months"), owner=researcher
    )
    answer = as_researcher.post(f"/follow-ups/{one.pk}/done/", follow=True)
    assert [name for name, _ in planned()] == ["Jun Ito"]
    assert "Talk again" in answer.text
    undo = Act.objects.order_by("-pk").first()
    assert f'action="{undo.get_undo_url("/follow-ups/")}"' in answer.text.replace("&amp;", "&")
    as_researcher.post(undo.get_undo_url("/follow-ups/"))
    one.refresh_from_db()
    assert (one.done_at, planned()) == (None, [])


def test_taking_the_tick_away_takes_the_plan_back(as_researcher):
    one = FollowUpFactory(person=PersonFactory(**SIX_WEEKS))
    as_researcher.post(f"/follow-ups/{one.pk}/done/")
    as_researcher.post(f"/follow-ups/{one.pk}/open/")
    one.refresh_from_db()
    assert (one.done_at, planned()) == (None, [])


def test_opening_one_again_leaves_the_others_that_were_ticked_with_it(researcher):
    one, other = FollowUpFactory.create_batch(2)
    with Act.by(researcher, Act.Kind.CHANGED_MANY):
        touch.done(one, researcher)
        touch.done(other, researcher)
    touch.opened_again(one, researcher)
    assert [row.refresh_from_db() or row.done_at is None for row in (one, other)] == [True, False]


def test_a_contact_is_opened_again_though_the_act_that_ticked_it_is_long_ago(researcher):
    person = PersonFactory(name="Jun Ito", **SIX_WEEKS)
    one = FollowUpFactory(person=person, by_cadence=True, done_at=timezone.now(), due_on=in_days(-1))
    FollowUpFactory(person=person, by_cadence=True, due_on=in_days(40))
    touch.opened_again(one, researcher)
    assert planned() == [("Jun Ito", in_days(-1))]


def test_a_promise_that_is_kept_leaves_the_planned_contact_alone(researcher):
    person = PersonFactory(name="Jun Ito", **SIX_WEEKS)
    FollowUpFactory(person=person, by_cadence=True, due_on=in_days(3))
    touch.done(FollowUpFactory(person=person), researcher)
    assert planned() == [("Jun Ito", in_days(3))]


def test_a_new_cadence_counts_from_the_last_conversation_and_none_plans_nothing(as_researcher, researcher):
    talk(researcher, notes="", days_ago=10)
    person = Person.objects.get()
    path = f"/people/{person.pk}/edit/"
    fill(as_researcher, path, {"name": person.name, "cadence_every": "2", "cadence_unit": "weeks"})
    assert planned() == [("Maya Lindqvist", in_days(4))]
    fill(as_researcher, path, {"name": person.name, "cadence_every": "4", "cadence_unit": "weeks"})
    assert planned() == [("Maya Lindqvist", in_days(18))]
    fill(as_researcher, path, {"name": person.name, "cadence_every": ""})
    assert planned() == []
    undo = Act.objects.order_by("-pk").first().get_undo_url("/people/")
    as_researcher.post(undo)
    assert planned() == [("Maya Lindqvist", in_days(18))]


def test_somebody_never_heard_is_planned_from_today(as_researcher):
    fill(as_researcher, "/people/new/", {"name": "Nobody Yet", "cadence_every": "1", "cadence_unit": "weeks"})
    assert planned() == [("Nobody Yet", in_days(7))]


def test_a_cadence_out_of_reach_is_refused_at_its_field(as_researcher):
    answer = fill(as_researcher, "/people/new/", {"name": "Ada", "cadence_every": "61", "cadence_unit": "weeks"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["cadence_every"] == ["Between 1 and 60; leave it empty for no rhythm."]


def test_the_database_holds_one_next_contact_with_a_person():
    person = PersonFactory()
    FollowUpFactory(person=person, by_cadence=True)
    FollowUpFactory(person=person, by_cadence=True, done_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpFactory(person=person, by_cadence=True)


def test_two_people_who_are_one_have_one_next_contact(as_researcher):
    people = [PersonFactory(name=f"Ada {n}", cadence_every=n, cadence_unit="months") for n in (1, 2)]
    for number, person in enumerate(people, 1):
        FollowUpFactory(person=person, by_cadence=True, due_on=in_days(number))
    as_researcher.post("/merge/people/", {"id": [one.pk for one in people], "keep": people[0].pk})
    assert planned() == [("Ada 1", in_days(1))]
    as_researcher.post(Act.objects.order_by("-pk").first().get_undo_url("/people/"))
    assert len(planned()) == 2


def test_a_contact_after_a_restricted_interview_is_absent_for_strangers(researcher, as_stranger):
    PersonFactory(name="Maya Lindqvist", **SIX_WEEKS)
    talk(researcher, notes="", days_ago=9)
    interview = talk(researcher, notes="", days_ago=1)
    interview.restricted = True
    interview.save()
    assert "Talk again" not in as_stranger.get("/follow-ups/?when=later").text


def test_a_restricted_interview_moves_nothing_that_strangers_see(researcher):
    PersonFactory(name="Maya Lindqvist", **SIX_WEEKS)
    talk(researcher, notes="", days_ago=9)
    before = planned()
    interview = talk(researcher, notes="", draft=True)
    interview.restricted = True
    interview.save()
    capture.finish(interview, researcher)
    assert planned() == before != []


def test_a_draft_plans_nothing(researcher):
    PersonFactory(name="Maya Lindqvist", **SIX_WEEKS)
    talk(researcher, notes="", draft=True)
    assert planned() == []


def test_finishing_says_when_the_next_contact_is(as_researcher, researcher):
    PersonFactory(name="Maya Lindqvist", **SIX_WEEKS)
    interview = talk(researcher, notes="", draft=True)
    answer = as_researcher.post(f"/interviews/{interview.pk}/finish/", follow=True)
    day = in_days(41)
    assert f"The interview is complete. Next contact {day.day} {day:%b %Y}." in answer.text
    answer = as_researcher.post(f"/interviews/{interview.pk}/reopen/", follow=True)
    assert planned() == []


def test_the_next_contact_stays_with_its_person_however_the_form_is_filled(as_researcher):
    one = FollowUpFactory(person=PersonFactory(name="Jun Ito"), by_cadence=True, due_on=in_days(3))
    other = PersonFactory()
    for person in ("", other.pk):
        typed = {"text": "Call", "person": person, "due_on": in_days(9)}
        assert fill(as_researcher, f"/follow-ups/{one.pk}/edit/", typed).status_code == 302
    assert planned() == [("Jun Ito", in_days(9))]


def test_a_contact_is_not_restored_beside_the_one_that_stands(as_researcher):
    person = PersonFactory(name="Jun Ito")
    old = FollowUpFactory(person=person, by_cadence=True, archived_at=timezone.now())
    FollowUpFactory(person=person, by_cadence=True, due_on=in_days(3))
    answer = as_researcher.post(f"/follow-ups/{old.pk}/restore/", follow=True)
    assert "The next contact with this person stands already." in answer.text
    assert planned() == [("Jun Ito", in_days(3))]
