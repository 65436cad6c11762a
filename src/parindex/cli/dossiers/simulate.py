"""`parindex dossiers simulate`: a caseload that looks real, and says loudly that it is not."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.caseload.periods import Period

if TYPE_CHECKING:
    from parindex.caseload.simulator import World
    from parindex.caseload.simulator.writing import Written

LOUD = (
    "DỮ LIỆU MÔ PHỎNG: mọi hồ sơ, công dân, đơn vị dưới đây đều không có thật; không dùng để báo "
    "cáo, chấm điểm, xếp hạng.\nSIMULATED DATA: nothing of it is real."
)


class FileKind(StrEnum):
    """What files are written."""

    PARQUET = "parquet"
    MESSAGES = "messages"
    CSV = "csv"
    XLSX = "xlsx"


def simulate(
    *,
    out: Annotated[Path, typer.Option(help="A new or empty folder", show_default=False)],
    units: Annotated[int, typer.Option(min=1, help="Units of the province")] = 170,
    dossiers: Annotated[int, typer.Option(min=1, help="Dossiers filed in the period")] = 100_000,
    period: Annotated[str, typer.Option(help="2026, 2026-Q3, 2026-08 or 2026-08-31")] = "2026",
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same files")] = 1,
    form: Annotated[FileKind, typer.Option("--format")] = FileKind.PARQUET,
    country: Annotated[
        bool, typer.Option("--country", help="34 provinces, 3,321 communes instead of --units")
    ] = False,
    gaming: Annotated[int, typer.Option(min=0, help="Units in which patterns are common")] = 2,
) -> None:
    """Write a simulated caseload, with its truth beside it."""
    from parindex.caseload.simulator.writing import FileFormat, write_world  # noqa: PLC0415

    world = _world(
        Period.parse(period),
        units=None if country else units,
        dossiers=dossiers,
        seed=seed,
        gaming=gaming,
    )
    typer.secho(LOUD, err=True, bold=True)
    last = None
    for last in write_world(world, out, FileFormat(form)):
        typer.echo(f"\r{last.dossiers:>12,} / {dossiers:,}", err=True, nl=False)
    typer.echo(err=True)
    typer.echo(_summary(world, last, out))


def _world(period: Period, *, units: int | None, dossiers: int, seed: int, gaming: int) -> World:
    from parindex.caseload.simulator import (  # noqa: PLC0415 - numpy and arrow load slowly
        Plan,
        World,
        units_of_country,
        units_of_province,
    )

    made = units_of_country(seed) if units is None else units_of_province(units, seed)
    communes = [unit.code for unit in made if unit.kind == "commune"]
    chosen = tuple(communes[:: max(1, len(communes) // max(gaming, 1))][:gaming])
    first: date = period.first
    until: datetime = period.end
    return World(Plan(made, first, until, dossiers, seed, gaming=chosen))


def _summary(world: World, written: Written | None, out: Path) -> str:
    plan = world.plan
    if written is None:
        return "nothing was made"
    lines = [
        f"{written.dossiers:,} dossiers, {written.portal:,} portal copies, {written.steps:,} steps",
        f"{len(plan.units):,} units, {plan.first} to {plan.until:%Y-%m-%d %H:%M}, seed {plan.seed}",
        f"patterns are common in: {', '.join(plan.gaming) or 'no unit'}",
        f"{written.files} files in {out}; what is true stands in truth/ and units.csv",
        "Load it with `parindex dossiers import`, and mark it: --simulated",
    ]
    return "\n".join(lines)
