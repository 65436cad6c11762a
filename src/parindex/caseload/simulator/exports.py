"""Simulated dossiers as a one-stop system exports them: Vietnamese headers, words, dates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import polars as pl
import pyarrow as pa

from parindex.caseload.simulator.persons import persons
from parindex.caseload.simulator.plan import SimulationError

NOTE: Final = "Dữ liệu mô phỏng"
MOMENT: Final = "%d/%m/%Y %H:%M:%S"
STATUSES: Final = {
    1: "Mới đăng ký",
    2: "Được tiếp nhận",
    3: "Không được tiếp nhận",
    4: "Đang xử lý",
    5: "Yêu cầu bổ sung giấy tờ",
    6: "Yêu cầu thực hiện nghĩa vụ tài chính",
    7: "Công dân yêu cầu rút hồ sơ",
    8: "Dừng xử lý",
    9: "Đã xử lý xong",
    10: "Đã trả kết quả",
}
CHANNELS: Final = {1: "Trực tiếp", 2: "Trực tuyến", 3: "Bưu chính công ích"}
SUBJECTS: Final = {1: "Công dân", 2: "Doanh nghiệp", 3: "Cơ quan nhà nước", 4: "Khác"}
TIME_UNITS: Final = {"hours": "Giờ", "working_days": "Ngày làm việc", "calendar_days": "Ngày"}
MOMENTS: Final = {
    "Ngày nộp hồ sơ": "filed_at",
    "Ngày tiếp nhận": "received_at",
    "Ngày hẹn trả": "due_at",
    "Ngày hẹn trả mới": "extended_due_at",
    "Ngày kết thúc xử lý": "finished_at",
    "Ngày trả kết quả": "returned_at",
    "Ngày dừng xử lý": "stopped_at",
    "Ngày từ chối tiếp nhận": "refused_at",
    "Ngày rút hồ sơ": "withdrawn_at",
    "Ngày yêu cầu bổ sung": "first_pause_from",
    "Ngày tiếp nhận bổ sung": "first_pause_until",
    "Ngày yêu cầu bổ sung lần 2": "second_supplement_at",
    "Ngày yêu cầu bổ sung lần cuối": "last_pause_from",
    "Ngày tiếp nhận bổ sung lần cuối": "last_pause_until",
}
COUNTS: Final = {
    "Số lần bổ sung": "supplement_count",
    "Số giây tạm dừng": "paused_seconds",
    "Thời gian giải quyết": "allowed",
    "Số thành phần hồ sơ": "papers",
    "Số thành phần số hóa": "papers_digitised",
    "Số thành phần tái sử dụng": "papers_reused",
    "Số thành phần lấy từ kho": "papers_from_store",
    "Số kết quả": "results",
    "Số bước xử lý": "steps",
    "Số lần đổi ngày hẹn trả": "due_changes",
}
CODES: Final = {
    "Thanh toán trực tuyến": "paid_online",
    "Nơi nộp hồ sơ": "filed_through",
    "Hình thức trả kết quả": "return_way",
}
FLAGS: Final = {
    "Có phí, lệ phí": "has_fee",
    "Có số hóa": "has_digitised_parts",
    "Khai thác CSDL dân cư": "uses_population_data",
    "Xác thực VNeID": "is_vneid",
    "Kết quả điện tử": "has_e_result",
    "Có phản ánh, kiến nghị": "has_complaint",
    "Đồng bộ DVCQG": "is_synchronised",
}
MOST_ROWS: Final = 1_048_575
"""Rows of a sheet below its headers."""


def export_frame(dossiers: pa.Table, *, dummy: str | None = None) -> pl.DataFrame:
    """Return dossiers as texts under Vietnamese headers, a row a dossier.

    Parameters
    ----------
    dossiers : pyarrow.Table
        In the schema `DOSSIERS`.
    dummy : str, optional
        The hash that stands for the identity number 000000001.
    """
    frame = pl.DataFrame(pl.from_arrow(dossiers))
    who = persons(frame, dummy)
    return frame.select(
        pl.col("dossier_code").alias("Mã hồ sơ"),
        pl.col("unit_code").alias("Mã đơn vị"),
        pl.col("procedure_code").alias("Mã TTHC"),
        pl.col("field_code").alias("Mã lĩnh vực"),
        _word("channel", CHANNELS).alias("Hình thức nộp"),
        _word("subject", SUBJECTS).alias("Đối tượng"),
        who["name"].alias("Chủ hồ sơ"),
        who["identity"].alias("Số CCCD"),
        who["phone"].alias("Số điện thoại"),
        _word("status", STATUSES).alias("Trạng thái hồ sơ"),
        *(pl.col(name).dt.strftime(MOMENT).alias(header) for header, name in MOMENTS.items()),
        *(pl.col(name).cast(pl.String).alias(header) for header, name in COUNTS.items()),
        pl.col("allowed_unit").replace_strict(TIME_UNITS).alias("Đơn vị tính"),
        *(_answer(name).alias(header) for header, name in FLAGS.items()),
        *(pl.col(name).cast(pl.String).alias(header) for header, name in CODES.items()),
        _note("has_reason", "Lý do mô phỏng").alias("Lý do từ chối/dừng xử lý"),
        _note("has_delete_reason", "Lý do mô phỏng").alias("Lý do xóa"),
        (pl.lit("Cán bộ mô phỏng ") + pl.col("closed_by_hash").str.slice(0, 8)).alias(
            "Người kết thúc"
        ),
        pl.lit(NOTE).alias("Ghi chú"),
    )


def _word(name: str, words: dict[int, str]) -> pl.Expr:
    return pl.col(name).replace_strict(words, return_dtype=pl.String)


def _answer(name: str) -> pl.Expr:
    return pl.when(pl.col(name)).then(pl.lit("Có")).when(~pl.col(name)).then(pl.lit("Không"))


def _note(name: str, text: str) -> pl.Expr:
    return pl.when(pl.col(name)).then(pl.lit(text))


def write_csv(dossiers: pa.Table, file: Path, *, dummy: str | None = None) -> None:
    """Write an export as CSV, as spreadsheets in Viet Nam open it: UTF-8 with a mark, commas."""
    export_frame(dossiers, dummy=dummy).write_csv(file, include_bom=True)


def write_xlsx(dossiers: pa.Table, file: Path, *, dummy: str | None = None) -> None:
    """Write an export as a workbook of one sheet.

    Raises
    ------
    SimulationError
        If a sheet cannot hold so many rows, or openpyxl is missing.
    """
    if dossiers.num_rows > MOST_ROWS:
        raise SimulationError(
            f"{file.name}: {dossiers.num_rows} dossiers, but a sheet holds {MOST_ROWS}; "
            "write CSV, or smaller portions"
        )
    try:
        from openpyxl import Workbook  # noqa: PLC0415 - of the extra `office`
    except ImportError:
        raise SimulationError(
            "openpyxl is missing, which writes workbooks; install parindex[office]"
        ) from None
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Hồ sơ mô phỏng")
    for row in _rows(export_frame(dossiers, dummy=dummy)):
        sheet.append(row)
    book.save(file)


def _rows(frame: pl.DataFrame) -> Iterator[list[str | None]]:
    yield [f"DỮ LIỆU MÔ PHỎNG: {frame.height} hồ sơ, không có thật"]
    yield list(frame.columns)
    yield from (list(row) for row in frame.iter_rows())
