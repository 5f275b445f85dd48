"""Quotes from note lines: they follow their line until they are frozen."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone

from ..models import Interview, NoteLine, Quote, QuoteLink
from ..models.links import linked
from ..notes.parser import Kind, Line
from .records import Facts, Notebook, follow


def agree_on_quotes(book: Notebook) -> None:
    """Make quotes and their links to mentions agree with the lines. A frozen quote is only marked."""
    there = book.made(Kind.QUOTE, Quote)
    freeze_linked([quote for quote in there.values() if not quote.frozen_at])
    frozen = {line: quote for line, quote in there.items() if quote.frozen_at}

    def facts(book: Notebook, row: NoteLine, line: Line) -> Facts:
        kept = frozen.get(row.pk)
        if kept is not None:
            return {"source_changed_at": None if kept.text == line.text else kept.source_changed_at or timezone.now()}
        mention = book.mention_of(row)
        return {"participant_id": mention.participant_id if mention else book.participant.pk, "text": line.text}

    quotes = follow(book, Kind.QUOTE, Quote, facts, records=there)
    if quotes:
        link(book, quotes)


def link(book: Notebook, quotes: dict[int, Quote]) -> None:
    """Let each quote speak for the mention its line belongs to. Links that people made stay."""
    links: dict[tuple[int, int], QuoteLink] = {}
    for found in QuoteLink.objects.filter(quote__in=[quote.pk for quote in quotes.values()]):
        links[found.quote_id, found.mention_id] = found
    wanted = {}
    for line, quote in quotes.items():
        mention = book.mention_of(book.rows[line])
        if mention:
            wanted[quote.pk, mention.pk] = QuoteLink(
                quote=quote, mention=mention, interview=book.interview, from_notes=True
            )
    gone = [found.pk for key, found in links.items() if found.from_notes and key not in wanted]
    QuoteLink.objects.filter(pk__in=gone).delete()
    QuoteLink.objects.bulk_create([new for key, new in wanted.items() if key not in links])


def freeze_linked(quotes: Sequence[Quote]) -> None:
    """The first link freezes a quote: whatever points at it was chosen for these words. Each save asks, since
    the next one may change them or their speaker, or find the link archived."""
    ids = linked(Quote, {quote.pk for quote in quotes})
    for quote in quotes:
        if quote.pk in ids:
            quote.frozen_at = timezone.now()
    Quote.objects.filter(pk__in=ids).update(frozen_at=timezone.now())


def freeze_finished(interview: Interview, caret: int | None) -> None:
    """Once the conversation is over, a quote is kept as soon as the caret has left its line."""
    if interview.is_draft:
        return
    typed = Q() if caret is None else ~Q(line__number=caret)
    live = Quote.objects.live().filter(typed, interview=interview, frozen_at__isnull=True)
    live.update(frozen_at=timezone.now())
