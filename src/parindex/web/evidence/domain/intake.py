"""Takes a file in: limit, type, virus scan, signatures; before any transaction is open.

Scanning and reading take seconds, and SQLite has one writer: nothing here holds a lock.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.web.common.audit import record
from parindex.web.evidence import store
from parindex.web.evidence.configuration import MEGABYTE
from parindex.web.evidence.enums import ScanState
from parindex.web.evidence.inspect import Found, Scan, inspect_file, scan
from parindex.web.evidence.models import Content
from parindex.web.evidence.refusals import FileRefusedError
from parindex.web.org.models import Unit, User


@dataclass(frozen=True, slots=True)
class Intake:
    """A file that is safe to keep: its bytes, what was found in them, its name."""

    received: store.Received
    found: Found
    scanned: Scan
    file_name: str


def take_in(file: UploadedFile, *, unit: Unit, user: User) -> Intake:
    """Receive and inspect a file, or refuse it; an infected one leaves an audit row."""
    file_name = clean_file_name(file.name or "")
    received = store.receive(file.chunks(), settings.EVIDENCE.upload_limit)
    if received is None:
        raise _too_large(file_name)
    try:
        return _inspect(received, file_name, unit=unit, user=user)
    except BaseException:
        store.discard(received)
        raise


def clean_file_name(name: str) -> str:
    """Return a file's own name in NFC, without folders and control characters."""
    text = unicodedata.normalize("NFC", PurePosixPath(name.replace("\\", "/")).name)
    kept = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C").strip()
    path = PurePosixPath(kept or "tep")
    return path.stem[: 200 - len(path.suffix)] + path.suffix[:50]


def save_content(intake: Intake) -> Content:
    """Return the row of the bytes, written now unless the same bytes are known."""
    store.keep(intake.received)
    found, scanned, now = intake.found, intake.scanned, timezone.now()
    content, _is_new = Content.objects.get_or_create(
        sha256=intake.received.sha256,
        defaults={
            "size": intake.received.size,
            "media_type": found.media_type,
            "pages": found.pages,
            "is_readable": found.is_readable,
            "signatures": found.signatures,
            "scan": scanned.state,
            "scan_said": scanned.said,
            "scanned_at": None if scanned.state == ScanState.NOT_SCANNED else now,
            "stored_at": now,
        },
    )
    return content


def _inspect(received: store.Received, file_name: str, *, unit: Unit, user: User) -> Intake:
    if received.size == 0:
        raise FileRefusedError(
            _("Tệp «%(file)s» rỗng.") % {"file": file_name},
            fix=_("Hãy kiểm tra lại tệp trên máy rồi tải lên lại."),
        )
    found = inspect_file(received.path, file_name, trust=settings.EVIDENCE.trust)
    scanned = scan(received.path, settings.EVIDENCE.clamd)
    if scanned.state == ScanState.INFECTED:
        _record_infection(received, scanned, file_name, unit=unit, user=user)
        raise FileRefusedError(
            _("Tệp «%(file)s» có vi-rút (%(virus)s).") % {"file": file_name, "virus": scanned.said},
            fix=_("Hãy quét vi-rút máy đã tạo ra tệp; việc này đã được ghi vào nhật ký."),
        )
    return Intake(received, found, scanned, file_name)


@transaction.atomic
def _record_infection(
    received: store.Received, scanned: Scan, file_name: str, *, unit: Unit, user: User
) -> None:
    said = {"file_name": file_name, "sha256": received.sha256, "virus": scanned.said}
    record("evidence.infected_file_refused", unit, user=user, new=said, unit_id=unit.pk)


def _too_large(file_name: str) -> FileRefusedError:
    return FileRefusedError(
        _("Tệp «%(file)s» lớn hơn %(limit)d MB.")
        % {"file": file_name, "limit": settings.EVIDENCE.upload_limit // MEGABYTE},
        fix=_("Hãy quét lại ở độ phân giải thấp hơn hoặc tách thành nhiều tệp."),
    )
