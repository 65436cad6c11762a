"""Messages as one-stop systems send them; all that names a person in them is invented."""

from __future__ import annotations

from typing import Any

NAME, OTHER_NAME = "Nguyễn Văn Mẫu", "Trần Thị Thử"
PHONE, MAIL, IDENTITY = "0912345670", "mau.thu@example.test", "001099000017"
ADDRESS = "Số 17, ngõ Mẫu, phường Thử"
PLANTED = (NAME, "Văn Mẫu", OTHER_NAME, "Thị Thử", PHONE, MAIL, IDENTITY, ADDRESS, "ngõ Mẫu")
"""What must stand nowhere after a message was taken in or refused."""


def code(number: int, unit: str = "45", province: str = "H44") -> str:
    """Return the long code of a dossier."""
    return f"000.00.{unit}.{province}-260803-{number:04d}"


def short(number: int, unit: str = "45", province: str = "H44") -> str:
    """Return the same code as the lake writes it."""
    return f"{province}.{unit}-260803-{number:04d}"


def dossier(number: int = 1, **more: Any) -> dict[str, Any]:
    """Return a dossier in process, with every field that can name a person filled."""
    known = {
        "MaHoSo": code(number),
        "MaTTHC": "2.000815",
        "KenhThucHien": "2",
        "ChuHoSo": NAME,
        "LoaiDoiTuong": "1",
        "MaDoiTuong": IDENTITY,
        "ThongTinKhac": f"{ADDRESS}; {PHONE}",
        "Email": MAIL,
        "Fax": PHONE,
        "SoDienThoai": PHONE,
        "TrichYeuHoSo": f"Đơn của {NAME}, {ADDRESS}",
        "NgayNopHoSo": "20260802213000",
        "NgayTiepNhan": "20260803080500",
        "NgayHenTra": "20260824170000",
        "TrangThaiHoSo": "4",
        "HinhThuc": "0",
        "NoiNopHoSo": "1",
        "GhiChu": f"gọi {OTHER_NAME} {PHONE}",
        "HoSoCoThanhPhanSoHoa": "1",
        "TaiKhoanDuocXacThucVoiVNeID": "1",
        "DuocThanhToanTrucTuyen": "1",
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": IDENTITY}],
        "TaiLieuNop": [
            {
                "TepDinhKemId": "1",
                "TenTepDinhKem": f"don cua {NAME}.pdf",
                "IsDeleted": "False",
                "DuongDanTaiTepTin": f"https://motcua.example.test/{IDENTITY}/don.pdf",
                "DuocSoHoa": "1",
                "DuocTaiSuDung": "0",
                "DuocLayTuKhoDMQG": "0",
            }
        ],
        "DanhSachLePhi": [{"TenPhiLePhi": "Lệ phí", "Gia": "100000", "LoaiPhiLePhi": "2"}],
        "DanhSachHoSoBoSung": [],
        "DanhSachGiayToKetQua": [],
    }
    return {**known, **more}


def message(*dossiers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a message of dossiers; of one when none is given."""
    known = {
        "madonvi": "000.00.00.H44",
        "service": "DongBoHoSoMC",
        "isUpdating": "False",
        "data": list(dossiers) or [dossier()],
    }
    return {**known, **more}


def step(number: int = 1, **more: Any) -> dict[str, Any]:
    """Return a step that finishes a dossier."""
    known = {
        "MaHoSo": code(number),
        "NguoiXuLy": OTHER_NAME,
        "ChucDanh": "Chuyên viên",
        "ThoiDiemXuLy": "20260820160000",
        "PhongBanXuLy": "Phòng Kinh tế",
        "NoiDungXuLy": f"Đã trả cho {NAME}",
        "TrangThai": "9",
    }
    return {**known, **more}


def steps(*told: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a message of steps; of one when none is given."""
    known = {
        "madonvi": "000.00.00.H44",
        "service": "CapNhatTienDoHoSoMC",
        "data": list(told) or [step()],
    }
    return {**known, **more}
