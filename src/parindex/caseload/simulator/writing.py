"""Writes a simulated caseload into a folder, portion by portion."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from parindex.caseload.columns import Source
from parindex.caseload.privacy import Secret
from parindex.caseload.simulator.exports import write_csv, write_xlsx
from parindex.caseload.simulator.messages import dossier_messages, step_messages, write_messages
from parindex.caseload.simulator.plan import SimulationError
from parindex.caseload.simulator.records import DUMMY, KEY
from parindex.caseload.simulator.world import Portion, World

README: Final = """DỮ LIỆU MÔ PHỎNG

Toàn bộ hồ sơ trong thư mục này do máy sinh ra theo hạt giống, không phản ánh hồ sơ, công dân,
tổ chức hay đơn vị nào có thật. Không dùng để báo cáo, chấm điểm, xếp hạng.

SIMULATED DATA: no dossier, person or unit in this folder is real.
"""
MARK: Final = "MO-PHONG.txt"
"""The file that says so."""
FORMAT_ROWS: Final = {"parquet": 200_000, "messages": 50_000, "csv": 200_000, "xlsx": 50_000}


class FileFormat(StrEnum):
    """What files are written."""

    PARQUET = "parquet"
    MESSAGES = "messages"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Written:
    """How far the writing is: dossiers and files so far."""

    dossiers: int
    portal: int
    steps: int
    files: int


def write_world(world: World, folder: Path, form: FileFormat) -> Iterator[Written]:
    """Write a caseload into a folder; yield after each portion how far it is.

    Beside the dossiers stand the catalogue (`procedures`, `offered`), the truth of each dossier
    and the counts of each unit. The folder must be empty or new, so that two worlds never mix.

    Raises
    ------
    SimulationError
        If the folder holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise SimulationError(
            f"{folder} is not empty; simulated dossiers would mix with what is there. Give a new "
            "folder, or empty this one"
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(README, encoding="utf-8")
    so_far, counts = Written(0, 0, 0, 0), []
    for number, portion in enumerate(world.portions(FORMAT_ROWS[form])):
        files = WRITERS[form](world, portion, folder, f"{number:05d}")
        files += _table(portion.truth, folder / "truth", f"{number:05d}")
        counts.append(portion.counts)
        so_far = Written(
            so_far.dossiers + portion.dossiers.num_rows,
            so_far.portal + portion.portal.num_rows,
            so_far.steps + portion.steps.num_rows,
            so_far.files + files,
        )
        yield so_far
    pyarrow.csv.write_csv(world.unit_truth(counts), folder / "units.csv")
    pyarrow.csv.write_csv(world.procedures(), folder / "procedures.csv")
    pyarrow.csv.write_csv(world.offered(), folder / "offered.csv")


def _table(table: pa.Table, folder: Path, name: str) -> int:
    if not table.num_rows:
        return 0
    folder.mkdir(exist_ok=True)
    pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    return 1


def _parquet(_: World, portion: Portion, folder: Path, name: str) -> int:
    tables = {
        "dossiers": portion.dossiers,
        "portal": portion.portal,
        "earlier": portion.earlier,
        "steps": portion.steps,
    }
    return sum(_table(table, folder / kind, name) for kind, table in tables.items())


def _dummy(world: World) -> str | None:
    return (world.pseudonyms or KEY).of(Secret.IDENTITY, DUMMY)


def _messages(world: World, portion: Portion, folder: Path, name: str) -> int:
    dummy, files = _dummy(world), 0
    sender = world.plan.units[0].code.partition(".")[0]
    records = {
        "earlier": (portion.earlier, dossier_messages(portion.earlier, sender, dummy=dummy)),
        "dossiers": (portion.dossiers, dossier_messages(portion.dossiers, sender, dummy=dummy)),
        "steps": (portion.steps, step_messages(portion.steps, sender)),
        "portal": (portion.portal, dossier_messages(portion.portal, sender, dummy=dummy)),
    }
    for kind, (table, messages) in records.items():
        if table.num_rows:
            (folder / kind).mkdir(exist_ok=True)
            write_messages(messages, folder / kind / f"mo-phong-{name}.jsonl")
            files += 1
    return files


def _exports(write: Callable[..., None], ending: str) -> Writer:
    def writer(world: World, portion: Portion, folder: Path, name: str) -> int:
        tables = {Source.LOCAL: portion.dossiers, Source.PORTAL: portion.portal}
        for source, table in tables.items():
            (folder / source).mkdir(exist_ok=True)
            file = folder / source / f"mo-phong-{name}.{ending}"
            write(table, file, dummy=_dummy(world))
        return len(tables)

    return writer


Writer = Callable[[World, Portion, Path, str], int]
WRITERS: Final[Mapping[FileFormat, Writer]] = {
    FileFormat.PARQUET: _parquet,
    FileFormat.MESSAGES: _messages,
    FileFormat.CSV: _exports(write_csv, "csv"),
    FileFormat.XLSX: _exports(write_xlsx, "xlsx"),
}
