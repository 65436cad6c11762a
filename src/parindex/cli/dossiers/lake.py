"""`parindex dossiers maintain`, `versions` and `forget`: the keeping of the lake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from parindex.caseload.settings import DutySettings
from parindex.cli.dossiers.intake import LAKE, open_lake
from parindex.cli.output import Format, render

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
LEAST_HOURS = 24
"""Files younger than this may belong to a write that is under way."""

FORM = Annotated[Format, typer.Option("--format", help="table, csv or json")]
OUTPUT = Annotated[Path | None, typer.Option("--output", "-o", help="Write here, not on screen")]


def maintain(
    *,
    lake: LAKE = None,
    keep_days: Annotated[
        int, typer.Option(min=1, help="Versions of so many days stay; pinned ones for good")
    ] = 7,
    form: FORM = Format.TABLE,
    output: OUTPUT = None,
) -> None:
    """Compact small files, write checkpoints, take away files that no kept version needs.

    Run it once a day, at night. Imports may go on meanwhile.
    """
    hours = max(LEAST_HOURS, keep_days * 24)
    rows = [
        {
            "table": each.name,
            "version": each.version,
            "files_before": each.files_before,
            "files": each.files_after,
            "bytes": each.size,
            "removed": each.removed,
        }
        for each in open_lake(lake).maintain(keep_hours=hours)
    ]
    _write(rows, form, output, ["table", "version", "files_before", "files", "bytes", "removed"])


def versions(
    table: Annotated[str, typer.Argument(help="Such as dossiers, portal, events")] = "dossiers",
    *,
    lake: LAKE = None,
    last: Annotated[int, typer.Option(min=1, help="So many, the newest first")] = 20,
    form: FORM = Format.TABLE,
    output: OUTPUT = None,
) -> None:
    """List the versions of a table: when they were written, by which import, why they are kept."""
    rows = [
        {
            "version": each.number,
            "written_at": each.written_at.astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M:%S"),
            "operation": each.operation,
            "batch": each.batch,
            "pinned": each.pinned,
        }
        for each in open_lake(lake).versions(table, last)
    ]
    _write(rows, form, output, ["version", "written_at", "operation", "batch", "pinned"])


def forget(
    *,
    lake: LAKE = None,
    before: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Ended before this day; the retention if left out"),
    ] = None,
    really: Annotated[
        bool, typer.Option("--really", help="Remove them; without it they are only counted")
    ] = False,
    form: FORM = Format.TABLE,
    output: OUTPUT = None,
) -> None:
    """Remove single dossiers whose retention has ended; their counts stay in the facts.

    Refused while dossiers are among them that no table of facts has counted.
    """
    day = before.date() if before else end_of_retention(datetime.now(VIETNAM).date())
    gone = open_lake(lake).forget(day, dry_run=not really)
    rows = [
        {"table": name, "rows": count, "removed": "yes" if really else "no"}
        for name, count in gone.rows.items()
    ]
    _write(rows, form, output, ["table", "rows", "removed"])
    for name, version in gone.held:
        typer.echo(
            f"{name}, version {version} is pinned and may still hold some of them; unpin it when "
            "its figures need no recomputation any more.",
            err=True,
        )
    if rows and not really:
        typer.echo("Nothing was removed. Add --really to remove them.", err=True)


def end_of_retention(today: date, years: int = DutySettings().retention_years) -> date:
    """Return the day before which a dossier must have ended to be forgotten today.

    Examples
    --------
    >>> end_of_retention(date(2028, 2, 29), years=5)
    datetime.date(2023, 2, 28)
    """
    try:
        return today.replace(year=today.year - years)
    except ValueError:  # 29 February
        return today.replace(year=today.year - years, day=28)


def _write(
    rows: Sequence[Mapping[str, object]], form: Format, file: Path | None, head: list[str]
) -> None:
    text = render(rows, form, head)
    if file is None:
        typer.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")
