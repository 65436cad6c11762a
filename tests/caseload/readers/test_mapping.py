"""Mappings: proposed from headers, completed by a person, checked to the last line."""

from __future__ import annotations

from pathlib import Path

import pytest

from parindex.caseload.readers import (
    IntakeError,
    Mapping_,
    MappingError,
    headers_of,
    load_mapping,
    proposal,
    read_dossiers,
)
from parindex.caseload.readers.moments import Form
from tests.caseload.readers.samples import INTAKE, rows_of

EXPORT = (
    "Số biên nhận nội bộ;Thủ tục số;Bước;Hạn;Ghi chú\n"
    "H44.45-260803-0012;2.000815;Đang thẩm định;08/24/2026;abc\n"
)
MAPPING = """
name: Hệ thống một cửa của tỉnh
form: MM/dd/yyyy
headers:
  Số biên nhận nội bộ: dossier_code
  Thủ tục số: procedure_code
  Bước: status
  Hạn: due_at
codes:
  status:
    Đang thẩm định: 4
constants:
  channel: 2
  is_vneid: true
population_databases: [7]
"""


def saved(folder: Path, text: str) -> Path:
    file = folder / "mapping.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_saved_mapping_reads_what_nobody_could_recognise(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match="no row of headers"):
        list(read_dossiers(EXPORT.encode(), INTAKE, origin="a.csv"))
    mapping = load_mapping(saved(tmp_path, MAPPING))
    (row,) = rows_of(read_dossiers(EXPORT.encode(), INTAKE, origin="a.csv", mapping=mapping))
    assert (row["status"], row["channel"], row["is_vneid"]) == (4, 2, True)
    assert row["due_at"].strftime("%Y-%m-%d") == "2026-08-24"
    assert mapping.form is Form.MONTH_FIRST
    assert mapping.applied(INTAKE).population_databases == {"7"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- a\n", "no keys stand here"),
        ("headers: {A: dossier_codes}", "line 1: 'dossier_codes' is no field"),
        ("headers: {A: status, B: status}", "'B' and 'A' both fill status"),
        ("headers:\n  A: status\n  Họ và tên: subject_hash", "line 3: 'Họ và tên' names or desc"),
        ("column: {}", "'column' is no key of a mapping"),
        ("form: dd.MM", "'dd.MM' is no form of moments"),
        ("codes: {trạng thái: {a: 1}}", "'trạng thái' is no field"),
        ("codes: {status: 4}", "this holds no pairs"),
        ("constants: [1]", "constants holds no pairs"),
        ("population_databases: 7", "this is no list"),
        ("headers: {A: status, A: channel}", "the key 'A' stands twice"),
        ("headers: {A: status", "not valid YAML"),
    ],
)
def test_every_fault_of_a_mapping_is_told_with_its_place(
    text: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(MappingError, match=r"mapping\.yaml") as found:
        load_mapping(saved(tmp_path, text))
    assert told in str(found.value)


def test_of_two_headers_for_one_field_the_more_usual_is_read() -> None:
    headers = ("Hạn xử lý", "Mã hồ sơ", "Ngày hẹn trả", "Số hồ sơ", "Mã TTHC", "Trạng thái")
    columns = Mapping_().columns(headers)
    assert columns.names["due_at"] == "Ngày hẹn trả"
    assert columns.names["dossier_code"] == "Mã hồ sơ"
    assert columns.unread == ["Hạn xử lý", "Số hồ sơ"]


def test_a_proposal_can_be_loaded_and_says_all_headers(tmp_path: Path) -> None:
    headers = ["Mã hồ sơ", "Mã TTHC", "Tình trạng", "Họ tên", "Cột: lạ", 'Ngày "hẹn" trả']
    text = proposal(headers, "mot-cua")
    mapping = load_mapping(saved(tmp_path, text))
    assert mapping.headers == {
        "Mã hồ sơ": "dossier_code",
        "Mã TTHC": "procedure_code",
        "Tình trạng": "status",
        'Ngày "hẹn" trả': "due_at",
    }
    assert all(header in text for header in headers)
    personal = text.partition("# personal, never read:")[2].partition("# not")[0]
    assert personal.split() == ["#", "Họ", "tên"]


def test_messages_need_no_mapping() -> None:
    with pytest.raises(IntakeError, match="messages need no mapping"):
        headers_of(b'{"data": []}', "a.json")
