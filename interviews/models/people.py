"""Who we talk to: companies, personas and people."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts import reading
from accounts.alphabet import Alphabetical
from search.indexes import SearchIndex

from ..announced import Announced
from ..cadence import MONTHS, WEEKS, Cadence
from .announcements import Announcement
from .choices import Consent
from .kept import kept
from .record import ON_RECORD, Mergeable, Record, RecordQuerySet, Unmerged, merged_is_archived

LONGEST_CADENCE = 60  # weeks or months; more is no rhythm any more


class CadenceUnit(models.TextChoices):
    """What the cadence of a person counts in."""

    WEEKS = WEEKS, "weeks"
    MONTHS = MONTHS, "months"


def kept_or_made_by(user: Any) -> models.Q:
    """The condition that a row is live, that somebody archived it by hand, or that `user` made it.

    What was mistyped in an interview is archived by nobody.
    """
    return models.Q(archived_at__isnull=True) | models.Q(archived_by__isnull=False) | models.Q(created_by=user)


class CompanyQuerySet(RecordQuerySet):
    """Companies."""

    def visible_to(self, user: Any) -> Self:
        """Our own, those on record, those where nobody is known to be yet, and those of a person or an interview that
        `user` may know of.

        One that nobody names and nobody archived by hand was mistyped in some interview: its maker knows of it."""
        if not user.is_authenticated or user.is_admin_role:
            return super().visible_to(user)
        taking_part: Any = self.model._meta.get_field("participations").related_model
        hidden = kept(taking_part._meta.get_field("interview").related_model.objects.hidden_from, user)
        there = taking_part.objects.filter(company=models.OuterRef("pk"))
        people = Person._base_manager.filter(company=models.OuterRef("pk"))
        known = Person.objects.visible_to(user).filter(company=models.OuterRef("pk"))
        return self.filter(
            models.Q(on_record=True)
            | models.Q(own_organisation=True)
            | models.Exists(there.exclude(interview__in=hidden))
            | models.Exists(known)
            | (~models.Exists(there) & ~models.Exists(people) & kept_or_made_by(user))
        )


class Company(Mergeable):
    """Where a customer works; the own organisation is a company too, its departments are internal customers."""

    PREFIX = "CO"

    name = models.CharField(max_length=200)
    own_organisation = models.BooleanField("our own organisation", default=False)
    industry = models.CharField(max_length=120, blank=True)
    website = models.URLField(blank=True)
    summary = models.TextField(blank=True)
    on_record = models.BooleanField(default=False, editable=False, help_text=ON_RECORD)

    objects = Unmerged.from_queryset(CompanyQuerySet)()

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        verbose_name_plural = "companies"
        indexes = [SearchIndex(fields=["name", "industry", "summary"], name="company_words")]
        constraints = [
            merged_is_archived("company"),
            models.CheckConstraint(condition=~models.Q(name=""), name="company_has_a_name"),
            Announced(of=Announcement.Of.NAME, key="id", name="company_announced"),
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(archived_at__isnull=True),
                name="company_name_once",
                violation_error_message="There is a company with this name already.",
            ),
            models.UniqueConstraint(
                fields=["own_organisation"],
                condition=models.Q(own_organisation=True, archived_at__isnull=True),
                name="company_own_organisation_once",
                violation_error_message="Another company is marked as our own organisation already.",
            ),
        ]

    def __str__(self) -> str:
        return self.description if reading.describes_companies() else self.name

    @property
    def description(self) -> str:
        """What to call it where companies are not named."""
        if self.own_organisation:
            return "our own organisation"
        trade = self.industry if self.industry[:2].isupper() else self.industry[:1].lower() + self.industry[1:]
        return f"a company in {trade}" if trade else "a company"


class Persona(Record):
    """A kind of customer, such as data engineer or decision-maker."""

    class Side(models.TextChoices):
        INTERNAL = "internal", "Internal"
        EXTERNAL = "external", "External"
        BOTH = "both", "Internal and external"

    name = models.CharField(max_length=120)
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.BOTH)
    summary = models.TextField(blank=True)
    responsibilities = models.TextField(blank=True, help_text="One a line.")
    goals = models.TextField(blank=True, help_text="One a line.")

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        indexes = [SearchIndex(fields=["name", "summary", "responsibilities", "goals"], name="persona_words")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="persona_has_a_name"),
            Announced(of=Announcement.Of.NAME, key="id", name="persona_announced"),
            models.UniqueConstraint(
                Lower("name"),
                condition=models.Q(archived_at__isnull=True),
                name="persona_name_once",
                violation_error_message="There is a persona with this name already.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PersonQuerySet(RecordQuerySet):
    """People."""

    def visible_to(self, user: Any) -> Self:
        """People nobody talked to yet, and those in an interview `user` may read.

        Somebody whose only interviews are restricted is absent for strangers, as the interviews are. Somebody in none
        whom nobody archived by hand was mistyped in one: who made them knows of them.
        """
        if not user.is_authenticated or user.is_admin_role:
            return super().visible_to(user)
        hidden = kept(apps.get_model("interviews", "Interview").objects.hidden_from, user)
        own = apps.get_model("interviews", "Participant").objects.filter(person=models.OuterRef("pk"))
        return self.filter(
            models.Exists(own.exclude(interview__in=hidden)) | ~models.Exists(own) & kept_or_made_by(user)
        )

    def in_order(self) -> Self:
        """By name, or by pseudonym where the order of names would tell them."""
        return self.alphabetically("name" if reading.sees_names() else "pseudonym")

    def named_like(self, text: str) -> Self:
        """People whose name, as the reader may see it, contains `text`.

        A reader who sees pseudonyms searches pseudonyms: a match on a hidden name would give it away.
        """
        field = "name" if reading.sees_names() else "pseudonym"
        return self.filter(**{f"{field}__icontains": text})

    def called(self, name: str) -> Self:
        """People of this name as the reader may see it: the whole name, or its first word."""
        field = "name" if reading.sees_names() else "pseudonym"
        return self.filter(models.Q(**{f"{field}__iexact": name}) | models.Q(**{f"{field}__istartswith": f"{name} "}))

    def withdrawn(self) -> Self:
        """People who withdrew their consent or whose consent ran out."""
        today = timezone.localdate()
        return self.filter(models.Q(consent_withdrawn_at__isnull=False) | models.Q(consent_expires_on__lt=today))


class Person(Mergeable):
    """Somebody we talk to. Role, company, department and persona are the current ones; interviews keep snapshots."""

    PREFIX = "PER"

    name = models.CharField(max_length=200)
    pseudonym = models.CharField(max_length=120, blank=True, help_text="Shown to readers who may not see names.")
    role = models.CharField(max_length=200, blank=True)
    company = models.ForeignKey(Company, models.PROTECT, null=True, blank=True, related_name="people")
    department = models.CharField(max_length=120, blank=True)
    persona = models.ForeignKey(Persona, models.PROTECT, null=True, blank=True, related_name="people")
    decision_maker = models.BooleanField(default=False)
    email = models.EmailField(blank=True)
    contact = models.TextField("other contact details", blank=True)
    cadence_every = models.PositiveSmallIntegerField(
        "keep in touch every", null=True, blank=True, help_text="How often we want to hear from them; empty: no rhythm."
    )
    cadence_unit = models.CharField("weeks or months", max_length=6, choices=CadenceUnit.choices, blank=True)
    consent = models.PositiveSmallIntegerField(
        choices=Consent.choices, null=True, blank=True, help_text="Caps the consent of every interview. Empty: no cap."
    )
    consent_expires_on = models.DateField(null=True, blank=True)
    consent_withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = Unmerged.from_queryset(PersonQuerySet)()

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        verbose_name_plural = "people"
        indexes = [
            SearchIndex(
                fields=["name", "pseudonym", "role", "department", "email", "contact"],
                named=["name", "email", "contact"],
                name="person_words",
            )
        ]
        constraints = [
            merged_is_archived("person"),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(consent__isnull=True) | models.Q(consent__in=Consent.values),
                name="person_consent_known",
            ),
            models.CheckConstraint(
                condition=models.Q(cadence_every__isnull=True, cadence_unit="")
                | models.Q(cadence_every__range=(1, LONGEST_CADENCE), cadence_unit__in=CadenceUnit.values),
                name="person_cadence_whole",
            ),
            Announced(
                of=Announcement.Of.PERSON,
                key="id",
                fields=["consent_withdrawn_at", "consent_expires_on", "merged_into"],
                name="person_announced",
            ),
            Announced(of=Announcement.Of.NAME, key="id", name="person_named_announced"),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name if whoever reads may see names, else the pseudonym. The only way a name reaches a page."""
        return self.name if reading.sees_names() else self.pseudonym or self.reference

    @property
    def first_name(self) -> str:
        """The first word of the shown name, for lines such as "Maya, Nordkap"."""
        return self.shown_name.split(" ")[0] if reading.sees_names() else self.shown_name

    @property
    def initials(self) -> str:
        words = self.shown_name.replace("-", " ").split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def cadence(self) -> Cadence | None:
        """How often we want to hear from them; None without a rhythm."""
        return Cadence(self.cadence_every, self.cadence_unit) if self.cadence_every else None

    def take_current(self, **facts: Any) -> None:
        """Take over role, company, department and persona as they were told in the newest interview."""
        for field, value in facts.items():
            setattr(self, field, value)
        self.version += 1
        self.save(update_fields=[*facts, "updated_at", "version"])
