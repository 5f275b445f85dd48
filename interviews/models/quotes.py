"""The customer's own words, with the place they come from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Case, F, Prefetch, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from search.indexes import SearchIndex
from search.prepared import listed

from ..announced import Announced
from ..same_owner import SameOwner
from ..verbatim import runs_of
from .announcements import Announcement
from .choices import Consent
from .codes import Code
from .interviews import Interview, Participant, capped_consent, of_visible_interview, standing_words
from .notes import NotedQuerySet, NoteLine
from .pain_points import Mention, MentionQuerySet
from .record import Record, RecordQuerySet
from .spoken import OfInterview, SpokenText
from .transcripts import Segment
from .whys import Why


def leading(severity: str) -> tuple[Any, ...]:
    """The order in which words lead: verbatim, of whom it hurts most, of the latest interview, those said first."""
    return F("kind").desc(), F(severity).desc(nulls_last=True), F("interview__held_at").desc(), F("pk").asc()


class QuoteQuerySet(NotedQuerySet, RecordQuerySet):
    """Quotes."""

    def live(self) -> Self:
        return self.filter(archived_at__isnull=True, interview__archived_at__isnull=True)

    def visible_to(self, user: Any) -> Self:
        """Quotes of interviews `user` may read, archived ones too, of nobody who withdrew or refused quoting.

        Who writes interviews works with the words and reads also what is not for quoting.
        """
        visible = self.filter(standing_words("participant__"), of_visible_interview(user))
        if user.can_edit:
            return visible
        return visible.alias(allowed=capped_consent("participant__")).exclude(allowed=Consent.NONE)

    def readable_by(self, user: Any) -> Self:
        """Those visible to `user` that are live: what pages, counts and exports show."""
        return self.live().visible_to(user)

    def withdrawn(self) -> Self:
        """Live quotes whose words are hidden, to be shown as a number."""
        return self.live().exclude(standing_words("participant__"))

    def coded_with(self, codes: Collection[int]) -> Self:
        """Those that carry one of `codes`, each with what it carries of them as `read_codes`; archived codes do not
        count."""
        counting = Code.objects.live().filter(pk__in=codes)
        said = self.model.codes.through.objects.filter(code__in=counting.values("pk")).values("quote")
        return self.filter(pk__in=said).prefetch_related(Prefetch("codes", counting, to_attr="read_codes"))

    def strongest_first(self, severity: str) -> Self:
        """In the order in which words lead a page: verbatim, of whom it hurts most, the latest, those said first.

        `severity` names the column that says how much it hurts.
        """
        return self.order_by(*leading(severity))

    def leads(
        self,
        mentions: MentionQuerySet | Collection[int],
        of: str = "pain_point",
        first: Iterable[Q] = (),
        most: int = 1,
    ) -> Self:
        """Of those that speak for `mentions` the one that leads for each record at the path `of` from a mention.

        Adds `lead_of`, the key of that record. Those that meet more of the conditions `first` go before all others.
        With `most`, so many of each record, which `place` numbers.
        """
        met = sum((Case(When(one, then=1), default=0) for one in first), Value(0))
        place = Window(
            RowNumber(),
            partition_by=[F("lead_of")],
            order_by=[met.desc(), *leading("mention_links__mention__severity")],
        )
        among = mentions if isinstance(mentions, QuerySet) else listed(mentions)
        # Named twice, or SQLite would try every quote of the database with these mentions.
        speaking = QuoteLink.objects.filter(mention__in=among).values("quote")
        said = self.filter(pk__in=speaking, mention_links__mention__in=among).order_by()
        return said.annotate(lead_of=F(f"mention_links__mention__{of}"), place=place).filter(place__lte=most)

    @transaction.atomic
    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Store new quotes, with what their texts are found by."""
        made: list[Any] = super().bulk_create(objs, *args, **kwargs)
        QuoteRun.objects.bulk_create(
            (run for one in made for run in QuoteRun.of(one)), batch_size=kwargs.get("batch_size")
        )
        return made

    def with_voice(self) -> Self:
        """With interview, person and company, in the same query."""
        return self.select_related("interview", "participant__person", "participant__company", "participant__persona")


class Quote(OfInterview, Record):
    """A verbatim stretch of what the customer said. Its text, speaker and place never change."""

    class Kind(models.TextChoices):
        VERBATIM = "verbatim", "Verbatim"
        PARAPHRASE = "paraphrase", "Paraphrase"

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="quotes")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="quotes")
    line = models.OneToOneField(NoteLine, models.SET_NULL, null=True, blank=True, related_name="quote")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.VERBATIM)
    text = SpokenText()
    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)
    source_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    mentions = models.ManyToManyField(Mention, through="QuoteLink", related_name="quotes")
    codes = models.ManyToManyField(Code, related_name="quotes", blank=True)
    whys = models.ManyToManyField(Why, through="WhyLink", related_name="quotes", blank=True)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [SearchIndex(fields=["text"], name="quote_words")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="quote_has_text"),
            models.UniqueConstraint(fields=["id", "interview"], name="quote_of_an_interview"),
            SameOwner(field="participant", owner="interview", name="quote_said_in_its_interview"),
            SameOwner(field="line", owner="interview", name="quote_from_its_interview"),
            Announced(
                of=Announcement.Of.INTERVIEW,
                key="interview_id",
                fields=["interview", "participant", "kind", "archived_at"],
                name="quote_announced",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it; with its text goes what the text is found by."""
        new, fields = self._state.adding, kwargs.get("update_fields")
        super().save(*args, **kwargs)
        if new or fields is None or "text" in fields:
            if not new:
                self.runs.all().delete()
            QuoteRun.objects.bulk_create(QuoteRun.of(self))

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def source_changed(self) -> bool:
        return self.source_changed_at is not None

    def first_span(self) -> QuoteSpan | None:
        """The stretch of the transcript it begins with. Queries, unless spans and segments are there already."""
        there = "spans" in getattr(self, "_prefetched_objects_cache", {})
        return next(iter(self.spans.all() if there else self.spans.select_related("segment")[:1]), None)

    @property
    def stands_at(self) -> str:
        """Where the words stand, as people say it. Reads self.spans, their segment and self.line: may query."""
        span = self.first_span()
        if span:
            return f"Turn {span.segment.number}" + (f", {span.segment.clock}" if span.segment.clock else "")
        if self.line is None and self.source_changed:
            return "No longer in the transcript"
        return f"Line {self.line.number} of the notes" if self.line and self.line.number else "Notes"

    def get_place_url(self) -> str:
        """Where the words stand: the turn of the transcript, or the line of the notes. May query, as `stands_at`."""
        span = self.first_span()
        if span:
            return f"{reverse('interviews:transcript_read', args=[self.interview_id])}#s{span.segment.number}"
        line = f"#n{self.line.number}" if self.line and self.line.number else "#notes"
        return f"{reverse('interviews:interview_read', args=[self.interview_id])}{line}"

    def freeze(self) -> None:
        """From now on an edit of the line only marks the quote. Happens on Finish and with the first link."""
        if self.frozen_at is None:
            self.frozen_at = timezone.now()
            self.save(update_fields=["frozen_at", "updated_at"])


class QuoteRun(models.Model):
    """A few words in a row of a quote, as a number: texts in which some of it may stand are looked for by it."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="runs")
    number = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "quote"], name="quote_run_once")]

    def __str__(self) -> str:
        return f"{self.number} of {self.quote_id}"

    @classmethod
    def of(cls, quote: Quote) -> list[Self]:
        """The runs of a quote, not stored yet."""
        return [cls(quote=quote, number=number) for number in sorted(runs_of(quote.typed_text))]


class QuoteLink(models.Model):
    """A quote speaks for a mention; made by the notes, or by a person."""

    JOURNALED = True

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="mention_links")
    mention = models.ForeignKey(Mention, models.CASCADE, related_name="quote_links")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+", db_index=False)
    from_notes = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "mention"], name="quote_link_once"),
            SameOwner(field="quote", owner="interview", name="quote_link_from_its_interview"),
            SameOwner(field="mention", owner="interview", name="quote_link_to_its_interview"),
            Announced(
                of=Announcement.Of.INTERVIEW,
                key="interview_id",
                name="quote_link_announced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quote} for {self.mention}"


class WhyLink(models.Model):
    """A quote speaks for a why."""

    JOURNALED = True

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="why_links")
    why = models.ForeignKey(Why, models.CASCADE, related_name="quote_links")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+", db_index=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "why"], name="why_link_once"),
            SameOwner(field="quote", owner="interview", name="why_link_from_its_interview"),
            SameOwner(field="why", owner="interview", name="why_link_to_its_interview"),
        ]

    def __str__(self) -> str:
        return f"{self.quote} for {self.why}"


class QuoteSpan(OfInterview):
    """A stretch of one segment that a quote consists of. Positions count code points; the end is exclusive."""

    quote = models.ForeignKey(Quote, models.CASCADE, related_name="spans")
    position = models.PositiveSmallIntegerField()
    segment = models.ForeignKey(Segment, models.PROTECT, related_name="quote_spans")
    interview = models.ForeignKey(Interview, models.CASCADE, related_name="+", db_index=False)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = SpokenText()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "position"], name="quote_span_place_once"),
            models.CheckConstraint(condition=Q(end__gt=models.F("start")), name="quote_span_not_empty"),
            models.CheckConstraint(condition=~Q(text=""), name="quote_span_has_text"),
            SameOwner(field="quote", owner="interview", name="quote_span_of_its_interview"),
            SameOwner(field="segment", owner="interview", name="quote_span_in_its_interview"),
        ]

    def __str__(self) -> str:
        return self.text
