"""Drawing the draft of a weekly update from the records of its week."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from discovery.models import DataCheck, DocumentVersion, UpdateLine, WeeklyUpdate
from discovery.update_reading import read
from discovery.updates import draft, take_in
from discovery.versions import keep
from discovery.week import Week, best_to_tell, found_in, left_out, weeks_to_tell
from interviews.models import Consent
from tests.discovery.weekly import MONDAY, at, heard, restrict, withdraw
from tests.factories.discovery import (
    DataCheckFactory,
    DocumentFactory,
    EvidenceFactory,
    HypothesisFactory,
)
from tests.factories.interviews import FollowUpFactory, PainPointFactory

pytestmark = pytest.mark.django_db
LIST, NEW = "discovery:weekly_update_list", "discovery:weekly_update_new"


def found(section):
    return [one.source for one in found_in(Week(MONDAY)) if one.section == section]


def test_it_tells_who_was_heard_that_week_and_their_strongest_words():
    heard("Before Week", day=-1)
    first, last = heard("Maya Lindqvist", day=0), heard("Bo Lind", day=6)
    heard("After Week", day=7)
    assert found("heard") == [first.interview, last.interview]
    assert set(found("said")) == {first, last}


def test_pain_points_are_counted_as_they_stood_at_the_end_of_the_week():
    pain = PainPointFactory()
    heard("Before Week", day=-3, pain=pain)
    new = heard("Maya Lindqvist", pain=pain)
    heard("After Week", day=8, pain=pain)
    [one] = [one for one in found_in(Week(MONDAY)) if one.section == "gained"]
    assert one.source == pain
    assert one.facts == {"joined": [new.participant.person_id], "people": 2, "companies": 1}


def test_hypotheses_that_moved_data_checks_and_approvals_of_the_week(researcher):
    moved, still = HypothesisFactory(), HypothesisFactory()
    link = EvidenceFactory(hypothesis=moved, stance="challenges")
    type(link).objects.filter(pk=link.pk).update(created_at=at(MONDAY))
    before = EvidenceFactory(hypothesis=still)
    type(link).objects.filter(pk=before.pk).update(created_at=at(MONDAY - timedelta(days=1)))
    check = DataCheckFactory(checked_on=MONDAY)
    DataCheckFactory(checked_on=MONDAY, conclusion=DataCheck.Conclusion.OPEN)
    version = keep(DocumentFactory(), researcher)
    DocumentVersion.objects.filter(pk=version.pk).update(approved_at=at(MONDAY + timedelta(days=6), 23))
    assert (found("moved"), found("checked"), found("approved")) == ([moved], [check], [version])


def test_what_is_to_be_decided_and_what_was_promised_is_next():
    soon = HypothesisFactory(status="testing", decide_by=MONDAY + timedelta(days=20))
    HypothesisFactory(status="testing", decide_by=MONDAY + timedelta(days=60))
    promise = FollowUpFactory(interview=None, due_on=MONDAY + timedelta(days=9), created_at=at(MONDAY))
    type(soon).objects.update(created_at=at(MONDAY))
    assert found("next") == [soon, promise]


def test_promises_come_the_soonest_first_with_what_is_overdue_and_those_are_shown():
    days = (13, 2, -20, 5, 7, 8, 9, 10, 11, 12, 6)
    for day in days:
        FollowUpFactory(interview=None, due_on=MONDAY + timedelta(days=day), created_at=at(MONDAY))
    coming = [one for one in found_in(Week(MONDAY)) if one.section == "next"]
    assert [(one.source.due_on - MONDAY).days for one in coming] == sorted(days)
    assert [(one.source.due_on - MONDAY).days for one in coming if one.shown] == [-20, 2, 5, 6, 7]


def test_nothing_restricted_withdrawn_unquotable_or_unfinished_goes_in(researcher, as_researcher):
    quotes = [heard(f"Person {letter}", text=f"{letter} said that it breaks every Monday") for letter in "ABCD"]
    restrict(quotes[0])
    withdraw(quotes[1])
    type(quotes[2].participant).objects.filter(pk=quotes[2].participant_id).update(consent=Consent.NONE)
    heard("Person E", status="draft")
    assert found("said") == [quotes[3]]
    assert [one.pk for one in found("heard")] == [quotes[2].interview_id, quotes[3].interview_id]

    told = left_out(Week(MONDAY), quotes[0].interview.created_by)
    assert (told.restricted, told.unfinished) == (1, 1)
    update = draft(MONDAY, researcher)
    assert "1 interview not finished yet is not in it" in as_researcher.get(update.get_edit_url()).text


def test_one_post_from_the_list_makes_the_draft(as_researcher):
    quote = heard()
    day = timezone.localdate()
    monday = day - timedelta(days=day.weekday(), weeks=1)
    type(quote.interview).objects.update(held_at=at(monday))
    assert "1 conversation, and nobody has told of it yet" in as_researcher.get(reverse(LIST)).text
    answer = as_researcher.post(reverse(NEW), {"monday": monday.isoformat(), "named": "True"})
    update = WeeklyUpdate.objects.get()
    assert answer.url == update.get_edit_url()
    assert update.monday == monday
    assert "nobody has told" not in as_researcher.get(reverse(LIST)).text


def test_a_week_is_told_once(as_researcher, researcher):
    day = timezone.localdate()
    monday = day - timedelta(days=day.weekday())
    first = draft(monday, researcher)
    again = as_researcher.post(reverse(NEW), {"monday": monday.isoformat(), "named": "True"})
    assert again.status_code == 422
    assert "There is an update of this week already." in again.text
    first.archive(researcher)
    as_researcher.post(reverse(NEW), {"monday": monday.isoformat(), "named": "True"})
    back = as_researcher.post(reverse("discovery:weekly_update_restore", args=[first.pk]), follow=True)
    assert "There is an update of this week already." in back.text
    assert WeeklyUpdate.objects.live().count() == 1


def test_the_week_that_wants_telling_is_the_latest_that_has_conversations():
    heard()
    sunday = MONDAY + timedelta(days=6)
    assert best_to_tell(weeks_to_tell(set(), sunday), sunday).week.monday == MONDAY
    tuesday = MONDAY + timedelta(days=1)
    assert best_to_tell(weeks_to_tell(set(), tuesday), tuesday) is None  # the week goes on
    assert best_to_tell(weeks_to_tell({MONDAY}, sunday), sunday) is None


def test_what_came_later_is_taken_in_and_what_was_left_out_stays_so(as_researcher, researcher):
    first = heard()
    update = draft(MONDAY, researcher)
    UpdateLine.objects.filter(interview=first.interview).update(shown=False, text="in our words")
    second = heard("Bo Lind", pain=first.mentions.get().pain_point)
    as_researcher.post(reverse("discovery:weekly_update_redraw", args=[update.pk]), {"version": update.version})
    assert UpdateLine.objects.get(interview=second.interview).shown
    assert not UpdateLine.objects.get(interview=first.interview).shown
    assert UpdateLine.objects.get(pain_point=first.mentions.get().pain_point).facts["people"] == 2

    update.refresh_from_db()
    assert take_in(update, update.version, researcher) == 0


def test_no_line_is_lost_when_a_pain_point_is_merged(researcher, seeing_names):
    from interviews import merging

    one, other = heard("A B"), heard("C D")
    update = draft(MONDAY, researcher)
    pains = [quote.mentions.get().pain_point for quote in (one, other)]
    merging.merge(pains[0], [pains[1]], researcher)
    told = [line.source for line in read(update).lines if line.row.section == "gained"]
    assert told == [pains[0].reference] * 2
