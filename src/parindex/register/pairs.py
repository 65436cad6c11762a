"""Checks the mapping of old communes to new ones and gives each new one its predecessors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parindex.register.names import same_name, tidy_name
from parindex.register.tables import Reading, Row
from parindex.register.values import Predecessor

FLAGS = {"True": True, "False": False}


@dataclass(frozen=True, slots=True)
class Pairs:
    """The mapping: predecessors by new commune, and what it says of old ones."""

    predecessors: Mapping[str, tuple[Predecessor, ...]]
    old_names: Mapping[str, str]
    province_of_district: Mapping[str, str]


def pairs_of(
    reading: Reading,
    *,
    moves: Sequence[Row],
    districts: Sequence[Row],
    old: Sequence[Row],
    new: Sequence[Row],
    pairs: Sequence[Row],
) -> Pairs:
    """Return the mapping; whatever is wrong with it is noted in `reading`."""
    joined = {row["old_province_code"]: row["new_province_code"] for row in moves}
    provinces = {row["district_code"]: joined[row["province_code"]] for row in districts}
    districts_of = {row["ward_code"]: row["district_code"] for row in old}
    aliases = _aliases(reading, new, pairs)
    successors, found = defaultdict(set), defaultdict[str, dict[str, Predecessor]](dict)
    for row in pairs:
        successors[_key(row)].add(row["new_ward_code"])
    for row in pairs:
        new_code = aliases.get(row["new_ward_code"], row["new_ward_code"])
        if _is_old_sound(reading, row, districts_of, provinces):
            _check_province(reading, row, provinces)
            _check_flag(reading, row, len(successors[_key(row)]))
            if _key(row) in found[new_code]:
                reading.fault(row, f"{_key(row)} to {new_code} stands twice", "Take one line out")
            is_whole = not FLAGS.get(row["old_ward_is_divided"], True)
            found[new_code][_key(row)] = Predecessor(
                _key(row), is_whole, is_district=not row["old_ward_code"]
            )
    _check_all_are_mapped(reading, old, new, set(successors), found)
    return Pairs(
        predecessors={code: tuple(each.values()) for code, each in found.items()},
        old_names={
            row["old_ward_code"]: tidy_name(row["old_ward_name"])
            for row in pairs
            if row["old_ward_name"]
        },
        province_of_district=provinces,
    )


def _key(row: Row) -> str:
    """Return the code of the old commune, or of the district where there was none."""
    return row["old_ward_code"] or row["old_district_code"]


def _aliases(reading: Reading, new: Sequence[Row], pairs: Sequence[Row]) -> dict[str, str]:
    """Return the code in the list for each code that only the mapping has.

    The statistics office gave some communes another code after the mapping was made. The one
    commune of the same name and province that nothing is mapped to is meant.
    """
    listed = {row["ward_code"] for row in new}
    mapped = {row["new_ward_code"] for row in pairs}
    aliases: dict[str, str] = {}
    for row in pairs:
        code = row["new_ward_code"]
        if code in listed or code in aliases:
            continue
        name, province = row["new_ward_name"], row["new_province_code"]
        meant = [
            each["ward_code"]
            for each in new
            if each["ward_code"] not in mapped
            and each["province_code"] == province
            and same_name(each["full_name_2025_08"] or each["full_name_2026_07"], name)
        ]
        if len(meant) == 1:
            aliases[code] = meant[0]
            what = f"{name} has code {code} in the mapping and {meant[0]} in the list"
            reading.note(province, row, what, "Loaded by the code of the list")
        else:
            fix = "Correct it, or add it to communes_34_2025.csv"
            reading.fault(row, f"new_ward_code {code} is unknown", fix)
    return aliases


def _is_old_sound(
    reading: Reading, row: Row, districts_of: Mapping[str, str], provinces: Mapping[str, str]
) -> bool:
    """Say whether the old commune of a line is known, or its district had none at all."""
    code, district = row["old_ward_code"], row["old_district_code"]
    if district not in provinces:
        fix = "Correct it, or add it to districts_pre_20250701.csv"
        reading.fault(row, f"old_district_code {district} is unknown", fix)
    elif code and districts_of.get(code) != district:
        what = f"old_ward_code {code} is no commune of district {district}"
        reading.fault(row, what, "Correct it, or add it to communes_pre_20250701.csv")
    elif not code and district in districts_of.values():
        what = f"old_ward_code is blank, but district {district} has communes"
        reading.fault(row, what, "Enter the commune that is meant")
    else:
        if not code:
            what = f"district {district} had no communes, so old_ward_code is blank"
            how = "Loaded with the district itself as predecessor"
            reading.note(provinces[district], row, what, how)
        return True
    return False


def _check_province(reading: Reading, row: Row, provinces: Mapping[str, str]) -> None:
    expected, given = provinces[row["old_district_code"]], row["new_province_code"]
    if expected != given:
        what = f"new_province_code is {given}, the district's province became part of {expected}"
        reading.fault(row, what, "Correct one of the two")


def _check_flag(reading: Reading, row: Row, successors: int) -> None:
    flag = row["old_ward_is_divided"]
    if flag not in FLAGS:
        what = f"old_ward_is_divided is {flag!r}"
        reading.fault(row, what, "Write True or False")
    elif row["old_ward_code"] and FLAGS[flag] is not (successors > 1):
        what = f"old_ward_is_divided is {flag}, but the old commune goes to {successors}"
        reading.fault(row, what, "Correct it, or add the missing lines")


def _check_all_are_mapped(
    reading: Reading,
    old: Sequence[Row],
    new: Sequence[Row],
    mapped: set[str],
    found: Mapping[str, object],
) -> None:
    fix = "Add it to commune_map_old_to_new.csv"
    for row in old:
        if row["ward_code"] not in mapped:
            reading.fault(row, f"nothing says what became of {row['ward_code']}", fix)
    for row in new:
        if row["ward_code"] not in found:
            reading.fault(row, f"nothing says what {row['ward_code']} was made of", fix)
