"""Commands of `parindex` that need the database; Django is imported when one of them runs."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from parindex.errors import RefusedError

if TYPE_CHECKING:
    from parindex.web.org.domain.load import Loaded

audit = typer.Typer(no_args_is_help=True, help="The audit log: is it whole, and what it says.")


def start_site() -> None:
    """Set up Django with the settings of the site, once the database has its tables."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "parindex.web.settings")
    try:
        import django  # noqa: PLC0415 - the extra is needed only here
    except ImportError as error:
        fix = "Install it with the extra: parindex[web]."
        raise RefusedError(f"This command needs {error.name}.", fix=fix) from error
    django.setup()
    from django.db import connection  # noqa: PLC0415 - after setup only

    if not {"org_unit", "common_auditrow"} <= set(connection.introspection.table_names()):
        fix = "Run `parindex-web migrate` first."
        raise RefusedError("The database has no tables yet.", fix=fix)


def load_units(
    folder: Annotated[
        Path, typer.Argument(help="Folder with the files of the register", file_okay=False)
    ],
    *,
    province: Annotated[
        str, typer.Option(help="Province of today by its statistics code, such as 08")
    ],
    agency_codes: Annotated[
        Path | None, typer.Option(help="File with the agency codes of provinces (H60)")
    ] = None,
    document: Annotated[
        str | None, typer.Option(help="Document of events for which the register has none")
    ] = None,
) -> None:
    """Load a province: its units before and after 1 July 2025, and what became of each.

    Running it again changes nothing. If a file has a fault, or something is there that differs,
    all of it is listed and nothing is loaded.
    """
    start_site()
    from parindex.web.org.domain.units import load_units as load  # noqa: PLC0415 - after setup

    done = load(folder, province=province, agency_codes=agency_codes, document=document or "")
    for line in _report(done):
        typer.echo(line)
    for notice in done.notices:
        typer.echo(f"note: {notice}", err=True)


def _report(done: Loaded) -> list[str]:
    name = f"{done.name} ({done.province})"
    if not done.is_new:
        return [f"{name}: unchanged, all of it is there already"]
    lines = [f"{name}: loaded"]
    lines += [_counted(done.units, "units"), _counted(done.events, "events")]
    lines += [f"  {done.lines} pairs of a unit before and a unit after"]
    return [*lines, *([f"  agency code {done.agency_code}"] if done.agency_code else [])]


def _counted(counts: Mapping[str, int], what: str) -> str:
    parts = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    return f"  {sum(counts.values())} {what}" + (f" ({parts})" if parts else "")


@audit.command()
def verify() -> None:
    """Check that no row of the audit log was changed, removed or put in; exit code 1 if so."""
    start_site()
    from parindex.web.common.audit import verify as verify_log  # noqa: PLC0415 - after setup
    from parindex.web.common.models import AuditChain, AuditRow  # noqa: PLC0415 - after setup

    problems = verify_log()
    for problem in problems:
        typer.echo(str(problem))
    if problems:
        typer.echo(f"{len(problems)} problem(s): the log is not what was written", err=True)
        raise typer.Exit(1)
    rows, chains = AuditRow.objects.count(), AuditChain.objects.count()
    typer.echo(f"{rows} rows in {chains} chains, all whole")


@audit.command()
def export(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write here, not on screen")
    ] = None,
) -> None:
    """Write all rows with their hashes, one JSON object a line, oldest first."""
    start_site()
    from parindex.web.common.models import AuditRow  # noqa: PLC0415 - after setup

    rows = AuditRow.objects.order_by("id").values().iterator()
    lines = (json.dumps(row, ensure_ascii=False, default=datetime.isoformat) for row in rows)
    if output is None:
        for line in lines:
            typer.echo(line)
        return
    count = 0
    with output.open("w", encoding="utf-8", newline="\n") as stream:
        for line in lines:
            stream.write(f"{line}\n")
            count += 1
    typer.echo(f"{output}: {count} rows", err=True)
