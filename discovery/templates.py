"""Which sections a document of each kind has: as this installation words them, else as they come with the app."""

from __future__ import annotations

from .models import Document, DocumentTemplate
from .outline import Wanted, begin, missing

REQUIREMENTS = "Requirements"  # the section that is not text: it holds the rows

ONE_PAGER = """\
## Problem
Who is hurt, how often, and what it costs them. Name the pain points and let the customers speak.

## Why it happens
The root causes that the chains of whys end in.

## What we propose
The solution in five sentences. No design, no plan.

## Why now
What changed, or gets worse, so that this cannot wait.

## How we will know
Each measure with where it stands today, where it has to get to, and by when.

## Smallest first step
The least that would teach us something, and who would use it.

## What we will not do
What somebody will expect and will not get.

## Alternatives
Other ways, among them doing nothing: what happens then, in the words of those who told us.

## Risks
What can go wrong, who is needed, what it takes.

## When we stop
A number and a day at which we give up.

## What we ask for
The decision that is needed, from whom, by when.
"""

PRD = """\
## Problem
Who has it, in which moment, and how we know. Every sentence leads to somebody who said it.

## Why it matters
What it costs the customer and us, and what happens if we do nothing.

## Why it happens
The root causes, and how firmly we know them.

## What we will build
The approach in a few sentences that a newcomer understands.

## How it is used
The story of one person on one day, before and after.

## Goals
What is true when this has worked, with a number each.

## What we will not do
Non-goals, and why.

## Requirements
One line each, with what shows that it is met and who asked for it. Added below the text.

## Key flows
What happens step by step, also where it goes wrong.

## Later
What we thought of and left for another time.

## Launch
Steps, days, who has to be told, what is watched.

## How we will know
The measures, where they stand today and where they have to get to.

## Open questions
What we do not know yet, and who finds out.

## Questions and answers (optional)
What colleagues asked, with the answer.
"""

PRFAQ = """\
## Headline
The news in one line, in the words of the customer.

## Who it is for
The customer and what they gain, in one sentence.

## Summary
What is new, from which day on, and why it is welcome. The day may be invented.

## Problem
What the customer's day is like today, as they tell it.

## Solution
How it goes from now on, without a word about how it was built.

## In our words
A sentence by somebody of the team: why we made it.

## In the customer's words
Somebody we talked to, with consent to be named.

## How to begin
The first thing a customer does.

## Questions customers ask
Those that would be asked on the first day, with honest answers.

## Questions colleagues ask
Cost, risk, what we leave out, how we know that the problem is real.

## Appendix (optional)
Drawings, numbers, a longer story.
"""

CASE_STUDY = """\
## What changed
The outcome first, with its number.

## Who they are
The customer, their role, and what depends on their work.

## What was hard
The problem as they told it before anything was done.

## What we did
What was built or changed, and what was tried first.

## What came of it
Numbers beside where they stood before, with the day of each.

## In their words
A quote they agreed to, with name and role.

## What comes next
What they still wait for.

## Consent
Who agreed to be named and quoted, and when.
"""

DEFAULTS = {
    Document.Kind.ONE_PAGER: ONE_PAGER,
    Document.Kind.PRD: PRD,
    Document.Kind.PRFAQ: PRFAQ,
    Document.Kind.CASE_STUDY: CASE_STUDY,
}


def outlines() -> dict[str, str]:
    """The outline of every kind, by its name; one query."""
    ours = DocumentTemplate.objects.live().exclude(outline="").values_list("kind", "outline")
    return {**{kind.value: text for kind, text in DEFAULTS.items()}, **dict(ours)}


def outline_of(kind: str) -> str:
    return outlines().get(kind, "")


def text_to_begin_with(kind: str) -> str:
    """The headings that a new document of the kind starts with."""
    return begin(outline_of(kind))


def not_written(document: Document, has_requirements: bool) -> list[Wanted]:
    """The sections its template asks for and that nobody wrote yet."""
    held = [REQUIREMENTS] if has_requirements else []
    return missing(outline_of(document.kind), document.body, held)
