"""Words of exports: headers, states, channels and answers, with or without marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

import polars as pl

from parindex.caseload.columns import Channel, Status, Subject, TimeUnit

T = TypeVar("T", int, bool, str)

EMPTY: Final = ("", "-", "--", "null", "NULL", "Null", "None", "none", "N/A", "n/a", "NaN", "nan")
"""What programs write when they have nothing to say."""


def fold(text: str) -> str:
    """Return a text without marks, capitals and punctuation, to compare it.

    Examples
    --------
    >>> fold("Ngày hẹn trả (KQ)"), fold("NGAY_HEN_TRA"), fold("Đã xử lý xong")
    ('ngay hen tra kq', 'ngay hen tra', 'da xu ly xong')
    """
    apart = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[a-z0-9]+", plain))


def _words(table: Mapping[T, str]) -> dict[str, T]:
    """Return the value of each folded word; words of one value stand apart by a bar."""
    return {fold(word): value for value, words in table.items() for word in words.split("|")}


STATUSES: Final = _words(
    {
        int(Status.REGISTERED): "1|mới đăng ký|mới nộp|chờ tiếp nhận|chưa tiếp nhận|receiving",
        int(Status.RECEIVED): "2|được tiếp nhận|đã tiếp nhận|mới tiếp nhận|tiếp nhận|new",
        int(Status.NOT_RECEIVED): "3|không được tiếp nhận|không tiếp nhận|từ chối tiếp nhận|denied",
        int(Status.PROCESSING): "4|đang xử lý|đang giải quyết|đang thụ lý|processing",
        int(Status.SUPPLEMENT): "5|yêu cầu bổ sung|yêu cầu bổ sung giấy tờ|yêu cầu bổ sung hồ sơ"
        "|chờ bổ sung|chờ bổ sung hồ sơ|đang bổ sung|waiting",
        int(Status.FINANCIAL_DUTY): "6|yêu cầu nghĩa vụ tài chính|chờ nghĩa vụ tài chính"
        "|yêu cầu thực hiện nghĩa vụ tài chính|chờ thực hiện nghĩa vụ tài chính|paying",
        int(Status.WITHDRAWN): "7|công dân yêu cầu rút|công dân yêu cầu rút hồ sơ|đã rút"
        "|rút hồ sơ|đã rút hồ sơ|cancelled",
        int(Status.STOPPED): "8|dừng xử lý|dừng giải quyết|đã dừng xử lý|từ chối giải quyết"
        "|không giải quyết|unresolved",
        int(Status.FINISHED): "9|đã xử lý xong|đã giải quyết|đã giải quyết xong|xử lý xong"
        "|đã có kết quả|có kết quả|chờ trả kết quả|releasing",
        int(Status.RETURNED): "10|đã trả kết quả|trả kết quả|đã trả|hoàn thành|đã hoàn thành|done",
    }
)
"""TrangThaiHoSo: codes of the national portal, Vietnamese words, OpenCPS words."""

CHANNELS: Final = _words(
    {
        int(Channel.DIRECT): "1|trực tiếp|nộp trực tiếp|tại một cửa|một cửa|tại bộ phận một cửa",
        int(Channel.ONLINE): "2|trực tuyến|nộp trực tuyến|qua mạng|online|dịch vụ công trực tuyến",
        int(Channel.POSTAL): "3|bưu chính công ích|bưu chính|bưu điện|qua bưu điện|bcci"
        "|dịch vụ bưu chính công ích|qua bưu chính công ích|qua dịch vụ bưu chính công ích",
    }
)
"""KenhThucHien."""

SUBJECTS: Final = _words(
    {
        int(Subject.CITIZEN): "1|công dân|cá nhân|người dân",
        int(Subject.FIRM): "2|doanh nghiệp|tổ chức, doanh nghiệp|hộ kinh doanh",
        int(Subject.AGENCY): "3|cơ quan nhà nước|cơ quan",
        int(Subject.OTHER): "4|khác|tổ chức khác|tổ chức",
    }
)
"""LoaiDoiTuong."""

PLACES: Final = _words(
    {
        1: "1|cổng dvcqg|cổng dịch vụ công quốc gia|dvcqg|cổng quốc gia",
        2: "2|cổng địa phương|cổng tỉnh|cổng dịch vụ công tỉnh|cổng dịch vụ công của tỉnh"
        "|hệ thống thông tin giải quyết tthc",
    }
)
"""NoiNopHoSo."""

WAYS: Final = _words(
    {
        0: "0|tại một cửa|một cửa|trực tiếp|tại bộ phận một cửa|nhận trực tiếp",
        1: "1|bưu chính|bưu chính công ích|bưu điện|qua bưu điện|qua bưu chính công ích"
        "|qua dịch vụ bưu chính công ích",
    }
)
"""HinhThuc: how the result is handed over."""

PAYMENTS: Final = _words(
    {
        0: "0|không|chưa|không thanh toán trực tuyến|trực tiếp|tiền mặt|false",
        1: "1|qua dvcqg|cổng dvcqg|cổng dịch vụ công quốc gia|payment platform dvcqg",
        2: "2|cổng bộ tỉnh|qua cổng bộ tỉnh|cổng bộ, tỉnh|cổng tỉnh|cổng địa phương",
        3: "3",
    }
)
"""DuocThanhToanTrucTuyen: 1 and 2 are yes."""

FLAGS: Final = _words(
    {
        True: "1|có|true|yes|y|x|đúng|đã đồng bộ|đồng bộ thành công|thành công|rồi|đã xác thực",
        False: "0|không|false|no|n|sai|chưa|chưa đồng bộ|lỗi|đồng bộ lỗi|thất bại|chưa xác thực",
    }
)
"""Questions with two answers."""

UNITS_OF_TIME: Final = _words(
    {
        TimeUnit.HOURS.value: "giờ|giờ làm việc|hours|hour|h",
        TimeUnit.WORKING_DAYS.value: "ngày làm việc|ngày lv|working_days|nlv",
        TimeUnit.CALENDAR_DAYS.value: "ngày|ngày lịch|calendar_days|days|day",
    }
)
"""What the time of a procedure is counted in."""

LEVELS: Final = _words(
    {
        4: "4|toàn trình|dvctt toàn trình|dịch vụ công trực tuyến toàn trình|mức độ 4|mức 4",
        3: "3|một phần|dvctt một phần|dịch vụ công trực tuyến một phần|mức độ 3|mức 3",
        2: "2|thông tin|cung cấp thông tin|dịch vụ cung cấp thông tin|cung cấp thông tin trực tuyến"
        "|dịch vụ công cung cấp thông tin trực tuyến|mức độ 2|mức 2",
    }
)
"""MucDo of a procedure."""


def translate(
    values: pl.Series, read: Callable[[str], T | None], dtype: type[pl.DataType]
) -> pl.Series:
    """Read each distinct text of a column once; null where `read` knows no answer."""
    known = {each: read(each) for each in values.unique().drop_nulls()}
    return values.replace_strict(list(known), list(known.values()), return_dtype=dtype)


def reader_of(table: Mapping[str, T]) -> Callable[[str], T | None]:
    """Return what finds the value of a text; a spreadsheet may write a code `04` or `4.0`."""

    def read(text: str) -> T | None:
        return table.get(fold(re.sub(r"^0*([0-9]+)(?:\.0+)?$", r"\1", text.strip())))

    return read


def read_allowed(text: str) -> tuple[int, str | None] | None:
    """Return the time that a procedure allows and its unit; None where no number begins the text.

    Half a working day is four hours of work, since eight make a day.

    Examples
    --------
    >>> read_allowed("15 ngày làm việc kể từ ngày nhận đủ hồ sơ")
    (15, 'working_days')
    >>> read_allowed("0,5 ngày làm việc"), read_allowed("8 giờ"), read_allowed("20")
    ((4, 'hours'), (8, 'hours'), (20, None))
    """
    found = re.match(r"\s*([0-9]{1,5})(?:[.,]([0-9]{1,2}))?(?![0-9.,])\s*(.*)", text)
    if found is None:
        return None
    unit = unit_of_time(found[3])
    if found[3].strip() and unit is None:
        return None
    part = (found[2] or "").ljust(2, "0")
    hundredths = int(found[1]) * 100 + int(part)
    if hundredths % 100 == 0:
        return hundredths // 100, unit
    if unit != TimeUnit.WORKING_DAYS or hundredths * 8 % 100:
        return None
    return hundredths * 8 // 100, TimeUnit.HOURS.value


def unit_of_time(text: str) -> str | None:
    """Return the unit of time that a text begins with, None if it begins with none."""
    words = fold(text.replace("_", " ")).split()
    for length in range(min(3, len(words)), 0, -1):
        start = " ".join(words[:length])
        if start in UNITS_OF_TIME:
            return UNITS_OF_TIME[start]
    return None
