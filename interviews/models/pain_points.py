"""Problems, stated once for the whole database, and each interview's occurrence of them."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber

from search.indexes import SearchIndex

from ..announced import Announced
from ..same_owner import SameOwner
from .announcements import Announcement
from .choices import Grounds, Severity
from .codes import Code
from .interviews import Interview, Participant, of_visible_interview, standing_words
from .notes import NotedQuerySet, NoteLine
from .record import Mergeable, Record, RecordQuerySet, Unmerged, merged_is_archived
from .spoken import OfInterview, SpokenLine, SpokenText


class PainPointQuerySet(RecordQuerySet):
    """Pain points. The annotations take the mentions that count: those the reader may see, under the filter in use."""

    def known_to(self, user: Any) -> Self:
        """Pain points nobody mentioned yet, and those with a mention in an interview `user` may read.

        Their references may be shown; their words only where they are visible as well.
        """
        if not user.is_authenticated:
            return self.none()
        told = Mention.objects.filter(pain_point=OuterRef("pk"))
        return self.filter(Exists(told.visible_to(user)) | ~Exists(told) & untold(user))

    def visible_to(self, user: Any) -> Self:
        """Those known to `user` whose words stand.

        A title is as a rule the line as it was typed, so it goes with the words when everybody who told it withdrew.
        """
        if not user.is_authenticated:
            return self.none()
        told = Mention.objects.filter(pain_point=OuterRef("pk"))
        known = Exists(told.visible_to(user)) & ~Exists(told.taken_back()) | ~Exists(told) & untold(user)
        return self.filter(Exists(told.heard().visible_to(user)) | known)

    def withdrawn_for(self, user: Any) -> Self:
        """Those known to `user` whose words do not stand, to be shown as a reference or a number.

        They are found from the few mentions that were taken back, not by looking at every pain point.
        """
        taken_back = Mention.objects.taken_back().filter(pain_point__isnull=False)
        stands = Mention.objects.heard().visible_to(user).filter(pain_point=OuterRef("pk"))
        return self.known_to(user).filter(~Exists(stands), pk__in=taken_back.values("pain_point"))

    def with_people(self, mentions: MentionQuerySet) -> Self:
        """Adds `people` and `companies` (distinct, by the snapshots) and `last_heard_at`, over `mentions`."""
        own = mentions.filter(pain_point=OuterRef("pk")).order_by().values("pain_point")
        people = own.annotate(n=Count("participant__person", distinct=True)).values("n")
        companies = own.annotate(n=Count("participant__company", distinct=True)).values("n")
        return self.annotate(
            people=Coalesce(Subquery(people), 0),
            companies=Coalesce(Subquery(companies), 0),
            last_heard_at=Subquery(own.annotate(at=Max("interview__held_at")).values("at")),
        )

    def with_severity(self, mentions: MentionQuerySet) -> Self:
        """Adds `severity`, as told by `mentions`; None where nobody rated it."""
        own = mentions.filter(pain_point=OuterRef(OuterRef("pk"))).severities().values("severity_told")
        return self.annotate(severity=Subquery(own, output_field=models.PositiveSmallIntegerField()))

    def with_grounds(self, mentions: MentionQuerySet) -> Self:
        """Adds `grounds`: how we know, as the best of `mentions`; None where there is none."""
        own = mentions.filter(pain_point=OuterRef("pk")).best_grounds().values("best")
        return self.annotate(grounds=Subquery(own, output_field=models.PositiveSmallIntegerField()))


def untold(user: Any) -> Q:
    """The condition on pain points nobody mentions that their titles may be shown.

    One that was stated for a mention which went elsewhere still has the words of that mention.
    """
    first = Mention.objects.visible_to(user).filter(standing_words("participant__"), pk=OuterRef("stated_for"))
    return Q(stated_for__isnull=True) | Q(Exists(first))


class PainPoint(OfInterview, Mergeable):
    """A problem, stated once for the whole database."""

    INTERVIEW = ""
    MENTION = "stated_for_id"
    PREFIX = "PP"
    TITLE_LENGTH = 500

    title = SpokenLine(max_length=TITLE_LENGTH)
    description = models.TextField(blank=True)
    codes = models.ManyToManyField(Code, related_name="pain_points", blank=True)
    stated_for = models.ForeignKey(
        "Mention",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        help_text="The mention it was stated for. Where that goes elsewhere, the title stays its words.",
    )

    objects = Unmerged.from_queryset(PainPointQuerySet)()

    class Meta:
        ordering = ["-pk"]
        indexes = [SearchIndex(fields=["title", "description"], name="pain_point_words")]
        constraints = [
            merged_is_archived("pain_point"),
            models.CheckConstraint(condition=~Q(title=""), name="pain_point_has_a_title"),
            Announced(
                of=Announcement.Of.PAIN_POINT,
                key="id",
                fields=["archived_at", "merged_into", "stated_for"],
                name="pain_point_announced",
            ),
            Announced(
                of=Announcement.Of.PAIN_POINT, members="codes", key="painpoint_id", name="pain_point_codes_announced"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def without_words(cls, pk: int) -> PainPoint:
        """What stands for a pain point whose words were withdrawn: its address and reference, nothing that was said."""
        return cls(pk=pk, title="Withdrawn")


class MentionQuerySet(NotedQuerySet):
    """Mentions."""

    def visible_to(self, user: Any) -> Self:
        """Mentions in interviews `user` may read."""
        return self.filter(of_visible_interview(user))

    def live(self) -> Self:
        """Mentions that are not archived, in interviews that are not."""
        return self.filter(archived_at__isnull=True, interview__archived_at__isnull=True)

    def heard(self) -> Self:
        """The mentions that count: live, with a pain point, by somebody who did not withdraw."""
        return self.live().filter(standing_words("participant__"), pain_point__isnull=False)

    def taken_back(self) -> Self:
        """Mentions whose words are hidden, archived or not; found from the few participants, not by looking at each."""
        return self.filter(participant__in=Participant.objects.withdrawn())

    def withdrawn(self) -> Self:
        """Live mentions whose words are hidden, to be shown as a number."""
        return self.live().exclude(standing_words("participant__"))

    def voices(self) -> int:
        """How many different people told these; who has no name yet counts by the interview."""
        who = Coalesce("participant__person", F("participant") * -1, output_field=models.BigIntegerField())
        return int(self.aggregate(voices=Count(who, distinct=True))["voices"])

    def latest_severities(self) -> Self:
        """Of each person on each pain point the mention that tells the severity, among these mentions.

        It is that of the latest interview, then the one with the highest id. Mentions without severity do not count,
        and neither do those of somebody who has no name yet.
        """
        newest = Window(
            RowNumber(),
            partition_by=[F("pain_point"), F("participant__person")],
            order_by=[F("interview__held_at").desc(), F("pk").desc()],
        )
        rated = self.filter(severity__isnull=False, participant__person__isnull=False)
        return rated.annotate(newest=newest).filter(newest=1)

    def severities(self) -> models.QuerySet:
        """One row per rated pain point: `pain_point` and `severity_told`, the upper median over persons.

        With n persons sorted by severity, the upper median is the smallest severity that more than half of them
        do not exceed: the one at place n // 2 counted from 0.
        """
        told = Mention.objects.filter(pk__in=self.order_by().latest_severities().values("pk"))
        counts = {f"upto_{step}": Count("pk", filter=Q(severity__lte=step)) for step in Severity.values}
        steps = [When(total__lt=F(f"upto_{step}") * 2, then=Value(step)) for step in Severity.values]
        by_pain = told.order_by().values("pain_point").annotate(total=Count("pk"), **counts)
        return by_pain.annotate(severity_told=Case(*steps)).values("pain_point", "severity_told")

    def best_grounds(self) -> models.QuerySet:
        """One row per pain point: `pain_point` and `best`, the firmest grounds of its mentions here."""
        return self.with_grounds().order_by().values("pain_point").annotate(best=Max("grounds"))

    def with_grounds(self) -> Self:
        """Adds `grounds`: how we know, 1 intuition, 2 stated, 3 confirmed.

        A mention is as strong as its best path of whys, a path as its weakest why. Without whys it is stated when it
        has a quote, else our intuition.
        """
        whys, links = (apps.get_model("interviews", name).objects for name in ("Why", "QuoteLink"))
        leaves = whys.leaves().filter(mention=OuterRef("pk")).order_by().values("mention")
        quotes = links.filter(
            standing_words("quote__participant__"), mention=OuterRef("pk"), quote__archived_at__isnull=True
        )
        return self.annotate(
            grounds=Coalesce(
                Subquery(leaves.annotate(best=Max("path_grounds")).values("best")),
                Case(When(Exists(quotes), then=Value(Grounds.STATED.value)), default=Value(Grounds.INTUITION.value)),
                output_field=models.PositiveSmallIntegerField(),
            )
        )


class Mention(OfInterview, Record):
    """One interview's occurrence of a pain point, told by one participant."""

    interview = models.ForeignKey(Interview, models.PROTECT, related_name="mentions")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="mentions")
    pain_point = models.ForeignKey(PainPoint, models.PROTECT, null=True, blank=True, related_name="mentions")
    line = models.OneToOneField(NoteLine, models.SET_NULL, null=True, blank=True, related_name="mention")
    title = SpokenText(help_text="As it was typed.")
    severity = models.PositiveSmallIntegerField(choices=Severity.choices, null=True, blank=True)
    frequency = SpokenLine(max_length=200, blank=True)
    so_what = SpokenText(blank=True)
    if_nothing = SpokenText("what if nothing is done", blank=True)
    same_pain = models.BooleanField(default=False, help_text="Somebody chose this pain point for the mention.")
    kept_apart = models.ManyToManyField(PainPoint, related_name="+", blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="mention_has_a_title"),
            models.CheckConstraint(
                condition=Q(severity__isnull=True) | Q(severity__in=Severity.values), name="mention_severity_known"
            ),
            models.CheckConstraint(
                condition=Q(same_pain=False) | Q(pain_point__isnull=False), name="mention_same_pain_has_a_pain_point"
            ),
            models.UniqueConstraint(fields=["id", "interview"], name="mention_of_an_interview"),
            SameOwner(field="participant", owner="interview", name="mention_told_in_its_interview"),
            SameOwner(field="line", owner="interview", name="mention_from_its_interview"),
            Announced(
                of=Announcement.Of.INTERVIEW,
                key="interview_id",
                fields=["interview", "participant", "pain_point", "severity", "archived_at"],
                name="mention_announced",
            ),
            Announced(
                of=Announcement.Of.PAIN_POINT,
                key="pain_point_id",
                fields=["interview", "participant", "pain_point", "archived_at"],
                name="mention_of_a_pain_point_announced",
            ),
            Announced(
                of=Announcement.Of.WORDS,
                key="interview_id",
                fields=["interview", "title", "so_what", "if_nothing"],
                name="mention_words_announced",
            ),
        ]
        indexes = [
            models.Index(fields=["pain_point", "participant"], name="mention_of_a_pain_point"),
            SearchIndex(fields=["title", "frequency", "so_what", "if_nothing"], name="mention_words"),
        ]

    def __str__(self) -> str:
        return self.title


class Workaround(OfInterview):
    """What they do about it today."""

    interview = models.ForeignKey(Interview, models.CASCADE, related_name="workarounds")
    mention = models.ForeignKey(Mention, models.CASCADE, related_name="workarounds")
    line = models.OneToOneField(NoteLine, models.SET_NULL, null=True, blank=True, related_name="workaround")
    text = SpokenText()
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NotedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [SearchIndex(fields=["text"], name="workaround_words")]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="workaround_has_text"),
            SameOwner(field="mention", owner="interview", name="workaround_in_its_interview"),
            SameOwner(field="line", owner="interview", name="workaround_from_its_interview"),
            Announced(
                of=Announcement.Of.WORDS,
                key="interview_id",
                fields=["interview", "text"],
                name="workaround_words_announced",
            ),
        ]

    def __str__(self) -> str:
        return self.text
