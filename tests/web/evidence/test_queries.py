"""Dates against the year scored, files matched to components by name, settings of the bank."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from parindex.web.evidence.configuration import EvidenceConfiguration
from parindex.web.evidence.matching import match_by_name
from parindex.web.evidence.models import Document
from parindex.web.evidence.queries import DateWarning, date_warnings

COMPONENTS = {
    "1.1": "Ban hành kế hoạch cải cách hành chính",
    "1.10": "Sáng kiến",
    "1.2": "Báo cáo định kỳ",
    "II.3.1": "Rà soát văn bản quy phạm pháp luật",
    "3.1": "Rà soát thủ tục",
    "15": "Điểm thưởng",
}


@pytest.mark.parametrize(
    ("issued", "effective", "expected"),
    [
        (date(2026, 12, 31), date(2026, 12, 31), ()),
        (date(2025, 1, 1), None, ()),
        (None, date(2026, 1, 1), ()),
        (date(2026, 12, 31), date(2027, 1, 1), (DateWarning.EFFECTIVE_AFTER_YEAR,)),
        (date(2027, 1, 1), None, (DateWarning.ISSUED_AFTER_YEAR,)),
        (date(2027, 1, 1), date(2026, 1, 1), (DateWarning.ISSUED_AFTER_YEAR,)),
        (
            date(2027, 1, 5),
            date(2027, 1, 5),
            (DateWarning.ISSUED_AFTER_YEAR, DateWarning.EFFECTIVE_AFTER_YEAR),
        ),
        (None, None, (DateWarning.NO_DATE,)),
    ],
)
def test_dates_speak_for_the_year_scored_not_the_day_of_upload(
    issued: date | None, effective: date | None, expected: tuple[DateWarning, ...]
) -> None:
    document = Document(issued_on=issued, effective_on=effective)
    assert date_warnings(document, 2026) == expected


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("1.2_ke-hoach.pdf", "1.2"),
        ("1.2. Báo cáo quý I.pdf", "1.2"),
        ("1.2.pdf", "1.2"),
        ("1.10.pdf", "1.10"),
        ("1.10_sang-kien.docx", "1.10"),
        ("1.100.pdf", None),
        ("1.1.1 chi tiết.pdf", None),
        ("II.3.1 - Báo cáo.pdf", "II.3.1"),
        ("ii.3.1.PDF", "II.3.1"),
        ("III.3.1 khác.pdf", None),
        ("TC 1.2 bao cao.xlsx", "1.2"),
        ("Minh chứng tiêu chí thành phần 3.1.pdf", "3.1"),
        ("Minh chứng (1.10) ảnh.jpg", "1.10"),
        ("thu-muc\\1.1 kế hoạch.pdf", "1.1"),
        ("15-11-2026.jpg", None),
        ("15. Thưởng.pdf", "15"),
        ("IMG_20261122.jpg", None),
        ("Tăng 1.2 điểm so với năm trước.pdf", None),
        ("Ra soat van ban quy pham phap luat nam 2026.pdf", "II.3.1"),
        ("sáng kiến.pdf", None),
        ("", None),
    ],
)
def test_a_file_name_names_its_component_or_none(name: str, code: str | None) -> None:
    assert match_by_name([name], COMPONENTS) == {name: code}


def test_two_components_of_one_name_are_not_guessed_between() -> None:
    twice = {"1.1": "Báo cáo đúng thời hạn", "2.1": "Báo cáo đúng thời hạn"}
    assert match_by_name(["bao cao dung thoi han.pdf"], twice) == {
        "bao cao dung thoi han.pdf": None
    }


def test_without_settings_the_bank_takes_25_mb_and_scans_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("PARINDEX_UPLOAD_MB", "PARINDEX_CLAMD", "PARINDEX_TRUST"):
        monkeypatch.delenv(name, raising=False)
    read = EvidenceConfiguration.read()
    assert (read.upload_limit, read.clamd, read.trust) == (25 * 1024 * 1024, "", None)


def test_settings_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PARINDEX_UPLOAD_MB", "40")
    monkeypatch.setenv("PARINDEX_CLAMD", "scanner:3310")
    monkeypatch.setenv("PARINDEX_TRUST", str(tmp_path))
    read = EvidenceConfiguration.read()
    assert (read.upload_limit, read.clamd) == (40 * 1024 * 1024, "scanner:3310")
    assert read.trust == tmp_path.resolve()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PARINDEX_UPLOAD_MB", "0"),
        ("PARINDEX_UPLOAD_MB", "25MB"),
        ("PARINDEX_UPLOAD_MB", "9999"),
        ("PARINDEX_CLAMD", "scanner"),
        ("PARINDEX_CLAMD", "scanner:port"),
        ("PARINDEX_TRUST", "/no/such/folder"),
    ],
)
def test_a_wrong_setting_is_loud(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=name):
        EvidenceConfiguration.read()
