"""Who uses Groundwork."""

from .cache import CacheEntry
from .users import Role, Theme, User, UserQuerySet

__all__ = ["CacheEntry", "Role", "Theme", "User", "UserQuerySet"]
