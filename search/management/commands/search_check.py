"""Finds any difference between the index of the search and the rows."""

from typing import Any

from django.core.management import BaseCommand
from django.db import connection

from search.finding import engine, indexed


class Command(BaseCommand):
    """Reads every row and compares; exit code 1 when anything differs."""

    help = "Compare the index of the search with the rows, and say what differs. Exit code 1 when anything does."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for model, index in indexed():
            with connection.cursor() as cursor:
                found = engine().differences(index, model, cursor)
            wrong += bool(found)
            for one in found:
                self.stdout.write(f"{index.name}: {one}")
        if wrong:
            self.stdout.write("Repair it with: manage.py search_rebuild")
            raise SystemExit(1)
        self.stdout.write("The index says what the rows say.")
