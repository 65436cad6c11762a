"""The columns of every table in the lake: one name, one type, one meaning for each.

All moments are wall clock of Asia/Ho_Chi_Minh without a zone (the country has one zone and no
summer time), to the microsecond, so that every engine compares them alike. A null is unknown,
never zero or false.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final

import pyarrow as pa

MOMENT: Final = pa.timestamp("us")


class Status(IntEnum):
    """TrangThaiHoSo of the exchanged model."""

    REGISTERED = 1
    RECEIVED = 2
    NOT_RECEIVED = 3
    PROCESSING = 4
    SUPPLEMENT = 5
    FINANCIAL_DUTY = 6
    WITHDRAWN = 7
    STOPPED = 8
    FINISHED = 9
    RETURNED = 10


class Channel(IntEnum):
    """KenhThucHien; none given means in person."""

    DIRECT = 1
    ONLINE = 2
    POSTAL = 3


class Subject(IntEnum):
    """LoaiDoiTuong: whose dossier it is."""

    CITIZEN = 1
    FIRM = 2
    AGENCY = 3
    OTHER = 4


class TimeUnit(StrEnum):
    """What the time of a procedure is counted in."""

    HOURS = "hours"
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"


class Source(StrEnum):
    """Whose record it is: the province's own system, or the copy on the national portal."""

    LOCAL = "local"
    PORTAL = "portal"


RECORDED: Final = pa.schema(
    [
        # who, what, where
        pa.field("dossier_code", pa.string(), nullable=False),  # MaHoSo, in one form
        pa.field("unit_code", pa.string(), nullable=False),  # H44.45: as recorded, never moved
        pa.field("procedure_code", pa.string(), nullable=False),  # MaTTHC
        pa.field("field_code", pa.string()),  # MaLinhVuc
        pa.field("channel", pa.int8(), nullable=False),  # KenhThucHien
        pa.field("subject", pa.int8()),  # LoaiDoiTuong
        pa.field("filed_through", pa.int8()),  # NoiNopHoSo: 1 national portal, 2 local portal
        pa.field("return_way", pa.int8()),  # HinhThuc: 0 one-stop, 1 post
        pa.field("subject_hash", pa.string()),  # keyed hash of the identity number
        pa.field("phone_hash", pa.string()),  # keyed hash of the phone number
        pa.field("status", pa.int8(), nullable=False),  # TrangThaiHoSo as last told
        # moments
        pa.field("filed_at", MOMENT),  # NgayNopHoSo
        pa.field("received_at", MOMENT),  # NgayTiepNhan
        pa.field("due_at", MOMENT),  # NgayHenTra as first promised; never moved by an apology
        pa.field("extended_due_at", MOMENT),  # the latest NgayHenTraMoi
        pa.field("due_changes", pa.int16(), nullable=False),  # times that NgayHenTra itself changed
        pa.field("finished_at", MOMENT),  # NgayKetThucXuLy, else the step with status 9
        pa.field("returned_at", MOMENT),  # NgayTra, else the step with status 10
        pa.field("stopped_at", MOMENT),  # status 8, or NgayTuChoi after receipt
        pa.field("refused_at", MOMENT),  # status 3: never received
        pa.field("withdrawn_at", MOMENT),  # status 7
        pa.field("has_reason", pa.bool_()),  # a reason is recorded for refusal, stop, withdrawal
        # pauses: supplements asked for (status 5) and financial duty (status 6)
        pa.field("supplement_count", pa.int16(), nullable=False),
        pa.field("second_supplement_at", MOMENT),
        pa.field("first_pause_from", MOMENT),
        pa.field("first_pause_until", MOMENT),
        pa.field("last_pause_from", MOMENT),
        pa.field("last_pause_until", MOMENT),  # null while it lasts
        pa.field("paused_seconds", pa.int64(), nullable=False),  # all closed pauses, wall clock
        # time allowed by the procedure
        pa.field("allowed", pa.int32()),  # number of `allowed_unit`
        pa.field("allowed_unit", pa.string()),  # a TimeUnit
        # money, papers, results
        pa.field("has_fee", pa.bool_()),
        pa.field("paid_online", pa.int8()),  # DuocThanhToanTrucTuyen: 1, 2 yes; 0, 3 no
        pa.field("papers", pa.int16(), nullable=False),  # TaiLieuNop that are not deleted
        pa.field("papers_digitised", pa.int16(), nullable=False),  # DuocSoHoa
        pa.field("papers_reused", pa.int16(), nullable=False),  # DuocTaiSuDung
        pa.field("papers_from_store", pa.int16(), nullable=False),  # DuocLayTuKhoDMQG
        pa.field("has_digitised_parts", pa.bool_()),  # HoSoCoThanhPhanSoHoa
        pa.field("uses_population_data", pa.bool_()),  # DSKetNoiCSDL names the population database
        pa.field("is_vneid", pa.bool_()),  # TaiKhoanDuocXacThucVoiVNeID
        pa.field("results", pa.int16(), nullable=False),  # DanhSachGiayToKetQua
        pa.field("has_e_result", pa.bool_()),  # one of them is a file
        pa.field(
            "first_paper_hash", pa.string()
        ),  # hash of the address of the first file handed in
        pa.field("result_hash", pa.string()),  # hash of the address of the first result file
        pa.field("has_complaint", pa.bool_()),  # a dislike or petition is recorded
        # how it was handled
        pa.field("steps", pa.int16(), nullable=False),
        pa.field("first_step_at", MOMENT),
        pa.field("last_step_at", MOMENT),
        pa.field("shortest_step_seconds", pa.int64()),  # between two steps that follow
        pa.field("closed_by_hash", pa.string()),  # keyed hash of the account of the last step
        pa.field("has_delete_reason", pa.bool_()),  # LyDoXoa: removed in the local system
        pa.field("is_synchronised", pa.bool_()),  # TrangThaiDongBoDVC says it reached the portal
    ]
)
"""What a source says of a dossier."""

CLOCKED: Final = pa.schema(
    [
        pa.field("statutory_due_at", MOMENT),  # receipt plus the time allowed, by the calendar
        pa.field("local_due_at", MOMENT),  # due date moved by pauses and by extension
    ]
)
"""What the clock adds when a record is written."""

KEPT: Final = pa.schema(
    [
        pa.field("as_of", MOMENT, nullable=False),  # latest moment the record speaks of
        pa.field("arrived_at", MOMENT, nullable=False),  # when it reached us
        pa.field("batch", pa.string(), nullable=False),  # the import that brought it
        pa.field("content_hash", pa.string(), nullable=False),  # of the record as it came
        pa.field("is_simulated", pa.bool_(), nullable=False),
    ]
)
"""How a record came here. The newer of two has the greater (`as_of`, `arrived_at`)."""

DOSSIERS: Final = pa.schema([*RECORDED, *CLOCKED, *KEPT])
"""Table `dossiers` (and `portal`, the portal's copy): the latest state, a row a dossier."""

EVENTS: Final = pa.schema(
    [
        pa.field("event_id", pa.string(), nullable=False),  # hash of source, kind and content
        pa.field("source", pa.string(), nullable=False),  # a Source
        pa.field("kind", pa.string(), nullable=False),  # snapshot or step
        *DOSSIERS,
    ]
)
"""Table `events`: every record as it arrived, after the personal data were taken away; it grows."""

STEPS: Final = pa.schema(
    [
        pa.field("step_id", pa.string(), nullable=False),  # hash of the content
        pa.field("source", pa.string(), nullable=False),
        pa.field("dossier_code", pa.string(), nullable=False),
        pa.field("status", pa.int8()),  # TrangThai
        pa.field("at", MOMENT, nullable=False),  # ThoiDiemXuLy
        pa.field("begun_at", MOMENT),  # NgayBatDau
        pa.field("planned_end_at", MOMENT),  # NgayKetThucTheoQuyDinh
        pa.field("handler_hash", pa.string()),  # keyed hash of NguoiXuLy
        pa.field("office", pa.string()),  # PhongBanXuLy
        pa.field("arrived_at", MOMENT, nullable=False),
        pa.field("batch", pa.string(), nullable=False),
        pa.field("is_simulated", pa.bool_(), nullable=False),
    ]
)
"""Table `steps`: who did what when; append-only."""

QUARANTINE: Final = pa.schema(
    [
        pa.field("batch", pa.string(), nullable=False),
        pa.field("origin", pa.string(), nullable=False),  # file or message
        pa.field("row", pa.int64(), nullable=False),  # from 1, as a person counts
        pa.field("dossier_code", pa.string()),
        pa.field("field", pa.string(), nullable=False),  # name in the source
        pa.field("value", pa.string(), nullable=False),  # as found; "" if personal
        pa.field("reason", pa.string(), nullable=False),  # what is wrong and what to do
        pa.field(
            "record", pa.string(), nullable=False
        ),  # the row as JSON, personal data taken away
        pa.field("arrived_at", MOMENT, nullable=False),
    ]
)
"""Table `quarantine`: rows that were refused, with every reason; one line a reason."""

PROCEDURES: Final = pa.schema(
    [
        pa.field("procedure_code", pa.string(), nullable=False),
        pa.field("name", pa.string(), nullable=False),
        pa.field("field_code", pa.string()),
        pa.field("field_name", pa.string()),
        pa.field("level", pa.int8()),  # MucDo: 4 fully online, 3 partly, 2 information
        pa.field("has_fee", pa.bool_()),
        pa.field("offers_online_payment", pa.bool_()),
        pa.field("is_connected", pa.bool_()),
        pa.field("allowed", pa.int32()),
        pa.field("allowed_unit", pa.string()),
    ]
)
"""Table `procedures`: the province's catalogue."""

OFFERED: Final = pa.schema(
    [
        pa.field("unit_code", pa.string(), nullable=False),
        pa.field("procedure_code", pa.string(), nullable=False),
    ]
)
"""Table `offered`: which unit handles which procedure."""

TABLES: Final = {
    "dossiers": DOSSIERS,
    "portal": DOSSIERS,
    "events": EVENTS,
    "steps": STEPS,
    "quarantine": QUARANTINE,
    "procedures": PROCEDURES,
    "offered": OFFERED,
}
"""All tables of the lake that intake writes, by name."""
