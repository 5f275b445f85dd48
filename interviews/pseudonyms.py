"""Names in free text, found and replaced, for those who must not read them.

Who wrote the text did not write for strangers. Whole names of all people and companies on record are replaced, and
every e-mail address; of the people that a text is about each part of the name as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from .models import Company, Person
from .naming import SHORTEST, SOMEBODY, WORD, Hide, bare, parts_of, replacing, squeezed, whole

SOME_COMPANY = "‹a company›"
Named = tuple[int, list[str], list[str], str]  # key, whole names, parts of them, what stands for them


def names_hidden(texts: Iterable[str], close: Collection[int], user: Any, *, companies: bool = True) -> Hide:
    """What replaces every name that stands in `texts`, of `companies` too. `close` are the keys of the people they are
    about; what stands for somebody or a company that `user` may not know tells nothing. A few queries, for any number
    of names."""
    words = {word.casefold() for text in texts for word in WORD.findall(bare(text))}
    there = [*people_in(words, set(close), user), *(companies_in(words, user) if companies else ())]
    names: dict[str, str] = {}
    parts: dict[str, str] = {}
    for _, full, some, stands in there:
        names |= {squeezed(name): stands for name in full}
        for part in some:
            parts[part] = stands if parts.get(part, stands) == stands else SOMEBODY
    return replacing(names, parts)


def names_somebody(text: str, close: Collection[int], user: Any, *, companies: bool) -> bool:
    """Whether there is a name in a text, as `names_hidden` looks for them."""
    return names_hidden([text], close, user, companies=companies)(text) != whole(text)


def stands_in(words: set[str], name: str) -> bool:
    """Whether all words of a name are among those of a text."""
    own = WORD.findall(bare(name).casefold())
    return bool(own) and words.issuperset(own)


def people_in(words: set[str], close: set[int], user: Any) -> Iterator[Named]:
    """The people whose names, or of those who are close parts of them, stand in the text."""
    found: list[tuple[int, list[str], list[str], str]] = []
    rows = Person._base_manager.values_list("pk", "name", "pseudonym", "contact")
    for pk, name, pseudonym, contact in rows.iterator():
        lines = [line.strip() for line in contact.splitlines() if len(line.strip()) >= SHORTEST]
        full = [one for one in (name, *lines) if stands_in(words, one)]
        parts = [one for one in parts_of(name) if bare(one).casefold() in words]
        if full or (parts and pk in close):
            stands = f"‹{pseudonym or f'{Person.PREFIX}-{pk}'}›"
            found.append((pk, full, parts if pk in close else [], stands))
    known = set(Person.objects.visible_to(user).filter(pk__in=[pk for pk, *_ in found]).values_list("pk", flat=True))
    yield from ((pk, full, parts, stands if pk in known else SOMEBODY) for pk, full, parts, stands in found)


def companies_in(words: set[str], user: Any) -> Iterator[Named]:
    """The companies whose names or sites stand in the text."""
    found: dict[int, list[str]] = {}
    for pk, name, website in Company._base_manager.values_list("pk", "name", "website").iterator():
        site = (urlsplit(website).hostname or "").removeprefix("www.")
        full = [one for one in (name, site) if stands_in(words, one)]
        if full:
            found[pk] = full
    known = {one.pk: f"‹{one.description}›" for one in Company.objects.visible_to(user).filter(pk__in=list(found))}
    yield from ((pk, full, [], known.get(pk, SOME_COMPANY)) for pk, full in found.items())
