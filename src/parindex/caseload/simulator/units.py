"""The units of a simulated province or country, with sizes like those of a published table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np

from parindex.caseload.simulator.calibration import (
    COMMUNE_ON_TIME,
    COMMUNE_SIZE,
    COMMUNES_IN_COUNTRY,
    DEPARTMENT_ON_TIME,
    DEPARTMENT_SIZE,
    PROVINCE_SIZE,
)
from parindex.caseload.simulator.dice import Dice
from parindex.errors import NotFoundError

COMMUNE, DEPARTMENT = "commune", "department"
FICTIONAL_PROVINCE = "H99"
"""A code that no province bears."""


class SimulatedUnit(NamedTuple):
    """A unit that takes dossiers in.

    Parameters
    ----------
    code : str
        As in dossier codes, such as H99.101.
    kind : str
        `commune` or `department`.
    weight : int
        Its share of the caseload, relative to the other units; at least 0.
    first, last : date or None
        Days between which it exists; None is without end.
    on_time : int or None
        Share of its dossiers that end on time, per thousand; None draws one.
    office : int
        Which department it is: its place decides its fields. The first handles land.
    """

    code: str
    kind: str
    weight: int
    first: date | None = None
    last: date | None = None
    on_time: int | None = None
    office: int = 0


def units_of_province(
    count: int, seed: int, *, province: str = FICTIONAL_PROVINCE, offices: int | None = None
) -> list[SimulatedUnit]:
    """Return units sized like those of Phú Thọ in August 2026.

    Parameters
    ----------
    count : int
        How many units, at least 1.
    seed : int
        Draws sizes and shares on time of the communes.
    province : str
        Its code, put before those of the units.
    offices : int, optional
        How many of them are departments, at most twelve; one in eleven if not given.

    Raises
    ------
    NotFoundError
        For less than one unit.

    Examples
    --------
    >>> [unit.code for unit in units_of_province(12, 1)][:2]
    ['H99.45', 'H99.100']
    """
    if count < 1:
        raise NotFoundError(f"{count} units: nobody would take dossiers in; give 1 or more")
    offices = min(len(DEPARTMENT_SIZE), count // 11 if offices is None else offices)
    departments = [
        SimulatedUnit(
            f"{province}.{45 - place:02d}",
            DEPARTMENT,
            DEPARTMENT_SIZE[place],
            on_time=DEPARTMENT_ON_TIME[place],
            office=place,
        )
        for place in range(offices)
    ]
    return departments + _communes(province, count - offices, seed)


def _communes(province: str, count: int, seed: int) -> list[SimulatedUnit]:
    dice = Dice(seed + int(province[1:]), np.arange(count, dtype=np.uint64))
    sizes = dice.between("size", COMMUNE_SIZE).tolist()
    shares = dice.between("on time", COMMUNE_ON_TIME).tolist()
    return [
        SimulatedUnit(f"{province}.{100 + place}", COMMUNE, size, on_time=share)
        for place, (size, share) in enumerate(zip(sizes, shares, strict=True))
    ]


def units_of_country(seed: int) -> list[SimulatedUnit]:
    """Return the units of 34 provinces, 3,321 of them communes.

    Codes of provinces are the real ones, because national systems look them up; whatever stands
    behind them is invented and marked as simulated.
    """
    communes = shared_out(COMMUNES_IN_COUNTRY, list(PROVINCE_SIZE.values()))
    found: list[SimulatedUnit] = []
    for (code, size), count in zip(PROVINCE_SIZE.items(), communes, strict=True):
        units = units_of_province(count + 12, seed, province=code, offices=12)
        total = sum(unit.weight for unit in units)
        found += [unit._replace(weight=unit.weight * size * 1000 // total) for unit in units]
    return found


def shared_out(total: int, weights: Sequence[int]) -> list[int]:
    """Return whole parts of `total`, by weight, that add up to it.

    Examples
    --------
    >>> shared_out(10, [1, 1, 1])
    [3, 3, 4]
    """
    whole = sum(weights)
    ends = [total * so_far // whole for so_far in accumulate(weights, initial=0)]
    return [after - before for before, after in pairwise(ends)]
