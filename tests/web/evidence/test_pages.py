"""Pages of the bank: upload, describe, view, withdraw; strangers find nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from parindex.web.evidence import domain
from parindex.web.evidence.enums import ScanState
from parindex.web.evidence.models import Content, Document
from tests.web.evidence import files
from tests.web.evidence.conftest import Bank
from tests.web.evidence.files import upload
from tests.web.evidence.signing import SIGNER, make_authority, sign

SAID = {
    "title": "Kế hoạch CCHC",
    "number": "125",
    "symbol": "KH-SM",
    "issuing_body": "Sở Mẫu 1",
    "issued_on": "2026-01-15",
    "effective_on": "",
}


@pytest.fixture
def as_officer(bank: Bank, client: Client) -> Client:
    client.force_login(bank.officer)
    return client


def addresses(document: Document) -> list[str]:
    """Return every address under which something of a document is read."""
    version = document.current_id
    return [
        f"/minh-chung/{document.pk}/",
        f"/minh-chung/xem/{version}/",
        f"/minh-chung/tep/{version}/",
        f"/minh-chung/tai-ve/{version}/",
        f"/minh-chung/don-vi/{document.unit_id}/",
    ]


def test_one_bank_opens_at_once_and_several_are_listed(bank: Bank, as_officer: Client) -> None:
    answer = as_officer.get("/minh-chung/")
    assert answer["location"] == f"/minh-chung/don-vi/{bank.unit.pk}/"
    bank.add()
    domain.add_many(unit_id=bank.other.pk, files=[upload("x.pdf")], user=bank.stranger)
    as_officer.force_login(bank.secretary)
    text = as_officer.get("/minh-chung/").content.decode()
    assert "Sở Mẫu 1" in text
    assert "Sở Mẫu 2" in text


def test_an_empty_bank_says_what_to_do(bank: Bank, as_officer: Client) -> None:
    text = as_officer.get(f"/minh-chung/don-vi/{bank.unit.pk}/").content.decode()
    assert "Kho chưa có tài liệu" in text
    assert 'capture="environment"' in text
    assert "chưa bật quét vi-rút" in text


def test_one_file_is_uploaded_and_then_described(bank: Bank, as_officer: Client) -> None:
    answer = as_officer.post(
        f"/minh-chung/don-vi/{bank.unit.pk}/them/", {"files": [upload("kế hoạch.pdf")]}, follow=True
    )
    document = Document.objects.get()
    assert answer.redirect_chain == [(f"/minh-chung/{document.pk}/", 302)]
    text = answer.content.decode()
    assert "Còn thiếu: số, ký hiệu, cơ quan ban hành, ngày ban hành." in text
    assert "chưa quét vi-rút" in text
    assert "không có chữ ký số" in text
    answer = as_officer.post(
        f"/minh-chung/{document.pk}/mo-ta/", {**SAID, "version": 1}, follow=True
    )
    assert "125/KH-SM" in answer.content.decode()
    document.refresh_from_db()
    assert document.issued_on == date(2026, 1, 15)


def test_of_many_files_the_good_are_kept_and_the_refused_named(
    bank: Bank, as_officer: Client
) -> None:
    answer = as_officer.post(
        f"/minh-chung/don-vi/{bank.unit.pk}/them/",
        {"files": [upload("1.2 kế hoạch.pdf"), upload("a.exe", b"MZ"), upload("b.png", b"MZ")]},
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "2 tệp không được nhận" in text
    assert "a.exe" in text
    assert "1 tệp đã lưu" in text
    assert [each.title for each in Document.objects.all()] == ["1.2 kế hoạch"]


def test_a_large_upload_is_refused_by_name_beside_a_good_one(
    bank: Bank, as_officer: Client, settings: Any
) -> None:
    settings.EVIDENCE = replace(settings.EVIDENCE, upload_limit=1024 * 1024)
    big = upload("lon.pdf", b"%PDF-1.7\n" + b"0" * (5 * 1024 * 1024))
    text = as_officer.post(
        f"/minh-chung/don-vi/{bank.unit.pk}/them/", {"files": [big, upload("nho.pdf")]}
    ).content.decode()
    assert "lon.pdf" in text
    assert "lớn hơn 1 MB" in text
    assert [each.title for each in Document.objects.all()] == ["nho"]


def test_a_link_is_kept_instead_of_a_file(bank: Bank, as_officer: Client) -> None:
    address = f"/minh-chung/don-vi/{bank.unit.pk}/them/"
    assert "Dùng đường dẫn" in as_officer.get(address).content.decode()
    answer = as_officer.post(address, {**SAID, "title": "", "link": "https://e.example.test/1"})
    assert answer.status_code == 422
    assert as_officer.post(address, {**SAID, "link": "javascript:alert(1)"}).status_code == 422
    answer = as_officer.post(address, {**SAID, "link": "https://e.example.test/1"}, follow=True)
    text = answer.content.decode()
    assert 'href="https://e.example.test/1"' in text
    assert "javascript" not in text
    assert Document.objects.count() == 1


def test_the_viewer_frames_the_file_and_nobody_else_may(bank: Bank, as_officer: Client) -> None:
    document = bank.add("Kế hoạch số 1.pdf", files.pdf())
    version = document.current_id
    page = as_officer.get(f"/minh-chung/xem/{version}/")
    assert f'<iframe class="evidence" src="/minh-chung/tep/{version}/"' in page.content.decode()
    assert "frame-src 'self'" in page["content-security-policy"]
    assert page["x-frame-options"] == "DENY"
    file = as_officer.get(f"/minh-chung/tep/{version}/")
    assert b"".join(file.streaming_content) == files.pdf()
    assert file["content-type"] == "application/pdf"
    assert file["x-frame-options"] == "SAMEORIGIN"
    assert file["x-content-type-options"] == "nosniff"
    policy = file["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "private" in file["cache-control"]
    kind, _, name = file["content-disposition"].partition("; filename*=utf-8''")
    assert (kind, unquote(name)) == ("inline", "Kế hoạch số 1.pdf")


def test_a_picture_is_shown_and_an_office_file_is_a_download(
    bank: Bank, as_officer: Client
) -> None:
    picture = bank.add("anh.png", files.png())
    text = as_officer.get(f"/minh-chung/xem/{picture.current_id}/").content.decode()
    assert f'<img class="evidence" src="/minh-chung/tep/{picture.current_id}/"' in text
    office_bytes = files.docx()
    office = bank.add("bao-cao.docx", office_bytes)
    assert as_officer.get(f"/minh-chung/xem/{office.current_id}/").status_code == 422
    for way in ("tep", "tai-ve"):
        answer = as_officer.get(f"/minh-chung/{way}/{office.current_id}/")
        assert answer["content-disposition"] == 'attachment; filename="bao-cao.docx"'
        assert b"".join(answer.streaming_content) == office_bytes


def test_a_download_is_sandboxed(bank: Bank, as_officer: Client) -> None:
    document = bank.add(content=files.pdf())
    answer = as_officer.get(f"/minh-chung/tai-ve/{document.current_id}/")
    assert "sandbox" in answer["content-security-policy"]
    assert answer["content-disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == files.pdf()


@pytest.mark.parametrize("name", ["stranger", "viewer", "leader", "narrow_appraiser", "nobody"])
def test_guessed_addresses_do_not_exist_for_others(bank: Bank, client: Client, name: str) -> None:
    document = bank.add(title="Tên không được lộ")
    client.force_login(bank.people[name])
    for address in addresses(document):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert "Tên không được lộ" not in answer.content.decode()
    for verb in ("mo-ta", "phien-ban", "thu-hoi"):
        answer = client.post(f"/minh-chung/{document.pk}/{verb}/", {**SAID, "version": 1})
        assert answer.status_code == 404, verb
    assert client.post(f"/minh-chung/don-vi/{bank.unit.pk}/them/").status_code == 404
    document.refresh_from_db()
    assert document.version == 1


def test_without_signing_in_there_is_nothing(bank: Bank, client: Client) -> None:
    for address in addresses(bank.add()):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/minh-chung/" not in answer["location"].partition("?")[0]


def test_kept_bytes_have_no_public_address(bank: Bank, as_officer: Client, settings: Any) -> None:
    sha256 = bank.add().current.content.sha256
    for address in (
        f"/evidence/{sha256[:2]}/{sha256[2:]}",
        f"/media/{sha256[:2]}/{sha256[2:]}",
        f"/static/../evidence/{sha256[:2]}/{sha256[2:]}",
    ):
        assert as_officer.get(address).status_code == 404
    assert not str(settings.EVIDENCE_ROOT).startswith(str(settings.STATIC_ROOT))


def test_nothing_changes_by_get(bank: Bank, as_officer: Client) -> None:
    document = bank.add()
    for verb in ("mo-ta", "phien-ban", "thu-hoi"):
        assert as_officer.get(f"/minh-chung/{document.pk}/{verb}/").status_code == 405


def test_the_second_of_two_writers_sees_both_values(bank: Bank, as_officer: Client) -> None:
    document = bank.add()
    domain.describe(
        document_id=document.pk,
        version=1,
        metadata=domain.Metadata(title="Của người khác"),
        user=bank.head,
    )
    answer = as_officer.post(
        f"/minh-chung/{document.pk}/mo-ta/", {**SAID, "title": "Của tôi", "version": 1}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Của người khác" in text
    assert 'value="Của tôi"' in text
    assert 'name="version" value="2"' in text
    document.refresh_from_db()
    assert document.title == "Của người khác"


def test_an_old_version_can_still_be_opened_after_a_new_one(bank: Bank, as_officer: Client) -> None:
    document = bank.add("cu.pdf")
    first = document.current_id
    answer = as_officer.post(
        f"/minh-chung/{document.pk}/phien-ban/",
        {"version": 1, "file": upload("moi.pdf"), "note": "bản đã ký"},
        follow=True,
    )
    text = answer.content.decode()
    assert "cu.pdf" in text
    assert "moi.pdf" in text
    assert "bản đã ký" in text
    assert f"/minh-chung/xem/{first}/" in text


def test_withdrawal_needs_a_reason_and_shows_it(bank: Bank, as_officer: Client) -> None:
    document = bank.add()
    address = f"/minh-chung/{document.pk}/thu-hoi/"
    assert as_officer.post(address, {"version": 1, "reason": " "}).status_code == 422
    text = as_officer.post(
        address, {"version": 1, "reason": "nhầm năm"}, follow=True
    ).content.decode()
    assert "Lý do: nhầm năm" in text
    assert "Thêm phiên bản mới" not in text
    bank_page = f"/minh-chung/don-vi/{bank.unit.pk}/"
    assert document.title not in as_officer.get(bank_page).content.decode()
    assert document.title in as_officer.get(f"{bank_page}?thu-hoi=1").content.decode()


def test_the_list_is_searched_and_filtered(bank: Bank, as_officer: Client) -> None:
    bank.add("a.pdf", title="Kế hoạch kiểm tra", effective_on=date(2026, 2, 1), symbol="KH")
    bank.add(
        "b.pdf",
        title="Báo cáo quý",
        number="7",
        issuing_body="Sở Mẫu 1",
        issued_on=date(2025, 4, 1),
    )
    address = f"/minh-chung/don-vi/{bank.unit.pk}/"

    def found(query: str) -> tuple[bool, bool]:
        text = as_officer.get(address + query).content.decode()
        return "Kế hoạch kiểm tra" in text, "Báo cáo quý" in text

    assert found("") == (True, True)
    assert found("?tim=ke+hoach") == (True, False)
    assert found("?tim=báo+cáo+7") == (False, True)
    assert found("?nam=2026") == (True, False)
    assert found("?nam=2025") == (False, True)
    assert found("?thieu=1") == (True, False)
    assert found("?tim=khong-co") == (False, False)
    assert found("?nam=abc&trang=zz") == (True, True)


def test_signatures_and_scan_stand_in_words(bank: Bank, as_officer: Client, tmp_path: Any) -> None:
    document = bank.add(content=sign(files.pdf(), make_authority(tmp_path)))
    text = as_officer.get(f"/minh-chung/{document.pk}/").content.decode()
    assert SIGNER in text
    assert "chưa xác minh được người ký" in text
    Content.objects.update(scan=ScanState.INFECTED, scan_said="Parindex.Test")
    text = as_officer.get(f"/minh-chung/{document.pk}/").content.decode()
    assert "có vi-rút, không mở được" in text
    assert "Tải về" not in text
    assert as_officer.get(f"/minh-chung/tep/{document.current_id}/").status_code == 422


def test_the_same_file_of_another_unit_is_shown_to_the_appraiser_only(
    bank: Bank, as_officer: Client
) -> None:
    mine = bank.add(content=files.pdf())
    domain.add_many(unit_id=bank.other.pk, files=[upload("x.pdf", files.pdf())], user=bank.stranger)
    words = "Đơn vị khác dùng cùng một tệp"
    assert words not in as_officer.get(f"/minh-chung/{mine.pk}/").content.decode()
    as_officer.force_login(bank.appraiser)
    text = as_officer.get(f"/minh-chung/{mine.pk}/").content.decode()
    assert words in text
    assert "Sở Mẫu 2" in text


def test_the_list_asks_as_often_for_three_documents_as_for_one(
    bank: Bank, as_officer: Client
) -> None:
    address = f"/minh-chung/don-vi/{bank.unit.pk}/"
    counts = []
    for names in (("1.pdf",), ("2.pdf", "3.pdf")):
        for name in names:
            bank.add(name, title=name)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            as_officer.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[1]
