"""Makes the index of the search anew from the rows."""

from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.db import connection, transaction

from search.finding import engine, indexed


class Command(BaseCommand):
    """Makes the index of every model, or of those that are named, anew."""

    help = "Make the index of the search anew from the rows, of all kinds or of those that are named."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", metavar="INDEX", help="such as quote_words; without any, all of them")

    def handle(self, *args: Any, names: list[str], **options: Any) -> None:
        wanted(self, names)
        for model, index in indexed():
            if not names or index.name in names:
                with transaction.atomic(), connection.cursor() as cursor:
                    engine().rebuild(index, model, cursor)
                self.stdout.write(f"{index.name}: made anew")


def wanted(command: BaseCommand, names: list[str]) -> None:
    """Refuse names of no index."""
    known = sorted(index.name for _, index in indexed())
    if unknown := sorted(set(names) - set(known)):
        command.stderr.write(f"There is no index {', '.join(unknown)}. There are: {', '.join(known)}.")
        raise SystemExit(2)
