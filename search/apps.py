from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Full text without a domain: what people type, and the index of a model on either database."""

    name = "search"
