"""`parindex-web take_in_dossiers`: carries received messages into the lake; for a timer."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from parindex.errors import ParindexError
from parindex.web.caseflow.domain.intake import TakenIn, take_in


class Command(BaseCommand):
    """Empties the inbox of the receiver once, or again and again."""

    help = "Carry the messages that the receiver acknowledged into the lake."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask whether to go on."""
        parser.add_argument(
            "--watch",
            type=float,
            metavar="SECONDS",
            help="go on, with so many seconds between two looks; stop it with Ctrl+C",
        )

    def handle(self, *_args: Any, watch: float | None = None, **_options: Any) -> None:
        """Run it and say what was carried over."""
        if watch is None:
            self._once()
            return
        while True:
            try:
                self._once()
            except SystemExit:
                self.stderr.write(f"trying again in {watch:g} seconds")
            close_old_connections()
            time.sleep(watch)

    def _once(self) -> None:
        try:
            done = take_in(timezone.now())
        except ParindexError as error:
            self.stderr.write(f"{error}\nNothing is lost: what is not in the lake is in the inbox.")
            raise SystemExit(1) from None
        if done.messages or done.faults:
            self._tell(done)
        if done.faults:
            raise SystemExit(1)

    def _tell(self, done: TakenIn) -> None:
        landed = done.landed
        self.stdout.write(
            f"{done.messages} messages, {landed.read} records: {landed.new} dossiers new, "
            f"{landed.changed} changed, {landed.unchanged} unchanged, {landed.waiting} with steps "
            f"only, {landed.refused} rows refused"
        )
        for fault in done.faults:
            self.stderr.write(fault)
