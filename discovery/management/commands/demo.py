"""Fill an empty database with the demo organisation."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from discovery.demo import Filled, build


class Command(BaseCommand):
    help = "Fills an empty database with the demo organisation: invented people and what they said."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="Another number varies hours and answers.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            world = build(options["seed"])
        except Filled as filled:
            raise CommandError(f"The demo goes into an empty database only: {filled}.") from filled
        self.stdout.write(
            f"{len(world.interviews)} interviews with {len(world.people)} people at {len(world.companies)} companies."
        )
