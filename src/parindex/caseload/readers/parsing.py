"""Reads the fields of many records at once and notes every fault with its reason.

Reasons are for officers, so they are in Vietnamese: what is wrong, what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import polars as pl

from parindex.caseload.codes import dossier_codes, procedure_codes, unit_codes
from parindex.caseload.privacy import HASHED, may_name_a_person
from parindex.caseload.readers import words
from parindex.caseload.readers.fields import Field, Kind
from parindex.caseload.readers.intake import ABSENT, Intake
from parindex.caseload.readers.moments import read_moments

FIRST_MOMENT: Final = datetime(2010, 1, 1)  # noqa: DTZ001 - wall clock of Viet Nam
GRACE: Final = timedelta(days=1)
"""How far the clocks of two systems may differ."""
LONGEST: Final = 200
TEN_YEARS: Final = 3653 * 86_400
MOST: Final = {"paused_seconds": TEN_YEARS, "shortest_step_seconds": TEN_YEARS}
MOST_OF_A_COUNT: Final = 2**15 - 1


@dataclass(frozen=True, slots=True)
class Fault:
    """Which rows are refused because of one field, and why."""

    name: str
    mask: pl.Series
    reason: str


@dataclass(slots=True)
class Parsed:
    """Values of all fields and all faults found in them."""

    height: int
    values: dict[str, pl.Series] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, name: str, mask: pl.Series, reason: str) -> None:
        """Note a fault, if any row has it."""
        mask = mask.fill_null(value=False)
        if mask.any():
            self.faults.append(Fault(name, mask, reason))

    def good(self) -> pl.Series:
        """Return which rows have no fault."""
        good = pl.Series([True]).new_from_index(0, self.height)
        for fault in self.faults:
            good &= ~fault.mask
        return good


def cleaned(values: pl.Series) -> pl.Series:
    """Return texts without blanks around them; what programs write for nothing is null."""
    texts = values.cast(pl.String).str.strip_chars()
    return texts.set(texts.is_in(words.EMPTY), None)


def parse(
    frame: pl.DataFrame, fields: tuple[Field, ...], required: tuple[str, ...], intake: Intake
) -> Parsed:
    """Read all fields of a frame; those that the source does not have are null."""
    parsed = Parsed(frame.height)
    for each in fields:
        if each.name in frame.columns:
            _parse_field(parsed, each, frame[each.name], intake)
        elif each.name in required:
            nothing = pl.Series([True]).new_from_index(0, frame.height)
            parsed.refuse(each.name, nothing, _missing(each))
    return parsed


def _missing(each: Field) -> str:
    return f"thiếu {each.vi}; bổ sung rồi nhập lại"


def _parse_field(parsed: Parsed, each: Field, raw: pl.Series, intake: Intake) -> None:
    if each.kind is Kind.MOMENT:
        _parse_moment(parsed, each, raw, intake)
        return
    texts = _translated(cleaned(raw), each, intake)
    if each.kind is Kind.SECRET:
        parsed.values[each.name] = _hashed(texts, each, intake)
    elif each.kind is Kind.ALLOWED:
        _parse_allowed(parsed, each, texts)
    else:
        found = READERS[each.kind](texts)
        parsed.values[each.name] = found
        if each.kind in HINTS:  # a unit's name instead of its code is no fault
            parsed.refuse(each.name, texts.is_not_null() & found.is_null(), _reason(each))
        if each.kind is Kind.COUNT:
            most = MOST.get(each.name, MOST_OF_A_COUNT)
            parsed.refuse(each.name, found > most, f"{each.vi} lớn quá mức; kiểm tra lại")
    if each.name in ("dossier_code", "procedure_code", "status"):
        parsed.refuse(each.name, texts.is_null(), _missing(each))


def _translated(texts: pl.Series, each: Field, intake: Intake) -> pl.Series:
    """Put what the source's own words mean in their place."""
    own = {words.fold(word): str(value) for word, value in intake.codes.get(each.name, {}).items()}
    if not own:
        return texts
    return words.translate(texts, lambda text: own.get(words.fold(text), text), pl.String)


def _hashed(texts: pl.Series, each: Field, intake: Intake) -> pl.Series:
    assert each.secret is not None  # noqa: S101 - true of every field of this kind, by a test
    if not intake.keeps_hashes:
        return intake.pseudonyms.column(each.secret, texts)
    kept = texts.set(~texts.str.contains(HASHED).fill_null(value=False), None)
    others = intake.pseudonyms.column(each.secret, texts.set(kept.is_not_null(), None))
    return kept.zip_with(kept.is_not_null(), others)


def _parse_moment(parsed: Parsed, each: Field, raw: pl.Series, intake: Intake) -> None:
    values = cleaned(raw) if raw.dtype == pl.String else raw
    found = read_moments(values, intake.form)
    parsed.values[each.name] = found
    parsed.refuse(each.name, values.is_not_null() & found.is_null(), _reason(each))
    parsed.refuse(
        each.name,
        found < FIRST_MOMENT,
        f"{each.vi} trước năm 2010; sửa lại, hoặc để trống nếu chưa có",
    )
    if not each.is_future:
        parsed.refuse(
            each.name,
            found > intake.arrived_at + GRACE,
            f"{each.vi} sau thời điểm nhận dữ liệu ({intake.arrived_at:%d/%m/%Y %H:%M}); "
            "kiểm tra lại ngày, giờ",
        )


def _parse_allowed(parsed: Parsed, each: Field, texts: pl.Series) -> None:
    """Read the number; the text may name the unit, too."""

    def part(index: int) -> Callable[[str], Any]:
        return lambda text: (words.read_allowed(text) or (None, None))[index]

    numbers = words.translate(texts, part(0), pl.Int64)
    parsed.values[each.name] = numbers
    parsed.values["allowed_unit_told"] = words.translate(texts, part(1), pl.String)
    parsed.refuse(each.name, texts.is_not_null() & numbers.is_null(), _reason(each))


def _count(texts: pl.Series) -> pl.Series:
    return texts.str.extract(r"^([0-9]{1,15})(?:\.0+)?$", 1).cast(pl.Int64)


def _amount(text: str) -> bool | None:
    """Return whether there is something to pay: an amount, or a word for yes or no."""
    word = words.fold(text)
    digits = word.replace(" ", "").removesuffix("dong").removesuffix("vnd").removesuffix("d")
    if digits.isdigit() and digits not in ("0", "1"):
        return int(digits) > 0
    return words.FLAGS.get(word, words.FLAGS.get(digits))


def _coded(table: dict[str, Any], dtype: type[pl.DataType]) -> Callable[[pl.Series], pl.Series]:
    return lambda texts: words.translate(texts, words.reader_of(table), dtype)


def _label(texts: pl.Series) -> pl.Series:
    """Return short labels in composed letters; one that may name a person is left out."""
    short = texts.str.normalize("NFC").str.slice(0, LONGEST)
    return short.set(may_name_a_person(short), None)


def _presence(texts: pl.Series) -> pl.Series:
    """Say whether there was something; null where the source does not tell of it at all."""
    return texts != ABSENT


READERS: Final[dict[Kind, Callable[[pl.Series], pl.Series]]] = {
    Kind.DOSSIER: dossier_codes,
    Kind.UNIT: unit_codes,
    Kind.PROCEDURE: procedure_codes,
    Kind.LABEL: _label,
    Kind.COUNT: _count,
    Kind.AMOUNT: lambda texts: words.translate(texts, _amount, pl.Boolean),
    Kind.TIME_UNIT: lambda texts: words.translate(texts, words.unit_of_time, pl.String),
    Kind.FLAG: _coded(words.FLAGS, pl.Boolean),
    Kind.STATUS: _coded(words.STATUSES, pl.Int8),
    Kind.CHANNEL: _coded(words.CHANNELS, pl.Int8),
    Kind.SUBJECT: _coded(words.SUBJECTS, pl.Int8),
    Kind.PLACE: _coded(words.PLACES, pl.Int8),
    Kind.WAY: _coded(words.WAYS, pl.Int8),
    Kind.PAYMENT: _coded(words.PAYMENTS, pl.Int8),
    Kind.PRESENCE: _presence,
}

HINTS: Final = {
    Kind.DOSSIER: "mã đúng có dạng H44.45-260803-0012 (mã đơn vị, ngày, số thứ tự)",
    Kind.PROCEDURE: "mã đúng có dạng 2.000815",
    Kind.MOMENT: "ghi ngày/tháng/năm giờ:phút:giây, ví dụ 03/08/2026 08:05:00",
    Kind.COUNT: "ghi một số nguyên không âm, hoặc để trống nếu không có số liệu",
    Kind.ALLOWED: "ghi số và đơn vị, ví dụ 15 ngày làm việc",
    Kind.TIME_UNIT: "ghi giờ, ngày làm việc hoặc ngày",
    Kind.FLAG: "ghi 1 hoặc 0, có hoặc không",
    Kind.AMOUNT: "ghi số tiền, có hoặc không",
    Kind.STATUS: "dùng mã từ 1 đến 10, hoặc khai báo từ này trong tệp ánh xạ",
    Kind.CHANNEL: "dùng 1 (trực tiếp), 2 (trực tuyến), 3 (bưu chính công ích), hoặc khai báo từ "
    "này trong tệp ánh xạ",
    Kind.SUBJECT: "dùng mã từ 1 đến 4, hoặc khai báo từ này trong tệp ánh xạ",
    Kind.PLACE: "dùng 1 (Cổng DVCQG) hoặc 2 (cổng địa phương), hoặc khai báo từ này trong tệp ánh "
    "xạ",
    Kind.WAY: "dùng 0 (tại một cửa) hoặc 1 (bưu chính), hoặc khai báo từ này trong tệp ánh xạ",
    Kind.PAYMENT: "dùng mã từ 0 đến 3, hoặc khai báo từ này trong tệp ánh xạ",
}


def _reason(each: Field) -> str:
    return f"không đọc được {each.vi}; {HINTS[each.kind]}"
