"""A file is what its content says; viruses, macros and disguises stay outside."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from parindex.errors import RefusedError
from parindex.web.common.models import AuditRow
from parindex.web.evidence import domain, store
from parindex.web.evidence.enums import ScanState
from parindex.web.evidence.inspect import containers, virus
from parindex.web.evidence.models import Content, Document
from parindex.web.evidence.refusals import FileRefusedError
from tests.web.evidence import files
from tests.web.evidence.conftest import Bank

OLE = containers.OLE + b"\x00" * 504
WORD = OLE + "WordDocument".encode("utf-16-le")
SHEET = OLE + "Workbook".encode("utf-16-le")
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 40
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00/" + b"\x00" * 12
MACRO = files.with_member(files.docx(), "word/vbaProject.bin")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", files.pdf(), "application/pdf"),
        ("a.PNG", files.png(), "image/png"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.webp", WEBP, "image/webp"),
        (
            "a.docx",
            files.docx(),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "a.xlsx",
            files.xlsx(),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("a.doc", WORD, "application/msword"),
        ("a.xls", SHEET, "application/vnd.ms-excel"),
    ],
)
def test_allowed_types_are_told_by_content(
    bank: Bank, name: str, content: bytes, media_type: str
) -> None:
    assert bank.add(name, content).current.content.media_type == media_type


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", files.EXECUTABLE, "Windows"),
        ("a.exe", files.EXECUTABLE, "không thuộc loại"),
        ("a.pdf", files.png(), "là PNG, không khớp"),
        ("a.png", files.pdf(), "là PDF, không khớp"),
        ("a.docx", files.xlsx(), "là Excel, không khớp"),
        ("a.doc", SHEET, "không khớp"),
        ("a.doc", OLE, "không khớp"),
        ("a.docx", files.zipped(x=b"y"), "không khớp"),
        ("a.docx", b"PK\x03\x04 broken", "không khớp"),
        ("a.pdf", b"<html><script>alert(1)</script></html>", "không khớp"),
        ("a.pdf", b"plain words", "không nhận ra"),
        ("a.html", b"<html></html>", "không thuộc loại"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "không thuộc loại"),
        ("a.zip", files.zipped(x=b"y"), "không thuộc loại"),
        ("a.docm", MACRO, "không thuộc loại"),
        ("a.pdf.exe", files.pdf(), "không thuộc loại"),
        ("khong-duoi", files.pdf(), "không thuộc loại"),
        ("a.docx", MACRO, "macro"),
        ("a.doc", WORD + containers.OLE_MACROS, "macro"),
        ("a.xlsx", files.with_member(files.xlsx(), "xl/embeddings/setup.EXE"), "chương trình"),
    ],
)
def test_disguises_and_programs_are_refused_with_the_reason(
    bank: Bank, own_bytes: Path, name: str, content: bytes, why: str
) -> None:
    with pytest.raises(FileRefusedError, match=why) as refused:
        bank.add(name, content)
    assert name in refused.value.what
    assert refused.value.kept
    assert refused.value.fix
    assert not Document.objects.exists()
    assert list((own_bytes / "incoming").iterdir()) == []


def test_a_bomb_is_refused_by_what_it_says_it_unpacks_to(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "UNPACKED_LIMIT", 1_000_000)
    buffer = io.BytesIO(files.xlsx())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros", b"\x00" * 2_000_000)
    with pytest.raises(FileRefusedError, match="quá lớn sau khi giải nén"):
        bank.add("a.xlsx", buffer.getvalue())


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"\xff" * 3000,
        files.pdf()[:300],
        files.pdf().replace(b"/Pages", b"/Pigs"),
        b"%PDF-1.7\n1 0 obj<</ByteRange[0 1 2 3]/Type/Sig>>endobj\ntrailer<</Root 1 0 R>>",
    ],
)
def test_a_broken_pdf_is_kept_and_said_to_be_unreadable(bank: Bank, content: bytes) -> None:
    kept = bank.add("hong.pdf", content).current.content
    assert (kept.is_readable, kept.pages) == (False, None)
    assert store.is_whole(kept.sha256)


def test_without_clamd_a_file_counts_as_not_scanned(bank: Bank) -> None:
    content = bank.add().current.content
    assert (content.scan, content.scanned_at) == (ScanState.NOT_SCANNED, None)
    assert domain.scan_again(content_id=content.pk) == ScanState.NOT_SCANNED


def test_a_clean_file_is_scanned_by_the_real_clamd(bank: Bank, scanned: str) -> None:
    content = bank.add().current.content
    assert content.scan == ScanState.CLEAN
    assert content.scanned_at is not None


def test_an_infected_file_is_refused_and_leaves_an_audit_row(
    bank: Bank, scanned: str, own_bytes: Path
) -> None:
    infected = files.pdf() + files.HARMLESS_VIRUS
    with pytest.raises(FileRefusedError, match=r"Parindex\.Test"):
        bank.add("nhiem.pdf", infected)
    assert not Content.objects.exists()
    assert [file for file in own_bytes.rglob("*") if file.is_file()] == []
    row = AuditRow.objects.get()
    assert (row.verb, row.unit_id) == ("evidence.infected_file_refused", bank.unit.pk)
    assert row.new["file_name"] == "nhiem.pdf"


def test_an_infected_member_of_an_office_file_is_found(bank: Bank, scanned: str) -> None:
    infected = files.with_member(files.docx(), "word/media/a.txt", files.HARMLESS_VIRUS)
    with pytest.raises(FileRefusedError, match="vi-rút"):
        bank.add("nhiem.docx", infected)


def test_a_file_over_clamd_s_own_limit_counts_as_not_scanned_yet(bank: Bank, scanned: str) -> None:
    big = files.pdf() + b"\n%" + b"0" * (3 * 1024 * 1024)
    content = bank.add(content=big).current.content
    assert content.scan == ScanState.FAILED
    assert content.scan_said


def test_while_clamd_is_away_files_are_kept_and_scanned_later(
    bank: Bank, settings: Any, clamd: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.EVIDENCE = replace(settings.EVIDENCE, clamd=str(tmp_path / "nobody.sock"))
    document = bank.add()
    assert document.current.content.scan == ScanState.FAILED
    with pytest.raises(CommandError, match="1 file"):
        call_command("rescan_evidence")
    settings.EVIDENCE = replace(settings.EVIDENCE, clamd=clamd)
    call_command("rescan_evidence")
    assert "clean: 1" in capsys.readouterr().out
    assert Content.objects.get().scan == ScanState.CLEAN
    assert AuditRow.objects.filter(verb="evidence.scanned").exists()


def test_a_virus_found_later_closes_the_file_but_keeps_it(
    bank: Bank, settings: Any, clamd: str
) -> None:
    document = bank.add(content=files.pdf() + files.HARMLESS_VIRUS)
    settings.EVIDENCE = replace(settings.EVIDENCE, clamd=clamd)
    call_command("rescan_evidence", "--all", "--bytes")
    with pytest.raises(RefusedError, match="vi-rút"):
        domain.open_for(document_id=document.pk, user=bank.officer)
    assert store.is_whole(Content.objects.get().sha256)
    settings.EVIDENCE = replace(settings.EVIDENCE, clamd="127.0.0.1:1")
    with pytest.raises(CommandError):
        call_command("rescan_evidence", "--all")
    assert Content.objects.get().scan == ScanState.INFECTED


def test_altered_bytes_stop_the_check(bank: Bank) -> None:
    sha256 = bank.add().current.content.sha256
    store.place_of(sha256).chmod(0o600)
    store.place_of(sha256).write_bytes(b"other")
    with pytest.raises(CommandError, match=sha256):
        call_command("rescan_evidence", "--bytes")


def test_an_answer_that_nobody_understands_is_no_clean_bill(tmp_path: Path) -> None:
    for answer in ("", "stream: OK ERROR", "stream: x ERROR", "UNKNOWN COMMAND"):
        assert virus.ANSWER.match(answer) is None


def test_a_picture_that_nobody_recognises_is_refused(bank: Bank) -> None:
    with pytest.raises(FileRefusedError, match="không nhận ra"):
        bank.add("a.png", b"\x00")
