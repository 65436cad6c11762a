"""Finished values for the pages of the evidence bank."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from parindex.web.common.formats import show_number
from parindex.web.evidence import queries
from parindex.web.evidence.enums import ScanState
from parindex.web.evidence.inspect import INLINE
from parindex.web.evidence.models import Content, Document, DocumentVersion
from parindex.web.evidence.queries import SignatureLine
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may

MEGABYTE = Decimal(1024 * 1024)
KINDS = {
    "application/pdf": "PDF",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/webp": "WebP",
    "application/msword": "Word",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
}


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document in a list."""

    document: Document
    kind: str
    versions: int
    missing: tuple[Promise, ...]
    scan: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of a document: what it is, whether it opens, who signed it."""

    version: DocumentVersion
    kind: str
    size: str
    pages: int | None
    is_unreadable: bool
    is_shown: bool
    is_open: bool
    is_picture: bool
    scan: str
    scan_said: str
    signatures: tuple[SignatureLine, ...]


def document_line(document: Document) -> DocumentLine:
    """Return a document of a bank's list."""
    content = document.current.content
    return DocumentLine(
        document=document,
        kind=KINDS[content.media_type] if content else _("Đường dẫn"),
        versions=document.version_count,
        missing=queries.missing_metadata(document),
        scan=content.get_scan_display() if content else "",
    )


def version_line(version: DocumentVersion) -> VersionLine:
    """Return a version as the document's page shows it."""
    content = version.content
    if content is None:
        return VersionLine(
            version=version,
            kind=_("Đường dẫn"),
            size="",
            pages=None,
            is_unreadable=False,
            is_shown=False,
            is_open=False,
            is_picture=False,
            scan="",
            scan_said="",
            signatures=(),
        )
    return _file_line(version, content)


def _file_line(version: DocumentVersion, content: Content) -> VersionLine:
    is_open = content.scan != ScanState.INFECTED
    return VersionLine(
        version=version,
        kind=KINDS[content.media_type],
        size=_size(content.size),
        pages=content.pages,
        is_unreadable=not content.is_readable,
        is_shown=is_open and content.media_type in INLINE,
        is_open=is_open,
        is_picture=content.media_type.startswith("image/"),
        scan=content.get_scan_display(),
        scan_said=content.scan_said,
        signatures=queries.signature_lines(content),
    )


def _size(size: int) -> str:
    if size < MEGABYTE / 10:
        return f"{show_number(Decimal(max(size, 1024)) / 1024, 0)} KB"
    return f"{show_number(Decimal(size) / MEGABYTE, 1)} MB"


def twins_for(document: Document, user: User) -> list[Document]:
    """Return documents of other units with the same bytes, where the person may see both."""
    content = document.current.content
    if content is None:
        return []
    return [
        each
        for each in queries.twins(content, unit=document.unit)
        if may(user, Action.VIEW_EVIDENCE, unit=each.unit)
    ]
