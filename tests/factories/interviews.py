"""Invented evidence: companies, people, interviews and what was found in them."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from interviews import models
from tests.factories.accounts import UserFactory


class CompanyFactory(DjangoModelFactory):
    class Meta:
        model = models.Company

    name = factory.Sequence(lambda n: f"Company {n}")


class PersonaFactory(DjangoModelFactory):
    class Meta:
        model = models.Persona

    name = factory.Sequence(lambda n: f"Persona {n}")


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = models.Person

    name = factory.Sequence(lambda n: f"Person Number {n}")
    pseudonym = factory.Sequence(lambda n: f"Customer {n}")


class GuideFactory(DjangoModelFactory):
    class Meta:
        model = models.Guide

    title = factory.Sequence(lambda n: f"Guide {n}")


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = models.Question

    guide = factory.SubFactory(GuideFactory)
    position = factory.Sequence(int)
    text = factory.Sequence(lambda n: f"Question {n}?")


class StudyFactory(DjangoModelFactory):
    class Meta:
        model = models.Study

    title = factory.Sequence(lambda n: f"Study {n}")


class InterviewFactory(DjangoModelFactory):
    """A complete interview without participants; pass status="draft" for one that is being logged."""

    class Meta:
        model = models.Interview

    status = "complete"
    held_at = factory.LazyFunction(timezone.now)
    completed_at = factory.LazyAttribute(lambda o: o.held_at if o.status == "complete" else None)
    created_by = factory.SubFactory(UserFactory)


class ParticipantFactory(DjangoModelFactory):
    """A person in an interview, with the snapshot taken from the person."""

    class Meta:
        model = models.Participant

    interview = factory.SubFactory(InterviewFactory)
    person = factory.SubFactory(PersonFactory)
    position = factory.LazyAttribute(lambda o: o.interview.participants.count())
    role = factory.LazyAttribute(lambda o: o.person.role if o.person else "")
    company = factory.LazyAttribute(lambda o: o.person.company if o.person else None)
    department = factory.LazyAttribute(lambda o: o.person.department if o.person else "")
    persona = factory.LazyAttribute(lambda o: o.person.persona if o.person else None)


class CodeFactory(DjangoModelFactory):
    class Meta:
        model = models.Code

    name = factory.Sequence(lambda n: f"Code {n}")


class PainPointFactory(DjangoModelFactory):
    class Meta:
        model = models.PainPoint

    title = factory.Sequence(lambda n: f"Pain point {n}")


class MentionFactory(DjangoModelFactory):
    class Meta:
        model = models.Mention

    participant = factory.SubFactory(ParticipantFactory)
    interview = factory.LazyAttribute(lambda o: o.participant.interview)
    pain_point = factory.SubFactory(PainPointFactory)
    title = factory.LazyAttribute(lambda o: o.pain_point.title if o.pain_point else "Half-typed")


class WorkaroundFactory(DjangoModelFactory):
    class Meta:
        model = models.Workaround

    mention = factory.SubFactory(MentionFactory)
    interview = factory.LazyAttribute(lambda o: o.mention.interview)
    text = factory.Sequence(lambda n: f"Workaround {n}")


class RootCauseFactory(DjangoModelFactory):
    class Meta:
        model = models.RootCause

    title = factory.Sequence(lambda n: f"Root cause {n}")


class WhyFactory(DjangoModelFactory):
    """A stated why. It does not weigh its tree: call WhyTree(mention).weigh() when the tree stands."""

    class Meta:
        model = models.Why

    mention = factory.SubFactory(MentionFactory)
    interview = factory.LazyAttribute(lambda o: o.mention.interview)
    text = factory.Sequence(lambda n: f"Because of {n}")


class QuoteFactory(DjangoModelFactory):
    """A quote without a place in notes or transcript."""

    class Meta:
        model = models.Quote

    participant = factory.SubFactory(ParticipantFactory)
    interview = factory.LazyAttribute(lambda o: o.participant.interview)
    text = factory.Sequence(lambda n: f"Somebody said {n}")

    @factory.post_generation
    def speaks_for(quote, create, mention, **kwargs):  # noqa: N805
        """Pass speaks_for=mention to link the quote to a mention."""
        if mention is not None:
            models.QuoteLink.objects.create(quote=quote, mention=mention, interview=quote.interview)


class SpeakerFactory(DjangoModelFactory):
    class Meta:
        model = models.Speaker

    interview = factory.SubFactory(InterviewFactory)
    label = factory.Sequence(lambda n: f"Speaker {n}")


class SegmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Segment

    speaker = factory.SubFactory(SpeakerFactory)
    interview = factory.LazyAttribute(lambda o: o.speaker.interview)
    number = factory.LazyAttribute(lambda o: o.interview.segments.count() + 1)
    text = factory.Sequence(lambda n: f"And then {n} happened.")


class ToolFactory(DjangoModelFactory):
    class Meta:
        model = models.Tool

    name = factory.Sequence(lambda n: f"Tool {n}")


class ToolUseFactory(DjangoModelFactory):
    class Meta:
        model = models.ToolUse

    participant = factory.SubFactory(ParticipantFactory)
    interview = factory.LazyAttribute(lambda o: o.participant.interview)
    tool = factory.SubFactory(ToolFactory)


class FollowUpFactory(DjangoModelFactory):
    class Meta:
        model = models.FollowUp

    interview = factory.SubFactory(InterviewFactory)
    text = factory.Sequence(lambda n: f"Send them number {n}")


class JourneyFactory(DjangoModelFactory):
    class Meta:
        model = models.Journey

    title = factory.Sequence(lambda n: f"Journey {n}")


class StageFactory(DjangoModelFactory):
    class Meta:
        model = models.Stage

    journey = factory.SubFactory(JourneyFactory)
    name = factory.Sequence(lambda n: f"Stage {n}")
    place = factory.Sequence(lambda n: f"{n + 1:09}1")


class PlacementFactory(DjangoModelFactory):
    class Meta:
        model = models.Placement

    stage = factory.SubFactory(StageFactory)
    journey = factory.LazyAttribute(lambda o: o.stage.journey)
    pain_point = factory.SubFactory(PainPointFactory)


class CommentFactory(DjangoModelFactory):
    """A comment on a pain point; pass another target with pain_point=None."""

    class Meta:
        model = models.Comment

    pain_point = factory.SubFactory(PainPointFactory)
    text = factory.Sequence(lambda n: f"What I make of it, number {n}")
    created_by = factory.SubFactory(UserFactory)


class SavedViewFactory(DjangoModelFactory):
    """A personal view of the explorer."""

    class Meta:
        model = models.SavedView

    owner = factory.SubFactory(UserFactory)
    created_by = factory.LazyAttribute(lambda o: o.owner)
    of = "pain-points"
    name = factory.Sequence(lambda n: f"View {n}")
    query = "sort=recent"
    position = factory.Sequence(int)
