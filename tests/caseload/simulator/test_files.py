"""Simulated files are read by the same readers as real ones, and say the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from typer.testing import CliRunner

from parindex.caseload.columns import Source
from parindex.caseload.privacy import Pseudonyms
from parindex.caseload.readers import Intake, read_dossiers
from parindex.caseload.simulator import SimulationError, World
from parindex.caseload.simulator.writing import MARK, FileFormat, write_world
from parindex.cli.dossiers import app
from tests.caseload.simulator.worlds import frame, plan

NAMES = Pseudonyms(b"k" * 32)
FILES = {
    FileFormat.MESSAGES: "dossiers/*.jsonl",
    FileFormat.CSV: "local/*.csv",
    FileFormat.XLSX: "local/*.xlsx",
    FileFormat.PARQUET: "dossiers/*.parquet",
}
ALWAYS = (
    *("unit_code", "procedure_code", "field_code", "channel", "subject", "filed_through"),
    *("return_way", "status", "filed_at", "received_at", "due_at", "finished_at", "returned_at"),
    *("stopped_at", "refused_at", "withdrawn_at", "second_supplement_at", "has_fee"),
    *("paid_online", "papers", "papers_digitised", "papers_reused", "papers_from_store"),
    *("has_digitised_parts", "uses_population_data", "is_vneid", "results", "has_e_result"),
    *("is_synchronised", "is_simulated"),
)
TABLES = (
    *("extended_due_at", "first_pause_from", "first_pause_until", "last_pause_from"),
    *("last_pause_until", "paused_seconds", "allowed", "allowed_unit", "has_complaint", "steps"),
)
"""What exports say and messages leave to the catalogue, to the steps, or out."""


@cache
def world() -> World:
    return World(plan(1500), NAMES)


@cache
def made() -> pl.DataFrame:
    (portion,) = world().portions(1_000_000, with_steps=False)
    return frame(portion.dossiers)


def files(form: FileFormat, folder: Path) -> Iterator[Path]:
    """Write the world, and yield the files of the local dossiers."""
    for _ in write_world(world(), folder, form):
        pass
    yield from sorted(folder.glob(FILES[form]))


def intake() -> Intake:
    return Intake(
        source=Source.LOCAL,
        arrived_at=world().plan.until,
        pseudonyms=NAMES,
        is_simulated=True,
        population_databases=frozenset({"CSDLDC"}),
    )


@cache
def read_back(form: FileFormat) -> pl.DataFrame:
    """Return the dossiers that the readers find; nothing may be refused."""
    with TemporaryDirectory() as folder:
        batches = [
            batch
            for file in files(form, Path(folder))
            for batch in read_dossiers(file.read_bytes(), intake(), origin=file.name)
        ]
    assert sum(batch.quarantine.num_rows for batch in batches) == 0
    return pl.concat(frame(batch.dossiers) for batch in batches)


def both(form: FileFormat) -> pl.DataFrame:
    return made().join(read_back(form), on="dossier_code", suffix="_read", validate="1:1")


@pytest.mark.parametrize("form", list(FileFormat))
def test_every_dossier_is_read_back_with_what_it_says(form: FileFormat) -> None:
    pairs = both(form)
    columns = ALWAYS if form is FileFormat.MESSAGES else (*ALWAYS, *TABLES)

    assert pairs.height == made().height == read_back(form).height
    for name in columns:
        differ = pairs.filter(~pl.col(name).eq_missing(pl.col(f"{name}_read")))
        assert differ.height == 0, (name, differ.select(name, f"{name}_read").row(0))


@pytest.mark.parametrize("form", [FileFormat.MESSAGES, FileFormat.CSV, FileFormat.XLSX])
def test_the_same_persons_come_back_as_the_same_hashes(form: FileFormat) -> None:
    pairs = both(form)

    for name in ("subject_hash", "phone_hash"):
        kinds = pairs.select(name, f"{name}_read").unique()
        assert kinds[name].n_unique() == kinds.height
    dummies = pairs.filter(pl.col("subject_hash").is_in(NAMES.dummies()))
    assert dummies.height > 0
    assert (dummies["subject_hash"] == dummies["subject_hash_read"]).all()


def test_a_result_that_is_the_first_paper_stays_so_in_messages() -> None:
    pairs = both(FileFormat.MESSAGES)
    same = (pl.col("result_hash") == pl.col("first_paper_hash")).fill_null(value=False)
    read = (pl.col("result_hash_read") == pl.col("first_paper_hash_read")).fill_null(value=False)

    assert pairs.filter(same).height > 0
    assert pairs.filter(same != read).height == 0


def test_steps_come_back_one_for_one(tmp_path: Path) -> None:
    for _ in write_world(world(), tmp_path / "out", FileFormat.MESSAGES):
        pass
    batches = [
        batch
        for file in sorted((tmp_path / "out").glob("steps/*.jsonl"))
        for batch in read_dossiers(file.read_bytes(), intake(), origin=file.name)
    ]
    read = pl.concat(frame(batch.steps) for batch in batches).sort("dossier_code", "at", "status")
    (portion,) = world().portions(1_000_000)
    told = frame(portion.steps).sort("dossier_code", "at", "status")

    assert read.select("dossier_code", "at", "status").equals(
        told.select("dossier_code", "at", "status")
    )


def test_a_message_holds_ten_dossiers_and_says_that_it_is_simulated(tmp_path: Path) -> None:
    (file,) = files(FileFormat.MESSAGES, tmp_path / "out")
    messages = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    sizes = [len(message["data"]) for message in messages]

    assert set(sizes[:-1]) == {10}
    assert sum(sizes) == made().height
    for message in messages:
        assert message["service"] == "DongBoHoSoMC"
        assert message["ghiChu"] == "Dữ liệu mô phỏng"
        for record in message["data"]:
            assert " mô phỏng " in record["ChuHoSo"]
            assert record["SoDienThoai"].startswith("0000")
            number = record["DinhDanhCHS"][0]["SoDinhDanh"]
            assert number == "000000001" or number.startswith("999")


@pytest.mark.parametrize("form", list(FileFormat))
def test_a_folder_says_what_it_is_and_carries_its_truth(form: FileFormat, tmp_path: Path) -> None:
    list(files(form, tmp_path / "out"))
    truth = pl.read_parquet(tmp_path / "out" / "truth" / "*.parquet")
    units = pl.read_csv(tmp_path / "out" / "units.csv")

    assert (tmp_path / "out" / MARK).read_text(encoding="utf-8").startswith("DỮ LIỆU MÔ PHỎNG")
    assert set(truth["dossier_code"]) == set(made()["dossier_code"])
    assert units["filed"].sum() == made().height
    assert (tmp_path / "out" / "procedures.csv").exists()
    assert (tmp_path / "out" / "offered.csv").exists()


def test_two_worlds_never_mix_in_one_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")

    with pytest.raises(SimulationError, match="is not empty"):
        list(files(FileFormat.CSV, tmp_path))


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        list(files(FileFormat.PARQUET, folder))

    names = sorted(file.relative_to(first) for file in first.rglob("*") if file.is_file())
    assert len(names) >= 8
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


# The command


def command(*words: str) -> str:
    result = CliRunner().invoke(app, ["simulate", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_says_loudly_that_nothing_is_real(tmp_path: Path) -> None:
    out = tmp_path / "out"
    told = command("--units", "20", "--dossiers", "600", "--period", "2026-08", "--out", str(out))
    dossiers = pl.read_parquet(out / "dossiers" / "*.parquet")

    assert "DỮ LIỆU MÔ PHỎNG" in told
    assert "SIMULATED DATA" in told
    assert 600 <= dossiers.height < 620
    assert dossiers["filed_at"].dt.month().is_in([7, 8]).all()
    assert dossiers["is_simulated"].all()


def test_the_command_makes_the_country(tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = ["--country", "--dossiers", "5000", "--period", "2026-08-03", "--gaming", "0"]
    told = command(*words, "--out", str(out))
    units = pl.read_csv(out / "units.csv")

    assert "no unit" in told
    assert units["unit_code"].str.slice(0, 3).n_unique() == 34
    assert units["filed"].sum() >= 5000
