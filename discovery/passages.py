"""What was said about passages of a document, beside the words as they stand now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import mark_safe

from interviews.comments import Talk, talks_about
from interviews.models import Comment
from interviews.pasted import Pastings

from .anchors import Anchor, Found, find, marked, text_of
from .markdown import ReadSection
from .models import Document, DocumentPassage


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said about one passage. `place` is where its words stand, None where they are gone; `words` are those
    that may be shown."""

    talk: Talk
    words: str
    place: Found | None

    @property
    def passage(self) -> Any:
        return self.talk.record

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to deal with it."""
        return bool(self.talk.standing) and not self.talk.is_resolved

    @property
    def margin_mark(self) -> str:
        """What leads from the margin to what was said about the words in that line."""
        count = self.talk.standing
        said = f"{count} comment{'' if count == 1 else 's'}"
        link = '<a class="margin-mark" href="#passage-{}" aria-label="{}" title="{}"></a>'
        return format_html(link, self.passage.pk, said, said)


@dataclass(slots=True)
class Discussed:
    """Sections with the words marked that are talked about, the threads of each, those whose section is gone, and how
    many comments hide with the words they are about."""

    sections: list[ReadSection]
    threads: list[list[Thread]]
    lost: list[Thread] = field(default_factory=list)
    hidden: int = 0

    @property
    def open(self) -> int:
        """How many threads somebody has to deal with."""
        return sum(one.is_open for some in [*self.threads, self.lost] for one in some)


def discussed(document: Document, sections: Sequence[ReadSection], user: Any) -> Discussed:
    """What `user` may read of what was said about a document, at its place; the same few queries for any number."""
    passages = list(document.passages.visible_to(user).select_related("document"))
    keys = [one.key for one in sections]
    told = Discussed(list(sections), [[] for _ in sections])
    for thread in threads_about(passages, sections, user):
        if thread.place is not None:
            told.threads[thread.place.section].append(thread)
        else:
            key = thread.passage.key
            (told.threads[keys.index(key)] if key in keys else told.lost).append(thread)
    for at, some in enumerate(told.threads):
        some.sort(key=lambda one: (one.place is None, one.place.start if one.place else 0, one.passage.pk))
        told.sections[at] = with_marks(sections[at], some)
    about = Comment.objects.live().filter(passage__documentpassage__document=document)
    told.hidden = about.exclude(passage__in=[one.pk for one in passages]).count()
    return told


def unresolved(document: Document, user: Any) -> list[int]:
    """The keys of the passages `user` may read about which something is not resolved: one for each comment, the first
    written first."""
    open_ones = Comment.objects.live().open().visible_to(user).filter(passage__documentpassage__document=document)
    return list(open_ones.order_by("pk").values_list("passage", flat=True))


def threads_about(passages: Sequence[DocumentPassage], sections: Sequence[ReadSection], user: Any) -> list[Thread]:
    """What was said about each of the passages, those left out about which nothing is."""
    keys, texts = [one.key for one in sections], [text_of(one.body) for one in sections]
    shown = Pastings([one.words for one in passages], user)
    talks = talks_about(passages, user)
    return [
        Thread(talk, shown.readable(passage.words), find(anchor_of(passage), keys, texts))
        for passage, talk in zip(passages, talks, strict=True)
        if talk.said
    ]


def with_marks(section: ReadSection, threads: Sequence[Thread]) -> ReadSection:
    """The section with the words of open threads marked."""
    stand = {one.passage.pk: one for one in threads if one.place and one.place.end and one.is_open}
    if not stand:
        return section
    stretches = {pk: (one.place.start, one.place.end) for pk, one in stand.items() if one.place}
    body = marked(section.body, stretches, {pk: one.margin_mark for pk, one in stand.items()})
    return replace(section, body=mark_safe(body))


def anchor_of(passage: DocumentPassage) -> Anchor:
    return Anchor(passage.key, passage.words, passage.before, passage.after)


def passage_at(document: Document, sections: Sequence[ReadSection], place: Found) -> DocumentPassage:
    """The stored passage for a place in the text; the one there is for the same words."""
    section = sections[place.section]
    text, reach = text_of(section.body), DocumentPassage.AROUND
    told = {
        "heading": section.title,
        "words": text[place.start : place.end],
        "before": text[max(place.start - reach, 0) : place.start] if place.end else "",
        "after": text[place.end : place.end + reach] if place.end else "",
    }
    passage, made = DocumentPassage.objects.get_or_create(document=document, **told)
    if made and place.end:
        pasted = Pastings([text]).in_text(text)
        passage.quotes.set([one.quote for one in pasted if one.start < place.end and place.start < one.end])
    return passage
