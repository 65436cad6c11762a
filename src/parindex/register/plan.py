"""Turns the register of a province into units with validity and the events between them.

The code of a unit is its level, its statistics code and, if it began on 1 July 2025, that year:
`xa-00004` is Phường Trúc Bạch, which ended, `xa-00004-2025` is Phường Ba Đình, which got the same
statistics code. A unit that goes on under its name, code and territory stays one unit, without
an event and without a year in its code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from parindex.register.names import same_name
from parindex.register.values import (
    CHANGE_DAY,
    LAST_DAY,
    NewCommune,
    OldCommune,
    Predecessor,
    ProvinceRegister,
)

NO_DOCUMENT = "chưa có"
"""Stands where the register names no document; none is made up."""


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit as it is to be: `parent` is the code of another, "" for none.

    The parent is the unit to which it belongs now, or belonged on its last day.
    """

    code: str
    kind: str
    name: str
    statistics_code: str
    parent: str
    valid_from: date | None
    valid_to: date | None
    name_en: str = ""
    agency_code: str = ""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A unit before and a unit after by code; "" for none."""

    predecessor: str
    successor: str
    is_whole: bool


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """What happened on a day, by which document."""

    kind: str
    on: date
    document: str
    document_date: date | None
    note: str
    lines: tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All units, parents first, and all events of a province; `province` is its code now."""

    province: str
    units: tuple[PlannedUnit, ...]
    events: tuple[PlannedEvent, ...]


def plan_of(found: ProvinceRegister, *, agency_code: str = "", document: str = "") -> Plan:
    """Return the units and events of a province.

    Parameters
    ----------
    agency_code : str
        The agency code of the province now, such as H44; blank if not known.
    document : str
        Stands for events whose document the register does not have: the end of districts and
        the merger of provinces.

    Returns
    -------
    Plan
        Parents stand before children.
    """
    document = document or NO_DOCUMENT
    province = _province_code(found)
    names = {each.code: each.name for each in found.old_communes}
    lasting = {each.code for each in found.new_communes if goes_on(each, names)}
    units = (
        *_provinces(found, province, agency_code),
        *_districts(found, province),
        *_old_communes(found, lasting),
        *_new_communes(found, province, lasting),
    )
    events = (
        *_merger(found, province, document),
        *(_birth(each) for each in found.new_communes if each.code not in lasting),
        *_ends_of_districts(found, document),
    )
    return Plan(province=province, units=units, events=events)


def goes_on(commune: NewCommune, names: Mapping[str, str]) -> bool:
    """Say whether a commune is one whole old one under the same code and name."""
    if len(commune.predecessors) != 1:
        return False
    (before,) = commune.predecessors
    if before.is_district or not before.is_whole or before.code != commune.code:
        return False
    return same_name(names[before.code], commune.name)


def kind_of(predecessors: tuple[Predecessor, ...]) -> str:
    """Return what happened: several whole ones merge, a part alone is split off.

    Examples
    --------
    >>> kind_of((Predecessor("00001", True), Predecessor("00004", False)))
    'rearrange'
    """
    if len(predecessors) == 1:
        return "rename" if predecessors[0].is_whole else "split"
    return "merge" if all(each.is_whole for each in predecessors) else "rearrange"


def _unit_code(level: str, code: str, *, born: bool = False) -> str:
    return f"{level}-{code}-{CHANGE_DAY.year}" if born else f"{level}-{code}"


def _is_merged(found: ProvinceRegister) -> bool:
    if len(found.old_provinces) != 1:
        return True
    (old,) = found.old_provinces
    return old.code != found.province.code or not same_name(old.name, found.province.name)


def _province_code(found: ProvinceRegister) -> str:
    return _unit_code("tinh", found.province.code, born=_is_merged(found))


def _provinces(found: ProvinceRegister, code: str, agency_code: str) -> Iterator[PlannedUnit]:
    merged = _is_merged(found)
    for old in found.old_provinces if merged else ():
        old_code = _unit_code("tinh", old.code)
        yield PlannedUnit(old_code, "province", old.name, old.code, "", None, LAST_DAY)
    yield PlannedUnit(
        code,
        "province",
        found.province.name,
        found.province.code,
        "",
        CHANGE_DAY if merged else None,
        None,
        name_en=found.province.name_en,
        agency_code=agency_code,
    )


def _districts(found: ProvinceRegister, province: str) -> Iterator[PlannedUnit]:
    merged = _is_merged(found)
    for each in found.districts:
        parent = _unit_code("tinh", each.province_code) if merged else province
        code = _unit_code("huyen", each.code)
        yield PlannedUnit(code, "district", each.name, each.code, parent, None, LAST_DAY)


def _old_communes(found: ProvinceRegister, lasting: set[str]) -> Iterator[PlannedUnit]:
    for each in found.old_communes:
        if each.code not in lasting:
            code, parent = _unit_code("xa", each.code), _unit_code("huyen", each.district_code)
            yield PlannedUnit(code, "commune", each.name, each.code, parent, None, LAST_DAY)


def _new_communes(
    found: ProvinceRegister, province: str, lasting: set[str]
) -> Iterator[PlannedUnit]:
    for each in found.new_communes:
        is_lasting = each.code in lasting
        code = _unit_code("xa", each.code, born=not is_lasting)
        start = None if is_lasting else CHANGE_DAY
        yield PlannedUnit(code, "commune", each.name, each.code, province, start, None)


def _merger(found: ProvinceRegister, province: str, document: str) -> Iterator[PlannedEvent]:
    if _is_merged(found):
        whole = tuple(Predecessor(each.code, is_whole=True) for each in found.old_provinces)
        lines = tuple(
            PlannedLine(_unit_code("tinh", each.code), province, is_whole=True) for each in whole
        )
        yield PlannedEvent(kind_of(whole), CHANGE_DAY, document, None, "", lines)


def _birth(commune: NewCommune) -> PlannedEvent:
    code = _unit_code("xa", commune.code, born=True)
    lines = tuple(
        PlannedLine(
            _unit_code("huyen" if each.is_district else "xa", each.code), code, each.is_whole
        )
        for each in commune.predecessors
    )
    return PlannedEvent(
        kind_of(commune.predecessors),
        CHANGE_DAY,
        commune.document or NO_DOCUMENT,
        commune.document_date,
        "",
        lines,
    )


def _ends_of_districts(found: ProvinceRegister, document: str) -> Iterator[PlannedEvent]:
    """Yield the end of each district, except those that themselves became a commune.

    The note keeps which communes belonged to it: a commune that goes on now belongs to the
    province, and its unit does not say so any more.
    """
    became = {
        before.code
        for each in found.new_communes
        for before in each.predecessors
        if before.is_district
    }
    members: dict[str, list[OldCommune]] = {}
    for commune in found.old_communes:
        members.setdefault(commune.district_code, []).append(commune)
    for each in found.districts:
        if each.code in became:
            continue
        own = members.get(each.code, [])
        listed = "; ".join(f"{commune.name} ({commune.code})" for commune in own)
        note = f"Đơn vị cấp xã trực thuộc đến hết ngày 30/6/2025: {listed}." if own else ""
        line = PlannedLine(_unit_code("huyen", each.code), "", is_whole=True)
        yield PlannedEvent("abolish", CHANGE_DAY, document, None, note, (line,))
