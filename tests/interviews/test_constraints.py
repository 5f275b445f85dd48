"""What the database holds, whatever the code above it does."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from interviews.models import (
    Goal,
    Interview,
    NoteLine,
    Quote,
    QuoteLink,
    Responsibility,
    Segment,
    Speaker,
    Why,
    WhyLink,
)
from interviews.quoting import attach_to_why
from interviews.same_owner import SameOwner
from tests.factories.interviews import (
    CodeFactory,
    CompanyFactory,
    FollowUpFactory,
    InterviewFactory,
    JourneyFactory,
    MentionFactory,
    ParticipantFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
    SegmentFactory,
    SpeakerFactory,
    StageFactory,
    ToolFactory,
    ToolUseFactory,
    WhyFactory,
    WorkaroundFactory,
)

pytestmark = pytest.mark.django_db


def refused(act) -> bool:
    """Whether the database refuses the act, at once or at the end of the transaction."""
    try:
        with transaction.atomic():
            act()
            connection.check_constraints()
    except IntegrityError:
        return True
    return False


def test_a_why_hangs_on_a_why_of_its_own_mention():
    one, other = WhyFactory(), WhyFactory()
    assert refused(lambda: WhyFactory(mention=other.mention, parent=one))
    assert refused(lambda: Why.objects.filter(pk=other.pk).update(parent=one))
    assert not refused(lambda: WhyFactory(mention=one.mention, parent=one))


def test_a_why_with_answers_does_not_leave_them_behind():
    top = WhyFactory()
    WhyFactory(mention=top.mention, parent=top)
    elsewhere = MentionFactory(participant=top.mention.participant)
    assert refused(lambda: Why.objects.filter(pk=top.pk).update(mention=elsewhere))


def line_of(interview: Interview, **fields: Any) -> NoteLine:
    return NoteLine.objects.create(interview=interview, kind="quote", raw='"x', text="x", number=1, **fields)


def span_of(quote: Quote, segment: Segment, interview: Interview) -> None:
    quote.spans.create(position=0, segment=segment, interview=interview, start=0, end=3, text=segment.text[:3])


# By the rule that holds it: how to make two rows that point at each other, the second of the interview `there`.
OF_ONE_INTERVIEW: dict[str, Callable[[Interview, Interview], Any]] = {
    "segment_spoken_in_its_interview": lambda here, there: SegmentFactory(
        interview=here, speaker=SpeakerFactory(interview=there)
    ),
    "speaker_of_its_interview": lambda here, there: SpeakerFactory(
        interview=here, side=Speaker.Side.PARTICIPANT, participant=ParticipantFactory(interview=there)
    ),
    "quote_said_in_its_interview": lambda here, there: QuoteFactory(
        interview=here, participant=ParticipantFactory(interview=there)
    ),
    "quote_from_its_interview": lambda here, there: QuoteFactory(participant__interview=here, line=line_of(there)),
    "quote_span_in_its_interview": lambda here, there: span_of(
        QuoteFactory(participant__interview=here), SegmentFactory(speaker__interview=there), here
    ),
    "quote_span_of_its_interview": lambda here, there: span_of(
        QuoteFactory(participant__interview=there), SegmentFactory(speaker__interview=here), here
    ),
    "quote_link_from_its_interview": lambda here, there: QuoteLink.objects.create(
        interview=here,
        quote=QuoteFactory(participant__interview=there),
        mention=MentionFactory(participant__interview=here),
    ),
    "quote_link_to_its_interview": lambda here, there: QuoteFactory(
        participant__interview=here, speaks_for=MentionFactory(participant__interview=there)
    ),
    "why_link_from_its_interview": lambda here, there: WhyLink.objects.create(
        interview=here,
        quote=QuoteFactory(participant__interview=there),
        why=WhyFactory(mention__participant__interview=here),
    ),
    "why_link_to_its_interview": lambda here, there: attach_to_why(
        QuoteFactory(participant__interview=here),
        WhyFactory(mention__participant__interview=there),
        here.created_by,
    ),
    "mention_told_in_its_interview": lambda here, there: MentionFactory(
        interview=here, participant=ParticipantFactory(interview=there)
    ),
    "mention_from_its_interview": lambda here, there: MentionFactory(participant__interview=here, line=line_of(there)),
    "workaround_in_its_interview": lambda here, there: WorkaroundFactory(
        interview=here, mention=MentionFactory(participant__interview=there)
    ),
    "workaround_from_its_interview": lambda here, there: WorkaroundFactory(
        mention__participant__interview=here, line=line_of(there)
    ),
    "why_told_in_its_interview": lambda here, there: WhyFactory(
        interview=here, mention=MentionFactory(participant__interview=there)
    ),
    "why_from_its_interview": lambda here, there: WhyFactory(mention__participant__interview=here, line=line_of(there)),
    "tool_use_in_its_interview": lambda here, there: ToolUseFactory(
        interview=here, participant=ParticipantFactory(interview=there)
    ),
    "tool_use_from_its_interview": lambda here, there: ToolUseFactory(participant__interview=here, line=line_of(there)),
    "goal_of_its_interview": lambda here, there: Goal.objects.create(
        text="Sleep", interview=here, participant=ParticipantFactory(interview=there)
    ),
    "goal_from_its_interview": lambda here, there: Goal.objects.create(
        text="Sleep", interview=here, participant=ParticipantFactory(interview=here), line=line_of(there)
    ),
    "responsibility_of_its_interview": lambda here, there: Responsibility.objects.create(
        text="Loads", interview=here, participant=ParticipantFactory(interview=there)
    ),
    "responsibility_from_its_interview": lambda here, there: Responsibility.objects.create(
        text="Loads", interview=here, participant=ParticipantFactory(interview=here), line=line_of(there)
    ),
    "follow_up_from_its_interview": lambda here, there: FollowUpFactory(interview=here, line=line_of(there)),
    "note_line_under_one_of_its_interview": lambda here, there: line_of(here, parent=line_of(there)),
}


@pytest.mark.parametrize("make", OF_ONE_INTERVIEW.values(), ids=OF_ONE_INTERVIEW)
def test_what_points_at_each_other_is_of_one_interview(make):
    assert refused(lambda: make(InterviewFactory(), InterviewFactory()))
    interview = InterviewFactory()
    assert not refused(lambda: make(interview, interview))


def test_a_pain_point_stands_on_a_stage_of_its_journey():
    assert refused(lambda: PlacementFactory(stage=StageFactory(), journey=JourneyFactory()))


def test_every_rule_of_one_owner_is_tried():
    rules = {
        rule.name for model in apps.get_models() for rule in model._meta.constraints if isinstance(rule, SameOwner)
    }
    elsewhere = {"why_under_one_of_its_mention", "placement_on_a_stage_of_its_journey"}  # of a mention, of a journey
    assert rules - elsewhere == set(OF_ONE_INTERVIEW)


def test_rows_move_together_within_one_save():
    quote, elsewhere = QuoteFactory(), ParticipantFactory()
    assert refused(lambda: Quote.objects.filter(pk=quote.pk).update(participant=elsewhere))
    with transaction.atomic():
        Quote.objects.filter(pk=quote.pk).update(participant=elsewhere)
        Quote.objects.filter(pk=quote.pk).update(interview=elsewhere.interview)
    connection.check_constraints()


def test_a_follow_up_from_a_line_knows_its_interview():
    assert refused(lambda: FollowUpFactory(interview=None, line=line_of(InterviewFactory())))


@pytest.mark.parametrize(
    "act",
    [
        lambda: MentionFactory(severity=9),
        lambda: MentionFactory(severity=0),
        lambda: WhyFactory(grounds=3, source=""),
        lambda: WhyFactory(text=""),
        lambda: SpeakerFactory(side=Speaker.Side.PARTICIPANT, participant=None),
        lambda: InterviewFactory(status="draft", completed_at="2026-01-01T00:00Z"),
        lambda: PersonFactory(name=""),
        lambda: PersonFactory(consent=7),
        lambda: SegmentFactory(text=""),
    ],
    ids=[
        "severity 9",
        "severity 0",
        "confirmed without a source",
        "why without words",
        "participant without person",
        "draft with an end",
        "person without name",
        "unknown consent",
        "silent segment",
    ],
)
def test_values_outside_the_domain_are_refused(act):
    assert refused(act)


def test_a_name_is_used_once_among_live_records():
    company = CompanyFactory(name="Fjordbank")
    assert refused(lambda: CompanyFactory(name="FJORDBANK"))
    company.archive()
    assert not refused(lambda: CompanyFactory(name="fjordbank"))
    ToolFactory(name="dbt")
    assert refused(lambda: ToolFactory(name="DBT"))


def test_codes_are_named_once_below_their_theme():
    theme = CodeFactory(name="Trust")
    CodeFactory(name="Numbers", parent=theme)
    assert refused(lambda: CodeFactory(name="numbers", parent=theme))
    assert refused(lambda: CodeFactory(name="trust"))
    assert not refused(lambda: CodeFactory(name="numbers", parent=CodeFactory()))


def test_a_segment_under_a_quote_cannot_be_deleted():
    segment = SegmentFactory()
    quote = QuoteFactory(participant__interview=segment.interview)
    span_of(quote, segment, quote.interview)
    with pytest.raises(ProtectedError):
        segment.delete()
    assert quote.spans.get().text == "And"


def test_places_in_an_interview_are_taken_once():
    participant = ParticipantFactory()
    assert refused(lambda: ParticipantFactory(interview=participant.interview, person=participant.person, position=1))
    assert refused(lambda: ParticipantFactory(interview=participant.interview, position=0))
