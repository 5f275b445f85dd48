from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    """What people said: interviews and the evidence found in them."""

    name = "interviews"
    default_auto_field = "django.db.models.BigAutoField"
