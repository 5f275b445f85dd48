"""What several acts of discovery begin with."""

import pytest

from tests.discovery.said import SAID
from tests.factories.interviews import MentionFactory, QuoteFactory


@pytest.fixture
def quote(db):
    """What a customer said, as somebody will type it again."""
    mention = MentionFactory()
    return QuoteFactory(participant=mention.participant, text=SAID, speaks_for=mention)
