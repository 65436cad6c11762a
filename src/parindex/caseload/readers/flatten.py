"""Takes a record of the exchanged model apart: lists become counts and moments, names stay out.

What is not read here is never kept. Texts go on as they are, so that the common path says what is
wrong with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from parindex.caseload.readers.fields import BY_HEADER, STEP_FIELDS
from parindex.caseload.readers.intake import ABSENT, Refusal
from parindex.caseload.readers.moments import read_moment
from parindex.caseload.readers.words import EMPTY, FLAGS, fold

Record = Mapping[str, Any]

PLAIN: Final = (
    *("MaHoSo", "DonViXuLy", "MaTTHC", "MaLinhVuc", "KenhThucHien", "LoaiDoiTuong"),
    *("NoiNopHoSo", "HinhThuc", "SoDienThoai", "TrangThaiHoSo", "NgayNopHoSo", "NgayTiepNhan"),
    *("NgayHenTra", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi", "DuocThanhToanTrucTuyen"),
    *("HoSoCoThanhPhanSoHoa", "TaiKhoanDuocXacThucVoiVNeID", "TrangThaiDongBoDVC"),
)
"""Fields that go on as they are."""
PRESENCES: Final = {
    "has_reason": ("LyDoTuChoi", "ThongTinTra", "GhiChu"),
    "has_delete_reason": ("LyDoXoa",),
}
"""Texts of which only stays whether one of them is filled."""
POPULATION: Final = ("dan cu", "csdldc", "csdlqgdc", "csdlqgvdc")
"""Names of the population database that speak for themselves."""
STEP_NAMES: Final = {word: each for each in STEP_FIELDS for word in each.folded()}
YES: Final = "1"


@dataclass(slots=True)
class Flat:
    """A record as texts by field, the names of the source, and what cannot be taken apart."""

    texts: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, str]] = field(default_factory=list)

    def refusals(self, row: int) -> Iterator[Refusal]:
        """Yield the faults of a row."""
        return (Refusal(row, name, reason) for name, reason in self.faults)


LISTS: Final = {
    "DinhDanhCHS": "subject_hash",
    "DSKetNoiCSDL": "uses_population_data",
    "TaiLieuNop": "papers",
    "DanhSachLePhi": "has_fee",
    "DanhSachHoSoBoSung": "first_pause_from",
    "DanhSachGiayToKetQua": "results",
}
"""Lists that are read; others are not looked at."""

SOURCES: Final = {
    **{BY_HEADER[fold(name)].name: name for name in PLAIN},
    "subject_hash": "DinhDanhCHS.SoDinhDanh",
    "has_reason": "LyDoTuChoi",
    "has_delete_reason": "LyDoXoa",
    "uses_population_data": "DSKetNoiCSDL.MaCSDL",
    "has_fee": "DanhSachLePhi.Gia",
    "papers": "TaiLieuNop",
    "papers_digitised": "TaiLieuNop.DuocSoHoa",
    "papers_reused": "TaiLieuNop.DuocTaiSuDung",
    "papers_from_store": "TaiLieuNop.DuocLayTuKhoDMQG",
    "first_paper_hash": "TaiLieuNop.DuongDanTaiTepTin",
    "supplement_count": "DanhSachHoSoBoSung",
    "first_pause_from": "DanhSachHoSoBoSung.NgayBoSung",
    "first_pause_until": "DanhSachHoSoBoSung.NgayTiepNhanBoSung",
    "second_supplement_at": "DanhSachHoSoBoSung.NgayBoSung",
    "last_pause_from": "DanhSachHoSoBoSung.NgayBoSung",
    "last_pause_until": "DanhSachHoSoBoSung.NgayTiepNhanBoSung",
    "paused_seconds": "DanhSachHoSoBoSung",
    "extended_due_at": "DanhSachHoSoBoSung.NgayHenTraMoi",
    "due_changes": "DanhSachHoSoBoSung.NgayHenTraTruoc",
    "results": "DanhSachGiayToKetQua",
    "has_e_result": "DanhSachGiayToKetQua.DuongDanTepTinKetQua",
    "result_hash": "DanhSachGiayToKetQua.DuongDanTepTinKetQua",
}
"""Where each field comes from in the exchanged model."""


def text_of(value: Any) -> str:
    """Return a plain JSON value as text; nothing is an empty one.

    Examples
    --------
    >>> text_of(4), text_of(True), text_of(None), text_of(" a ")
    ('4', 'true', '', 'a')
    """
    if value is None or isinstance(value, list | dict):
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value).strip()
    return "" if text in EMPTY else text


def flatten_dossier(record: Record, population: frozenset[str]) -> Flat:
    """Return a dossier as texts by field.

    Parameters
    ----------
    record : mapping
        A dossier of the exchanged model; capitals in its names do not matter.
    population : frozenset of str
        MaCSDL of the population database.
    """
    told = {str(key).lower(): value for key, value in record.items()}
    flat = Flat()
    for name in PLAIN:
        value = told.get(name.lower())
        if isinstance(value, list | dict):
            flat.faults.append((name, "giá trị phải là chuỗi; gửi lại theo mô hình dữ liệu"))
        elif text := text_of(value):
            flat.texts[BY_HEADER[fold(name)].name] = text
    for name, sources in PRESENCES.items():
        texts = [text_of(told[each.lower()]) for each in sources if each.lower() in told]
        if texts:
            flat.texts[name] = YES if any(texts) else ABSENT
    lists = {name: _entries(told, name, flat) for name in LISTS}
    _identity(lists["DinhDanhCHS"], flat)
    _databases(lists["DSKetNoiCSDL"], flat, population)
    _papers(lists["TaiLieuNop"], flat)
    _fees(lists["DanhSachLePhi"], flat)
    _supplements(lists["DanhSachHoSoBoSung"], flat)
    _results(lists["DanhSachGiayToKetQua"], flat)
    return flat


def flatten_step(record: Record) -> Flat:
    """Return a step as texts by field."""
    flat = Flat()
    for key, value in record.items():
        each = STEP_NAMES.get(fold(str(key)))
        if each is None:
            continue
        if isinstance(value, list | dict):
            flat.faults.append((str(key), "giá trị phải là chuỗi; gửi lại theo mô hình dữ liệu"))
        elif text := text_of(value):
            flat.texts[each.name] = text
    return flat


def _entries(told: Record, name: str, flat: Flat) -> list[dict[str, str]] | None:
    """Return the entries of a list as texts; None when the source does not tell of it."""
    value = told.get(name.lower())
    if value is None or value == "":
        return None
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        flat.faults.append((name, "giá trị phải là danh sách; gửi lại theo mô hình dữ liệu"))
        return None
    return [{str(k).lower(): text_of(v) for k, v in each.items()} for each in value]


def _tell(flat: Flat, name: str, texts: list[str]) -> None:
    """Put down the one text of a list, if there is one and it says something."""
    if texts and texts[0]:
        flat.texts[name] = texts[0]


def _identity(entries: list[dict[str, str]] | None, flat: Flat) -> None:
    numbers = [each.get("sodinhdanh", "") for each in entries or []]
    _tell(flat, "subject_hash", numbers[:1])


def _databases(
    entries: list[dict[str, str]] | None, flat: Flat, population: frozenset[str]
) -> None:
    """Say whether the population database was asked; an unknown code says neither yes nor no."""
    if entries is None:
        return
    codes = [each.get("macsdl", "") for each in entries]
    words = [fold(code) for code in codes]
    is_asked = bool(population & set(codes)) or any(n in w for w in words for n in POPULATION)
    if is_asked:
        flat.texts["uses_population_data"] = YES
    elif population or not entries:
        flat.texts["uses_population_data"] = "0"


COUNTED: Final = {
    "papers_digitised": "duocsohoa",
    "papers_reused": "duoctaisudung",
    "papers_from_store": "duoclaytukhodmqg",
}


def _papers(entries: list[dict[str, str]] | None, flat: Flat) -> None:
    if entries is None:
        return
    there = [each for each in entries if not _answer(each, "isdeleted", flat)]
    flat.texts["papers"] = str(len(there))
    for name, key in COUNTED.items():
        flat.texts[name] = str(sum(_answer(each, key, flat) for each in there))
    files = [each.get("duongdantaiteptin", "") for each in there]
    _tell(flat, "first_paper_hash", files[:1])


def _answer(entry: Mapping[str, str], key: str, flat: Flat) -> bool:
    text = entry.get(key, "")
    answer = FLAGS.get(fold(text)) if text else False
    if answer is None:
        reason = f"không đọc được {key} của giấy tờ; ghi 1 hoặc 0"
        flat.faults.append(("TaiLieuNop", reason))
    return bool(answer)


def _fees(entries: list[dict[str, str]] | None, flat: Flat) -> None:
    """Say whether there is something to pay; a fee without an amount says nothing."""
    if entries is None:
        return
    amounts = [each.get("gia", "") for each in entries]
    digits = ["".join(letter for letter in amount if letter.isdigit()) for amount in amounts]
    if any(number and int(number) > 0 for number in digits):
        flat.texts["has_fee"] = "có"
    elif all(digits):
        flat.texts["has_fee"] = "không"


def _results(entries: list[dict[str, str]] | None, flat: Flat) -> None:
    if entries is None:
        return
    addresses = [each.get("duongdanteptinketqua", "") for each in entries]
    flat.texts["results"] = str(len(entries))
    flat.texts["has_e_result"] = YES if any(addresses) else "0"
    _tell(flat, "result_hash", addresses[:1])


def _supplements(entries: list[dict[str, str]] | None, flat: Flat) -> None:
    """Turn the list of supplements into pauses: from the request to the receipt of the papers."""
    if entries is None:
        return
    flat.texts["supplement_count"] = str(len(entries))
    dated = [each for each in entries if each.get("ngaybosung")]
    dated.sort(key=lambda each: read_moment(each["ngaybosung"]) or datetime.min)  # noqa: DTZ901
    starts = [each["ngaybosung"] for each in dated]
    ends = [each.get("ngaytiepnhanbosung", "") for each in dated]
    told = {
        "first_pause_from": starts[:1],
        "first_pause_until": ends[:1],
        "second_supplement_at": starts[1:2],
        "last_pause_from": starts[-1:],
        "last_pause_until": ends[-1:],
        "extended_due_at": [new for each in dated if (new := each.get("ngayhentramoi"))][-1:],
    }
    for name, texts in told.items():
        _tell(flat, name, texts)
    unread = [text for text in (*starts[1:-1], *ends[1:-1]) if text and not read_moment(text)]
    flat.faults += [
        ("DanhSachHoSoBoSung", "không đọc được ngày trong danh sách bổ sung; ghi yyyyMMddHHmmss")
        for _ in unread[:1]
    ]
    flat.texts["paused_seconds"] = str(_paused(starts, ends))
    _moved_due_date(dated, flat)


def _paused(starts: list[str], ends: list[str]) -> int:
    """Return the seconds of all closed pauses; those that overlap count once."""
    pairs = ((read_moment(a), read_moment(b)) for a, b in zip(starts, ends, strict=True))
    seconds, until = 0, datetime.min  # noqa: DTZ901 - wall clock
    for start, end in pairs:
        if start is None or end is None or end <= until:
            continue
        seconds += max(0, round((end - max(start, until)).total_seconds()))
        until = end
    return seconds


def _moved_due_date(dated: list[dict[str, str]], flat: Flat) -> None:
    """Note that NgayHenTra itself was moved: it equals the new date and not the one before."""
    due = read_moment(flat.texts.get("due_at", ""))
    moves = sum(
        due is not None
        and due == read_moment(each.get("ngayhentramoi", ""))
        and read_moment(each.get("ngayhentratruoc", "")) not in (None, due)
        for each in dated
    )
    flat.texts["due_changes"] = str(moves)


def is_step(record: Record) -> bool:
    """Return whether a record is a step: it tells when it was done, and of no procedure.

    Examples
    --------
    >>> is_step({"MaHoSo": "H44.45-260803-0012", "ThoiDiemXuLy": "20260803080500"})
    True
    >>> is_step({"MaHoSo": "H44.45-260803-0012", "MaTTHC": "2.000815"})
    False
    """
    keys = {str(key).lower() for key in record}
    return "thoidiemxuly" in keys and "matthc" not in keys
