"""Words of a customer that somebody also types into texts of ours. The quote of them is a fixture: `quote`."""

from django.utils import timezone

SAID = "We find out because the chat is on fire at seven"
PART = "the chat is on fire at seven"
HIDDEN = "[words taken back]"


def take_back(quote):
    quote.participant.consent_withdrawn_at = timezone.now()
    quote.participant.save()
