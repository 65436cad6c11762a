"""What becomes of every field of the exchanged model: kept, hashed, reduced or dropped, and why.

The reference page `docs/reference/dossier-fields.md` is made of this table, and tests hold the
readers against it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Fate(StrEnum):
    """What becomes of a field at the door."""

    KEPT = "kept"
    HASHED = "hashed"  # under the installation's key
    REDUCED = "reduced"  # a count, an answer or a moment stays
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Treatment:
    """One field of the exchanged model."""

    name: str
    fate: Fate
    columns: tuple[str, ...]
    why: str
    is_personal: bool = False


def _kept(name: str, column: str, why: str = "") -> Treatment:
    return Treatment(name, Fate.KEPT, (column,), why)


def _hashed(name: str, column: str, why: str) -> Treatment:
    return Treatment(name, Fate.HASHED, (column,), why, is_personal=True)


def _reduced(name: str, *columns: str, why: str = "", is_personal: bool = False) -> Treatment:
    return Treatment(name, Fate.REDUCED, columns, why, is_personal)


def _dropped(name: str, why: str) -> Treatment:
    return Treatment(name, Fate.DROPPED, (), why)


def _personal(name: str, why: str) -> Treatment:
    return Treatment(name, Fate.DROPPED, (), why, is_personal=True)


CATALOGUE_SAYS: Final = "the catalogue says it"
NO_INDICATOR: Final = "no indicator needs it"
FREE_TEXT: Final = "free text, may name people"

DOSSIER: Final = (
    _kept("MaHoSo", "dossier_code", "brought into one form"),
    _kept("MaTTHC", "procedure_code", "brought into one form"),
    _dropped("TenTTHC", CATALOGUE_SAYS),
    _kept("MaLinhVuc", "field_code"),
    _dropped("TenLinhVuc", CATALOGUE_SAYS),
    _dropped("SoBienNhan", NO_INDICATOR),
    _kept("KenhThucHien", "channel"),
    _personal("ChuHoSo", "a name"),
    _kept("LoaiDoiTuong", "subject"),
    _personal("MaDoiTuong", "may be a tax or identity number; SoDinhDanh is the one hashed"),
    _personal("ThongTinKhac", FREE_TEXT),
    _personal("Email", "reaches a person"),
    _personal("Fax", "reaches a person"),
    _hashed("SoDienThoai", "phone_hash", "the same number many times is a signal"),
    _personal("TrichYeuHoSo", FREE_TEXT),
    _kept("NgayTiepNhan", "received_at"),
    _kept("NgayHenTra", "due_at"),
    _kept("TrangThaiHoSo", "status"),
    _kept("NgayTra", "returned_at"),
    _reduced("ThongTinTra", "has_reason", why="a reason is given or not", is_personal=True),
    _kept("HinhThuc", "return_way"),
    _kept("NgayKetThucXuLy", "finished_at", "of status 3, 7, 8: refused, withdrawn, stopped_at"),
    _kept("DonViXuLy", "unit_code", "a code; of a name the unit is taken from MaHoSo"),
    _reduced("GhiChu", "has_reason", why="a reason is given or not", is_personal=True),
    _kept("NoiNopHoSo", "filed_through"),
    _kept("HoSoCoThanhPhanSoHoa", "has_digitised_parts"),
    _kept("TaiKhoanDuocXacThucVoiVNeID", "is_vneid"),
    _kept("DuocThanhToanTrucTuyen", "paid_online"),
    Treatment(
        "NgayTuChoi",
        Fate.KEPT,
        ("refused_at", "stopped_at", "withdrawn_at"),
        "by the status; otherwise refused before receipt, stopped after it",
    ),
    _kept("NgayNopHoSo", "filed_at"),
    _dropped("DinhDanhCHS.LoaiDinhDanh", "the number of digits tells it"),
    _hashed("DinhDanhCHS.SoDinhDanh", "subject_hash", "the first one; finds dossiers filed again"),
    _reduced("DSKetNoiCSDL.MaCSDL", "uses_population_data", why="which codes is a setting"),
    _dropped("TaiLieuNop.TepDinhKemId", NO_INDICATOR),
    _personal("TaiLieuNop.TenTepDinhKem", "file names carry names of people"),
    _reduced("TaiLieuNop.IsDeleted", "papers", why="a deleted paper does not count"),
    _dropped("TaiLieuNop.MaThanhPhanHoSo", NO_INDICATOR),
    _hashed("TaiLieuNop.DuongDanTaiTepTin", "first_paper_hash", "the first; equal to the result?"),
    _reduced("TaiLieuNop.DuocSoHoa", "papers_digitised"),
    _reduced("TaiLieuNop.DuocTaiSuDung", "papers_reused"),
    _reduced("TaiLieuNop.DuocLayTuKhoDMQG", "papers_from_store"),
    _dropped("TaiLieuNop.MaKetQuaThayThe", NO_INDICATOR),
    _dropped("DanhSachLePhi.TenPhiLePhi", CATALOGUE_SAYS),
    _dropped("DanhSachLePhi.MaPhiLePhi", CATALOGUE_SAYS),
    _dropped("DanhSachLePhi.HinhThucThu", NO_INDICATOR),
    _reduced("DanhSachLePhi.Gia", "has_fee", why="more than nothing to pay"),
    _dropped("DanhSachLePhi.LoaiPhiLePhi", NO_INDICATOR),
    _personal("DanhSachTepDinhKemKhac.TenGiayTo", FREE_TEXT),
    _dropped("DanhSachTepDinhKemKhac.SoLuong", NO_INDICATOR),
    _dropped("DanhSachTepDinhKemKhac.LoaiGiayTo", NO_INDICATOR),
    _dropped("DanhSachHoSoBoSung.HoSoBoSungId", NO_INDICATOR),
    _personal("DanhSachHoSoBoSung.NguoiYeuCauBoSung", "a name"),
    _personal("DanhSachHoSoBoSung.NoiDungBoSung", FREE_TEXT),
    _reduced(
        "DanhSachHoSoBoSung.NgayBoSung",
        *("supplement_count", "second_supplement_at", "first_pause_from", "last_pause_from"),
        "paused_seconds",
    ),
    _personal("DanhSachHoSoBoSung.NguoiTiepNhanBoSung", "a name"),
    _personal("DanhSachHoSoBoSung.ThongTinTiepNhan", FREE_TEXT),
    _reduced(
        "DanhSachHoSoBoSung.NgayTiepNhanBoSung",
        *("first_pause_until", "last_pause_until", "paused_seconds"),
    ),
    _dropped("DanhSachHoSoBoSung.TrangThaiBoSung", "the two dates tell it"),
    _reduced("DanhSachHoSoBoSung.NgayHenTraTruoc", "due_changes"),
    _reduced("DanhSachHoSoBoSung.NgayHenTraMoi", "extended_due_at", why="the latest"),
    _personal("DanhSachGiayToKetQua.TenGiayTo", FREE_TEXT),
    _dropped("DanhSachGiayToKetQua.MaThanhPhanHoSo", NO_INDICATOR),
    _dropped("DanhSachGiayToKetQua.GiayToId", NO_INDICATOR),
    Treatment(
        "DanhSachGiayToKetQua.DuongDanTepTinKetQua",
        Fate.HASHED,
        ("result_hash", "has_e_result", "results"),
        "the first is hashed; whether there is one, and how many, stays",
        is_personal=True,
    ),
    _dropped("DanhSachGiayToKetQua.MaGiayToKetQua", NO_INDICATOR),
    _reduced("LyDoTuChoi", "has_reason", why="local; given or not", is_personal=True),
    _reduced("LyDoXoa", "has_delete_reason", why="local; given or not", is_personal=True),
    _kept("TrangThaiDongBoDVC", "is_synchronised", "local"),
)
"""Fields of a dossier; the last three are of the local system only."""

STEP: Final = (
    _kept("MaHoSo", "dossier_code"),
    _hashed("NguoiXuLy", "handler_hash", "one account that closes in bulk is a signal"),
    _personal("ChucDanh", "with the office it may point to one person"),
    _kept("ThoiDiemXuLy", "at"),
    _kept("PhongBanXuLy", "office", "what looks like a person's name is dropped"),
    _personal("NoiDungXuLy", FREE_TEXT),
    _kept("TrangThai", "status"),
    _kept("NgayBatDau", "begun_at"),
    _kept("NgayKetThucTheoQuyDinh", "planned_end_at"),
)
"""Fields of a step."""
