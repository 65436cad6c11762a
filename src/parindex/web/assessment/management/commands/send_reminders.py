"""Sends the letters of the day: `parindex-web send_reminders`, once or more often a day."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from parindex.web.assessment.domain.reminders import send_reminders


class Command(BaseCommand):
    """Remind units of deadlines that come near; nobody gets the same letter twice."""

    help = "Send the reminders of today to units that have not done what is due."

    def handle(self, **_: Any) -> None:
        """Send and say how many letters left."""
        sent = send_reminders(timezone.localdate())
        self.stdout.write(f"{sent.letters} letter(s) to {sent.units} unit(s)")
        for name in sent.without_address:
            self.stdout.write(f"nobody with an address in: {name}")
