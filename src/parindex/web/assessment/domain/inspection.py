"""The bundle for an inspection: a sheet's evidence by field and component, for who may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from parindex.documents.bundle import (
    Bundle,
    BundleComponent,
    BundleField,
    EvidenceFile,
    write_bundle,
)
from parindex.web.assessment.access import access_sheet
from parindex.web.assessment.domain.books import Book, book_of
from parindex.web.assessment.models import Attachment, Row, Sheet
from parindex.web.assessment.queries.gaps import attachments_in_force
from parindex.web.common.formats import plain_name, show_number
from parindex.web.evidence.enums import ScanState
from parindex.web.evidence.models import Document
from parindex.web.evidence.store import place_of
from parindex.web.org.models import User
from parindex.web.org.permissions import Action, may


class BundleKind(StrEnum):
    """What is handed out: everything, or the document to click through alone."""

    ZIP = "zip"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Made:
    """A written bundle; the file is already without a name on disk, its reader closes it."""

    stream: IO[bytes]
    file_name: str
    media_type: str


def make_bundle(*, sheet_id: int, kind: BundleKind, user: User) -> Made:
    """Write the bundle of a sheet; an appraiser gets what he or she was assigned."""
    sheet = access_sheet(sheet_id, user=user, to=Action.VIEW_EVIDENCE)
    bundle = bundle_of(sheet, user)
    with TemporaryDirectory(prefix="parindex-inspection-") as folder:
        pdf, archive = Path(folder) / "bundle.pdf", Path(folder) / "bundle.zip"
        write_bundle(bundle, pdf, archive)
        stream = (pdf if kind is BundleKind.PDF else archive).open("rb")
    name = plain_name(sheet.unit.name).replace(" ", "-")
    media = "application/pdf" if kind is BundleKind.PDF else "application/zip"
    return Made(stream, f"ho-so-kiem-tra-{name}-{sheet.round.year}.{kind}", media)


def bundle_of(sheet: Sheet, user: User) -> Bundle:
    """Return the frozen model of what a person may see of a sheet's evidence."""
    book = book_of(sheet.round_block)
    rows = {
        row.component: row
        for row in attachments_in_force(sheet)
        if row.is_declared
        and may(
            user,
            Action.VIEW_EVIDENCE,
            unit=sheet.unit,
            keys=row.keys,
            block=sheet.round_block.key,
        )
    }
    return Bundle(
        title=_("Hồ sơ tài liệu kiểm chứng"),
        unit=sheet.unit.name,
        round=sheet.round.title,
        made_on=timezone.localdate(),
        fields=tuple(_fields(book, rows)),
    )


def _fields(book: Book, rows: dict[str, Row]) -> Iterator[BundleField]:
    for field in book.rulebook.fields:
        keys = [node.key for node in field.walk() if node.key in rows]
        if keys:
            components = tuple(_component(rows[key]) for key in keys)
            yield BundleField(field.code, field.name.vi, components)


def _component(row: Row) -> BundleComponent:
    won = _("chưa có") if row.self_points is None else show_number(row.self_points, 2)
    words = _("%(won)s/%(top)s điểm") % {"won": won, "top": show_number(row.max_points, 2)}
    return BundleComponent(row.code, row.name, words, tuple(_files(row.in_force)))


def _files(attachments: list[Attachment]) -> Iterator[EvidenceFile]:
    """Yield the documents of a row; bytes with a virus never leave the bank."""
    for attached in attachments:
        document = attached.document
        current = attached.shown
        if current is None:
            continue
        content = current.content
        is_infected = content is not None and content.scan == ScanState.INFECTED
        has_bytes = content is not None and not is_infected
        yield EvidenceFile(
            title=_("%s (tệp có vi-rút, không kèm)") % document.title
            if is_infected
            else document.title,
            reference=document.reference,
            issuing_body=document.issuing_body,
            issued_on=document.issued_on,
            path=place_of(content.sha256) if has_bytes else None,
            media_type=content.media_type if has_bytes else "",
            file_name=current.file_name,
            link=current.link or ("" if has_bytes else _page_of(document)),
        )


def _page_of(document: Document) -> str:
    return settings.SITE_ADDRESS + reverse("evidence_document", args=[document.pk])
