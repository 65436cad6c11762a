"""A whole simulated caseload, written in every form, is read back as what it was."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from parindex.caseload.columns import RECORDED
from parindex.caseload.readers import read_catalogue, read_dossiers
from parindex.caseload.simulator import Plan, World, units_of_province
from parindex.caseload.simulator.writing import FileFormat, write_world
from tests.caseload.readers.samples import INTAKE

PERSONAL = {"subject_hash", "phone_hash", "first_paper_hash", "result_hash", "closed_by_hash"}
NOT_EXPORTED = {
    *("filed_through", "return_way", "due_changes", "has_reason", "has_delete_reason"),
    *("first_step_at", "last_step_at", "shortest_step_seconds"),
}
"""Columns that the simulator's exports do not have."""
WORLD = World(Plan(units_of_province(6, 1), date(2026, 8, 1), datetime(2026, 9, 1), 400, 1))  # noqa: DTZ001


@pytest.mark.parametrize("form", [FileFormat.CSV, FileFormat.XLSX, FileFormat.PARQUET])
def test_a_table_gives_back_every_column_that_it_has(form: FileFormat, tmp_path: Path) -> None:
    folder = tmp_path / form
    list(write_world(WORLD, folder, form))
    inside = folder / ("dossiers" if form is FileFormat.PARQUET else "local")
    batches = [
        batch
        for file in sorted(inside.iterdir())
        for batch in read_dossiers(file, INTAKE, origin=file.name)
    ]
    assert sum(batch.quarantine.num_rows for batch in batches) == 0
    read = pl.concat([pl.DataFrame(batch.dossiers) for batch in batches]).sort("dossier_code")
    made = pl.concat([pl.DataFrame(portion.dossiers) for portion in WORLD.portions()])
    skipped = set() if form is FileFormat.PARQUET else PERSONAL | NOT_EXPORTED
    for name in set(RECORDED.names) - skipped:
        wanted = made.sort("dossier_code")[name]
        if form is not FileFormat.PARQUET and wanted.dtype == pl.Datetime("us"):
            wanted = wanted.dt.truncate("1s")  # exports tell no fraction
        found = read[name]
        if name == "has_reason":  # owed by refusals, stops and withdrawals only
            is_owed = read["status"].is_in([3, 7, 8])
            found, wanted = found.filter(is_owed), wanted.filter(is_owed)
            assert len(found) > 0
        assert found.equals(wanted), name


def test_messages_give_back_every_dossier_and_step(tmp_path: Path) -> None:
    list(write_world(WORLD, tmp_path / "m", FileFormat.MESSAGES))
    made = list(WORLD.portions())
    for kind in ("dossiers", "steps"):
        files = sorted((tmp_path / "m" / kind).iterdir())
        batches = [b for f in files for b in read_dossiers(f, INTAKE, origin=f.name)]
        assert sum(batch.quarantine.num_rows for batch in batches) == 0
        read = sum(getattr(batch, kind).num_rows for batch in batches)
        assert read == sum(getattr(portion, kind).num_rows for portion in made) > 0


def test_the_catalogue_of_a_world_is_read_back(tmp_path: Path) -> None:
    list(write_world(WORLD, tmp_path / "w", FileFormat.PARQUET))
    found = [
        read_catalogue(tmp_path / "w" / name, origin=name)
        for name in ("procedures.csv", "offered.csv")
    ]
    assert [each.problems for each in found] == [(), ()]
    made = WORLD.procedures()
    assert found[0].procedures.sort_by("procedure_code").equals(made.sort_by("procedure_code"))
    assert found[1].offered.num_rows == WORLD.offered().num_rows
