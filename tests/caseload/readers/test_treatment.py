"""Personal data: every field of the exchanged model has a fate, and the readers keep to it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from docs.generators import dossier_fields
from parindex.caseload.batch import Batch
from parindex.caseload.columns import RECORDED, STEPS
from parindex.caseload.readers import read_table, receive
from parindex.caseload.readers.fields import FIELDS, PERSONAL
from parindex.caseload.readers.treatment import DOSSIER, STEP, Fate, Treatment
from tests.caseload.readers.samples import INTAKE, dossier, message, step

MODEL = """
MaHoSo, MaTTHC, TenTTHC, MaLinhVuc, TenLinhVuc, SoBienNhan, KenhThucHien, ChuHoSo, LoaiDoiTuong,
MaDoiTuong, ThongTinKhac, Email, Fax, SoDienThoai, TrichYeuHoSo, NgayTiepNhan, NgayHenTra,
TrangThaiHoSo, NgayTra, ThongTinTra, HinhThuc, NgayKetThucXuLy, DonViXuLy, GhiChu, NoiNopHoSo,
HoSoCoThanhPhanSoHoa, TaiKhoanDuocXacThucVoiVNeID, DuocThanhToanTrucTuyen, NgayTuChoi, NgayNopHoSo
"""
"""Plain fields of a dossier, as the services of the national portal name them."""
LISTS = {
    "DinhDanhCHS": "LoaiDinhDanh, SoDinhDanh",
    "DSKetNoiCSDL": "MaCSDL",
    "TaiLieuNop": "TepDinhKemId, TenTepDinhKem, IsDeleted, MaThanhPhanHoSo, DuongDanTaiTepTin, "
    "DuocSoHoa, DuocTaiSuDung, DuocLayTuKhoDMQG, MaKetQuaThayThe",
    "DanhSachLePhi": "TenPhiLePhi, MaPhiLePhi, HinhThucThu, Gia, LoaiPhiLePhi",
    "DanhSachTepDinhKemKhac": "TenGiayTo, SoLuong, LoaiGiayTo",
    "DanhSachHoSoBoSung": "HoSoBoSungId, NguoiYeuCauBoSung, NoiDungBoSung, NgayBoSung, "
    "NguoiTiepNhanBoSung, ThongTinTiepNhan, NgayTiepNhanBoSung, TrangThaiBoSung, "
    "NgayHenTraTruoc, NgayHenTraMoi",
    "DanhSachGiayToKetQua": "TenGiayTo, MaThanhPhanHoSo, GiayToId, DuongDanTepTinKetQua, "
    "MaGiayToKetQua",
}
STEP_MODEL = """
MaHoSo, NguoiXuLy, ChucDanh, ThoiDiemXuLy, PhongBanXuLy, NoiDungXuLy, TrangThai, NgayBatDau,
NgayKetThucTheoQuyDinh
"""
LOCAL = ["LyDoTuChoi", "LyDoXoa", "TrangThaiDongBoDVC"]
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "dossier-fields.md"


def names(text: str) -> list[str]:
    return [each.strip() for each in text.split(",")]


def secret_of(number: int) -> str:
    """Return a value that stands nowhere else: a name with a number of nine digits."""
    return f"Trần Bí Mật {700_000_000 + number}"


def cells_of(batch: Batch) -> list[str]:
    """Return every value of every table of a batch as text."""
    tables = (batch.dossiers, batch.steps, batch.quarantine)
    frames = [pl.DataFrame(table).select(pl.all().cast(pl.String)) for table in tables]
    return [cell for frame in frames for row in frame.rows() for cell in row if cell is not None]


def with_secret(treatment: Treatment, number: int, **fields: Any) -> dict[str, Any]:
    """Return a dossier with a secret in one field."""
    whole, _, inner = treatment.name.partition(".")
    value = secret_of(number)
    return dossier(**fields) | {whole: [{inner: value}] if inner else value}


def test_every_field_of_the_model_has_a_fate() -> None:
    inner = [f"{whole}.{name}" for whole, told in LISTS.items() for name in names(told)]
    assert [each.name for each in DOSSIER] == [*names(MODEL), *inner, *LOCAL]
    assert [each.name for each in STEP] == names(STEP_MODEL)


def test_columns_named_are_columns_of_the_tables() -> None:
    assert {name for each in DOSSIER for name in each.columns} <= set(RECORDED.names)
    assert {name for each in STEP for name in each.columns} <= set(STEPS.names)


@pytest.mark.parametrize("treatment", DOSSIER, ids=lambda each: each.name)
def test_no_value_of_a_personal_field_stays_anywhere(treatment: Treatment) -> None:
    good = with_secret(treatment, 1)
    bad = with_secret(treatment, 2, MaHoSo="H44.45-260803-0013", NgayTra="31/02/2026")
    if treatment.name in ("MaHoSo", "NgayTra"):
        bad = with_secret(treatment, 2)
    batch = receive([message(good), message(bad)], INTAKE).batch
    assert batch.dossiers.num_rows + len(set(batch.quarantine["row"].to_pylist())) == 2
    assert batch.quarantine.num_rows
    found = [cell for cell in cells_of(batch) if "Bí Mật" in cell or "70000000" in cell]
    assert found == []


@pytest.mark.parametrize("treatment", STEP, ids=lambda each: each.name)
def test_no_value_of_a_personal_field_of_a_step_stays_anywhere(treatment: Treatment) -> None:
    sent = [
        step() | {treatment.name: secret_of(3)},
        step(TrangThai="99") | {treatment.name: secret_of(4)},
    ]
    batch = receive([message(*sent, service="CapNhatTienDoHoSoMC")], INTAKE).batch
    assert batch.quarantine.num_rows
    assert [cell for cell in cells_of(batch) if "Bí Mật" in cell or "70000000" in cell] == []


def test_no_answer_tells_what_was_sent_in_a_personal_field() -> None:
    sent = [with_secret(each, 5, NgayTra="x") for each in DOSSIER if each.name != "MaHoSo"]
    answers = receive([message(each) for each in sent], INTAKE).answers
    assert "Bí Mật" not in str(answers)


def test_a_column_of_an_export_that_nobody_knows_is_not_read() -> None:
    headers = ["Mã hồ sơ", "Mã TTHC", "Trạng thái", "Ngày trả", *PERSONAL.split("|"), "Cột lạ"]
    rows = [
        [
            "H44.45-260803-0012",
            "2.000815",
            "4",
            day,
            *(secret_of(at) for at in range(len(headers) - 4)),
        ]
        for day in ("", "31/02/2026")
    ]
    stream = io.StringIO()
    csv.writer(stream).writerows([headers, *rows])
    (batch,) = read_table(stream.getvalue().encode(), INTAKE, origin="a.csv")
    assert (batch.dossiers.num_rows, batch.quarantine.num_rows) == (1, 1)
    assert [cell for cell in cells_of(batch) if "Bí Mật" in cell or "70000000" in cell] == []


@pytest.mark.parametrize(
    "treatment", [each for each in DOSSIER if each.fate is Fate.HASHED], ids=lambda each: each.name
)
def test_what_is_hashed_is_found_again_and_not_undone(treatment: Treatment) -> None:
    batch = receive([message(with_secret(treatment, 6), with_secret(treatment, 7))], INTAKE).batch
    one, other = batch.dossiers[treatment.columns[0]].to_pylist()
    again = receive([message(with_secret(treatment, 6))], INTAKE).batch.dossiers
    assert one == again[treatment.columns[0]].to_pylist()[0] != other
    assert len(one) == 32


def test_the_page_is_made_of_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == dossier_fields.page()


def test_fields_of_the_page_are_those_of_a_mapping() -> None:
    page = dossier_fields.page()
    assert all(f"| `{each.name}` |" in page for each in FIELDS)
