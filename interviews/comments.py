"""Comments as their readers see them: references and addresses as links, colleagues who are called by `@name` marked.

A comment is kept as it was typed. Everything in it is text until it is shown, and only what is known becomes a link.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from accounts.models import User

from .models import Comment, Interview, Passage, Record
from .pasted import Pastings
from .references import found_in, pattern, readable

ADDRESS = r"https?://[^\s<>\"“”„]*[^\s<>\"“”„.,;:!?()\[\]']"
MOST_WAITING = 20


@dataclass(frozen=True, slots=True)
class Said:
    """One comment for one reader. `removable` says whether they may remove it, `own` whether they wrote it."""

    comment: Comment
    html: SafeString
    own: bool
    removable: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said about a record or passage. `hidden` counts the comments that hide with the words they are about;
    `is_open` says whether the reader may add to it."""

    record: Record | Passage
    said: Sequence[Said]
    hidden: int
    is_open: bool

    @property
    def is_resolved(self) -> bool:
        """Whether all that stands here is dealt with."""
        standing = [one.comment for one in self.said if not one.comment.is_archived]
        return bool(standing) and all(one.is_resolved for one in standing)

    @property
    def standing(self) -> int:
        """How many comments there are that nobody removed."""
        return sum(not one.comment.is_archived for one in self.said)

    @property
    def url(self) -> str:
        """Where a comment is added, by POST."""
        return reverse(f"interviews:{self.record.concept()}_comments", args=[self.record.pk])


def talk_about(record: Record | Passage, user: Any) -> Talk:
    """Everything `user` may read of what was said about a record that they may see; few queries, whatever was said.

    What was removed is there for who may put it back.
    """
    about = Comment.objects.about(record)
    readable_here = not isinstance(record, Interview) or notes_stand(record, user)
    return Talk(
        record,
        as_read(about.visible_to(user).told(), user),
        0 if readable_here else about.live().count(),
        readable_here and not record.is_archived,
    )


def talks_about(passages: Sequence[Passage], user: Any) -> list[Talk]:
    """What was said about each of these passages of one text, which `user` may see; few queries for any number."""
    told: dict[int, list[Said]] = {one.pk: [] for one in passages}
    for one in as_read(Comment.objects.filter(passage__in=list(told)).visible_to(user).told(), user):
        told[one.comment.passage_id or 0].append(one)
    return [Talk(one, told[one.pk], 0, not one.is_archived) for one in passages]


def notes_stand(interview: Interview, user: Any) -> bool:
    """Whether the notes of an interview, and with them what is said about it, may be read by `user`."""
    return bool(Interview.objects.filter(pk=interview.pk).with_standing_notes(user).exists())


def as_read(comments: Iterable[Comment], user: Any) -> list[Said]:
    """Comments for one reader: one query for each kind of reference in use, and one for customers' words in them."""
    comments = list(comments)
    named = set().union(*(found_in(one.text) for one in comments))
    records, shown = readable(named, user), Pastings([one.text for one in comments], user, reader=user).readable
    return [
        Said(
            one,
            rendered(shown(one.text), records, one.asked.all()),
            one.created_by_id == user.pk,
            one.may_be_removed_by(user),
        )
        for one in comments
    ]


def rendered(text: str, records: Mapping[str, Record], asked: Iterable[User]) -> SafeString:
    """The text as HTML. References in `records` and web addresses are links, those who are asked stand out."""
    names = calling(called(asked))
    parts = [f"(?P<address>{ADDRESS})", f"(?P<reference>(?a:{pattern().pattern}))"]
    tokens = re.compile("|".join([*parts, f"(?P<name>{names.pattern})"] if names else parts), re.IGNORECASE)
    return format_html_join("", "{}", ((line,) for line in lines_of(text, tokens, records)))


def lines_of(text: str, tokens: re.Pattern[str], records: Mapping[str, Record]) -> Iterable[SafeString | str]:
    """The pieces of a text, line by line."""
    for number, line in enumerate(text.splitlines()):
        at = 0
        if number:
            yield SafeString("<br>")
        for match in tokens.finditer(line):
            yield line[at : match.start()]
            yield piece(match, records)
            at = match.end()
        yield line[at:]


def piece(match: re.Match[str], records: Mapping[str, Record]) -> SafeString | str:
    """What a reference, an address or a name becomes."""
    words = match.group()
    if match.lastgroup == "address":
        return format_html('<a class="link" href="{0}" rel="noreferrer nofollow ugc">{0}</a>', words)
    if match.lastgroup == "name":
        return format_html('<b class="called">{}</b>', words)
    record = records.get(words)
    if record is None:
        return words
    return format_html('<a class="link" href="{}" title="{}">{}</a>', record.get_absolute_url(), record, words)


# Who is asked


def asked_in(text: str) -> list[User]:
    """The colleagues whose `@name` stands in the text: the whole name, or the first where only one has it."""
    if "@" not in text:
        return []
    everybody = called(User.objects.active())
    names, folded = calling(everybody), {name.casefold(): user for name, user in everybody.items()}
    found = {folded.get(match.group(1).casefold()) for match in names.finditer(text)} if names else set()
    return sorted((user for user in found if user is not None), key=lambda user: user.pk)


def called(users: Iterable[User]) -> dict[str, User]:
    """What people are called by: the whole name, and the first where no other is called so."""
    users = list(users)
    first = Counter(user.get_short_name().casefold() for user in users)
    short = {name: user for user in users if first[(name := user.get_short_name()).casefold()] == 1}
    return {**short, **{str(user): user for user in users}}


def calling(names: Iterable[str]) -> re.Pattern[str] | None:
    """What calls one of these names; the longer one is tried first. None where there is none."""
    longest_first = sorted(names, key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile(rf"(?<![\w@.])@({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def without_access(comment: Comment) -> list[User]:
    """Those who are asked and may not read what they are asked about. Queries, one for each who is asked."""
    return [user for user in comment.asked.all() if not Comment.objects.visible_to(user).filter(pk=comment.pk).exists()]


# What waits for an answer


@dataclass(frozen=True, slots=True)
class Question:
    """What a colleague asks somebody, as one line: where, and in which words."""

    label: str
    url: str
    words: str


def questions(user: Any) -> list[Question]:
    """What colleagues ask `user` and nobody settled, the latest first; two queries."""
    about = ("interview", "pain_point", "quote__interview", "passage", *(f"passage__{path}" for path in Passage.TEXTS))
    rows = Comment.objects.waiting_for(user).select_related("created_by", *about)[:MOST_WAITING]
    shown = Pastings([one.text for one in rows], user, reader=user).readable
    return [
        Question(
            f"A quote in {one.quote.interview.reference}" if one.quote else one.target.reference,
            one.get_place_url(),
            f"{one.author or 'Somebody'} asks: {Truncator(' '.join(shown(one.text).split())).words(16)}",
        )
        for one in rows
    ]
