from django.apps import AppConfig
from django.db.backends.signals import connection_created

from .alphabet import teach


class AccountsConfig(AppConfig):
    """Who uses Groundwork and what they may do."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Every connection to SQLite learns to order names; Django offers no other place to say so."""
        connection_created.connect(teach)
