"""Loads the practice province; running it again changes nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from parindex.web.practice.generator.load import load_practice


class Command(BaseCommand):
    """Load «Tỉnh Mẫu» with its units, people, dossiers and rounds; all of it is simulated."""

    help = "Load the fictional practice province (on a practice site only)"

    def handle(self, **_options: Any) -> None:
        """Load, one line for each round."""
        if not settings.PRACTICE:
            raise CommandError("This is no practice site. Set PARINDEX_PRACTICE=1 to make it one.")
        loaded = load_practice(with_dossiers=True)
        for line in loaded.lines:
            self.stdout.write(line)
        self.stdout.write("Tỉnh Mẫu: " + ("loaded" if loaded.is_new else "unchanged"))
