"""What somebody can begin from the palette by typing it: "new hypothesis Producers who see their readers"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

NEW = re.compile(r"(?:new|add|create)\s+(?:an?\s+)?(.*)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Beginning:
    """A new record of a kind; `key` is what its form calls its title, empty where it has none."""

    label: str
    icon: str
    url_name: str
    key: str = ""
    title: str = ""

    @property
    def url(self) -> str:
        url = reverse(self.url_name)
        return f"{url}?{urlencode({self.key: self.title})}" if self.title else url


PAIN_POINT = Beginning("pain point", "flame", "interviews:pain_point_new", "title")
ALL = (
    PAIN_POINT,
    Beginning("interview", "mic", "interviews:interview_new"),
    Beginning("hypothesis", "scale", "discovery:hypothesis_new", "title"),
    Beginning("document", "file-text", "discovery:document_new", "title"),
    Beginning("root cause", "git-branch", "interviews:root_cause_new", "title"),
    Beginning("person", "user-round", "interviews:person_new", "name"),
    Beginning("company", "building-2", "interviews:company_new", "name"),
    Beginning("persona", "users", "interviews:persona_new", "name"),
    Beginning("study", "microscope", "interviews:study_new", "title"),
    Beginning("code", "tags", "interviews:code_new", "name"),
    Beginning("tool", "wrench", "interviews:tool_new", "name"),
    Beginning("journey", "route", "interviews:journey_new"),
    Beginning("follow-up", "bell", "interviews:follow_up_new"),
    Beginning("data check", "chart-line", "discovery:data_check_new", "question"),
    Beginning("data product", "package", "discovery:data_product_new", "name"),
    Beginning("weekly update", "newspaper", "discovery:weekly_update_new"),
)


def begun(text: str) -> tuple[list[Beginning], bool]:
    """What may be begun with what was typed, and whether it was said what: then it is meant rather than looked for.
    Where no kind is named, a pain point that is called so."""
    typed = NEW.fullmatch(text.strip())
    if typed is None:
        return [called(PAIN_POINT, text)], False
    rest = " ".join(typed[1].split())
    meant = [called(one, rest[len(one.label) :]) for one in ALL if says(one, rest)]
    if meant:
        return meant, True
    return list(maybe(rest)) or [called(PAIN_POINT, text)], False


def says(one: Beginning, rest: str) -> bool:
    """Whether a text begins with the name of this kind, whatever stands behind it."""
    return re.match(rf"{re.escape(one.label)}(?!\w)", rest, re.IGNORECASE) is not None


def maybe(rest: str) -> Iterator[Beginning]:
    """The kinds whose name a text may become."""
    return (one for one in ALL if one.label.startswith(rest.lower()))


def called(one: Beginning, title: str) -> Beginning:
    """The beginning with a title, where its form has a place for one."""
    return replace(one, title=title.strip(" :“”\"'") if one.key else "")
