"""What the database holds, whatever the code above it does."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from interviews.models import NoteLine, Speaker, Why
from tests.factories.interviews import (
    CodeFactory,
    CompanyFactory,
    InterviewFactory,
    MentionFactory,
    ParticipantFactory,
    PersonFactory,
    QuoteFactory,
    SegmentFactory,
    SpeakerFactory,
    ToolFactory,
    WhyFactory,
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


@pytest.mark.parametrize(
    "act",
    [
        lambda: SegmentFactory(speaker=SpeakerFactory(), interview=InterviewFactory(), number=1),
        lambda: SpeakerFactory(side=Speaker.Side.PARTICIPANT, participant=ParticipantFactory()),
        lambda: QuoteFactory(interview=InterviewFactory(), participant=ParticipantFactory()),
        lambda: NoteLine.objects.create(
            interview=InterviewFactory(),
            kind="quote",
            raw='"x',
            text="x",
            number=1,
            parent=NoteLine.objects.create(interview=InterviewFactory(), kind="pain", raw="!x", text="x", number=1),
        ),
    ],
    ids=["segment and speaker", "speaker and participant", "quote and participant", "line and line"],
)
def test_what_points_at_each_other_is_of_one_interview(act):
    assert refused(act)


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
    quote = QuoteFactory()
    quote.spans.create(position=0, segment=segment, start=0, end=3, text=segment.text[:3])
    with pytest.raises(ProtectedError):
        segment.delete()
    assert quote.spans.get().text == "And"


def test_places_in_an_interview_are_taken_once():
    participant = ParticipantFactory()
    assert refused(lambda: ParticipantFactory(interview=participant.interview, person=participant.person, position=1))
    assert refused(lambda: ParticipantFactory(interview=participant.interview, position=0))
