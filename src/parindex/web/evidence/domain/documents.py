"""Adds documents and versions to a unit's bank, and withdraws documents; nothing is erased."""

from __future__ import annotations

import unicodedata
from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.errors import NotEntitledError, RefusedError, StaleError
from parindex.web.common.audit import record
from parindex.web.evidence import store
from parindex.web.evidence.access import access_document, access_unit, lock_document, may_change
from parindex.web.evidence.domain.describe import Metadata, refuse_change, write_metadata
from parindex.web.evidence.domain.intake import Intake, save_content, take_in
from parindex.web.evidence.models import Document, DocumentVersion
from parindex.web.evidence.refusals import AlreadyKeptError
from parindex.web.org.models import Unit, User
from parindex.web.org.permissions import Action, require

HTTPS = URLValidator(schemes=["http", "https"])


def add_document(
    *,
    unit_id: int,
    metadata: Metadata,
    user: User,
    file: UploadedFile | None = None,
    link: str = "",
) -> Document:
    """Add a document with its first version: a file, or an address in the e-office.

    The file is received and inspected before the transaction begins; call it outside of one.
    """
    unit = access_unit(unit_id, user=user, to=Action.ADD_EVIDENCE)
    described = metadata.cleaned()
    intake = _file_or_link(file, link, unit=unit, user=user)
    try:
        return _write_document(unit, described, intake, clean_link(link), user=user)
    finally:
        _discard(intake)


@transaction.atomic
def _write_document(
    unit: Unit, metadata: Metadata, intake: Intake | None, link: str, *, user: User
) -> Document:
    if intake is not None:
        _refuse_known(intake, unit)
    document = Document(unit=unit, created_by=user, created_at=timezone.now())
    write_metadata(document, metadata)
    document.save()
    version = _write_version(document, intake, link, note="", user=user)
    said = {**asdict(metadata), **_said(version)}
    record("evidence.added", document, user=user, new=said, unit_id=unit.pk)
    return document


def add_version(
    *,
    document_id: int,
    version: int,
    user: User,
    file: UploadedFile | None = None,
    link: str = "",
    note: str = "",
) -> DocumentVersion:
    """Add a newer version of a document; the older ones stay and can be opened."""
    document = access_document(document_id, user=user)
    if not may_change(document, user):
        raise NotEntitledError(f"{user.pk} may not change document {document_id}")
    intake = _file_or_link(file, link, unit=document.unit, user=user)
    try:
        return _write_next(document_id, version, intake, clean_link(link), note, user=user)
    finally:
        _discard(intake)


@transaction.atomic
def _write_next(
    document_id: int, version: int, intake: Intake | None, link: str, note: str, *, user: User
) -> DocumentVersion:
    document = lock_document(document_id)
    refuse_change(document, user)
    _refuse_stale(document, version)
    old = document.current
    if intake is not None:
        _refuse_known(intake, document.unit)
    document.version += 1
    written = _write_version(document, intake, link, note=note, user=user)
    record(
        "evidence.version_added",
        document,
        user=user,
        old=_said(old) if old else None,
        new=_said(written),
        reason=note,
        unit_id=document.unit_id,
    )
    return written


@transaction.atomic
def withdraw(*, document_id: int, version: int, reason: str, user: User) -> Document:
    """Take a document out of use; it stays, with its versions and the reason."""
    access_document(document_id, user=user)
    document, why = lock_document(document_id), unicodedata.normalize("NFC", reason).strip()
    require(user, Action.WITHDRAW_EVIDENCE, unit=document.unit)
    refuse_change(document, user)
    _refuse_stale(document, version)
    if not why:
        raise RefusedError(
            _("Chưa có lý do thu hồi."), fix=_("Hãy ghi lý do để người thẩm định biết.")
        )
    document.withdrawn_at, document.withdrawn_by = timezone.now(), user
    document.withdrawn_reason = why
    document.version += 1
    document.save()
    record(
        "evidence.withdrawn",
        document,
        user=user,
        old={"withdrawn_at": None},
        new={"withdrawn_at": document.withdrawn_at},
        reason=why,
        unit_id=document.unit_id,
    )
    return document


def clean_link(link: str) -> str:
    """Return an address that leads to a page of the web, or refuse it; empty stays empty."""
    text = unicodedata.normalize("NFC", link).strip()
    if not text:
        return ""
    try:
        HTTPS(text)
    except ValidationError:
        raise RefusedError(
            _("Đường dẫn «%(link)s» không đúng.") % {"link": text},
            fix=_("Hãy chép cả địa chỉ, bắt đầu bằng https://."),
        ) from None
    return text


def _file_or_link(file: UploadedFile | None, link: str, *, unit: Unit, user: User) -> Intake | None:
    if (file is None) == (not clean_link(link)):
        raise RefusedError(
            _("Mỗi phiên bản là một tệp hoặc một đường dẫn."),
            fix=_("Hãy chọn tệp hoặc nhập đường dẫn, không chọn cả hai."),
        )
    return None if file is None else take_in(file, unit=unit, user=user)


def _refuse_known(intake: Intake, unit: Unit) -> None:
    """Refuse bytes that are the current version of a document in use: use that document."""
    same = Document.objects.filter(
        unit=unit,
        withdrawn_at__isnull=True,
        current__content__sha256=intake.received.sha256,
    ).first()
    if same is not None:
        raise AlreadyKeptError(file_name=intake.file_name, title=same.title, document_id=same.pk)


def _refuse_stale(document: Document, version: int) -> None:
    if document.version != version:
        raise StaleError(
            _("Người khác vừa thay đổi văn bản này."),
            mine=version,
            theirs=document.version,
            version=document.version,
            fix=_("Hãy tải lại trang, xem thay đổi rồi làm lại."),
        )


def _write_version(
    document: Document, intake: Intake | None, link: str, *, note: str, user: User
) -> DocumentVersion:
    newest = document.versions.first()
    version = DocumentVersion(
        document=document,
        number=newest.number + 1 if newest else 1,
        content=save_content(intake) if intake else None,
        link=link,
        file_name=intake.file_name if intake else "",
        note=unicodedata.normalize("NFC", note).strip(),
        added_by=user,
        added_at=timezone.now(),
    )
    version.save()
    document.current = version
    document.save()
    return version


def _said(version: DocumentVersion) -> dict[str, Any]:
    return {
        "version": version.number,
        "file_name": version.file_name,
        "sha256": version.content.sha256 if version.content else "",
        "link": version.link,
    }


def _discard(intake: Intake | None) -> None:
    if intake is not None:
        store.discard(intake.received)
