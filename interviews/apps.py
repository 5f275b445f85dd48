from django.apps import AppConfig
from django.utils.module_loading import import_string


class InterviewsConfig(AppConfig):
    """What people said: interviews and the evidence found in them."""

    name = "interviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what waits for somebody."""
        import_string("interviews.comments.offer")()  # needs models, which are not there when this module is read
