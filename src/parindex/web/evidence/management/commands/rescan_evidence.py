"""Scans kept evidence again: what was not scanned, or everything with --all."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from parindex.web.evidence import domain, store
from parindex.web.evidence.enums import ScanState
from parindex.web.evidence.models import Content


class Command(BaseCommand):
    """Scan for viruses, read signatures again, compare bytes with their hash."""

    help = "Scan kept evidence for viruses again, and check that its bytes are whole."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the operator choose how much is looked at."""
        parser.add_argument("--all", action="store_true", help="also what was clean before")
        parser.add_argument(
            "--signatures", action="store_true", help="read PDF signatures against today's roots"
        )
        parser.add_argument("--bytes", action="store_true", help="compare bytes with their hash")

    def handle(self, *_: Any, **options: Any) -> None:
        """Do what was asked and print counts."""
        if options["signatures"]:
            self._reread()
        if options["bytes"]:
            self._check_bytes()
        if not settings.EVIDENCE.clamd:
            self.stdout.write("no scan: PARINDEX_CLAMD is not set")
            return
        self._scan(everything=options["all"])

    def _scan(self, *, everything: bool) -> None:
        contents = Content.objects.order_by("id")
        if not everything:
            contents = contents.filter(scan__in=[ScanState.NOT_SCANNED, ScanState.FAILED])
        keys = list(contents.values_list("pk", flat=True))
        counts = Counter(domain.scan_again(content_id=key) for key in keys)
        for state in ScanState:
            self.stdout.write(f"{state.value}: {counts[state]}")
        if counts[ScanState.FAILED]:
            raise CommandError(f"{counts[ScanState.FAILED]} file(s) could not be scanned")

    def _reread(self) -> None:
        pdfs = Content.objects.filter(media_type="application/pdf").values_list("pk", flat=True)
        changed = sum(domain.reread_signatures(content_id=key) for key in list(pdfs))
        self.stdout.write(f"signatures changed: {changed}")

    def _check_bytes(self) -> None:
        hashes = Content.objects.order_by("id").values_list("sha256", flat=True)
        broken = [sha256 for sha256 in hashes.iterator() if not store.is_whole(sha256)]
        if broken:
            raise CommandError("missing or altered: " + ", ".join(broken))
        self.stdout.write("all bytes are whole")
