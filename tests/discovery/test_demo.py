"""The demo data: what a newcomer finds, and that it never goes where something is already."""

from datetime import date, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts import reading
from accounts.models import Role, User
from discovery.coverage import with_coverage
from discovery.demo import build
from discovery.demo.conversations import moment
from discovery.demo.files import pages
from discovery.demo.world import World
from discovery.models import DataCheck, Document, DocumentVersion, Evidence, Hypothesis, Review
from discovery.moved import moves
from interviews import duplicates, quality
from interviews.comments import questions
from interviews.merging import KINDS
from interviews.models import (
    Code,
    Comment,
    Company,
    FollowUp,
    Grounds,
    Interview,
    Mention,
    PainPoint,
    Participant,
    Person,
    Persona,
    Quote,
    QuoteSpan,
    RootCause,
    SavedView,
    Segment,
    Study,
)
from interviews.models.comments import TARGETS
from interviews.references import found_in, readable
from interviews.saved import list_named
from tests.browser.pages import addresses

TODAY = date(2026, 6, 10)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """The demo organisation, built once for the tests that only read it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture
def in_demo(demo, django_db_blocker):
    with django_db_blocker.unblock():
        yield demo


@pytest.mark.parametrize("role", [Role.RESEARCHER, Role.VIEWER])
def test_every_page_of_it_and_its_parts_are_served(role, in_demo, client_for):
    """Those from whom something is hidden ask the longest questions of the database."""
    client = client_for(User.objects.filter(role=role).first())
    for _, path in addresses():
        for headers in ({}, {"HX-Request": "true"}):
            assert client.get(path, headers=headers).status_code < 500, path


def test_data_was_asked_and_settled_whys(in_demo):
    checks = DataCheck.objects.all()
    assert {check.conclusion for check in checks} == set(DataCheck.Conclusion.values)
    assert checks.filter(evidence__isnull=False).count() == 2
    settled = {check.conclusion: check.why for check in checks.filter(why__isnull=False)}
    assert settled["confirmed"].effective_grounds == Grounds.CONFIRMED
    assert settled["refuted"].refuted


def test_it_shows_a_whole_organisation(in_demo):
    assert Interview.objects.live().count() >= 40
    assert Persona.objects.count() == 7
    assert Company.objects.count() >= 12
    assert Company.objects.filter(own_organisation=True).count() == 1
    assert Study.objects.filter(guide__isnull=False, interviews__isnull=False).distinct().count() == 3
    assert Code.objects.themes().count() == 7


def test_people_are_met_twice_and_two_at_a_time(in_demo):
    met = Participant.objects.values_list("person", flat=True)
    assert len(met) - len(set(met)) >= 6
    both = Interview.objects.filter(participants__position=1)
    assert both.count() == 3
    assert all(Mention.objects.filter(interview=one, participant__position=1).exists() for one in both)


def test_there_are_duplicates_of_every_kind_to_go_through(in_demo):
    admin = User.objects.get(role=Role.ADMIN)
    with reading.with_names():
        found = {room: len(duplicates.pairs(room, admin)) for room in KINDS}
    assert found.pop("pain-points") >= 5
    assert found.pop("people") >= 3
    assert all(found.values())
    assert sum(found.values()) >= 5


def test_every_list_of_what_is_half_filled_has_something_to_mend(in_demo):
    assert all(quality.counts(User.objects.get(role=Role.ADMIN)).values())


def test_every_week_has_conversations_from_its_first_day_on():
    for day in (TODAY + timedelta(days=number) for number in range(7)):
        world = World(today=day, chance=Random(1))
        monday = day - timedelta(days=day.weekday())
        days = [timezone.localdate(moment(world, page.facts["days_ago"])) for page in pages("interviews")]
        assert sum(monday <= held <= day for held in days) >= 3


def test_nothing_was_said_later_than_now():
    for seed in range(9):
        assert moment(World(today=timezone.localdate(), chance=Random(seed)), 0) <= timezone.now()


def test_chains_of_several_people_meet_in_root_causes(in_demo):
    admin = User.objects.get(role=Role.ADMIN)
    assert all(cause.people >= 2 for cause in RootCause.objects.with_reach(admin))
    assert RootCause.objects.with_reach(admin).filter(people__gte=5, pain_points__gte=3).exists()


def test_pain_points_are_heard_from_several_people_and_known_with_different_firmness(in_demo):
    mentions = Mention.objects.heard()
    pains = PainPoint.objects.live().with_people(mentions).with_grounds(mentions)
    assert pains.filter(people__gte=3).count() >= 10
    assert set(pains.filter(people__gte=1).values_list("grounds", flat=True)) == {1, 2, 3}


def test_transcripts_of_three_formats_are_there_and_quotes_point_into_them(in_demo):
    assert Interview.objects.filter(transcript__isnull=False).count() == 6
    assert set(Interview.objects.values_list("transcript__format", flat=True)) == {None, "webvtt", "otter", "plain"}
    assert Segment.objects.filter(interview__participants__person__name="Maren Voss").count() >= 150
    for span in QuoteSpan.objects.select_related("segment", "quote"):
        assert span.segment.text[span.start : span.end] == span.text == span.quote.text


def test_drafts_a_restricted_interview_and_a_withdrawal_can_be_tried(in_demo):
    assert Interview.objects.drafts().count() == 3
    assert Interview.objects.filter(restricted=True).count() == 1
    assert Quote.objects.withdrawn().values("participant__person").distinct().count() == 2


def test_colleagues_talk_and_saved_views_hold(in_demo):
    assert Comment.objects.filter(resolved_by__isnull=False).exists()
    assert {name for name in TARGETS if Comment.objects.filter(**{f"{name}__isnull": False}).exists()} == set(TARGETS)
    for role in (Role.RESEARCHER, Role.VIEWER):
        user = User.objects.filter(role=role, full_name__in=("Inês Duarte", "Mateus Prado")).get()
        assert questions(user)
    viewer = User.objects.filter(role=Role.VIEWER).first()
    for view in SavedView.objects.visible_to(viewer):
        found = list_named(view.of).read(view.query, viewer)
        assert view.query == found.query and found.rows.count() >= 2, view
    assert SavedView.objects.count() == 3


def test_hypotheses_stand_in_every_status_with_a_past(in_demo):
    stand = Hypothesis.objects.live()
    assert stand.count() >= 6
    assert set(stand.values_list("status", flat=True)) == set(Hypothesis.Status.values)
    assert all(one.wrong_if and one.change and one.cause for one in stand.filter(status__in=Hypothesis.MEASURED))
    assert any(one.is_overdue for one in stand), "something waits to be decided"
    decided = [told.text for one in stand for told in moves(one, ()) if told.text.startswith("Decided")]
    assert len(decided) > sum(one.is_decided for one in stand), "one was decided, and again"
    assert Evidence.objects.filter(hypothesis__isnull=False, stance="challenges").count() >= 5


def test_follow_ups_stand_every_way_and_cadences_plan_the_next_contact(in_demo):
    assert all(FollowUp.objects.live().counted_by_standing().values())
    planned = FollowUp.objects.open().next_contacts()
    assert planned.count() == Person.objects.filter(cadence_every__isnull=False).count() >= 8


@pytest.mark.django_db
def test_the_same_seed_and_day_make_the_same_with_dates_up_to_that_day():
    def told():
        with transaction.atomic():
            world = build(seed=3, today=TODAY)
            held = [timezone.localdate(one.held_at) for one in world.interviews.values()]
            assert TODAY - timedelta(days=3) <= max(held) <= TODAY
            assert all(day.weekday() < 5 for day in held)
            transaction.set_rollback(True)
        return [(one.held_at, one.notes, one.client_key) for one in world.interviews.values()]

    assert told() == told()


@pytest.mark.django_db
def test_the_command_refuses_a_database_with_anything_in_it():
    Company.objects.create(name="Somebody was here")
    with pytest.raises(CommandError, match="companies"):
        call_command("demo")
    assert not Interview.objects.exists()


def test_documents_of_every_kind_stand_on_what_was_said(in_demo):
    admin = User.objects.get(role=Role.ADMIN)
    assert set(Document.objects.values_list("kind", flat=True)) == set(Document.Kind.values)
    covered = [row["coverage"] for row in with_coverage(list(Document.objects.all()), admin) if row["coverage"]]
    assert len(covered) == 2
    levels = {level for coverage in covered for level in coverage.bar}
    assert {"confirmed", "stated", "contradicted", "none"} <= levels
    for document in Document.objects.all():
        assert document.data_product and document.hypotheses.exists() and document.versions.exists()
        assert found_in(document.body) == set(readable(found_in(document.body), admin))
    assert DocumentVersion.objects.approved().exists()
    assert Review.objects.open().exists() and Review.objects.exclude(outcome="").exists()
