"""The catalogue of procedures and the pairs of unit and procedure."""

from __future__ import annotations

import pytest

from parindex.caseload.columns import OFFERED, PROCEDURES
from parindex.caseload.readers import IntakeError, read_catalogue
from tests.caseload.readers.test_workbook import book

HEADERS = (
    "Mã TTHC",
    "Tên TTHC",
    "Lĩnh vực",
    "Mức độ",
    "Có phí",
    "Thời hạn giải quyết",
    "Mã đơn vị",
)
BIRTH = ("1.001193", "Đăng ký khai sinh", "Hộ tịch", "Toàn trình", "Không", "1 ngày làm việc", "")
LAND = (
    *("2.000815.000.00.00.H44", "Chứng thực", "Chứng thực", "một phần", "x", "0,5 ngày làm việc"),
    "H44.100, 000.00.45.H44",
)


def csv_of(*rows: tuple[str, ...]) -> bytes:
    return "\n".join(";".join(f'"{cell}"' for cell in row) for row in rows).encode()


def test_a_catalogue_gives_procedures_and_who_offers_them() -> None:
    found = read_catalogue(csv_of(("DANH MỤC",), HEADERS, BIRTH, LAND), origin="a.csv")
    assert found.problems == ()
    assert found.read == 2
    assert (found.procedures.schema, found.offered.schema) == (PROCEDURES, OFFERED)
    one, other = found.procedures.to_pylist()
    assert (one["procedure_code"], one["level"], one["has_fee"]) == ("1.001193", 4, False)
    assert (other["procedure_code"], other["level"], other["has_fee"]) == ("2.000815", 3, True)
    assert (other["allowed"], other["allowed_unit"]) == (4, "hours")
    assert one["offers_online_payment"] is None
    assert found.offered.to_pylist() == [
        {"unit_code": "H44.100", "procedure_code": "2.000815"},
        {"unit_code": "H44.45", "procedure_code": "2.000815"},
    ]


def test_a_spreadsheet_gives_the_same() -> None:
    rows = [("DANH MỤC",), HEADERS, BIRTH, LAND]
    one, other = (
        read_catalogue(content, origin="a") for content in (csv_of(*rows), book(list(rows)))
    )
    assert one.procedures.equals(other.procedures)
    assert one.offered.equals(other.offered)


def test_pairs_alone_give_no_procedures() -> None:
    rows = (("unit_code", "procedure_code"), ("H44.100", "1.001193"), ("H44.100", "1.001193"))
    found = read_catalogue(csv_of(*rows), origin="a.csv")
    assert found.procedures.num_rows == 0
    assert found.offered.num_rows == 1


def test_a_faulty_row_is_left_out_with_every_reason() -> None:
    wrong = ("khai sinh", "Đăng ký", "", "mức 9", "có lẽ", "vài ngày", "xã X")
    found = read_catalogue(csv_of(HEADERS, wrong, BIRTH), origin="a.csv")
    assert found.procedures.num_rows == 1
    told = [problem.where.rpartition(", ")[2] for problem in found.problems]
    assert told == ["procedure_code", "level", "has_fee", "allowed", "unit_code"]
    assert all(problem.where.startswith("a.csv, row 2") for problem in found.problems)


def test_a_procedure_that_stands_twice_must_say_the_same() -> None:
    other = (*BIRTH[:3], "Một phần", *BIRTH[4:])
    found = read_catalogue(csv_of(HEADERS, BIRTH, BIRTH, other), origin="a.csv")
    assert found.procedures.num_rows == 1
    assert [problem.where for problem in found.problems] == ["a.csv, row 4"]


@pytest.mark.parametrize("content", [csv_of(("a", "b")), b'{"a": 1}', csv_of(("Mã TTHC",))])
def test_what_is_no_catalogue_is_refused(content: bytes) -> None:
    with pytest.raises(IntakeError):
        read_catalogue(content, origin="a")
