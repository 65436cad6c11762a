"""What a register says, as plain frozen values; codes are those of the statistics office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from parindex.errors import NotFoundError, Problem

CHANGE_DAY = date(2025, 7, 1)
"""The first day of the 34 provinces and of the communes without districts."""
LAST_DAY = date(2025, 6, 30)
"""The last day of the districts, and of what was merged or divided the day after."""


@dataclass(frozen=True, slots=True)
class OldProvince:
    """One of the 63 provinces, and the one of the 34 that it is part of."""

    code: str
    name: str
    new_code: str


@dataclass(frozen=True, slots=True)
class Province:
    """One of the 34 provinces, by the name it had on 1 July 2025."""

    code: str
    name: str
    short_name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class District:
    """A district, which ended on 30 June 2025."""

    code: str
    name: str
    province_code: str


@dataclass(frozen=True, slots=True)
class OldCommune:
    """A commune, ward or township of before 1 July 2025."""

    code: str
    name: str
    district_code: str


@dataclass(frozen=True, slots=True)
class Predecessor:
    """What a new commune was made of: an old commune, or a district that had none.

    `is_whole` says whether all of it went into this one commune.
    """

    code: str
    is_whole: bool
    is_district: bool = False


@dataclass(frozen=True, slots=True)
class NewCommune:
    """A commune, ward or special zone since 1 July 2025, by the name of its resolution.

    `document` is the number of the resolution, blank where the register has none.
    """

    code: str
    name: str
    province_code: str
    document: str
    document_date: date | None
    predecessors: tuple[Predecessor, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something odd in the files that was understood, and how."""

    province_code: str
    about: Problem


@dataclass(frozen=True, slots=True)
class Register:
    """All that the files say; every code that is named in it is there."""

    provinces: tuple[Province, ...]
    old_provinces: tuple[OldProvince, ...]
    districts: tuple[District, ...]
    old_communes: tuple[OldCommune, ...]
    new_communes: tuple[NewCommune, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class ProvinceRegister:
    """One of the 34 provinces with all that it was made of."""

    province: Province
    old_provinces: tuple[OldProvince, ...]
    districts: tuple[District, ...]
    old_communes: tuple[OldCommune, ...]
    new_communes: tuple[NewCommune, ...]
    notices: tuple[Problem, ...]


def province_of(register: Register, code: str) -> ProvinceRegister:
    """Return one of the 34 provinces, with the provinces, districts and communes before it.

    Raises
    ------
    NotFoundError
        If the register has no such province; the message names those it has.
    """
    found = next((each for each in register.provinces if each.code == code), None)
    if found is None:
        known = ", ".join(f"{each.code} {each.short_name}" for each in register.provinces)
        raise NotFoundError(f"no province {code!r} in the register. Give one of: {known}.")
    old = tuple(each for each in register.old_provinces if each.new_code == code)
    codes = {each.code for each in old}
    districts = tuple(each for each in register.districts if each.province_code in codes)
    district_codes = {each.code for each in districts}
    return ProvinceRegister(
        province=found,
        old_provinces=old,
        districts=districts,
        old_communes=tuple(
            each for each in register.old_communes if each.district_code in district_codes
        ),
        new_communes=tuple(each for each in register.new_communes if each.province_code == code),
        notices=tuple(each.about for each in register.notices if each.province_code == code),
    )
