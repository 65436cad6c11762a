"""Reads the files of a register into one value, or refuses them with every fault."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from parindex.register.names import same_name, tidy_name
from parindex.register.pairs import Pairs, pairs_of
from parindex.register.tables import Reading, Row, Table
from parindex.register.values import (
    District,
    NewCommune,
    OldCommune,
    OldProvince,
    Province,
    Register,
)

PROVINCES = Table(
    "provinces_34.csv",
    ("province_code", "name", "full_name", "full_name_en"),
    {"province_code": 2},
    key="province_code",
    may_be_blank=("full_name_en",),
)
PROVINCE_MAP = Table(
    "province_map_63_to_34.csv",
    ("old_province_code", "old_province_name", "new_province_code", "new_province_name"),
    {"old_province_code": 2, "new_province_code": 2},
    key="old_province_code",
)
DISTRICTS = Table(
    "districts_pre_20250701.csv",
    ("district_code", "district_name", "province_code"),
    {"district_code": 3, "province_code": 2},
    key="district_code",
)
OLD_COMMUNES = Table(
    "communes_pre_20250701.csv",
    ("ward_code", "ward_name", "district_code"),
    {"ward_code": 5, "district_code": 3},
    key="ward_code",
)
NEW_COMMUNES = Table(
    "communes_34_2025.csv",
    ("ward_code", "full_name_2026_07", "full_name_2025_08", "province_code", "decree_2025"),
    {"ward_code": 5, "province_code": 2},
    key="ward_code",
    may_be_blank=("full_name_2025_08", "decree_2025"),
)
PAIRS = Table(
    "commune_map_old_to_new.csv",
    (
        *("old_ward_code", "old_ward_name", "old_district_code"),
        *("new_ward_code", "new_ward_name", "new_province_code", "old_ward_is_divided"),
    ),
    {"old_ward_code": 5, "old_district_code": 3, "new_ward_code": 5, "new_province_code": 2},
    may_be_blank=("old_ward_code", "old_ward_name"),
)
AGENCY_CODES = Table("", ("ma_dinh_danh", "tinh"), {}, key="ma_dinh_danh")
SHORT_FORMS = {"TP.HCM": "Hồ Chí Minh"}

DECREE = re.compile(r"Số: (\S+); Ngày: (\d\d)/(\d\d)/(\d{4})")


def read_register(folder: Path) -> Register:
    """Read a register from a folder of CSV files.

    Parameters
    ----------
    folder : Path
        Holds the six files whose names and columns stand above. More files, more columns and
        their order do not matter. Cells come out in NFC.

    Returns
    -------
    Register
        Old and new units with codes that all lead somewhere, and as `notices` what was odd
        but clear.

    Raises
    ------
    RegisterError
        With every fault, by file and line; nothing is half read. Faults of single lines come
        first: whether codes lead somewhere is asked when all lines can be read.
    """
    reading = Reading(folder)
    provinces, moves, districts, old, new, pairs = map(
        reading.rows, (PROVINCES, PROVINCE_MAP, DISTRICTS, OLD_COMMUNES, NEW_COMMUNES, PAIRS)
    )
    reading.refuse_if_faulty()
    reading.known(moves, "new_province_code", provinces, "province_code")
    reading.known(districts, "province_code", moves, "old_province_code")
    reading.known(old, "district_code", districts, "district_code")
    reading.known(new, "province_code", provinces, "province_code")
    reading.refuse_if_faulty()
    found = pairs_of(reading, moves=moves, districts=districts, old=old, new=new, pairs=pairs)
    register = Register(
        provinces=tuple(_provinces(reading, provinces, moves)),
        old_provinces=tuple(
            OldProvince(
                row["old_province_code"],
                tidy_name(row["old_province_name"]),
                row["new_province_code"],
            )
            for row in moves
        ),
        districts=tuple(
            District(row["district_code"], tidy_name(row["district_name"]), row["province_code"])
            for row in districts
        ),
        old_communes=tuple(_old_communes(reading, old, found)),
        new_communes=tuple(_new_commune(reading, row, found) for row in new),
        notices=(),
    )
    reading.refuse_if_faulty()
    return replace(register, notices=tuple(reading.notices))


def _provinces(reading: Reading, rows: list[Row], moves: list[Row]) -> Iterable[Province]:
    """Yield the provinces by the name of the day on which they began."""
    born = {row["new_province_code"]: row for row in moves}
    for row in rows:
        code, now = row["province_code"], tidy_name(row["full_name"])
        if code not in born:
            reading.fault(row, f"province {code} was made of none", "Add it to the province map")
            continue
        name = tidy_name(born[code]["new_province_name"])
        is_same = same_name(name, now)
        if not is_same:
            _note_later_name(reading, row, code, name, now)
        yield Province(code, name, row["name"], row["full_name_en"] if is_same else "")


def _note_later_name(reading: Reading, row: Row, province: str, name: str, now: str) -> None:
    what = f"{name} is called {now} by July 2026; the files have neither day nor document"
    reading.note(province, row, what, "Loaded by its first name; register the change when known")


def _old_communes(reading: Reading, rows: list[Row], pairs: Pairs) -> Iterable[OldCommune]:
    """Yield the old communes by their name in the mapping, the later and fuller source."""
    for row in rows:
        code, listed = row["ward_code"], tidy_name(row["ward_name"])
        name = pairs.old_names.get(code, listed)
        if not same_name(name, listed):
            what = f"{code} is {listed} in the list and {name} in the mapping"
            province = pairs.province_of_district[row["district_code"]]
            reading.note(province, row, what, "Loaded by the name of the mapping")
        yield OldCommune(code, name, row["district_code"])


def _new_commune(reading: Reading, row: Row, pairs: Pairs) -> NewCommune:
    code, now = row["ward_code"], tidy_name(row["full_name_2026_07"])
    name = tidy_name(row["full_name_2025_08"]) or now
    if not same_name(name, now):
        _note_later_name(reading, row, row["province_code"], name, now)
    document, day = _document(row["decree_2025"])
    return NewCommune(
        code, name, row["province_code"], document, day, pairs.predecessors.get(code, ())
    )


def _document(text: str) -> tuple[str, date | None]:
    """Return number and date of a resolution; a text of another shape stands as it is."""
    found = DECREE.fullmatch(text)
    if found is None:
        return text, None
    number, day, month, year = found.groups()
    return number, date(int(year), int(month), int(day))


def read_agency_codes(file: Path, register: Register) -> dict[str, str]:
    """Return the agency codes (H44) of provinces, by the code of the statistics office.

    The file has the columns `ma_dinh_danh` and `tinh`, the name of a province without "Tỉnh".
    Provinces that the register does not hold are passed over: a register may hold a few only.

    Raises
    ------
    RegisterError
        With every line that cannot be read.
    """
    reading = Reading(file.parent)
    rows = reading.rows(replace(AGENCY_CODES, file=file.name))
    reading.refuse_if_faulty()
    found: dict[str, str] = {}
    for province in register.provinces:
        for row in rows:
            name = SHORT_FORMS.get(row["tinh"], row["tinh"])
            if same_name(name, province.short_name):
                found[province.code] = row["ma_dinh_danh"]
    return found
