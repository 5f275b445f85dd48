"""The navigation of the shell, as data: a page is listed once its address exists."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from discovery.models import DataProduct, Document, Hypothesis
from interviews.columns.answers import answers
from interviews.columns.live import columns_of
from interviews.counting import ENOUGH, Prepared, prepare
from interviews.models import Interview, PainPoint, Persona, RootCause


@dataclass(frozen=True)
class Entry:
    """One line of the navigation; `short` is its word on a phone's tab bar."""

    title: str
    url_name: str
    icon: str
    url: str = ""
    short: str = ""
    count: str = ""


@dataclass(frozen=True)
class Section:
    """Lines under one heading."""

    title: str
    entries: tuple[Entry, ...]


HOME = Entry("Home", "discovery:home", "house")
LOG = Entry("Log interview", "interviews:interview_new", "mic")
SEARCH = Entry("Search", "discovery:search", "search")
SECTIONS = (
    Section(
        "Evidence",
        (
            Entry("Interviews", "interviews:interview_list", "messages-square"),
            Entry("Pain points", "interviews:pain_point_list", "flame", short="Pains"),
            Entry("Root causes", "interviews:root_cause_list", "git-branch"),
            Entry("Personas", "interviews:persona_list", "users"),
            Entry("Journeys", "interviews:journey_list", "route"),
            Entry("People", "interviews:person_list", "user-round"),
            Entry("Companies", "interviews:company_list", "building-2"),
            Entry("Follow-ups", "interviews:follow_up_list", "bell"),
            Entry("Studies", "interviews:study_list", "microscope"),
            Entry("Codes", "interviews:code_list", "tags"),
            Entry("Tools", "interviews:tool_list", "wrench"),
        ),
    ),
    Section(
        "Decisions",
        (
            Entry("Hypotheses", "discovery:hypothesis_list", "scale"),
            Entry("Documents", "discovery:document_list", "file-text"),
            Entry("Data checks", "discovery:data_check_list", "chart-line"),
        ),
    ),
    Section(
        "Outcomes",
        (
            Entry("Data products", "discovery:data_product_list", "package"),
            Entry("Weekly updates", "discovery:weekly_update_list", "newspaper"),
        ),
    ),
    Section(
        "Order",
        (
            Entry("Quality", "interviews:quality_list", "circle-check"),
            Entry("Duplicates", "interviews:duplicate_list", "merge"),
            Entry("Archive", "interviews:archive_list", "archive"),
        ),
    ),
)
# What is counted beside its line: the live rows somebody may read.
COUNTED = {
    "interviews:interview_list": Interview,
    "interviews:pain_point_list": PainPoint,
    "interviews:root_cause_list": RootCause,
    "interviews:persona_list": Persona,
    "discovery:hypothesis_list": Hypothesis,
    "discovery:document_list": Document,
    "discovery:data_product_list": DataProduct,
}
# The foot of the navigation, which the template writes; and what a phone's tab bar has besides home, log, search, menu.
FOOT = ("/accounts/users/", "/accounts/profile/", "/saved-views/")
TABS = ("interviews:pain_point_list",)


def with_address(entry: Entry) -> Entry | None:
    """Return the entry with its address, or None while it has none."""
    try:
        url = reverse(entry.url_name)
    except NoReverseMatch:
        return None
    return Entry(entry.title, entry.url_name, entry.icon, url, entry.short or entry.title)


@cache
def site() -> dict[str, Any]:
    """Return what can be visited; addresses do not change while the app runs."""
    sections = [
        {"title": section.title, "entries": [found for entry in section.entries if (found := with_address(entry))]}
        for section in SECTIONS
    ]
    return {
        "home": with_address(HOME),
        "log": with_address(LOG),
        "search": with_address(SEARCH),
        "pages": [entry for section in sections for entry in section["entries"]],
        "sections": [section for section in sections if section["entries"]],
        "tabs": [entry for section in sections for entry in section["entries"] if entry.url_name in TABS],
    }


def counts(request: HttpRequest) -> dict[str, str]:
    """Return how many rows whoever asks may read behind each counted line, by its address name; one query for
    all, until something is announced."""
    user, columns = request.user, columns_of(request)
    keeps = answers() if columns is None else columns
    return keeps.answer("navigation", user, lambda: count(user))


def count(user: Any) -> dict[str, str]:
    """Return the same as it is now; one query."""
    return counting(user.pk, user.role, timezone.localdate(), ENOUGH).run()


@lru_cache(maxsize=512)
def counting(pk: int, role: str, day: date, enough: int) -> Prepared:
    """Return what counts for somebody of a role. It depends on nothing else but the day, on which consent may run out:
    what they may read is asked by the statement itself."""
    user = User(pk=pk, role=role)
    return prepare({name: model.objects.live().visible_to(user) for name, model in COUNTED.items()}, user, enough)


def counted_sections(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sections with their counts."""
    found = counts(request)
    return [
        {**section, "entries": [replace(entry, count=found.get(entry.url_name, "")) for entry in section["entries"]]}
        for section in site()["sections"]
    ]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give templates the navigation, and which entry the page at hand belongs to. A part of a page counts nothing."""
    user = getattr(request, "user", None)
    sections = SimpleLazyObject(lambda: counted_sections(request) if user and user.is_authenticated else [])
    return {"nav": {**site(), "sections": sections, "current": current(request.path)}}


def current(path: str) -> str:
    """Return the address of the entry that `path` lies under: the longest that fits."""
    site_map = site()
    entries = [entry for section in site_map["sections"] for entry in section["entries"]]
    addresses = [entry.url for entry in (site_map["log"], site_map["search"], *entries) if entry] + list(FOOT)
    found = max((address for address in addresses if path.startswith(address)), key=len, default="")
    return found or (path if path == "/" else "")
