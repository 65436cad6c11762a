"""`parindex dossiers statistics`: two integers for each unit and statistic of a period."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parindex.caseload.periods import Period
from parindex.cli.dossiers.status import Language, default_lake, moment_of
from parindex.cli.output import Format, render
from parindex.errors import NotFoundError

if TYPE_CHECKING:
    import polars as pl

    from parindex.caseload.counting.scope import Scope
    from parindex.caseload.counting.source import Reading


class Engine(StrEnum):
    """What counts: this process, or a cluster."""

    POLARS = "polars"
    SPARK = "spark"


class Key(StrEnum):
    """What a row stands for; the same words as `counting.rollup.By`, without its packages."""

    UNIT = "unit"
    PROCEDURE = "procedure"
    FIELD = "field"
    CHANNEL = "channel"
    PROVINCE = "province"


COLUMNS = ("statistic", "numerator", "denominator")
FIGURES_OF = {
    "vi": "Kỳ {period}, tính tại {at}, bảng dossiers phiên bản {version}.",
    "en": "Period {period}, counted at {at}, table dossiers version {version}.",
}
MISSING = {
    "vi": "Không có số liệu (không phải bằng 0): {names}.",
    "en": "Missing (not 0): {names}.",
}


def _count(engine: Engine, reading: Reading, scope: Scope) -> pl.DataFrame:
    from parindex.caseload.counting.count import count  # noqa: PLC0415 - needs the extra

    start = scope.period.start
    if engine is Engine.POLARS:
        return count(reading.in_hand(start), scope)
    from parindex.caseload.counting.spark import in_hand, session  # noqa: PLC0415

    return count(in_hand(session(), reading, start), scope)


def _rows(found: pl.DataFrame, key: Key, words: dict[str, str] | None) -> Iterator[dict[str, Any]]:
    """Return rows of a report; with `words`, titles and missing figures for a person to read."""
    for row in found.iter_rows(named=True):
        if words is None and row["numerator"] is None:
            continue
        shown = {str(key): row["key"], **{name: row[name] for name in COLUMNS}}
        yield shown if words is None else shown | {"title": words[row["statistic"]]}


def statistics(  # noqa: PLR0913 - in Typer an option of a command is an argument
    *,
    period: Annotated[str, typer.Option(help="2026, 2026-Q3, 2026-08 or 2026-08-31")],
    by: Annotated[Key, typer.Option(help="What a row stands for")] = Key.UNIT,
    statistic: Annotated[
        list[str] | None, typer.Option(help="Only this statistic; may be repeated")
    ] = None,
    format_: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    language: Annotated[Language, typer.Option(help="vi or en")] = Language.VI,
    at: Annotated[str | None, typer.Option(help="Count as at this date or moment; now")] = None,
    lake: Annotated[str | None, typer.Option(help="Folder or address of the lake")] = None,
    version: Annotated[
        int | None, typer.Option(help="Version of the table dossiers, to count as it was then")
    ] = None,
    engine: Annotated[Engine, typer.Option(help="What counts")] = Engine.POLARS,
    output_file: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write here, not on the screen")
    ] = None,
) -> None:
    """Count the dossiers of a period: numerator and denominator of every statistic.

    A statistic that no source tells of is missing: it has no row in CSV and JSON, and is named on
    the error stream.
    """
    from parindex.caseload.counting.rollup import By, roll_up  # noqa: PLC0415 - needs the extra
    from parindex.caseload.counting.source import Reading  # noqa: PLC0415
    from parindex.caseload.counting.statistic import chosen  # noqa: PLC0415
    from parindex.caseload.counting.window import scope_of  # noqa: PLC0415
    from parindex.caseload.lake import Lake  # noqa: PLC0415

    wanted = chosen(tuple(statistic or ()))
    scope = scope_of(Period.parse(period), moment_of(at))
    if scope.now <= scope.period.start:
        raise NotFoundError(
            f"period {period} has not begun at {scope.now:%d/%m/%Y %H:%M}, so nothing can be "
            "counted; name an earlier period, or a later moment with --at"
        )
    reading = Reading.of(Lake(lake or default_lake()), version)
    facts = _count(engine, reading, scope)
    found = roll_up(facts, By(str(by)), wanted, reading.catalogue())
    names = {each.name for each in wanted}
    told = set(found.filter(found["numerator"].is_not_null())["statistic"])
    is_table = format_ is Format.TABLE
    titles = {each.name: each.words[language] for each in wanted} if is_table else None
    head = (str(by), *COLUMNS, *(("title",) if is_table else ()))
    text = render(_rows(found, by, titles), format_, head)
    figures = FIGURES_OF[language].format(
        period=period, at=f"{scope.now:%d/%m/%Y %H:%M}", version=reading.versions["dossiers"]
    )
    typer.echo(figures, err=True)
    if missing := sorted(names - told):
        typer.echo(MISSING[language].format(names=", ".join(missing)), err=True)
    if output_file is None:
        typer.echo(text, nl=False)
    else:
        output_file.write_text(text, encoding="utf-8")
