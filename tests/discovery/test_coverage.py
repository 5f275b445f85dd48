"""Coverage: how each requirement is known, from its evidence as the reader may see it."""

import pytest
from django.utils import timezone

from discovery.coverage import Coverage, Level, of_requirements, with_coverage
from interviews.models import Consent, Grounds, WhyTree
from tests.budgets import budget
from tests.factories.discovery import DocumentFactory, EvidenceFactory, RequirementFactory
from tests.factories.interviews import (
    InterviewFactory,
    MentionFactory,
    ParticipantFactory,
    PersonFactory,
    QuoteFactory,
    WhyFactory,
)

pytestmark = pytest.mark.django_db


def why(grounds):
    found = WhyFactory(grounds=grounds, source="a query" if grounds == Grounds.CONFIRMED else "")
    WhyTree(found.mention).weigh()
    return found


def stands(requirement, stance="supports", **source):
    return EvidenceFactory(hypothesis=None, requirement=requirement, stance=stance, **{"pain_point": None, **source})


def level(requirement, user):
    [row] = of_requirements([requirement], user)
    return row.level


@pytest.mark.parametrize(
    ("supports", "challenges", "expected"),
    [
        ([], [], Level.NONE),
        ([1], [], Level.INTUITION),
        ([1, 2], [], Level.STATED),
        ([2, 3, 1], [], Level.CONFIRMED),
        ([3], [2], Level.CONFIRMED),
        ([3], [2, 3], Level.CONTRADICTED),
        ([2], [2], Level.CONTRADICTED),
        ([2], [1], Level.STATED),
        ([], [1], Level.CONTRADICTED),
    ],
)
def test_the_firmest_support_counts_unless_a_challenge_is_as_firm(supports, challenges, expected, researcher):
    requirement = RequirementFactory()
    for grounds in supports:
        stands(requirement, why=why(Grounds(grounds)))
    for grounds in challenges:
        stands(requirement, "challenges", why=why(Grounds(grounds)))
    assert level(requirement, researcher) == expected


def test_context_neither_supports_nor_challenges(researcher):
    requirement = RequirementFactory()
    stands(requirement, "context", quote=QuoteFactory())
    assert level(requirement, researcher) == Level.NONE


def test_people_are_counted_once_and_references_named_once(researcher):
    requirement = RequirementFactory()
    mention = MentionFactory()
    stands(requirement, pain_point=mention.pain_point)
    again = QuoteFactory(participant=ParticipantFactory(person=mention.participant.person))
    stands(requirement, quote=again)
    stands(requirement, quote=QuoteFactory(participant=again.participant))
    MentionFactory(pain_point=mention.pain_point)

    [row] = of_requirements([requirement], researcher)
    assert row.heard == 2
    assert set(row.because) == {mention.pain_point.reference, again.interview.reference}


def test_what_was_taken_back_is_counted_nowhere(researcher):
    requirement = RequirementFactory()
    quote = QuoteFactory()
    stands(requirement, quote=quote)
    assert level(requirement, researcher) == Level.STATED
    type(quote.participant).objects.update(consent_withdrawn_at=timezone.now())

    [row] = of_requirements([requirement], researcher)
    assert (row.level, row.heard, row.because, row.hidden) == (Level.NONE, 0, {}, 1)


def test_each_reader_sees_the_coverage_of_what_they_may_read(researcher, viewer, stranger):
    secret = InterviewFactory(restricted=True, created_by=researcher)
    requirement = RequirementFactory()
    stands(requirement, quote=QuoteFactory(participant=ParticipantFactory(interview=secret)))
    assert [level(requirement, one) for one in (researcher, stranger)] == [Level.STATED, Level.NONE]

    unquotable = RequirementFactory()
    stands(unquotable, quote=QuoteFactory(participant=ParticipantFactory(consent=Consent.NONE)))
    assert [level(unquotable, one) for one in (researcher, viewer)] == [Level.STATED, Level.NONE]


def test_the_bar_says_how_many_have_evidence(researcher, as_researcher):
    document = DocumentFactory(kind="prd")
    confirmed, stated, guessed, denied, bare = (RequirementFactory(document=document) for _ in range(5))
    stands(confirmed, why=why(Grounds.CONFIRMED))
    stands(stated, quote=QuoteFactory())
    stands(guessed, why=why(Grounds.INTUITION))
    stands(denied, "challenges", quote=QuoteFactory())

    coverage = Coverage(of_requirements(document.requirements.live(), researcher))
    assert coverage.heard == 2
    assert coverage.bar == ["confirmed", "stated", "intuition", "contradicted", "none"]
    assert coverage.in_words == "1 confirmed, 1 stated, 1 intuition, 1 contradicted, 1 without evidence"
    assert [row.requirement for row in coverage.orphans] == [bare]
    for address in (document.get_absolute_url(), "/documents/"):
        page = as_researcher.get(address).text
        assert "<b>2 of 5</b> requirements have evidence" in page
        assert f'aria-label="{coverage.in_words}"' in page


def test_a_document_stands_on_the_evidence_of_its_requirements_too(researcher):
    document, other = DocumentFactory(), DocumentFactory()
    stands(RequirementFactory(document=document), quote=QuoteFactory(participant__person=PersonFactory()))
    first, second = with_coverage([document, other], researcher)
    assert first["supports"].people == 1 and first["coverage"].heard == 1
    assert second["supports"].people == 0 and second["coverage"] is None


def test_more_requirements_ask_no_more_queries(as_researcher):
    document = DocumentFactory(kind="prd")

    def more():
        one = RequirementFactory(document=document)
        stands(one, quote=QuoteFactory())
        stands(one, pain_point=MentionFactory().pain_point)
        stands(one, "challenges", why=why(Grounds.STATED))

    more()
    as_researcher.get(document.get_absolute_url())
    for _ in range(4):
        with budget("document page"):
            assert as_researcher.get(document.get_absolute_url()).status_code == 200
        more()
