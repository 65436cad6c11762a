"""Simulated dossiers as messages that a one-stop system sends to the national portal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa

from parindex.caseload.simulator.exports import STATUSES
from parindex.caseload.simulator.persons import persons
from parindex.caseload.simulator.procedures import catalogue
from parindex.caseload.simulator.records import DUMMY

MOMENT: Final = "%Y%m%d%H%M%S"
A_MESSAGE: Final = 10
"""Dossiers or steps of one message, as real systems send them."""
REASON: Final = "Lý do mô phỏng"
Record = dict[str, Any]


def dossier_messages(
    dossiers: pa.Table, sender: str, *, dummy: str | None = None
) -> Iterator[Record]:
    """Yield messages DongBoHoSoMC, ten dossiers each.

    Parameters
    ----------
    dossiers : pyarrow.Table
        In the schema `DOSSIERS`.
    sender : str
        Code of the province, such as H99.
    dummy : str, optional
        The hash that stands for the identity number 000000001.

    Notes
    -----
    A message names supplements; a pause for a payment stands in the steps only, so the steps
    are needed for the whole story.
    """
    frame = pl.DataFrame(pl.from_arrow(dossiers))
    rows = pl.concat([frame, persons(frame, dummy)], how="horizontal").iter_rows(named=True)
    names = _procedure_names()
    yield from _messages("DongBoHoSoMC", sender, (_dossier(row, names) for row in rows))


def step_messages(steps: pa.Table, sender: str) -> Iterator[Record]:
    """Yield messages CapNhatTienDoHoSoMC, ten steps each, from a table in the schema `STEPS`."""
    rows = pl.DataFrame(pl.from_arrow(steps)).iter_rows(named=True)
    yield from _messages("CapNhatTienDoHoSoMC", sender, (_step(row) for row in rows))


def write_messages(messages: Iterable[Record], file: Path) -> int:
    """Write messages, one a line, and return how many."""
    count = 0
    with file.open("w", encoding="utf-8") as stream:
        for message in messages:
            stream.write(json.dumps(message, ensure_ascii=False) + "\n")
            count += 1
    return count


def _messages(service: str, sender: str, records: Iterable[Record]) -> Iterator[Record]:
    head = {"madonvi": f"000.00.00.{sender}", "service": service, "isUpdating": "False"}
    head["ghiChu"] = "Dữ liệu mô phỏng"
    waiting: list[Record] = []
    for record in records:
        waiting.append(record)
        if len(waiting) == A_MESSAGE:
            yield head | {"data": waiting}
            waiting = []
    if waiting:
        yield head | {"data": waiting}


def _procedure_names() -> dict[str, tuple[str, str]]:
    table = catalogue().table
    names = zip(table["name"].to_pylist(), table["field_name"].to_pylist(), strict=True)
    return dict(zip(table["procedure_code"].to_pylist(), names, strict=True))


def _moment(value: datetime | None) -> str:
    return "" if value is None else value.strftime(MOMENT)


def _flag(value: bool | None) -> str:  # noqa: FBT001 - a cell of a table
    return "" if value is None else str(int(value))


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _dossier(row: Mapping[str, Any], names: Mapping[str, tuple[str, str]]) -> Record:
    name, field = names[row["procedure_code"]]
    ended = row["finished_at"] or row["stopped_at"] or row["withdrawn_at"]
    return {
        "MaHoSo": row["dossier_code"],
        "MaTTHC": row["procedure_code"],
        "TenTTHC": name,
        "MaLinhVuc": row["field_code"] or "",
        "TenLinhVuc": field,
        "KenhThucHien": str(row["channel"]),
        "ChuHoSo": row["name"],
        "LoaiDoiTuong": _number(row["subject"]),
        "SoDienThoai": row["phone"],
        "TrichYeuHoSo": "Hồ sơ mô phỏng",
        "NgayNopHoSo": _moment(row["filed_at"]),
        "NgayTiepNhan": _moment(row["received_at"]),
        "NgayHenTra": _moment(row["due_at"]),
        "TrangThaiHoSo": str(row["status"]),
        "NgayKetThucXuLy": _moment(ended),
        "NgayTra": _moment(row["returned_at"]),
        "NgayTuChoi": _moment(row["refused_at"] or row["stopped_at"]),
        "LyDoTuChoi": REASON if row["has_reason"] else "",
        "LyDoXoa": REASON if row["has_delete_reason"] else "",
        "TrangThaiDongBoDVC": _flag(row["is_synchronised"]),
        "HinhThuc": _number(row["return_way"]),
        "DonViXuLy": row["unit_code"],
        "NoiNopHoSo": _number(row["filed_through"]),
        "HoSoCoThanhPhanSoHoa": _flag(row["has_digitised_parts"]),
        "TaiKhoanDuocXacThucVoiVNeID": _flag(row["is_vneid"]),
        "DuocThanhToanTrucTuyen": _number(row["paid_online"]),
        "DinhDanhCHS": [_identity(row["identity"])],
        "DSKetNoiCSDL": [{"MaCSDL": "CSDLDC"}] if row["uses_population_data"] else [],
        "TaiLieuNop": [_paper(row, place) for place in range(row["papers"])],
        "DanhSachLePhi": [_FEE] if row["has_fee"] else [],
        "DanhSachHoSoBoSung": list(_supplements(row)),
        "DanhSachGiayToKetQua": [_result(row, place) for place in range(row["results"])],
    }


_FEE: Final = {"TenPhiLePhi": "Lệ phí", "HinhThucThu": "1", "Gia": "100000", "LoaiPhiLePhi": "2"}


def _identity(number: str) -> Record:
    return {"LoaiDinhDanh": "2" if number == DUMMY else "1", "SoDinhDanh": number}


def _paper(row: Mapping[str, Any], place: int) -> Record:
    return {
        "TepDinhKemId": str(place + 1),
        "TenTepDinhKem": f"giay-to-{place + 1}.pdf",
        "IsDeleted": "False",
        "DuongDanTaiTepTin": f"mo-phong/{row['first_paper_hash']}/{place or 'dau'}",
        "DuocSoHoa": _flag(place < row["papers_digitised"]),
        "DuocTaiSuDung": _flag(place < row["papers_reused"]),
        "DuocLayTuKhoDMQG": _flag(place < row["papers_from_store"]),
    }


def _result(row: Mapping[str, Any], place: int) -> Record:
    same = row["result_hash"] == row["first_paper_hash"]
    file = f"mo-phong/{row['result_hash']}/{'dau' if same else 'ket-qua'}"
    return {
        "TenGiayTo": "Kết quả mô phỏng",
        "GiayToId": str(place + 1),
        "DuongDanTepTinKetQua": file if row["has_e_result"] else "",
    }


def _supplements(row: Mapping[str, Any]) -> Iterator[Record]:
    """Yield the supplements: the first pause, and from the second on the last."""
    if row["supplement_count"] >= 1:
        yield _supplement(1, row["first_pause_from"], row["first_pause_until"], row)
    if row["supplement_count"] >= 2:
        begun = row["second_supplement_at"]
        over = row["last_pause_until"] if row["last_pause_from"] == begun else None
        yield _supplement(2, begun, over, row)


def _supplement(
    number: int, begun: datetime | None, over: datetime | None, row: Mapping[str, Any]
) -> Record:
    extended = row["extended_due_at"] if number == 1 else None
    return {
        "HoSoBoSungId": str(number),
        "NguoiYeuCauBoSung": "Cán bộ mô phỏng",
        "NoiDungBoSung": "Nội dung mô phỏng",
        "NgayBoSung": _moment(begun),
        "NgayTiepNhanBoSung": _moment(over),
        "TrangThaiBoSung": "0" if over is None else "1",
        "NgayHenTraTruoc": _moment(row["due_at"]) if extended else "",
        "NgayHenTraMoi": _moment(extended),
    }


def _step(row: Mapping[str, Any]) -> Record:
    return {
        "MaHoSo": row["dossier_code"],
        "NguoiXuLy": f"Cán bộ mô phỏng {row['handler_hash'][:8]}",
        "ChucDanh": "Chuyên viên",
        "ThoiDiemXuLy": _moment(row["at"]),
        "PhongBanXuLy": row["office"],
        "NoiDungXuLy": STATUSES[row["status"]],
        "TrangThai": str(row["status"]),
        "NgayBatDau": _moment(row["begun_at"]),
        "NgayKetThucTheoQuyDinh": _moment(row["planned_end_at"]),
    }
