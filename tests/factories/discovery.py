"""Invented decisions."""

import factory
from factory.django import DjangoModelFactory

from discovery import models
from tests.factories.interviews import PainPointFactory


class HypothesisFactory(DjangoModelFactory):
    class Meta:
        model = models.Hypothesis

    title = factory.Sequence(lambda n: f"We believe number {n}")


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = models.Document

    title = factory.Sequence(lambda n: f"Document {n}")


class DataCheckFactory(DjangoModelFactory):
    """A check that confirms; pass a why to settle one."""

    class Meta:
        model = models.DataCheck

    question = factory.Sequence(lambda n: f"Does it hold, number {n}?")
    source = "SELECT count(*) FROM loads"
    result = factory.Sequence(lambda n: f"{n} of 412 tables had a known reader.")
    conclusion = models.DataCheck.Conclusion.CONFIRMED


class EvidenceFactory(DjangoModelFactory):
    """A pain point that supports a hypothesis; pass another source with pain_point=None, another target likewise."""

    class Meta:
        model = models.Evidence

    pain_point = factory.SubFactory(PainPointFactory)
    hypothesis = factory.SubFactory(HypothesisFactory)
