"""The units of the practice province before and after 1 July 2025, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from parindex.web.common.formats import plain_name
from parindex.web.org.enums import EventKind, UnitKind
from parindex.web.org.models import Lineage, LineageEvent, Unit
from parindex.web.practice.generator import names

BEGIN = date(2016, 1, 1)
REFORM = date(2025, 7, 1)
EVE = REFORM - timedelta(days=1)
DEPARTMENTS_BY = "Nghị quyết mẫu số 01/NQ-HĐND (dữ liệu mô phỏng)"
COMMUNES_BY = "Nghị quyết mẫu số 02/NQ-UBTVQH (dữ liệu mô phỏng)"
ISSUED = date(2025, 6, 16)
NOTE = "Đơn vị, văn bản hư cấu của tỉnh thực hành."


@dataclass(slots=True)
class Places:
    """All units by what they are; `communes` are those of today."""

    province: Unit
    former_departments: dict[str, Unit] = field(default_factory=dict)
    departments: dict[str, Unit] = field(default_factory=dict)
    districts: dict[str, Unit] = field(default_factory=dict)
    former_communes: dict[str, Unit] = field(default_factory=dict)
    communes: dict[str, Unit] = field(default_factory=dict)
    central_agencies: dict[str, Unit] = field(default_factory=dict)


def slug_of(name: str) -> str:
    """Return a name as it stands in codes and account names."""
    return plain_name(name).replace(" ", "-")


def make_places() -> Places:
    """Write all units and the events between them."""
    province = Unit.objects.create(
        code=names.PROVINCE_CODE,
        kind=UnitKind.PROVINCE,
        name=names.PROVINCE,
        name_en="Practice Province (fictional)",
        plain_name=plain_name(names.PROVINCE),
        agency_code=names.AGENCY_CODE,
        statistics_code="99",
        valid_from=BEGIN,
        is_practice=True,
    )
    places = Places(province)
    _departments(places)
    _districts(places)
    _former_communes(places)
    _communes(places)
    _department_events(places)
    _commune_events(places)
    return places


def _unit(places: Places, slug: str, name: str, *, agency: str, **more: Any) -> Unit:
    """Return a unit of the province, not yet saved; `more` are further columns."""
    columns = {"parent": places.province, "valid_from": BEGIN, **more}
    return Unit(
        code=f"{names.PROVINCE_CODE}.{slug}",
        name=name,
        plain_name=plain_name(name),
        agency_code=f"{names.AGENCY_CODE}.{agency}",
        is_practice=True,
        **columns,
    )


def _write(units: Mapping[str, Unit]) -> None:
    Unit.objects.bulk_create(units.values())


def _departments(places: Places) -> None:
    """Write departments before and after; one that nothing joined is the same unit throughout."""
    ended = {slug for agency in names.LATER_DEPARTMENTS for slug in agency.made_of}
    for number, agency in enumerate(names.FORMER_DEPARTMENTS, 1):
        until = EVE if agency.slug in ended else None
        unit = _unit(
            places,
            agency.slug,
            agency.name,
            kind=UnitKind.DEPARTMENT,
            name_en=agency.english,
            agency=f"{number:02d}",
            valid_to=until,
        )
        places.former_departments[agency.slug] = unit
    _write(places.former_departments)
    begun = {
        agency.slug: _unit(
            places,
            f"{agency.slug}-2025",
            agency.name,
            kind=UnitKind.DEPARTMENT,
            name_en=agency.english,
            agency=f"{number:02d}",
            valid_from=REFORM,
        )
        for number, agency in enumerate(names.LATER_DEPARTMENTS, 21)
    }
    _write(begun)
    kept = {slug: unit for slug, unit in places.former_departments.items() if slug not in ended}
    places.departments.update({**kept, **begun})
    for number, agency in enumerate(names.CENTRAL_AGENCIES, 31):
        places.central_agencies[agency.slug] = _unit(
            places,
            agency.slug,
            agency.name,
            kind=UnitKind.CENTRAL_AGENCY,
            name_en=agency.english,
            agency=f"{number:02d}",
        )
    _write(places.central_agencies)


def _districts(places: Places) -> None:
    for number, name in enumerate(names.DISTRICTS, 41):
        slug = slug_of(name)
        places.districts[slug] = _unit(
            places,
            slug,
            name,
            kind=UnitKind.DISTRICT,
            agency=f"{number:02d}",
            statistics_code=f"99{number - 40}",
            valid_to=EVE,
        )
    _write(places.districts)


def _former_names(theme: str) -> Sequence[str]:
    if theme == names.UNCHANGED:
        return (theme,)
    if theme == names.RENAMED:
        return (names.OLD_NAME,)
    count = 4 if theme in names.FOUR_PARTS else 3
    return tuple(f"{theme} {direction}" for direction in names.DIRECTIONS[:count])


def _kind_word(theme: str) -> str:
    return "Phường" if theme in names.WARDS else "Xã"


def _former_communes(places: Places) -> None:
    """Write the 118 communes of before, by district; the unchanged one goes on in the province."""
    districts, number = tuple(places.districts.values()), 0
    for place, theme in enumerate(names.THEMES):
        for name in _former_names(theme):
            number += 1
            goes_on = theme == names.UNCHANGED
            places.former_communes[name] = _unit(
                places,
                f"{number:03d}",
                f"{_kind_word(theme)} {name}",
                kind=UnitKind.COMMUNE,
                agency=f"{41 + place % 8}.{number:02d}",
                statistics_code=f"990{number:02d}" if number < 100 else f"99{number}",
                parent=places.province if goes_on else districts[place % len(districts)],
                valid_to=None if goes_on else EVE,
            )
    _write(places.former_communes)


def _communes(places: Places) -> None:
    begun = {}
    for number, theme in enumerate(names.THEMES, 1):
        if theme == names.UNCHANGED:
            places.communes[theme] = places.former_communes[theme]
            continue
        begun[theme] = places.communes[theme] = _unit(
            places,
            slug_of(theme),
            f"{_kind_word(theme)} {theme}",
            kind=UnitKind.COMMUNE,
            agency=f"{100 + number}",
            statistics_code=f"995{number:02d}",
            valid_from=REFORM,
        )
    _write(begun)


def _event(kind: EventKind, document: str) -> LineageEvent:
    return LineageEvent.objects.create(
        kind=kind, on=REFORM, document=document, document_date=ISSUED, note=NOTE
    )


def _lines(event: LineageEvent, pairs: Iterable[tuple[Unit | None, Unit | None, bool]]) -> None:
    Lineage.objects.bulk_create(
        Lineage(event=event, predecessor=before, successor=after, is_whole=is_whole)
        for before, after, is_whole in pairs
    )


def _department_events(places: Places) -> None:
    for agency in names.LATER_DEPARTMENTS:
        kind = EventKind.MERGE if len(agency.made_of) > 1 else EventKind.RENAME
        after = places.departments[agency.slug]
        befores = [places.former_departments[slug] for slug in agency.made_of]
        _lines(_event(kind, DEPARTMENTS_BY), [(before, after, True) for before in befores])
    ended = _event(EventKind.ABOLISH, COMMUNES_BY)
    _lines(ended, [(district, None, True) for district in places.districts.values()])


def _commune_events(places: Places) -> None:
    """Write what became of each former commune; a part of three of them went to a neighbour."""
    renamed = places.communes[names.RENAMED]
    _lines(
        _event(EventKind.RENAME, COMMUNES_BY),
        [(places.former_communes[names.OLD_NAME], renamed, True)],
    )
    event = _event(EventKind.REARRANGE, COMMUNES_BY)
    for place, theme in enumerate(names.THEMES):
        if theme in {names.UNCHANGED, names.RENAMED}:
            continue
        neighbour = places.communes[names.THEMES[place + 1]]
        for name in _former_names(theme):
            before, is_split = places.former_communes[name], name in names.SPLIT
            pairs = [(before, places.communes[theme], not is_split)]
            pairs += [(before, neighbour, False)] if is_split else []
            _lines(event, pairs)
