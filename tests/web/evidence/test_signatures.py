"""Signatures of PDFs are read and told in words: valid, altered, unknown signer."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from pypdf import PdfWriter

from parindex.web.evidence import queries
from parindex.web.evidence.enums import SignatureState
from parindex.web.evidence.inspect.pdf import read_pdf, trusted_roots
from tests.web.evidence.conftest import Bank
from tests.web.evidence.files import pdf
from tests.web.evidence.signing import SIGNER, Authority, make_authority, sign


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trust(authority: Authority, tmp_path: Path) -> Path:
    folder = tmp_path / "trust"
    folder.mkdir()
    (folder / "ca-mau.pem").write_bytes(authority.root)
    (folder / "README.txt").write_text("not a certificate")
    return folder


def states(content: bytes, trust: Path | None, tmp_path: Path) -> list[str]:
    file = tmp_path / "signed.pdf"
    file.write_bytes(content)
    return [each.state for each in read_pdf(file, trust).signatures]


def test_a_signature_under_a_trusted_root_is_valid(
    authority: Authority, trust: Path, tmp_path: Path
) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(sign(pdf(), authority))
    (found,) = read_pdf(file, trust).signatures
    assert (found.signer, found.organisation) == (SIGNER, "Sở Nội vụ Tỉnh Mẫu")
    assert (found.state, found.covers_whole_document) == (SignatureState.VALID, True)
    assert found.signed_at


def test_without_its_root_the_signer_is_unknown_but_the_text_is_whole(
    authority: Authority, tmp_path: Path
) -> None:
    assert states(sign(pdf(), authority), None, tmp_path) == [SignatureState.UNKNOWN_SIGNER]


def test_another_root_does_not_vouch(authority: Authority, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    (folder / "other.pem").write_bytes(make_authority(tmp_path).root)
    assert states(sign(pdf(), authority), folder, tmp_path) == [SignatureState.UNKNOWN_SIGNER]


def test_one_changed_byte_shows_as_altered(
    authority: Authority, trust: Path, tmp_path: Path
) -> None:
    signed = sign(pdf(note="Diem 81"), authority)
    altered = signed.replace(b"595", b"594", 1)
    assert altered != signed
    assert states(altered, trust, tmp_path) == [SignatureState.ALTERED]


def test_a_page_added_after_signing_shows_as_altered(
    authority: Authority, trust: Path, tmp_path: Path
) -> None:
    file = tmp_path / "signed.pdf"
    file.write_bytes(sign(pdf(), authority))
    writer = PdfWriter(str(file), incremental=True)
    writer.add_blank_page(595, 842)
    writer.write(tmp_path / "more.pdf")
    assert states((tmp_path / "more.pdf").read_bytes(), trust, tmp_path) == [SignatureState.ALTERED]


def test_a_second_signature_does_not_spoil_the_first(
    authority: Authority, trust: Path, tmp_path: Path
) -> None:
    twice = sign(sign(pdf(), authority), authority, "ChuKy2")
    file = tmp_path / "twice.pdf"
    file.write_bytes(twice)
    found = read_pdf(file, trust).signatures
    assert [each.state for each in found] == [SignatureState.VALID, SignatureState.VALID]
    assert [each.covers_whole_document for each in found] == [False, True]


def test_an_unsigned_pdf_has_no_signature(tmp_path: Path, trust: Path) -> None:
    assert states(pdf(), trust, tmp_path) == []


def contents_of(signed: bytes) -> bytes:
    """Return the signature itself, in hexadecimal digits without its filling."""
    found = re.search(rb"/Contents\s*<([0-9a-fA-F]+)>", signed)
    assert found
    return found[1].rstrip(b"0")


def test_a_signature_in_a_cut_off_pdf_is_unreadable_not_hidden(
    authority: Authority, trust: Path, tmp_path: Path
) -> None:
    signed = sign(pdf(), authority)
    cut = signed[: len(signed) - 700]
    assert states(cut, trust, tmp_path) == [SignatureState.UNREADABLE]


def test_a_destroyed_signature_is_unreadable_and_a_forged_one_invalid(
    authority: Authority, trust: Path, tmp_path: Path
) -> None:
    signed = sign(pdf(), authority)
    contents = contents_of(signed)
    destroyed = signed.replace(contents, b"0" * len(contents))
    assert states(destroyed, trust, tmp_path) == [SignatureState.UNREADABLE]
    place = len(contents) - 6
    digit = b"1" if contents[place : place + 1] == b"0" else b"0"
    forged = contents[:place] + digit + contents[place + 1 :]
    assert states(signed.replace(contents, forged), trust, tmp_path) == [SignatureState.INVALID]


def test_a_signature_outlives_its_certificate(
    authority: Authority, trust: Path, tmp_path: Path
) -> None:
    signed = sign(pdf(), authority)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=800)):
        assert states(signed, trust, tmp_path) == [SignatureState.VALID]


def test_the_page_is_told_of_signatures_and_a_new_root_is_heard_of_later(
    bank: Bank, authority: Authority, trust: Path, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    content = bank.add(content=sign(pdf(), authority)).current.content
    (line,) = queries.signature_lines(content)
    assert line.state == SignatureState.UNKNOWN_SIGNER
    assert line.signed_at.tzinfo is not None
    settings.EVIDENCE = replace(settings.EVIDENCE, trust=trust)
    call_command("rescan_evidence", "--signatures")
    assert "signatures changed: 1" in capsys.readouterr().out
    call_command("rescan_evidence", "--signatures")
    assert "signatures changed: 0" in capsys.readouterr().out
    content.refresh_from_db()
    assert queries.signature_lines(content)[0].state == SignatureState.VALID


def test_trust_comes_from_a_folder_of_certificates_only(trust: Path) -> None:
    assert trusted_roots(None) == []
    assert [root.subject.native["common_name"] for root in trusted_roots(trust)] == ["CA Mẫu"]
