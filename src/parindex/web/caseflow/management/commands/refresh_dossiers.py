"""`parindex-web refresh_dossiers`: counts the lake again; for a timer, hourly or nightly."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from parindex.errors import ParindexError
from parindex.web.caseflow.domain.refresh import refresh_dossiers


class Command(BaseCommand):
    """Counts what changed and shows it on the pages of dossiers and in open rounds."""

    help = "Count the dossiers again: pages, 766 of every unit, automatic values of open rounds."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Run it and say what was counted."""
        try:
            done = refresh_dossiers()
        except ParindexError as error:
            self.stderr.write(str(error))
            raise SystemExit(1) from None
        tables = ", ".join(f"{name} {version}" for name, version in done.versions.items())
        self.stdout.write(f"run {done.number}: {len(done.periods)} periods counted from {tables}")
