"""A catalogue that sounds official: fields, and procedures made of an action and a matter.

The names are put together here; codes begin with 9, which no code of the national catalogue does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import pyarrow as pa
import yaml

from parindex.caseload.columns import PROCEDURES, TimeUnit
from parindex.caseload.simulator.dice import Dice, Whole

TAIL: Final = 200
"""What all procedures of a field beside its common ones weigh together, to 1000 for the common."""


@dataclass(frozen=True, slots=True)
class Common:
    """A procedure that many dossiers come for: name, weight in its field, time, fee."""

    name: str
    weight: int
    allowed: int
    unit: TimeUnit
    has_fee: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field: common procedures, and the parts of which the names of the others are made.

    `communes` and `departments` weigh it in the caseload of a commune, and in that of the
    departments whose places are `offices`.
    """

    code: str
    name: str
    communes: int
    offices: tuple[int, ...]
    common: tuple[Common, ...]
    actions: tuple[str, ...]
    matters: tuple[str, ...]
    fee_of_14: int
    days: tuple[int, int]


def _read() -> tuple[Field, ...]:
    text = files(__package__).joinpath("catalogue.yaml").read_text(encoding="utf-8")
    return tuple(_field(each) for each in yaml.safe_load(text))


def _field(row: dict[str, Any]) -> Field:
    common = tuple(
        Common(one["name"], one["weight"], one["allowed"], TimeUnit(one["unit"]), one["fee"])
        for one in row["common"]
    )
    return Field(
        row["code"],
        row["name"],
        row["communes"],
        tuple(row["offices"]),
        common,
        tuple(row["actions"]),
        tuple(row["matters"]),
        row["fee_of_14"],
        (row["days"][0], row["days"][1]),
    )


FIELDS: Final = _read()
"""From `catalogue.yaml`; the first is land."""
OTHERS: Final = 68
"""At most so many uncommon procedures of a field."""
TAILS: Final = (
    "",
    " (trường hợp ủy quyền)",
    " (hồ sơ liên thông)",
    " đối với tổ chức",
    " đối với cá nhân",
)
"""Variants by which long tails grow to the size of a province's catalogue."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The procedures: the table as in the lake, and arrays that the generator reads.

    `common_weight` weighs each procedure in its field; `field_of` is the place of its field.
    """

    table: pa.Table
    field_of: Whole
    weight: Whole
    allowed: Whole
    unit: Whole
    has_fee: Whole

    def __len__(self) -> int:
        return int(self.table.num_rows)


TIME_UNITS: Final = (TimeUnit.HOURS, TimeUnit.WORKING_DAYS, TimeUnit.CALENDAR_DAYS)


@cache
def catalogue() -> Catalogue:
    """Return the fictional catalogue; it is the same in every simulated world.

    Examples
    --------
    >>> 1200 < len(catalogue()) < 1400
    True
    """
    rows = [row for place, each in enumerate(FIELDS) for row in _rows(place, each)]
    dice = Dice(0, np.arange(len(rows), dtype=np.uint64))
    codes = [f"9.{number:06d}" for number in range(1, len(rows) + 1)]
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    fee = np.array(columns["has_fee"])
    columns |= {
        "procedure_code": codes,
        "level": np.array([4, 3, 2])[dice.pick("level", [45, 30, 25])].tolist(),
        "offers_online_payment": (fee & dice.chance("offers", 600_000)).tolist(),
        "is_connected": dice.chance("connected", 400_000).tolist(),
    }
    table = pa.table({name: columns[name] for name in PROCEDURES.names}, schema=PROCEDURES)
    places = {unit: place for place, unit in enumerate(TIME_UNITS)}
    return Catalogue(
        table,
        np.array(columns["place"]),
        np.array(columns["weight"]),
        np.array(columns["allowed"]),
        np.array([places[TimeUnit(unit)] for unit in columns["allowed_unit"]]),
        fee.astype(np.int64),
    )


def _rows(place: int, field: Field) -> list[dict[str, Any]]:
    shared: dict[str, Any] = {
        "place": place,
        "field_code": f"M-{field.code}",
        "field_name": field.name,
    }
    common = [
        shared
        | {"name": each.name, "weight": each.weight * 1000, "has_fee": each.has_fee}
        | {"allowed": each.allowed, "allowed_unit": str(each.unit)}
        for each in field.common
    ]
    names = [
        f"{action} {matter}{tail}"
        for tail in TAILS
        for action in field.actions
        for matter in field.matters
    ][:OTHERS]
    least, most = field.days
    dice = Dice(0, np.arange(len(names), dtype=np.uint64) + np.uint64(1000 * (place + 1)))
    days = (dice.below("days", most - least + 1) + least).tolist()
    fees = (dice.below("fee", 14) < field.fee_of_14).tolist()
    ranks = range(2, len(names) + 2)
    return common + [
        shared
        | {"name": name, "weight": TAIL * 1000 // (rank * 4), "has_fee": fee}
        | {"allowed": day, "allowed_unit": str(TimeUnit.WORKING_DAYS)}
        for name, rank, day, fee in zip(names, ranks, days, fees, strict=True)
    ]
