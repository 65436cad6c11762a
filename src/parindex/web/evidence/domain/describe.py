"""What is said of a document: title, number, symbol, body, dates."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from parindex.errors import NotEntitledError, RefusedError, StaleError
from parindex.web.common.audit import record
from parindex.web.common.formats import plain_name
from parindex.web.evidence.access import access_document, lock_document, may_change
from parindex.web.evidence.models import Document
from parindex.web.org.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What is printed on a document; only the title must be known."""

    title: str
    number: str = ""
    symbol: str = ""
    issuing_body: str = ""
    issued_on: date | None = None
    effective_on: date | None = None

    def cleaned(self) -> Metadata:
        """Return the same in NFC, without spaces around, or refuse an empty title."""
        said = {name: _clean(value) for name, value in asdict(self).items()}
        if not said["title"]:
            raise RefusedError(
                _("Chưa có tên văn bản, tài liệu."), fix=_("Hãy nhập tên rồi lưu lại.")
            )
        return Metadata(**said)


def metadata_of(document: Document) -> Metadata:
    """Return what is said of a document now."""
    return Metadata(**{each.name: getattr(document, each.name) for each in fields(Metadata)})


def write_metadata(document: Document, metadata: Metadata) -> None:
    """Set what is said of a document, and the plain text by which it is found."""
    for each in fields(Metadata):
        setattr(document, each.name, getattr(metadata, each.name))
    said = (document.reference, metadata.title, metadata.issuing_body)
    document.plain = plain_name(" ".join(part for part in said if part))


@transaction.atomic
def describe(*, document_id: int, version: int, metadata: Metadata, user: User) -> Document:
    """Change what is said of a document; who comes second is shown both."""
    access_document(document_id, user=user)
    document, wanted = lock_document(document_id), metadata.cleaned()
    refuse_change(document, user)
    old = metadata_of(document)
    if document.version != version:
        raise _stale(document, mine=wanted, theirs=old)
    write_metadata(document, wanted)
    document.version += 1
    document.save()
    before, after = asdict(old), asdict(wanted)
    changed = [name for name in after if before[name] != after[name]]
    record(
        "evidence.described",
        document,
        user=user,
        old={name: before[name] for name in changed},
        new={name: after[name] for name in changed},
        unit_id=document.unit_id,
    )
    return document


def refuse_change(document: Document, user: User) -> None:
    """Refuse to change a document that is withdrawn, or that is not the person's to change."""
    if not may_change(document, user):
        raise NotEntitledError(f"{user.pk} may not change document {document.pk}")
    if document.is_withdrawn:
        raise RefusedError(
            _("Văn bản này đã được thu hồi."),
            kept=_("Nội dung cũ vẫn được lưu."),
            fix=_("Hãy thêm một văn bản mới."),
        )


def _stale(document: Document, *, mine: Metadata, theirs: Metadata) -> StaleError:
    return StaleError(
        _("Người khác vừa sửa thông tin của văn bản này."),
        mine=asdict(mine),
        theirs=asdict(theirs),
        version=document.version,
        fix=_("Hãy so sánh hai bản rồi lưu lại."),
    )


def _clean(value: Any) -> Any:
    return unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else value
