"""The one line of a quick log, such as `Sofia: I rebuild the query every Monday`: who it was, and what they said.

No Django here. What does not look like a name before the first colon is part of the words.
"""

from __future__ import annotations

import re

LONGEST_NAME = 60
NAME = re.compile(r"\s*(?P<name>[^\W\d_][^:\n]*?)\s*:(?!//)\s*(?P<said>.*)", re.DOTALL)
MOST_WORDS = 4


def read(text: str) -> tuple[str, str]:
    """The name, empty where there is none, and the rest."""
    found = NAME.fullmatch(text)
    if found is None:
        return "", text.strip()
    name = " ".join(found["name"].split())
    fits = len(name) <= LONGEST_NAME and len(name.split()) <= MOST_WORDS and not set(name) & set('.,;!?#"“”()')
    return (name, found["said"].strip()) if fits else ("", text.strip())
