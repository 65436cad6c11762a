"""What the closed years must come to: the figures of the stories, unit by unit.

Points of a unit are steered to its aim; index, rank and class are then the engine's. Where a story
has more units than the practice province, its classes are scaled: of 21 departments 3, 14 and 4
are here 3, 12 and 4 of 19; of 11 districts 5 and 6 are here 4 and 4 of 8.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from parindex.web.practice.generator import names
from parindex.web.practice.generator.facts import Facts
from parindex.web.practice.generator.places import slug_of

CITY = slug_of(names.CITY)
NO_DOSSIERS = (
    *("dossiers_on_time", "dossiers_digitised", "services_with_dossiers"),
    *("dossiers_online", "online_payment", "any_place_service"),
)
"""Components that do not apply to a department that handles no dossiers."""
WITHOUT_DOSSIERS = frozenset({"thanh-tra", "dan-toc"})
POOREST_COMMUNE = "Bản Nháp"
GAP = Decimal(3)
"""Points that units claim above what they get, in most years."""
SELF_2024 = Decimal("0.953")
"""Share of the declared points that departments claimed in 2024: far above the appraised one."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What one sheet must come to.

    `index` in points of 100; `claims` the least sum that the unit claims, None for the index
    with the usual gap; `fixed` facts that the story tells; `left_out` components that do not
    apply by the rule; `exempt` one that the council left out; `level` how good the unit
    is, from 0 to 1.
    """

    index: Decimal
    claims: Decimal | None = None
    fixed: Facts = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    exempt: str = ""
    level: float | None = None
    seed: str = ""


def _series(text: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(each) for each in text.split())


DEPARTMENTS = {
    2021: _series(
        "92.35 89.12 88.40 87.93 86.75 90.87 83.26 78.49 82.17 81.54 "
        "85.66 88.91 84.38 83.97 80.62 82.85 79.15 77.28 84.03"
    ),
    2022: _series(
        "93.10 90.45 89.20 88.15 85.90 91.30 84.55 80.70 83.05 80.95 "
        "86.20 90.05 85.10 84.40 79.85 83.30 81.65 78.90 84.95"
    ),
    2023: _series(
        "84.20 80.90 77.25 78.00 74.05 82.35 72.48 67.45 71.90 70.72 "
        "75.35 76.92 74.80 76.10 69.10 73.20 65.80 63.25 70.85"
    ),
    2024: _series(
        "91.20 88.45 87.10 86.30 85.75 90.15 82.40 79.60 81.95 80.85 "
        "84.60 87.90 83.25 82.80 79.05 81.40 80.10 78.35 84.80"
    ),
}
"""In the order of the former departments."""
DISTRICTS = {
    2021: _series("88.94 89.52 87.15 86.40 85.83 84.77 83.62 82.91"),
    2022: _series("81.81 88.36 87.42 86.95 85.20 84.11 83.07 80.48"),
    2023: _series("71.30 73.85 72.40 70.15 60.42 58.75 55.96 53.25"),
    2024: _series("84.20 86.15 83.40 82.75 81.90 80.35 79.60 77.85"),
}
"""In the order of the districts: the city comes first."""
CENTRAL_AGENCIES = {
    2021: _series("88.60 86.25 90.14 84.37 87.72"),
    2022: _series("89.35 87.10 91.02 86.44 88.26"),
    2023: _series("90.15 88.72 91.36 79.42 87.65"),
    2024: _series("90.40 88.15 91.75 85.60 88.95"),
    2025: _series("91.10 87.45 92.05 84.75 86.90"),
}
LATER_DEPARTMENTS = {
    "van-phong": "91.85",
    "tu-phap": "88.70",
    "cong-thuong": "90.60",
    "giao-duc": "84.15",
    "y-te": "80.45",
    "van-hoa": "82.30",
    "thanh-tra": "81.20",
    "khu-cong-nghiep": "85.55",
    "noi-vu": "89.40",
    "tai-chinh": "87.05",
    "moi-truong": "78.65",
    "xay-dung": "79.90",
    "khoa-hoc": "88.10",
    "dan-toc": "77.35",
}
CITY_SAME: Facts = {
    "plan_timing": "on_time",
    "communes_all": "18",
    "communes_inspected": "7",
    "commune_staff": "190",
    "commune_staff_qualified": "186",
    "service_units": "42",
    "service_units_autonomous": "38",
    "security_level_state": "approved_and_applied",
    "texts_found_unlawful": "0",
    "leaders_disciplined": "0",
    "petitions": "46",
    "petitions_in_time": "45",
    "structure_by_rule": True,
    "decentralisation_done": True,
}
CITY_YEARS: Mapping[int, Facts] = {
    2021: {
        **CITY_SAME,
        "dossiers_finished": "4200",
        "dossiers_finished_on_time": "4178",
        "dossiers_late": "22",
        "apologies_sent": "22",
        "dossiers_postable": "2600",
        "dossiers_by_post": "390",
        "civil_servants": "92",
        "civil_servants_in_position": "92",
        "staff_disciplined": "0",
        "financial_faults": "0",
        "running_costs": "21400",
        "running_costs_saved": "1926",
        "documents_out": "3100",
        "documents_signed": "3007",
        "dossiers_with_fee": "1900",
        "dossiers_paid_online": "608",
        "dossiers_filed": "4300",
        "dossiers_filed_online": "1720",
    },
    2022: {
        **CITY_SAME,
        "dossiers_finished": "4350",
        "dossiers_finished_on_time": "4211",
        "dossiers_late": "139",
        "apologies_sent": "126",
        "dossiers_postable": "2700",
        "dossiers_by_post": "378",
        "civil_servants": "93",
        "civil_servants_in_position": "90",
        "staff_disciplined": "2",
        "financial_faults": "1",
        "running_costs": "21900",
        "running_costs_saved": "1533",
        "documents_out": "3300",
        "documents_signed": "3234",
        "dossiers_with_fee": "2050",
        "dossiers_paid_online": "902",
        "dossiers_filed": "4500",
        "dossiers_filed_online": "2160",
    },
}
"""The city of story 004: late dossiers, disciplined staff, positions, a fault, low savings."""


def department_aim(slug: str, place: int, year: int) -> Aim:
    """Return the aim of a department of before the reform."""
    out = NO_DOSSIERS if slug in WITHOUT_DOSSIERS and year in {2021, 2022} else ()
    claims = SELF_2024 if year == 2024 else None
    return Aim(DEPARTMENTS[year][place], claims=claims, left_out=out)


def district_aim(slug: str, place: int, year: int) -> Aim:
    """Return the aim of a district; the city's two years are told fact by fact."""
    index = DISTRICTS[year][place]
    out = ("service_units_rearranged",) if (slug, year) == (CITY, 2021) else ()
    if slug == CITY and year in CITY_YEARS:
        fixed = CITY_YEARS[year]
        return Aim(index, Decimal(0), fixed, out, level=0.93, seed="city")
    exempt = "postal_dossiers" if (place, year) == (1, 2022) else ""
    return Aim(index, left_out=out, exempt=exempt)


def central_aim(place: int, year: int) -> Aim:
    """Return the aim of a central agency."""
    return Aim(CENTRAL_AGENCIES[year][place])


def later_department_aim(slug: str) -> Aim:
    """Return the aim of a department of 2025."""
    out = NO_DOSSIERS if slug in WITHOUT_DOSSIERS else ()
    exempt = "rotation_done" if slug == "khu-cong-nghiep" else ""
    return Aim(Decimal(LATER_DEPARTMENTS[slug]), left_out=out, exempt=exempt)


def commune_indices() -> dict[str, Decimal]:
    """Return the aims of the 40 communes in 2025; one stays under 55."""
    others = [theme for theme in names.THEMES if theme != POOREST_COMMUNE]
    Random("communes 2025").shuffle(others)  # noqa: S311  a generator of data, not of secrets
    steps = {theme: Decimal("91.05") - Decimal("0.72") * n for n, theme in enumerate(others)}
    return {**steps, POOREST_COMMUNE: Decimal("53.87")}
