"""Publishes the shipped editions; running it again changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from parindex.web.results.domain import publish_shipped_editions


class Command(BaseCommand):
    """Load every shipped edition that is not published yet."""

    help = "Recompute and publish the shipped editions"

    def handle(self, **_options: Any) -> None:
        """Publish, one line for each edition."""
        for slug, is_new in publish_shipped_editions():
            self.stdout.write(f"{slug}: {'published' if is_new else 'unchanged'}")
