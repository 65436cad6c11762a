"""Hands out the bytes of a version to a person who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from parindex.errors import NotEntitledError, RefusedError
from parindex.web.evidence import store
from parindex.web.evidence.access import EVERY_COMPONENT, access_document, access_version
from parindex.web.evidence.enums import ScanState
from parindex.web.evidence.inspect import INLINE
from parindex.web.evidence.models import DocumentVersion
from parindex.web.org.models import User


@dataclass(frozen=True, slots=True)
class Opened:
    """Bytes open for reading, and how to serve them; the reader closes `stream`."""

    stream: BinaryIO
    file_name: str
    media_type: str
    size: int
    is_inline: bool


def open_for(
    *, document_id: int, user: User, keys: Sequence[str] = EVERY_COMPONENT, block: str = ""
) -> Opened:
    """Open the newest version of a document."""
    document = access_document(document_id, user=user, keys=keys, block=block)
    if document.current is None:
        raise NotEntitledError(f"document {document_id} has no version")
    return _open(document.current)


def open_version(
    *, version_id: int, user: User, keys: Sequence[str] = EVERY_COMPONENT, block: str = ""
) -> Opened:
    """Open one version of a document, old or new."""
    return _open(access_version(version_id, user=user, keys=keys, block=block))


def _open(version: DocumentVersion) -> Opened:
    content = version.content
    if content is None:
        raise RefusedError(
            _("Văn bản này là một đường dẫn, không có tệp."), fix=_("Hãy mở đường dẫn.")
        )
    if content.scan == ScanState.INFECTED:
        raise RefusedError(
            _("Tệp này có vi-rút (%(virus)s) nên không mở được.") % {"virus": content.scan_said},
            kept=_("Tệp vẫn được lưu để đối chiếu."),
            fix=_("Hãy thêm một phiên bản sạch."),
        )
    return Opened(
        stream=store.open_bytes(content.sha256),
        file_name=version.file_name,
        media_type=content.media_type,
        size=content.size,
        is_inline=content.media_type in INLINE,
    )
