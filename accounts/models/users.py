from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import connections, models, router, transaction
from django.db.models.functions import Lower
from django.utils import timezone

from ..alphabet import Alphabetical


class Role(models.TextChoices):
    """What somebody may do; everyone reads, few write."""

    VIEWER = "viewer", "Viewer"
    RESEARCHER = "researcher", "Researcher"
    ADMIN = "admin", "Admin"

    @property
    def can_write(self) -> bool:
        """Logs interviews and edits what was found."""
        return self in (Role.RESEARCHER, Role.ADMIN)

    @property
    def can_manage_people(self) -> bool:
        """Invites, changes roles, takes access away."""
        return self is Role.ADMIN

    @property
    def can_see_names(self) -> bool:
        """Sees customers by name without being granted it."""
        return self.can_write

    @property
    def summary(self) -> str:
        """What the role may do, in one line."""
        return {
            Role.VIEWER: "Reads everything that is not restricted",
            Role.RESEARCHER: "Logs interviews and edits",
            Role.ADMIN: "Also manages people and settings",
        }[self]


class Theme(models.TextChoices):
    """Which of the two schemes somebody reads in."""

    SYSTEM = "system", "Like my device"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class UserQuerySet(models.QuerySet["User"]):
    """Users, asked for in sentences."""

    def active(self) -> UserQuerySet:
        """Those who may sign in."""
        return self.filter(is_active=True)

    def admins(self) -> UserQuerySet:
        """Those who may manage people today."""
        return self.active().filter(role=Role.ADMIN)

    def writers(self) -> UserQuerySet:
        """Those who log interviews."""
        return self.active().filter(role__in=[role for role in Role if role.can_write])


class UserManager(BaseUserManager["User"]):
    """Makes users, e-mail first."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Save a user; without a password nobody can sign in as them until they set one by link."""
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Save an admin; the name is the one that Django's command looks for."""
        return self.create_user(email, password, **{**fields, "role": Role.ADMIN})

    def create_first_admin(self, email: str, password: str, full_name: str) -> User | None:
        """Save the first user of an installation, or return None when somebody was quicker."""
        using = self._db or router.db_for_write(self.model)
        with transaction.atomic(using=using):
            if connections[using].vendor == "postgresql":  # SQLite lets one writer in at a time anyway
                with connections[using].cursor() as cursor:
                    cursor.execute(f"LOCK TABLE {self.model._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
            if self.exists():
                return None
            return self.create_user(email, password, full_name=full_name, role=Role.ADMIN)


class User(AbstractBaseUser):
    """Somebody who signs in; the e-mail address is their name here."""

    email = models.EmailField("e-mail", unique=True, error_messages={"unique": "Somebody already uses this address."})
    full_name = models.CharField("name", max_length=150)
    role = models.CharField(max_length=16, choices=Role, default=Role.VIEWER)
    names_granted = models.BooleanField(
        "sees names",
        default=False,
        help_text="Viewers read pseudonyms unless this is on. Researchers and admins see names.",
    )
    is_active = models.BooleanField("may sign in", default=True)
    theme = models.CharField("colours", max_length=8, choices=Theme, default=Theme.SYSTEM)
    shortcuts_on = models.BooleanField("keyboard shortcuts", default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        ordering = [Alphabetical("full_name"), "id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_unique", violation_error_message="Somebody already uses this address."
            ),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="user_role_known"),
            models.CheckConstraint(condition=models.Q(theme__in=Theme.values), name="user_theme_known"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)

    @property
    def rights(self) -> Role:
        """The role as the object that answers questions."""
        return Role(self.role)

    @property
    def can_write(self) -> bool:
        """Logs interviews and edits what was found."""
        return self.rights.can_write

    can_edit = can_write

    @property
    def is_admin_role(self) -> bool:
        """Manages people and settings."""
        return self.rights.can_manage_people

    @property
    def can_see_names(self) -> bool:
        """Reads customers' names; others read pseudonyms."""
        return self.rights.can_see_names or self.names_granted

    @property
    def is_last_admin(self) -> bool:
        """Nobody else could manage people; asks the database."""
        return self.is_active and self.is_admin_role and not User.objects.admins().exclude(pk=self.pk).exists()

    @property
    def initials(self) -> str:
        """Two letters for the avatar."""
        words = (self.full_name or self.email).split()
        return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()

    def get_full_name(self) -> str:
        """The name, under the method that libraries call."""
        return str(self)

    def get_short_name(self) -> str:
        """The first name."""
        return str(self).split(" ")[0]
