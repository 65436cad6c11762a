"""Real PDF files for the evidence bank, each marked on every page as simulated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from parindex.web.assessment.models import Attachment, Row
from parindex.web.evidence.domain import Metadata, add_document
from parindex.web.evidence.models import Document
from parindex.web.org.models import Unit, User
from parindex.web.practice.generator import words

PAGE = """
#set document(title: "{title}", date: none)
#set page(
  paper: "a4",
  margin: 25mm,
  background: rotate(-35deg, text(44pt, fill: luma(225))[{mark}]),
  footer: align(center, text(9pt)[{mark} – tỉnh Mẫu là tỉnh hư cấu]),
)
#set text(lang: "vi", size: 13pt)
#grid(
  columns: (1fr, 1.4fr),
  align: center,
  [*{body}*\\ Số: {reference}],
  [*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM*\\ *Độc lập - Tự do - Hạnh phúc*\\ _Tỉnh Mẫu, {day}_],
)
#v(8mm)
#align(center)[*{title}*]
#v(4mm)
{text}
#v(12mm)
#align(right)[*THỦ TRƯỞNG ĐƠN VỊ*\\ _(bản mô phỏng, không có giá trị pháp lý)_]
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to be made: what is printed on it."""

    title: str
    number: str
    symbol: str
    issued_on: date
    effective_on: date
    text: str = "Tài liệu do bộ sinh dữ liệu thực hành tạo ra để làm tài liệu kiểm chứng."


def pdf_of(paper: Paper, body: str) -> bytes:
    """Return the file of a paper."""
    source = PAGE.format(
        title=paper.title,
        mark=words.MARK,
        body=body.upper(),
        reference=f"{paper.number}/{paper.symbol}",
        day=f"ngày {paper.issued_on:%d} tháng {paper.issued_on:%m} năm {paper.issued_on:%Y}",
        text=paper.text,
    )
    return bytes(typst.compile(source.encode()))


def put_in_bank(paper: Paper, unit: Unit, user: User, *, content: bytes = b"") -> Document:
    """Add a paper to a unit's bank through the verb that an upload uses.

    `content` is a file made before, for two units that have the same one.
    """
    file = content or pdf_of(paper, unit.name)
    name = f"{paper.number}-{paper.symbol}.pdf"
    return add_document(
        unit_id=unit.pk,
        metadata=Metadata(
            title=paper.title,
            number=paper.number,
            symbol=paper.symbol,
            issuing_body=unit.name,
            issued_on=paper.issued_on,
            effective_on=paper.effective_on,
        ),
        user=user,
        file=SimpleUploadedFile(name, file, content_type="application/pdf"),
    )


def attached(row: Row, document: Document, user: User, at: datetime) -> Attachment:
    """Return an attachment, not yet saved."""
    return Attachment(row=row, document=document, added_by=user, added_at=at)
