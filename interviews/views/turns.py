"""The turns of a transcript as HTML.

Three thousand rows take a template loop most of a second, so they are built from tuples and escaped strings, joined
once. The number of queries does not depend on the number of turns or quotes; a long transcript is read and sent in
parts, each of which takes one.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, partial
from html import escape
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from accounts import reading

from ..exchange.recordings import recording_of
from ..models import (
    Grounds,
    Interview,
    Mention,
    PainPoint,
    Quote,
    QuoteLink,
    QuoteSpan,
    Severity,
    Speaker,
    Why,
    WhyLink,
    clock,
)
from ..models.spoken import About, as_read, masked, without_names
from ..spans import pieces

HEADING = "heading"
NEVER = sys.maxsize


Row = tuple[int, int, int | None, str, int]  # key, number, start in milliseconds, text and speaker of a segment


class Voice(NamedTuple):
    """How a speaker is shown: how each turn begins, up to its number, with the name; and the class that tells us
    from customers."""

    begins: str
    side: str


class Marks:
    """The quotes of an interview that `user` may read: what they cover, and notes on what they speak for."""

    def __init__(self, interview: Interview, user: Any) -> None:
        self.covered: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self.begin_in: dict[int, list[int]] = defaultdict(list)
        self.notes: dict[int, list[str]] = defaultdict(list)
        self.words: dict[int, str] = {}
        quotes = Quote.objects.readable_by(user).filter(interview=interview)
        spans = QuoteSpan.objects.filter(quote__in=quotes).order_by("quote", "position")
        for segment, start, end, quote, position, text in spans.values_list(
            "segment", "start", "end", "quote", "position", "text"
        ):
            self.covered[segment].append((start, end, quote))
            if position == 0:
                self.begin_in[segment].append(quote)
                self.words[quote] = without_names(text, interview.pk)
        if self.words:
            self.note_pain_points()
            self.note_whys(interview)

    def note_pain_points(self) -> None:
        links = QuoteLink.objects.filter(quote__in=self.words, mention__in=Mention.objects.heard())
        of_pain = ("mention__pain_point", "mention__pain_point__title", "mention__pain_point__stated_for")
        told = ("quote", "mention__severity", *of_pain)
        for quote, severity, pain_point, typed, mention in links.order_by("pk").values_list(*told):
            title = as_read(typed, About(mention=mention))
            self.notes[quote].append(f"<p>{severity_mark(severity)} {pain_link(pain_point)} {escape(title)}</p>")

    def note_whys(self, interview: Interview) -> None:
        whys = {why.pk: why for why in whys_of(interview)}
        links = WhyLink.objects.filter(quote__in=self.words).order_by("pk")
        for quote, why_id in links.values_list("quote", "why"):
            why = whys.get(why_id)
            if why:
                glyph = grounds_mark(why.effective_grounds)
                place = f"{pain_link(why.mention.pain_point_id)} Why {depth(why, whys)}"
                self.notes[quote].append(f'<p title="{escape(why.text)}">{place} {glyph}</p>')

    def beside(self, segment: int) -> str:
        """The margin notes of the quotes that begin in a segment."""
        begun = self.begin_in.get(segment)
        return f'<aside class="note code">{"".join(map(self.note, begun))}</aside>' if begun else ""

    def note(self, quote: int) -> str:
        """The margin note of one quote."""
        speaks_for = "".join(self.notes[quote]) or '<p class="dim">Not attached yet</p>'
        words = f'<span class="vh"> of “{escape(self.words[quote][:60])}”</span>'
        open_ = f'<a class="q-open" href="{reverse("interviews:quote_read", args=[quote])}">Quote{words}</a>'
        return f'<div data-quote="{quote}">{speaks_for}{open_}</div>'


class Turns:
    """The turns of one interview that `user` may read: those of `numbers`, or all of them, part by part."""

    FIRST = 60  # turns that come with the page: more than a screen shows
    PART = 1000  # turns that are read and sent together afterwards

    def __init__(self, interview: Interview, user: Any, numbers: Collection[int] | None = None) -> None:
        self.interview, self.user = interview, user
        self.hide = hiding_in(interview)
        # Whose words may be read is asked once, of the voices, and not again for each of thousands of turns.
        heard = Exists(Speaker.objects.readable_by(user).filter(pk=OuterRef("pk")))
        speakers = list(interview.speakers.select_related("participant__person").annotate(heard=heard))
        self.voices = {one.pk: voice(one) for one in speakers}
        self.all_heard = all(one.heard for one in speakers)
        self.segments = interview.segments.order_by("number")
        if not self.all_heard:
            self.segments = self.segments.filter(speaker__in=[one.pk for one in speakers if one.heard])
        if numbers is not None:
            self.segments = self.segments.filter(number__in=numbers)
        self.marks = Marks(interview, user)
        self.recording = recording_of(interview, user)
        self.quoting = user.can_edit and not interview.is_archived
        self.quote_url = reverse("interviews:quote_new", args=[interview.pk])

    def rows(self, after: int = 0, most: int | None = None) -> list[Row]:
        """The next turns after the one of that number. One query."""
        rows = self.segments.filter(number__gt=after).values_list("pk", "number", "start_ms", "text", "speaker")
        return list(rows[:most])

    def counted(self) -> tuple[int, int]:
        """How many turns there are, and how many of them are shown."""
        total = self.interview.segments.count()
        return total, total if self.all_heard else self.segments.count()

    def inner(self) -> dict[int, str]:
        """What stands inside each turn, by number."""
        return {row[1]: self.turn(row) for row in self.rows()}

    def html(self, total: int, headings: Iterable[tuple[int, str]] = (), hidden: str = "withdrawn") -> SafeString:
        """All turns, with headings before the turns they stand before, and a line where turns are hidden."""
        return mark_safe("".join(Sheet(self, total, headings, hidden).lines(self.rows(), ended=True)))

    def turn(self, row: Row) -> str:
        """Speaker, time, words with what is quoted marked, and the notes beside it."""
        pk, number, start_ms, text, speaker = row
        begins, side = self.voices[speaker]
        words, beside = escape(self.hide(text)), ""
        if pk in self.marks.covered:
            words, beside = self.marked(pk, text), self.marks.beside(pk)
        play = self.play(start_ms) if self.recording else ""
        form = ""
        if self.quoting and not side:
            form = f'<noscript><a href="{self.quote_url}?segment={number}">Quote</a></noscript>'
        said_at = clock(start_ms) or number
        return f'{begins}{number}">{said_at}</a>{play}{form}</p><div><p>{words}</p></div>{beside}'

    def play(self, start_ms: int | None) -> str:
        """The link that plays the recording from where a turn begins."""
        if self.recording is None or start_ms is None:
            return ""
        there = "" if self.recording.is_ours else ' target="_blank" rel="noopener noreferrer"'
        url, seconds = escape(self.recording.at(start_ms)), max(start_ms, 0) / 1000
        label = f"Play from {clock(start_ms)}"
        return f'<a class="play" href="{url}" data-t="{seconds:g}" aria-label="{label}"{there}></a>'

    def marked(self, pk: int, text: str) -> str:
        """The words of a turn with those of quotes marked."""
        read = masked(text, self.interview.pk)
        return "".join(
            mark(escape(read.between(piece.start, piece.end)), piece.keys)
            for piece in pieces(len(text), self.marks.covered[pk])
        )


class Sheet:
    """A transcript as it is written out from its beginning: which turn came last, which heading comes next."""

    def __init__(self, turns: Turns, total: int, headings: Iterable[tuple[int, str]], hidden: str) -> None:
        self.turns, self.total, self.hidden = turns, total, hidden
        self.headings = sorted(headings)
        self.last = self.speaker = 0

    def part(self) -> SafeString:
        """The next turns; nothing where all are written. One query."""
        if self.is_complete:
            return mark_safe("")
        most = Turns.PART if self.last else Turns.FIRST
        with reading.by(self.turns.user):  # parts are written after the request of the page was answered
            rows = self.turns.rows(self.last, most)
            return mark_safe("".join(self.lines(rows, ended=len(rows) < most)))

    @property
    def is_complete(self) -> bool:
        """Whether all turns are written."""
        return self.last >= self.total

    def rest(self) -> Iterator[str]:
        """All parts that are not written yet, each when it is asked for."""
        while not self.is_complete:
            yield self.part()

    def lines(self, rows: Iterable[Row], *, ended: bool) -> Iterator[str]:
        """These turns, which follow those before; `ended` tells that no more can be read."""
        voices, turn = self.turns.voices, self.turns.turn
        last, before = self.last, self.speaker
        next_heading = self.headings[0][0] if self.headings else NEVER
        for row in rows:
            _, number, _, _, speaker = row
            if number > last + 1:
                yield gap(number - last - 1, self.hidden)
                before = 0
            while next_heading <= number:
                yield f"<h3>{escape(self.headings.pop(0)[1])}</h3>"
                next_heading, before = self.headings[0][0] if self.headings else NEVER, 0
            goes_on = " goes-on" if speaker == before else ""
            yield f'<div class="turn{voices[speaker].side}{goes_on}" id="s{number}" data-n="{number}">{turn(row)}</div>'
            last, before = number, speaker
        self.last, self.speaker = last, before
        if ended and self.total > self.last:
            yield gap(self.total - self.last, self.hidden)
            self.last = self.total


def hiding_in(interview: Interview) -> Callable[[str], str]:
    """What hides the names of those who took part from whoever reads. Parts that are written later ask it too."""
    return partial(without_names, interview=interview.pk)


def mark(words: str, quotes: tuple[int, ...]) -> str:
    """Escaped words as they look when `quotes` cover them."""
    if not quotes:
        return words
    deep = ' class="deep"' if len(quotes) > 1 else ""
    return f'<mark{deep} data-q="{" ".join(map(str, quotes))}">{words}</mark>'


def voice(speaker: Speaker) -> Voice:
    """How a speaker is shown: by first name, customers as the reader may see it."""
    person = speaker.participant.person if speaker.participant else None
    if speaker.side == Speaker.Side.OURS:
        name, side = speaker.shown_name.split()[0], " us"
    else:
        name = person.first_name if person else speaker.shown_name
        side = " unknown" if speaker.side == Speaker.Side.UNKNOWN else ""
    return Voice(f'<p class="sp"><b>{escape(name)}</b><a href="#s', side)


def gap(number: int, word: str) -> str:
    """The line that stands for hidden turns."""
    return f'<p class="withdrawn">{number} segment{"" if number == 1 else "s"} {word}</p>'


def whys_of(interview: Interview) -> Iterable[Why]:
    """The whys of an interview that may be shown with their mention, in the order of the notes. One query."""
    heard = Why.objects.heard().filter(interview=interview)
    return heard.select_related("mention__pain_point").order_by("mention", "position", "pk")


def depth(why: Why, whys: dict[int, Why]) -> int:
    """How many whys down the tree: the first answer is 1."""
    steps, above = 1, why.parent_id
    while above in whys:
        steps, above = steps + 1, whys[above].parent_id
    return steps


def pain_link(pain_point: int) -> str:
    """The reference of a pain point as a link."""
    url = reverse("interviews:pain_point_read", args=[pain_point])
    return f'<b><a href="{url}">{PainPoint.PREFIX}-{pain_point}</a></b>'


@cache
def severity_mark(value: int | None) -> str:
    """The mark of a severity, as the tag of that name draws it."""
    word = Severity(value).label if value else ""
    return render_to_string("_parts/severity.html", {"value": value, "word": word, "label": False}).strip()


@cache
def grounds_mark(grounds: Grounds) -> str:
    """The mark of grounds, as the tag `evidence` draws it, without its word."""
    context = {"grounds": grounds.slug, "word": grounds.label, "title": grounds.label, "label": False, "count": None}
    return render_to_string("_parts/evidence.html", context).strip()
