"""What a source may tell of a dossier: one table for all readers, mappings and documents.

A field is named after the column that it fills; `declined_at` alone fills one of three. Names of
the exchanged model (MaHoSo) and the headers of exports, with or without marks, lead to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from parindex.caseload.privacy import Secret
from parindex.caseload.readers.words import fold


class Kind(StrEnum):
    """How the text of a field is read."""

    DOSSIER = "dossier"
    UNIT = "unit"
    PROCEDURE = "procedure"
    LABEL = "label"
    MOMENT = "moment"
    COUNT = "count"
    AMOUNT = "amount"
    ALLOWED = "allowed"
    TIME_UNIT = "time_unit"
    FLAG = "flag"
    STATUS = "status"
    CHANNEL = "channel"
    SUBJECT = "subject"
    PLACE = "place"
    WAY = "way"
    PAYMENT = "payment"
    SECRET = "secret"  # noqa: S105 - the name of a kind
    PRESENCE = "presence"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its column, how it is read, the headers that mean it.

    Parameters
    ----------
    name : str
        Column of `columns.RECORDED` that it fills.
    kind : Kind
        How it is read; of a `PRESENCE` only stays whether there was something.
    headers : str
        Headers, apart by a bar; compared without marks and capitals.
    vi : str
        What officers call it.
    secret : Secret, optional
        Of what kind the value is that is hashed.
    is_future : bool
        A moment that may lie ahead, such as a due date.
    """

    name: str
    kind: Kind
    vi: str
    headers: str
    secret: Secret | None = None
    is_future: bool = False

    @property
    def is_personal(self) -> bool:
        """Whether its text may name a person, so that it is shown nowhere."""
        return self.kind in {Kind.SECRET, Kind.PRESENCE}

    def folded(self) -> list[str]:
        """Return its own name and all its headers as they are compared."""
        return [fold(each) for each in (self.name, *self.headers.split("|"))]


def _moment(name: str, vi: str, headers: str, *, is_future: bool = False) -> Field:
    return Field(name, Kind.MOMENT, vi, headers, is_future=is_future)


def _secret(name: str, secret: Secret, vi: str, headers: str) -> Field:
    return Field(name, Kind.SECRET, vi, headers, secret=secret)


FIELDS: Final = (
    Field(
        "dossier_code",
        Kind.DOSSIER,
        "mã hồ sơ",
        "MaHoSo|Mã hồ sơ|Số hồ sơ|Mã số hồ sơ|Mã HS|Số HS|Mã hồ sơ TTHC|Số hồ sơ TTHC"
        "|Mã hồ sơ DVC|dossier no|dossier id",
    ),
    Field(
        "unit_code",
        Kind.UNIT,
        "đơn vị xử lý",
        "DonViXuLy|Đơn vị xử lý|Mã đơn vị|Mã đơn vị xử lý|Đơn vị|Đơn vị giải quyết|Đơn vị tiếp nhận"
        "|Cơ quan giải quyết|Cơ quan xử lý|Cơ quan thực hiện|Cơ quan tiếp nhận|Mã cơ quan"
        "|Mã định danh đơn vị",
    ),
    Field(
        "procedure_code",
        Kind.PROCEDURE,
        "mã thủ tục hành chính",
        "MaTTHC|Mã TTHC|Mã thủ tục|Mã thủ tục hành chính|MaThuTuc|Mã số TTHC|Mã TT",
    ),
    Field("field_code", Kind.LABEL, "mã lĩnh vực", "MaLinhVuc|Mã lĩnh vực"),
    Field(
        "channel",
        Kind.CHANNEL,
        "kênh thực hiện",
        "KenhThucHien|Kênh thực hiện|Kênh tiếp nhận|Kênh nộp|Hình thức nộp|Hình thức nộp hồ sơ"
        "|Hình thức tiếp nhận|Phương thức nộp|Phương thức tiếp nhận|Hình thức tiếp nhận hồ sơ",
    ),
    Field(
        "subject",
        Kind.SUBJECT,
        "loại đối tượng",
        "LoaiDoiTuong|Loại đối tượng|Đối tượng|Đối tượng nộp|Đối tượng thực hiện",
    ),
    Field(
        "filed_through",
        Kind.PLACE,
        "nơi nộp hồ sơ",
        "NoiNopHoSo|Nơi nộp hồ sơ|Nơi nộp|Nguồn hồ sơ|Nguồn tiếp nhận",
    ),
    Field(
        "return_way",
        Kind.WAY,
        "hình thức trả kết quả",
        "HinhThuc|Hình thức trả|Hình thức trả kết quả|Hình thức nhận kết quả|Nơi trả kết quả",
    ),
    _secret(
        "subject_hash",
        Secret.IDENTITY,
        "số định danh",
        "SoDinhDanh|Số định danh|Số định danh cá nhân|Số CCCD|CCCD|Số căn cước|Căn cước|CMND"
        "|Số CMND|CCCD/CMND|CMND/CCCD|Số CMND/CCCD|Số CCCD/CMND|Số giấy tờ tùy thân|Mã số thuế",
    ),
    _secret(
        "phone_hash",
        Secret.PHONE,
        "số điện thoại",
        "SoDienThoai|Số điện thoại|Điện thoại|SĐT|Số ĐT|Di động|Số di động|Điện thoại người nộp",
    ),
    Field(
        "status",
        Kind.STATUS,
        "trạng thái hồ sơ",
        "TrangThaiHoSo|Trạng thái|Trạng thái hồ sơ|Tình trạng|Tình trạng hồ sơ|Trạng thái xử lý"
        "|Tình trạng xử lý",
    ),
    _moment(
        "filed_at",
        "ngày nộp hồ sơ",
        "NgayNopHoSo|Ngày nộp|Ngày nộp hồ sơ|Thời gian nộp|Thời điểm nộp|Ngày gửi hồ sơ",
    ),
    _moment(
        "received_at",
        "ngày tiếp nhận",
        "NgayTiepNhan|Ngày tiếp nhận|Ngày nhận|Ngày nhận hồ sơ|Ngày tiếp nhận hồ sơ"
        "|Thời gian tiếp nhận|Thời điểm tiếp nhận",
    ),
    _moment(
        "due_at",
        "ngày hẹn trả",
        "NgayHenTra|Ngày hẹn trả|Ngày hẹn|Ngày hẹn trả kết quả|Ngày hẹn trả KQ|Hạn trả|Hạn xử lý"
        "|Hạn giải quyết|Hạn trả kết quả|Thời gian hẹn trả|Ngày hết hạn",
        is_future=True,
    ),
    _moment(
        "extended_due_at",
        "ngày hẹn trả mới",
        "NgayHenTraMoi|Ngày hẹn trả mới|Ngày hẹn lại|Ngày hẹn trả lại|Ngày gia hạn",
        is_future=True,
    ),
    Field("due_changes", Kind.COUNT, "số lần đổi ngày hẹn trả", "Số lần đổi ngày hẹn trả"),
    _moment(
        "finished_at",
        "ngày kết thúc xử lý",
        "NgayKetThucXuLy|Ngày kết thúc xử lý|Ngày kết thúc|Ngày xử lý xong|Ngày hoàn thành"
        "|Ngày có kết quả|Ngày giải quyết xong|Ngày hoàn thành xử lý|Thời gian kết thúc xử lý",
    ),
    _moment(
        "returned_at",
        "ngày trả kết quả",
        "NgayTra|Ngày trả|Ngày trả kết quả|Ngày trả KQ|Ngày trả thực tế|Thời gian trả kết quả",
    ),
    _moment("declined_at", "ngày từ chối", "NgayTuChoi|Ngày từ chối"),
    _moment("stopped_at", "ngày dừng xử lý", "Ngày dừng|Ngày dừng xử lý|Ngày dừng giải quyết"),
    _moment("refused_at", "ngày từ chối tiếp nhận", "Ngày từ chối tiếp nhận"),
    _moment("withdrawn_at", "ngày rút hồ sơ", "Ngày rút|Ngày rút hồ sơ"),
    Field(
        "has_reason",
        Kind.PRESENCE,
        "lý do",
        "LyDoTuChoi|Lý do từ chối|Lý do|Lý do dừng|Lý do rút|Lý do từ chối/dừng xử lý",
    ),
    Field(
        "supplement_count",
        Kind.COUNT,
        "số lần yêu cầu bổ sung",
        "Số lần bổ sung|Số lần yêu cầu bổ sung|Số lần YCBS",
    ),
    _moment(
        "first_pause_from",
        "ngày yêu cầu bổ sung",
        "Ngày yêu cầu bổ sung|Ngày bổ sung|Ngày YCBS|Ngày yêu cầu bổ sung lần 1",
    ),
    _moment(
        "first_pause_until",
        "ngày tiếp nhận bổ sung",
        "Ngày tiếp nhận bổ sung|Ngày nhận bổ sung|Ngày nộp bổ sung|Ngày bổ sung xong"
        "|Ngày tiếp nhận bổ sung lần 1",
    ),
    _moment("second_supplement_at", "ngày yêu cầu bổ sung lần 2", "Ngày yêu cầu bổ sung lần 2"),
    _moment("last_pause_from", "ngày yêu cầu bổ sung lần cuối", "Ngày yêu cầu bổ sung lần cuối"),
    _moment(
        "last_pause_until", "ngày tiếp nhận bổ sung lần cuối", "Ngày tiếp nhận bổ sung lần cuối"
    ),
    Field("paused_seconds", Kind.COUNT, "thời gian tạm dừng (giây)", "Số giây tạm dừng"),
    Field(
        "allowed",
        Kind.ALLOWED,
        "thời gian giải quyết",
        "Thời gian xử lý|Thời gian giải quyết|Thời hạn giải quyết|Số ngày xử lý|Thời hạn xử lý"
        "|Số ngày giải quyết",
    ),
    Field(
        "allowed_unit",
        Kind.TIME_UNIT,
        "đơn vị tính thời gian",
        "Đơn vị tính|Đơn vị tính thời gian|Đơn vị thời gian|Loại ngày",
    ),
    Field(
        "has_fee",
        Kind.AMOUNT,
        "phí, lệ phí",
        "Gia|Phí, lệ phí|Lệ phí|Phí|Có phí|Có phí, lệ phí|Số tiền|Tổng tiền|Tổng phí, lệ phí",
    ),
    Field(
        "paid_online",
        Kind.PAYMENT,
        "thanh toán trực tuyến",
        "DuocThanhToanTrucTuyen|Thanh toán trực tuyến|Được thanh toán trực tuyến"
        "|Hình thức thanh toán",
    ),
    Field("papers", Kind.COUNT, "số thành phần hồ sơ", "Số thành phần hồ sơ|Số thành phần"),
    Field(
        "papers_digitised",
        Kind.COUNT,
        "số thành phần số hóa",
        "Số thành phần số hóa|Số giấy tờ số hóa|Số thành phần được số hóa",
    ),
    Field(
        "papers_reused",
        Kind.COUNT,
        "số thành phần tái sử dụng",
        "Số thành phần tái sử dụng|Số giấy tờ tái sử dụng",
    ),
    Field(
        "papers_from_store",
        Kind.COUNT,
        "số thành phần lấy từ kho dữ liệu",
        "Số thành phần lấy từ kho|Số giấy tờ lấy từ kho",
    ),
    Field(
        "has_digitised_parts",
        Kind.FLAG,
        "hồ sơ có thành phần số hóa",
        "HoSoCoThanhPhanSoHoa|Hồ sơ có thành phần số hóa|Có số hóa|Số hóa",
    ),
    Field(
        "uses_population_data",
        Kind.FLAG,
        "khai thác CSDL quốc gia về dân cư",
        "Khai thác CSDL dân cư|Sử dụng CSDL dân cư|Khai thác CSDLQG về dân cư",
    ),
    Field(
        "is_vneid",
        Kind.FLAG,
        "tài khoản xác thực qua VNeID",
        "TaiKhoanDuocXacThucVoiVNeID|Xác thực VNeID|Tài khoản VNeID|Đăng nhập VNeID",
    ),
    Field("results", Kind.COUNT, "số giấy tờ kết quả", "Số kết quả|Số giấy tờ kết quả"),
    Field(
        "has_e_result",
        Kind.FLAG,
        "kết quả điện tử",
        "Có kết quả điện tử|Kết quả điện tử|Bản điện tử kết quả|Có kết quả bản điện tử",
    ),
    _secret("first_paper_hash", Secret.FILE, "tệp đầu vào", "Tệp đầu vào|Đường dẫn tệp đầu vào"),
    _secret(
        "result_hash",
        Secret.FILE,
        "tệp kết quả",
        "DuongDanTepTinKetQua|Tệp kết quả|Đường dẫn tệp kết quả|File kết quả",
    ),
    Field(
        "has_complaint",
        Kind.FLAG,
        "phản ánh, kiến nghị",
        "Có phản ánh|Có phản ánh, kiến nghị|Không hài lòng|Đánh giá không hài lòng",
    ),
    Field("steps", Kind.COUNT, "số bước xử lý", "Số bước|Số bước xử lý"),
    _moment("first_step_at", "thời điểm bước đầu", "Thời điểm bước đầu"),
    _moment("last_step_at", "thời điểm bước cuối", "Thời điểm bước cuối"),
    Field("shortest_step_seconds", Kind.COUNT, "bước ngắn nhất (giây)", "Bước ngắn nhất (giây)"),
    _secret(
        "closed_by_hash",
        Secret.HANDLER,
        "người kết thúc hồ sơ",
        "Người xử lý|Cán bộ xử lý|Người trả kết quả|Cán bộ trả kết quả|Người kết thúc"
        "|Cán bộ thụ lý",
    ),
    Field("has_delete_reason", Kind.PRESENCE, "lý do xóa", "LyDoXoa|Lý do xóa"),
    Field(
        "is_synchronised",
        Kind.FLAG,
        "đồng bộ lên Cổng DVCQG",
        "TrangThaiDongBoDVC|Trạng thái đồng bộ DVC|Trạng thái đồng bộ|Đồng bộ DVCQG|Đã đồng bộ"
        "|Trạng thái đồng bộ DVCQG",
    ),
)
"""Fields of a dossier, in the order of the columns."""

STEP_FIELDS: Final = (
    Field("dossier_code", Kind.DOSSIER, "mã hồ sơ", "MaHoSo|Mã hồ sơ|Số hồ sơ"),
    Field("status", Kind.STATUS, "trạng thái", "TrangThai|Trạng thái"),
    _moment("at", "thời điểm xử lý", "ThoiDiemXuLy|Thời điểm xử lý"),
    _moment("begun_at", "ngày bắt đầu", "NgayBatDau|Ngày bắt đầu"),
    _moment(
        "planned_end_at",
        "ngày kết thúc theo quy định",
        "NgayKetThucTheoQuyDinh|Ngày kết thúc theo quy định",
        is_future=True,
    ),
    _secret("handler_hash", Secret.HANDLER, "người xử lý", "NguoiXuLy|Người xử lý"),
    Field("office", Kind.LABEL, "phòng ban xử lý", "PhongBanXuLy|Phòng ban xử lý"),
)
"""Fields of a step."""

BY_NAME: Final = {field.name: field for field in FIELDS}
STEP_BY_NAME: Final = {field.name: field for field in STEP_FIELDS}
BY_HEADER: Final = {word: field for field in FIELDS for word in field.folded()}
REQUIRED: Final = ("dossier_code", "procedure_code", "status")

PERSONAL: Final = (
    "ChuHoSo|Chủ hồ sơ|Họ tên|Họ và tên|Tên công dân|Người nộp|Người nộp hồ sơ|Tên người nộp"
    "|Tên tổ chức|Tên doanh nghiệp|Tên tổ chức, cá nhân|Họ tên người nộp|Tên chủ hồ sơ|Email"
    "|Thư điện tử|Fax|Địa chỉ|Nơi ở|Thường trú|Ngày sinh|Giới tính|TrichYeuHoSo|Trích yếu"
    "|Trích yếu hồ sơ|Nội dung|Nội dung hồ sơ|GhiChu|Ghi chú|ThongTinKhac|Thông tin khác"
    "|ThongTinTra|Thông tin trả|Người ủy quyền|Người nhận kết quả|MaDoiTuong|Mã đối tượng"
)
PERSONAL_HEADERS: Final = frozenset(fold(each) for each in PERSONAL.split("|"))
"""Headers whose columns name or describe a person: never read, and a mapping may not name them."""
