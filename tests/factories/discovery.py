"""Invented decisions."""

from datetime import date, timedelta

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from discovery import models
from discovery.updates import publish
from tests.factories.interviews import CommentFactory, PainPointFactory

MEASURED = models.Hypothesis.MEASURED
DAY = date(timezone.localdate().year + 1, 6, 13)


class HypothesisFactory(DjangoModelFactory):
    """A draft; with another status it says what that one needs."""

    class Meta:
        model = models.Hypothesis

    title = factory.Sequence(lambda n: f"We believe number {n}")
    status = "draft"
    measure = factory.LazyAttribute(lambda one: "failed loads a week" if one.status in MEASURED else "")
    threshold = factory.LazyAttribute(lambda one: "6 or less" if one.status in MEASURED else "")
    decide_by = factory.LazyAttribute(lambda one: DAY if one.status in MEASURED else None)
    verdict = factory.LazyAttribute(lambda one: "It did" if one.status in models.Hypothesis.DECIDED else "")


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.Document

    title = factory.Sequence(lambda n: f"Document {n}")


class PassageFactory(DjangoModelFactory):
    """The beginning of a document, about which somebody said something."""

    class Meta:
        model = models.DocumentPassage

    document = factory.SubFactory(DocumentFactory)

    @factory.post_generation
    def said(passage, create, text, **kwargs):  # noqa: N805
        CommentFactory(pain_point=None, passage=passage)


class ImageFactory(DjangoModelFactory):
    """A small image of a document."""

    class Meta:
        model = models.Image

    document = factory.SubFactory(DocumentFactory)
    kind = "png"
    width = height = 2
    description = factory.Sequence(lambda n: f"What is seen, number {n}")
    file = factory.django.ImageField(width=2, height=2, format="PNG", filename="seen.png")


class DataCheckFactory(DjangoModelFactory):
    """A check that confirms; pass a why to settle one."""

    class Meta:
        model = models.DataCheck

    question = factory.Sequence(lambda n: f"Does it hold, number {n}?")
    source = "SELECT count(*) FROM loads"
    result = factory.Sequence(lambda n: f"{n} of 412 tables had a known reader.")
    conclusion = models.DataCheck.Conclusion.CONFIRMED


class DataProductFactory(DjangoModelFactory):
    class Meta:
        model = models.DataProduct

    name = factory.Sequence(lambda n: f"Data product {n}")


class RequirementFactory(DjangoModelFactory):
    """The next line of a document."""

    class Meta:
        model = models.Requirement

    document = factory.SubFactory(DocumentFactory)
    text = factory.Sequence(lambda n: f"It does number {n}")
    number = factory.LazyAttribute(lambda one: one.document.requirements.count() + 1)
    position = factory.SelfAttribute("number")


class EvidenceFactory(DjangoModelFactory):
    """A pain point that supports a hypothesis; pass another source with pain_point=None, another target likewise."""

    class Meta:
        model = models.Evidence

    pain_point = factory.SubFactory(PainPointFactory)
    hypothesis = factory.SubFactory(HypothesisFactory)


class WeeklyUpdateFactory(DjangoModelFactory):
    """A draft of a week of its own; `published` with the lines it has by then."""

    class Meta:
        model = models.WeeklyUpdate

    monday = factory.Sequence(lambda n: date(2020, 1, 6) + timedelta(weeks=n))
    title = factory.Sequence(lambda n: f"Week number {n}")

    @factory.post_generation
    def published(self, create, published, **told):
        if published:
            publish(self, self.version, None, {"conversations": 1, "people": 1, "companies": 1})


class UpdateLineFactory(DjangoModelFactory):
    """A pain point in a draft."""

    class Meta:
        model = models.UpdateLine

    update = factory.SubFactory(WeeklyUpdateFactory)
    section = "gained"
    pain_point = factory.SubFactory(PainPointFactory)
    facts = {"joined": [], "people": 1, "companies": 1}
