"""manage.py clear_files: delete recordings and images that no record has any more and no undo brings back."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from discovery import images
from interviews.exchange import recordings


class Command(BaseCommand):
    help = "Deletes files of recordings and images that nothing needs any more. Run it once a month."

    def handle(self, *args: Any, **options: Any) -> None:
        recordings.clear_out()
        gone = images.clear_out()
        self.stdout.write(f"{gone} image{'' if gone == 1 else 's'} that no document has: deleted. Recordings: cleared.")
