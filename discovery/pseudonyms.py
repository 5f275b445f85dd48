"""Names in text somebody typed, replaced by pseudonyms. Names of records are hidden where they become text; this is for
what people write about them, and for whom they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from interviews.models import Company, Person

SHORTEST = 3  # letters of a first name that is looked for alone
MOST = 2000  # names that one text can hold and that are looked up


def described(company: Company) -> str:
    """A company without its name."""
    if company.own_organisation:
        return "our own organisation"
    return f"a company in {company.industry.lower()}" if company.industry else "a company"


class Mask:
    """What stands for each name. An empty one changes nothing."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = {name: instead for name, instead in names.items() if name and name != instead}
        longest_first = sorted(self.names, key=len, reverse=True)
        self.pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)") if self.names else None

    def over(self, text: str) -> str:
        """The text with a pseudonym in the place of each name."""
        return self.pattern.sub(lambda found: self.names[found.group()], text) if self.pattern else text


def mask_of(people: Iterable[Person], companies: Iterable[Company], text: str) -> Mask:
    """A mask of these people, by full and by first name, of these companies, and of whoever else `text` names in full.
    One query. It is made while nobody sees names, so that what people are called is their pseudonym."""
    names: dict[str, str] = {}
    for company in companies:
        names[company.name] = described(company)
    known = {person.pk: person for person in people}
    first = {person.name.split(" ")[0]: str(person) for person in known.values()}
    names |= {name: instead for name, instead in first.items() if len(name) >= SHORTEST}
    elsewhere = Person.objects.filter(name__in=candidates(text)).exclude(pk__in=known)
    names |= {person.name: str(person) for person in (*known.values(), *elsewhere)}
    return Mask(names)


def candidates(text: str) -> list[str]:
    """What could be the full name of somebody: two to four words in a row, the first with a capital."""
    found: dict[str, None] = {}
    words = re.findall(r"[^\W\d_][\w'’-]*\.?", text)
    for at, word in enumerate(words):
        if word[0].isupper():
            for size in (2, 3, 4):
                found[" ".join(words[at : at + size])] = None
    return list(found)[:MOST]
