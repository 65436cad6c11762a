"""Reads the catalogue of procedures, and which unit handles which, from CSV or a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from parindex.caseload.codes import CodeError, procedure_code, unit_code
from parindex.caseload.columns import OFFERED, PROCEDURES
from parindex.caseload.readers import words
from parindex.caseload.readers.content import Content, FileKind, encoding_of, kind_of, open_content
from parindex.caseload.readers.intake import IntakeError
from parindex.caseload.readers.words import fold
from parindex.caseload.readers.workbook import sheets, texts_of
from parindex.errors import Problem

HEADERS: Final = {
    "procedure_code": "MaTTHC|Mã TTHC|Mã thủ tục|Mã thủ tục hành chính|Mã số TTHC",
    "name": "TenTTHC|Tên TTHC|Tên thủ tục|Tên thủ tục hành chính",
    "field_code": "MaLinhVuc|Mã lĩnh vực",
    "field_name": "TenLinhVuc|Tên lĩnh vực|Lĩnh vực",
    "level": "MucDo|Mức độ|Mức độ DVC|Mức độ dịch vụ công|Mức DVC|Loại DVCTT",
    "has_fee": "Có phí|Có phí, lệ phí|Phí, lệ phí|Có thu phí|Lệ phí",
    "offers_online_payment": "Thanh toán trực tuyến|Có thanh toán trực tuyến|Cho phép TTTT",
    "is_connected": "Kết nối|Đã kết nối|Kết nối DVCQG|Đã tích hợp|Kết nối CSDL dân cư",
    "allowed": "Thời hạn giải quyết|Thời gian giải quyết|Số ngày giải quyết",
    "allowed_unit": "Đơn vị tính|Đơn vị tính thời gian",
    "unit_code": "Mã đơn vị|Đơn vị thực hiện|Cơ quan thực hiện|Mã đơn vị thực hiện|Đơn vị",
}
"""Headers of a catalogue; a row may name several units, apart by a comma or semicolon."""
BY_HEADER: Final = {
    fold(each): name for name, told in HEADERS.items() for each in (name, *told.split("|"))
}
FLAGS: Final = ("has_fee", "offers_online_payment", "is_connected")
LOOKED_AT: Final = 20
ADVICE: Final = "Correct the cell; the row was left out"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Procedures, the pairs of unit and procedure, and rows that were left out with the reason.

    `procedures` has the schema `PROCEDURES`, `offered` the schema `OFFERED`. A file that has only
    pairs gives no procedures, and the other way round; the empty table is not to be written.
    """

    procedures: pa.Table
    offered: pa.Table
    problems: tuple[Problem, ...]
    read: int


def read_catalogue(content: Content, *, origin: str) -> Catalogue:
    """Return what a catalogue says; every faulty row is in `problems` and left out.

    Raises
    ------
    IntakeError
        If no row of headers names the code of the procedure.
    """
    problems: list[Problem] = []
    rows: dict[str, dict[str, Any]] = {}
    pairs: dict[tuple[str, str], None] = {}
    read = 0
    for where, cells in _rows(content, origin):
        read += 1
        faults: list[Problem] = []
        row = _row(cells, where, faults)
        units = _units(cells.get("unit_code", ""), where, faults)
        code = row["procedure_code"]
        if not faults and row["name"] and rows.setdefault(code, row) != row:
            what = f"procedure {code} stands twice and differs"
            faults.append(Problem(where, what, "Keep one of the two; the first was read"))
        problems += faults
        if not faults:
            pairs |= {(unit, code): None for unit in units}
    offered = [{"unit_code": unit, "procedure_code": code} for unit, code in pairs]
    return Catalogue(
        pa.Table.from_pylist(list(rows.values()), schema=PROCEDURES),
        pa.Table.from_pylist(offered, schema=OFFERED),
        tuple(problems),
        read,
    )


def _row(cells: dict[str, str], where: str, faults: list[Problem]) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(PROCEDURES.names)
    row |= {name: cells.get(name) or None for name in ("name", "field_code", "field_name")}
    try:
        row["procedure_code"] = procedure_code(cells.get("procedure_code", ""))
    except CodeError as error:
        faults.append(Problem(f"{where}, procedure_code", str(error), ADVICE))
    row["level"] = _coded(cells, "level", words.LEVELS, where, faults)
    for name in FLAGS:
        row[name] = _coded(cells, name, words.FLAGS, where, faults)
    _allowed(cells, row, where, faults)
    return row


def _coded(
    cells: dict[str, str], name: str, table: dict[str, Any], where: str, faults: list[Problem]
) -> Any:
    text = cells.get(name, "")
    found = words.reader_of(table)(text) if text else None
    if text and found is None:
        faults.append(Problem(f"{where}, {name}", f"{text!r} is not known here", ADVICE))
    return found


def _allowed(cells: dict[str, str], row: dict[str, Any], where: str, faults: list[Problem]) -> None:
    text, unit = cells.get("allowed", ""), cells.get("allowed_unit", "")
    found = words.read_allowed(f"{text} {unit}") if text else None
    if text and found is None:
        what = f"{text!r} is no time allowed"
        faults.append(Problem(f"{where}, allowed", what, "Write it as 15 ngày làm việc"))
    if found is not None:
        row["allowed"], row["allowed_unit"] = found


def _units(text: str, where: str, faults: list[Problem]) -> list[str]:
    units = []
    for each in text.replace(";", ",").replace("\n", ",").split(","):
        if not each.strip():
            continue
        try:
            units.append(unit_code(each))
        except CodeError as error:
            faults.append(Problem(f"{where}, unit_code", str(error), ADVICE))
    return units


def _rows(content: Content, origin: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the place of each row and its cells by name; rows without any cell are none."""
    found = False
    for where, table in _tables(content, origin):
        at = _headers_at(table)
        if at is None:
            continue
        found = True
        names = [BY_HEADER.get(fold(header)) for header in table[at]]
        for number, row in enumerate(table[at + 1 :], start=at + 2):
            told = {
                name: " ".join(cell.split())
                for name, cell in zip(names, row, strict=False)
                if name and cell.strip() not in words.EMPTY
            }
            if told:
                yield f"{where}, row {number}", told
    if not found:
        raise IntakeError(
            f"{origin}: no row of headers with Mã TTHC among the first {LOOKED_AT} rows. Give the "
            "columns the headers Mã TTHC, Tên TTHC, Lĩnh vực, Mức độ, Có phí, Mã đơn vị"
        )


def _headers_at(table: Sequence[Sequence[str]]) -> int | None:
    for at, row in enumerate(table[:LOOKED_AT]):
        names = {BY_HEADER.get(fold(cell)) for cell in row}
        if "procedure_code" in names and len(names - {None}) > 1:
            return at
    return None


def _tables(content: Content, origin: str) -> Iterator[tuple[str, list[list[str]]]]:
    kind = kind_of(content, origin)
    if kind is FileKind.XLSX:
        for sheet, cells in sheets(content, origin):
            yield f"{origin}, {sheet}", [texts_of(cells, at) for at in range(cells.height)]
        return
    if kind is not FileKind.CSV:
        raise IntakeError(f"{origin}: a catalogue is a CSV file or a spreadsheet. Save it as one")
    with open_content(content) as stream:
        text = stream.read().decode(encoding_of(content, origin)).lstrip("\ufeff")
    for delimiter in ";,\t":
        table = list(csv.reader(io.StringIO(text), delimiter=delimiter))
        if _headers_at(table) is not None:
            yield origin, table
            return
    yield origin, []
