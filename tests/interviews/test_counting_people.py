"""People, companies, severity, grounds and root causes: what the queries say is what counting by hand says."""

from hypothesis import given

from interviews.models import PainPoint, RootCause, Why, WhyTree
from interviews.reach import heard_mentions
from tests.factories import interviews as made
from tests.interviews.explored import Oracle
from tests.interviews.test_explorer_counts import ANY_WORLD, SEEDS, a_world


@given(seed=SEEDS)
@ANY_WORLD
def test_a_pain_point_counts_distinct_people_and_companies(db, stranger, seed):
    with a_world(seed, stranger):
        oracle, heard = Oracle(stranger), heard_mentions(stranger)
        rows = PainPoint.objects.visible_to(stranger).with_people(heard).with_severity(heard).with_grounds(heard)
        assert {row.pk for row in rows} == {one.pk for one in oracle.pain_points}
        for row in rows:
            told = [m.participant for m in oracle.of(row)]
            assert row.people == len({one.person_id for one in told if one.person_id})
            assert row.companies == len({one.company_id for one in told if one.company_id})
            assert row.last_heard_at == max((one.interview.held_at for one in told), default=None)
            assert (row.severity, row.grounds) == (oracle.severity(row), oracle.grounds(row))


@given(seed=SEEDS)
@ANY_WORLD
def test_a_root_cause_counts_the_chains_that_end_in_it(db, stranger, seed):
    with a_world(seed, stranger):
        oracle = Oracle(stranger)
        for cause in RootCause.objects.with_reach(stranger):
            found = oracle.ending_in(cause)
            told = [mention.participant for mention, _ in found]
            assert cause.people == len({one.person_id for one in told if one.person_id})
            assert cause.companies == len({one.company_id for one in told if one.company_id})
            assert cause.pain_points == len({mention.pain_point_id for mention, _ in found})
            assert cause.grounds == max((grounds for _, grounds in found), default=None)


@given(seed=SEEDS)
@ANY_WORLD
def test_a_root_cause_stands_on_leaves_only_and_weighing_again_changes_nothing(db, researcher, seed):
    with a_world(seed, researcher) as world:
        live = Why.objects.live()
        above = set(live.filter(parent__isnull=False).values_list("parent", flat=True))
        assert not live.filter(root_cause__isnull=False, pk__in=above).exists()
        before = list(live.order_by("pk").values_list("pk", "path_grounds", "root_cause"))
        for mention in heard_mentions(world.user):
            WhyTree(mention).weigh()
        assert list(live.order_by("pk").values_list("pk", "path_grounds", "root_cause")) == before


def severity_of(pain_point, user):
    return PainPoint.objects.with_severity(heard_mentions(user)).get(pk=pain_point.pk).severity


def told(pain_point, *severities, **participant):
    for severity in severities:
        made.MentionFactory(
            pain_point=pain_point, severity=severity, participant=made.ParticipantFactory(**participant)
        )


def test_severity_is_the_upper_median_over_people(researcher):
    for severities, median in (
        ([3], 3),
        ([2, 5], 5),
        ([1, 2, 5], 2),
        ([1, 2, 4, 5], 4),
        ([None, 1], 1),
        ([None], None),
    ):
        pain_point = made.PainPointFactory()
        told(pain_point, *severities)
        assert severity_of(pain_point, researcher) == median, severities


def test_of_one_person_the_latest_rating_counts(researcher):
    pain_point, person = made.PainPointFactory(), made.PersonFactory()
    late, early = made.InterviewFactory(), made.InterviewFactory(held_at="2020-01-01T10:00Z")
    told(pain_point, 2, person=person, interview=late)
    told(pain_point, 5, person=person, interview=early)
    assert severity_of(pain_point, researcher) == 2


def test_a_later_rating_the_reader_may_not_see_does_not_hide_the_earlier(researcher, stranger):
    pain_point, person = made.PainPointFactory(), made.PersonFactory()
    early = made.InterviewFactory(held_at="2020-01-01T10:00Z")
    secret = made.InterviewFactory(restricted=True, created_by=researcher)
    told(pain_point, 5, person=person, interview=early)
    told(pain_point, 1, person=person, interview=secret)
    assert (severity_of(pain_point, stranger), severity_of(pain_point, researcher)) == (5, 1)
