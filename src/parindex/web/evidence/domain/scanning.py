"""Looks at kept bytes again: when clamd was away or knows more, when trust roots have changed."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from parindex.web.common.audit import record
from parindex.web.evidence import store
from parindex.web.evidence.enums import ScanState
from parindex.web.evidence.inspect import read_pdf, scan
from parindex.web.evidence.models import Content


def scan_again(*, content_id: int) -> ScanState:
    """Scan kept bytes once more and keep what was said; a failure never hides an earlier word."""
    content = Content.objects.get(pk=content_id)
    result = scan(store.place_of(content.sha256), settings.EVIDENCE.clamd)
    if result.state == ScanState.NOT_SCANNED:
        return ScanState(content.scan)
    if result.state == ScanState.FAILED and content.scan in {ScanState.CLEAN, ScanState.INFECTED}:
        return result.state
    _write_scan(content_id, result.state, result.said)
    return result.state


@transaction.atomic
def _write_scan(content_id: int, state: ScanState, said: str) -> None:
    content = Content.objects.select_for_update().get(pk=content_id)
    old = {"scan": content.scan, "said": content.scan_said}
    content.scan, content.scan_said, content.scanned_at = state, said, timezone.now()
    content.save(update_fields=["scan", "scan_said", "scanned_at"])
    new = {"scan": state, "said": said}
    if old != new:
        record("evidence.scanned", content, user=None, old=old, new=new)


def reread_signatures(*, content_id: int) -> bool:
    """Read a PDF's signatures against today's trust roots; say whether the word has changed."""
    content = Content.objects.get(pk=content_id)
    reading = read_pdf(store.place_of(content.sha256), settings.EVIDENCE.trust)
    signatures = reading.signatures_as_json()
    if signatures == content.signatures:
        return False
    _write_signatures(content_id, signatures)
    return True


@transaction.atomic
def _write_signatures(content_id: int, signatures: list[dict[str, object]]) -> None:
    content = Content.objects.select_for_update().get(pk=content_id)
    old, content.signatures = content.signatures, signatures
    content.save(update_fields=["signatures"])
    record("evidence.signatures_read", content, user=None, old=old, new=signatures)
