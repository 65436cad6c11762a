"""`parindex dossiers import`, `refused`, `mapping` and `procedures`: what comes into the lake."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from parindex.caseload.columns import QUARANTINE, Source
from parindex.cli.output import Format, render
from parindex.errors import NotFoundError

if TYPE_CHECKING:
    from parindex.caseload.calendar import Calendar
    from parindex.caseload.lake import Lake, Landed
    from parindex.caseload.readers import Intake, Mapping_

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_YEAR = 2010
YEARS_AHEAD = 2
SHOWN = 5
"""Reasons that the summary of an import shows before it says where the others are."""

LAKE = Annotated[
    str | None,
    typer.Option(help="Folder or address; PARINDEX_LAKE, else PARINDEX_HOME/lake if left out"),
]


class Kind(StrEnum):
    """What a file holds."""

    MESSAGES = "messages"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


def home() -> Path:
    """Return the folder of all data."""
    return Path(os.environ.get("PARINDEX_HOME") or "var")


def open_lake(root: str | None) -> Lake:
    """Return the lake that was named, else that of the installation."""
    from parindex.caseload.lake import Lake  # noqa: PLC0415 - loads slowly

    return Lake(root or os.environ.get("PARINDEX_LAKE") or home() / "lake")


def files_in(paths: Iterable[Path]) -> list[Path]:
    """Return the files themselves, and of folders the files of messages within.

    Raises
    ------
    NotFoundError
        If a path does not exist, or a folder has no such file.
    """
    from parindex.caseload.readers import message_files  # noqa: PLC0415

    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise NotFoundError(f"{path}: there is no such file; check the name")
        inside = message_files(path) if path.is_dir() else [path]
        if not inside:
            raise NotFoundError(
                f"{path}: no .json, .jsonl or .gz of these lies in the folder; name the files"
            )
        found += inside
    return found


def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders of messages")],
    *,
    kind: Annotated[Kind | None, typer.Option(help="What the files hold; seen if left out")] = None,
    source: Annotated[Source, typer.Option(help="Whose records they are")] = Source.LOCAL,
    mapping: Annotated[
        Path | None, typer.Option(help="Saved mapping of this source (see `mapping`)")
    ] = None,
    lake: LAKE = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of",
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"],
            help="When the export was made; records without a later moment are so new",
        ),
    ] = None,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="The records are invented; marked for ever")
    ] = False,
) -> None:
    """Take dossiers in from messages, CSV, spreadsheets or Parquet.

    Good rows are kept, bad ones go to the quarantine with every reason. Exit code 0: every row was
    kept; 1: some were refused (`parindex dossiers refused` lists them). The same file again
    changes nothing.
    """
    from parindex.caseload.privacy import load_key  # noqa: PLC0415
    from parindex.caseload.readers import Intake, load_mapping  # noqa: PLC0415

    files = files_in(paths)
    told = load_mapping(mapping) if mapping else None
    now = datetime.now(VIETNAM).replace(tzinfo=None, microsecond=0)
    key = load_key(home(), os.environ.get("PARINDEX_CASELOAD_KEY"))
    intake = Intake(source, now, key, as_of=as_of, is_simulated=simulated)
    landed, lines = _load(files, intake, told, kind, open_lake(lake))
    typer.echo(_summary(landed, len(files)))
    if landed.refused:
        typer.echo(_reasons(lines), err=True)
        raise typer.Exit(1)


def _load(
    files: list[Path],
    intake: Intake,
    mapping: Mapping_ | None,
    kind: Kind | None,
    lake: Lake,
) -> tuple[Landed, list[dict[str, Any]]]:
    """Read all files into the lake; return what became of them, and the first refused lines."""
    from parindex.caseload.calendar import Calendar, add_due_dates  # noqa: PLC0415
    from parindex.caseload.lake import Landed  # noqa: PLC0415
    from parindex.caseload.readers import FileKind, read_dossiers  # noqa: PLC0415
    from parindex.caseload.readers.ahead import ahead  # noqa: PLC0415

    calendar: Calendar = Calendar.vietnam(FIRST_YEAR, intake.arrived_at.year + YEARS_AHEAD)
    landed, lines = Landed(), list[dict[str, Any]]()
    with _progress(len(files)) as tick:
        for file in files:
            known = FileKind(kind) if kind else None
            found = read_dossiers(file, intake, origin=file.name, kind=known, mapping=mapping)
            for batch in ahead(found):
                landed += lake.write(batch, clock=lambda table: add_due_dates(table, calendar))
                lines += batch.quarantine.slice(0, max(0, SHOWN - len(lines))).to_pylist()
                tick(landed, 0)
            tick(landed, 1)
    return landed, lines


@contextmanager
def _progress(files: int) -> Iterator[Any]:
    """Show on the error stream how far a load is; a pipe stays silent."""
    from rich.console import Console  # noqa: PLC0415 - comes with Typer
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
    )

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("…", total=files)

        def tick(landed: Landed, done: int) -> None:
            text = f"{landed.read:,} read, {landed.refused:,} refused"
            progress.update(task, description=text, advance=done)

        yield tick


def _summary(landed: Landed, files: int) -> str:
    kept = landed.read - landed.refused
    rows = [
        f"{files} file(s), {landed.read:,} records = {kept:,} kept + {landed.refused:,} refused",
        f"dossiers: {landed.new:,} new, {landed.changed:,} changed, {landed.unchanged:,} unchanged",
    ]
    if landed.waiting:
        rows.append(f"{landed.waiting:,} dossiers have only steps; they wait for the dossier")
    return "\n".join(rows)


def _reasons(lines: list[dict[str, Any]]) -> str:
    told = [
        f"- {each['origin']}, row {each['row']}, {each['field']}: {each['value']!r}: "
        f"{each['reason']}"
        for each in lines
    ]
    batch = lines[0]["batch"]
    return "\n".join(
        ["The first reasons:", *told, f"All of them: parindex dossiers refused --batch '{batch}'"]
    )


def refused(
    *,
    batch: Annotated[str | None, typer.Option(help="Only this import")] = None,
    lake: LAKE = None,
    form: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write here")] = None,
) -> None:
    """List the quarantine: a line a reason, newest import first."""
    import polars as pl  # noqa: PLC0415 - loads slowly

    store = open_lake(lake)
    rows: list[dict[str, Any]] = []
    if store.exists("quarantine"):
        lines = store.scan("quarantine")
        if batch is not None:
            lines = lines.filter(pl.col("batch") == batch)
        keys = ("arrived_at", "batch", "origin", "row", "field")
        order = lines.sort(*keys, descending=[True, *[False] * 4])
        rows = order.select(QUARANTINE.names).collect().to_dicts()
    if batch is not None and not rows:
        raise NotFoundError(
            f"{batch!r}: this import refused nothing, or is not known; leave out --batch to see all"
        )
    hidden = {"record", "arrived_at"} if form is Format.TABLE else set()
    names = [name for name in QUARANTINE.names if name not in hidden]
    text = render(({name: row[name] for name in names} for row in rows), form, names)
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        typer.echo(f"{output}: {len(rows)} lines", err=True)


def mapping_(
    file: Annotated[Path, typer.Argument(help="An export: CSV, spreadsheet or Parquet")],
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write here; on the screen if left out")
    ] = None,
) -> None:
    """Propose which header means which field; complete it and give it to `import --mapping`."""
    from parindex.caseload.readers import headers_of, proposal  # noqa: PLC0415

    (found,) = files_in([file])
    text = proposal(headers_of(found, found.name), found.name.partition(".")[0])
    if output is None:
        typer.echo(text, nl=False)
        return
    if output.exists():
        raise NotFoundError(f"{output}: the file is there already; name another one")
    output.write_text(text, encoding="utf-8")
    typer.echo(f"{output}: complete it, then `parindex dossiers import --mapping {output}`")


def procedures(
    paths: Annotated[list[Path], typer.Argument(help="The catalogue: CSV or spreadsheet")],
    *,
    lake: LAKE = None,
) -> None:
    """Take in the catalogue of procedures, and which unit offers which; it replaces the old one.

    Exit code 1: some rows were left out, the list says why.
    """
    import pyarrow as pa  # noqa: PLC0415

    from parindex.caseload.readers import read_catalogue  # noqa: PLC0415

    files = files_in(paths)
    found = [read_catalogue(file, origin=file.name) for file in files]
    store = open_lake(lake)
    for name in ("procedures", "offered"):
        table = pa.concat_tables([getattr(each, name) for each in found])
        if table.num_rows:
            store.put(name, table)
            typer.echo(f"{name}: {table.num_rows:,} rows")
    problems = [problem for each in found for problem in each.problems]
    for problem in problems:
        typer.echo(f"- {problem}", err=True)
    if problems:
        typer.echo(f"{len(problems)} problem(s); those rows were left out", err=True)
        raise typer.Exit(1)
