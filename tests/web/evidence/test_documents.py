"""Documents are added, described, replaced and withdrawn; nothing is overwritten or erased."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from parindex.errors import FrozenRowError, NotEntitledError, RefusedError, StaleError
from parindex.web.common.audit import verify
from parindex.web.common.models import AuditRow
from parindex.web.evidence import domain, store
from parindex.web.evidence.models import Content, Document, DocumentVersion
from parindex.web.evidence.refusals import AlreadyKeptError, FileRefusedError
from tests.web.evidence.conftest import Bank
from tests.web.evidence.files import pdf, png, upload


def test_bytes_lie_under_their_hash_and_only_the_owner_may_read_them(
    bank: Bank, own_bytes: Path
) -> None:
    content = pdf(pages=3)
    document = bank.add(content=content)
    kept = document.current.content
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert (kept.size, kept.media_type, kept.pages) == (len(content), "application/pdf", 3)
    place = own_bytes / kept.sha256[:2] / kept.sha256[2:]
    assert place.read_bytes() == content
    assert stat.S_IMODE(place.stat().st_mode) == 0o440
    assert list((own_bytes / "incoming").iterdir()) == []


def test_identical_bytes_of_two_units_are_stored_once(bank: Bank, own_bytes: Path) -> None:
    mine = bank.add(content=pdf())
    theirs = domain.add_document(
        unit_id=bank.other.pk,
        metadata=domain.Metadata(title="Của sở khác"),
        user=bank.stranger,
        file=upload("khac.pdf", pdf()),
    )
    assert mine.current.content == theirs.current.content
    assert Content.objects.count() == 1
    files = [file for file in own_bytes.rglob("*") if file.is_file()]
    assert files == [store.place_of(mine.current.content.sha256)]


def test_the_same_file_twice_in_one_unit_leads_to_the_first_document(bank: Bank) -> None:
    document = bank.add(content=pdf())
    with pytest.raises(AlreadyKeptError, match=document.title) as refused:
        bank.add("ban-sao.pdf", pdf())
    assert refused.value.document_id == document.pk
    assert Document.objects.count() == 1


def test_a_withdrawn_file_may_come_again_as_a_new_document(bank: Bank) -> None:
    document = bank.add(content=pdf())
    domain.withdraw(document_id=document.pk, version=1, reason="nhầm năm", user=bank.officer)
    again = bank.add(content=pdf())
    assert again.pk != document.pk
    assert Content.objects.count() == 1


def test_kept_bytes_are_never_overwritten(bank: Bank) -> None:
    content = bank.add(content=pdf()).current.content
    other = store.receive([b"other bytes"], 100)
    store.keep(replace(other, sha256=content.sha256))
    assert store.place_of(content.sha256).read_bytes() == pdf()
    assert store.is_whole(content.sha256)


def test_altered_and_missing_bytes_are_found(bank: Bank) -> None:
    sha256 = bank.add().current.content.sha256
    place = store.place_of(sha256)
    place.chmod(0o600)
    place.write_bytes(b"altered")
    assert not store.is_whole(sha256)
    place.unlink()
    assert not store.is_whole(sha256)


def test_versions_are_kept_and_the_newest_is_current(bank: Bank) -> None:
    document = bank.add(content=pdf(note="một"))
    domain.add_version(
        document_id=document.pk,
        version=1,
        user=bank.officer,
        file=upload("ban-ky.pdf", pdf(note="hai")),
        note="bản đã ký",
    )
    document.refresh_from_db()
    assert [each.number for each in document.versions.all()] == [2, 1]
    assert (document.current.number, document.version) == (2, 2)
    old = document.versions.get(number=1)
    with domain.open_version(version_id=old.pk, user=bank.officer).stream as stream:
        assert stream.read() == pdf(note="một")
    with domain.open_for(document_id=document.pk, user=bank.officer).stream as stream:
        assert stream.read() == pdf(note="hai")


def test_a_written_version_cannot_be_changed_and_nothing_can_be_deleted(bank: Bank) -> None:
    document = bank.add()
    version = DocumentVersion.objects.get()
    version.file_name = "khac.pdf"
    with pytest.raises(FrozenRowError):
        version.save()
    for row in (version, document, version.content):
        with pytest.raises(FrozenRowError):
            row.delete()
    assert Document.objects.count() == Content.objects.count() == 1


def test_a_link_to_the_e_office_stands_for_a_file(bank: Bank) -> None:
    link = "https://eoffice.example.test/van-ban/125"
    document = domain.add_document(
        unit_id=bank.unit.pk,
        metadata=domain.Metadata(title="Công văn"),
        user=bank.officer,
        link=f" {link} ",
    )
    assert (document.current.link, document.current.content) == (link, None)
    with pytest.raises(RefusedError, match="đường dẫn"):
        domain.open_for(document_id=document.pk, user=bank.officer)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "eoffice", "ftp://x.y"],
)
def test_a_link_that_is_no_web_address_is_refused(bank: Bank, link: str) -> None:
    with pytest.raises(RefusedError, match="không đúng"):
        domain.add_document(
            unit_id=bank.unit.pk,
            metadata=domain.Metadata(title="Công văn"),
            user=bank.officer,
            link=link,
        )


def test_a_file_and_a_link_together_or_neither_are_refused(bank: Bank) -> None:
    said = {"unit_id": bank.unit.pk, "metadata": domain.Metadata(title="x"), "user": bank.officer}
    with pytest.raises(RefusedError, match="một tệp hoặc một đường dẫn"):
        domain.add_document(**said)
    with pytest.raises(RefusedError, match="một tệp hoặc một đường dẫn"):
        domain.add_document(**said, file=upload("a.pdf"), link="https://a.example.test/")
    version = DocumentVersion(
        document=bank.add(), number=2, added_by=bank.officer, added_at=timezone.now()
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def test_metadata_is_changed_with_an_audit_row_and_found_without_marks(bank: Bank) -> None:
    document = bank.add()
    said = domain.Metadata(
        title="Kế hoạch CCHC năm 2026",
        number="125",
        symbol="KH-SNV",
        issuing_body="Sở Nội vụ",
        issued_on=date(2026, 1, 15),
    )
    described = domain.describe(
        document_id=document.pk, version=1, metadata=said, user=bank.officer
    )
    assert described.reference == "125/KH-SNV"
    assert described.plain == "125/kh-snv ke hoach cchc nam 2026 so noi vu"
    row = AuditRow.objects.get(verb="evidence.described")
    assert row.unit_id == bank.unit.pk
    assert row.old["number"] == ""
    assert row.new["issued_on"] == "2026-01-15"
    assert "effective_on" not in row.new
    assert verify() == ()


def test_the_second_of_two_writers_is_shown_both_values(bank: Bank) -> None:
    document = bank.add()
    for user, title in ((bank.officer, "Bản một"), (bank.head, "Bản hai")):
        said = {"metadata": domain.Metadata(title=title), "user": user}
        if user == bank.head:
            with pytest.raises(StaleError) as stale:
                domain.describe(document_id=document.pk, version=1, **said)
            assert (stale.value.mine["title"], stale.value.theirs["title"]) == (title, "Bản một")
        else:
            domain.describe(document_id=document.pk, version=1, **said)
    document.refresh_from_db()
    assert document.title == "Bản một"


def test_a_stale_page_neither_withdraws_nor_replaces(bank: Bank) -> None:
    document = bank.add()
    domain.describe(
        document_id=document.pk, version=1, metadata=domain.Metadata(title="x"), user=bank.head
    )
    with pytest.raises(StaleError):
        domain.withdraw(document_id=document.pk, version=1, reason="cũ", user=bank.officer)
    with pytest.raises(StaleError):
        domain.add_version(
            document_id=document.pk, version=1, user=bank.officer, file=upload("b.pdf")
        )
    document.refresh_from_db()
    assert not document.is_withdrawn
    assert document.versions.count() == 1


def test_withdrawal_asks_for_a_reason_and_erases_nothing(bank: Bank) -> None:
    document = bank.add(content=pdf())
    with pytest.raises(RefusedError, match="lý do"):
        domain.withdraw(document_id=document.pk, version=1, reason="  ", user=bank.officer)
    domain.withdraw(document_id=document.pk, version=1, reason="nhầm", user=bank.head)
    document.refresh_from_db()
    assert (document.withdrawn_reason, document.withdrawn_by) == ("nhầm", bank.head)
    assert store.is_whole(document.current.content.sha256)
    assert AuditRow.objects.get(verb="evidence.withdrawn").reason == "nhầm"
    with domain.open_for(document_id=document.pk, user=bank.auditor).stream as stream:
        assert stream.read() == pdf()


def test_a_withdrawn_document_takes_no_further_change(bank: Bank) -> None:
    document = bank.add()
    domain.withdraw(document_id=document.pk, version=1, reason="nhầm", user=bank.officer)
    for verb, said in (
        (domain.describe, {"metadata": domain.Metadata(title="x")}),
        (domain.add_version, {"file": upload("b.pdf")}),
        (domain.withdraw, {"reason": "lần nữa"}),
    ):
        with pytest.raises(RefusedError, match="thu hồi"):
            verb(document_id=document.pk, version=2, user=bank.officer, **said)


def test_an_empty_title_is_refused_before_the_file_is_kept(bank: Bank, own_bytes: Path) -> None:
    with pytest.raises(RefusedError, match="tên văn bản"):
        bank.add(title="  ")
    assert not own_bytes.exists()


def test_many_files_keep_the_good_ones_and_say_why_of_each_refused(
    bank: Bank, own_bytes: Path
) -> None:
    files = [
        upload("1.2_ke-hoach.pdf"),
        upload("virus.exe", b"MZ"),
        upload("ảnh hiện trường.PNG", png()),
        upload("rong.pdf", b""),
        upload("C:\\thu muc\\1.2_ke-hoach.pdf"),
    ]
    files[4] = upload("..\\1.2_ke-hoach.pdf", files[0].read())
    files[0].seek(0)
    outcomes = domain.add_many(unit_id=bank.unit.pk, files=files, user=bank.section)
    assert [each.document is not None for each in outcomes] == [True, False, True, False, False]
    assert outcomes[0].document.title == "1.2 ke-hoach"
    assert "đuôi" not in outcomes[1].refusal.what
    assert "không thuộc loại" in outcomes[1].refusal.what
    assert "rỗng" in outcomes[3].refusal.what
    assert "đã có" in outcomes[4].refusal.what
    assert list((own_bytes / "incoming").iterdir()) == []


def test_a_file_over_the_limit_is_refused_with_the_limit(
    bank: Bank, settings: Any, own_bytes: Path
) -> None:
    settings.EVIDENCE = replace(settings.EVIDENCE, upload_limit=1024 * 1024)
    with pytest.raises(FileRefusedError, match="lớn hơn 1 MB"):
        bank.add(content=b"%PDF-1.7\n" + b"0" * (1024 * 1024))
    assert list((own_bytes / "incoming").iterdir()) == []
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "name", ["stranger", "viewer", "appraiser", "secretary", "auditor", "nobody"]
)
def test_who_does_not_self_score_adds_nothing(bank: Bank, name: str) -> None:
    with pytest.raises(NotEntitledError):
        domain.add_document(
            unit_id=bank.unit.pk,
            metadata=domain.Metadata(title="x"),
            user=bank.people[name],
            file=upload("a.pdf"),
        )
    with pytest.raises(NotEntitledError):
        domain.add_many(unit_id=bank.unit.pk, files=[upload("a.pdf")], user=bank.people[name])
    assert not Document.objects.exists()


def test_a_contributor_changes_what_he_or_she_added_and_nothing_else(bank: Bank) -> None:
    foreign = bank.add()
    own = domain.add_many(unit_id=bank.unit.pk, files=[upload("b.pdf")], user=bank.section)
    said = {"version": 1, "metadata": domain.Metadata(title="Mới"), "user": bank.section}
    domain.describe(document_id=own[0].document.pk, **said)
    with pytest.raises(NotEntitledError):
        domain.describe(document_id=foreign.pk, **said)
    with pytest.raises(NotEntitledError):
        domain.add_version(
            document_id=foreign.pk, version=1, user=bank.section, file=upload("c.pdf")
        )
    with pytest.raises(NotEntitledError):
        domain.withdraw(document_id=own[0].document.pk, version=2, reason="x", user=bank.section)
    foreign.refresh_from_db()
    assert foreign.title == "Kế hoạch cải cách hành chính"
