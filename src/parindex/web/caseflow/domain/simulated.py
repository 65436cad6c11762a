"""Brings a simulated caseload into the lake for practice; marked as simulated in every row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import polars as pl
from django.conf import settings
from django.utils import timezone

from parindex.caseload.calendar import add_due_dates
from parindex.caseload.privacy import load_key
from parindex.caseload.simulator import SimulatedUnit, letters_of, practice_world
from parindex.web.caseflow.files import lake
from parindex.web.caseflow.models import ApologyLetter
from parindex.web.caseflow.moments import aware, wall
from parindex.web.caseflow.scopes import working_calendar
from parindex.web.org.enums import UnitKind
from parindex.web.org.models import Unit, User

ROWS = 45_000
SEED = 766
WITHOUT_LETTER = 12
"""One late dossier in so many has no letter, so that there is something to find."""


def simulated_units(units: Iterable[Unit], weights: Mapping[int, int]) -> list[SimulatedUnit]:
    """Return units as the simulator takes them; `weights` by key, those not named get 20."""
    made, office = [], 0
    for unit in units:
        is_department = unit.kind == UnitKind.DEPARTMENT
        made.append(
            SimulatedUnit(
                unit.agency_code,
                "department" if is_department else "commune",
                weights.get(unit.pk, 20),
                unit.valid_from,
                unit.valid_to,
                office=office if is_department else 0,
            )
        )
        office += is_department
    return made


def load_simulated(
    units: Sequence[Unit],
    *,
    weights: Mapping[int, int],
    until: datetime,
    officer_of: Callable[[Unit], User],
) -> int:
    """Write two years of dossiers of some units into an empty lake; return how many letters.

    A lake that has dossiers is left alone: practice never mixes with what was taken in.
    """
    if lake().exists("dossiers"):
        return 0
    moment, calendar = wall(until), working_calendar(wall(until))
    world = practice_world(
        simulated_units(units, weights),
        moment,
        SEED,
        pseudonyms=load_key(settings.ENVIRONMENT.home, settings.RECEIVER.hash_key),
    )
    lake().put("procedures", world.procedures())
    lake().put("offered", world.offered())
    letters = 0
    for batch in world.batches(ROWS):
        lake().write(batch, clock=lambda table: add_due_dates(table, calendar))
        if batch.source == "local":
            letters += _letters(letters_of(batch.dossiers, SEED), batch.dossiers, units, officer_of)
    return letters


def _letters(
    written: pl.DataFrame,
    dossiers: object,
    units: Sequence[Unit],
    officer_of: Callable[[Unit], User],
) -> int:
    """Write the letters of late dossiers but for some, so that the list of lacking ones lives."""
    known = pl.DataFrame(pl.from_arrow(dossiers)).unique("dossier_code", keep="last")
    rows = written.unique("dossier_code").join(known, on="dossier_code").sort("dossier_code")
    by_code = {unit.agency_code: unit for unit in units}
    made = [
        _letter(row, by_code[row["unit_code"]], officer_of)
        for place, row in enumerate(rows.iter_rows(named=True))
        if place % WITHOUT_LETTER and row["unit_code"] in by_code
    ]
    ApologyLetter.objects.bulk_create(made, batch_size=500)
    return len(made)


def _letter(
    row: Mapping[str, object], unit: Unit, officer_of: Callable[[Unit], User]
) -> ApologyLetter:
    return ApologyLetter(
        unit=unit,
        dossier_code=row["dossier_code"],
        procedure_code=row["procedure_code"],
        received_at=aware(row["received_at"]),
        due_at=aware(row["due_at"]),
        new_due_at=aware(row["new_due_at"] or row["extended_due_at"]),
        reason=row["reason"],
        ordinal=1,
        written_at=min(aware(row["sent_at"]), timezone.now()),
        written_by=officer_of(unit),
        is_practice=True,
    )
