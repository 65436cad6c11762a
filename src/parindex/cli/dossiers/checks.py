"""`parindex dossiers checks` and `parindex dossiers reconcile`: what a person should look at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from parindex.caseload.periods import Period
from parindex.cli.dossiers.status import Language, default_lake, moment_of
from parindex.cli.output import Format, render
from parindex.errors import NotFoundError

if TYPE_CHECKING:
    from parindex.caseload.lake import Lake
    from parindex.caseload.quality import Findings

SIGNAL_COLUMNS = ("check", "unit", "dossier", "period", "dossiers", "figures", "sentence")
DIFFERENCE_COLUMNS = (
    "unit",
    "dossier",
    "kind",
    "local",
    "portal",
    "points",
    "facts",
    "sentence",
)
IN_TABLE = ("unit", "dossier", "kind", "points")
ONE_NOTE = {
    "vi": "Dấu hiệu để con người xem xét, không phải kết luận.",
    "en": "Signals for people to look at, never verdicts.",
}
SKIPPED = {"vi": "Không hỏi được {check}: {reason}.", "en": "{check} was not asked: {reason}."}
COUNTED = {
    "vi": "{asked} phép kiểm tra, {signals} dấu hiệu.",
    "en": "{asked} checks asked, {signals} signals.",
}
DIFFER = {
    "vi": "{count} khác biệt; sửa tất cả thì các đơn vị được:",
    "en": "{count} differences; with all repaired the units get:",
}

PERIOD = Annotated[str, typer.Option(help="2026, 2026-Q3, 2026-08 or 2026-08-31")]
UNIT = Annotated[
    str | None, typer.Option(help="A unit with those below it, such as H44.45; all if left out")
]
FORMAT = Annotated[Format, typer.Option("--format")]
LAKE = Annotated[
    str | None, typer.Option(help="Where the tables are; PARINDEX_HOME/lake if left out")
]
AT = Annotated[str | None, typer.Option(help="Look as at this date or moment; now if left out")]
LANGUAGE = Annotated[Language, typer.Option(help="vi or en")]
OUTPUT = Annotated[Path | None, typer.Option("--output", "-o", help="Write here, not on screen")]


def _write(
    rows: Sequence[dict[str, Any]], how: Format, head: Sequence[str], file: Path | None
) -> None:
    text = render(rows, how, head)
    if file is None:
        typer.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")
        typer.echo(f"{file}: {len(rows)} rows", err=True)


def _opened(lake: str | None, *names: str) -> Lake:
    """Return the lake; `NotFoundError` if one of the tables was never written."""
    from parindex.caseload.lake import Lake  # noqa: PLC0415 - needs the extra `caseload`

    where = lake or default_lake()
    found = Lake(where)
    for name in names:
        if found.version(name) is None:
            raise NotFoundError(
                f"{where}: this lake has no table {name} yet. Import records with "
                f"`parindex dossiers import --source {'portal' if name == 'portal' else 'local'}`, "
                "or name another lake with --lake"
            )
    return found


def _dummies(lake: str | None) -> frozenset[str]:
    """Return the hashes of dummy identity numbers, none when the key of this home is not there."""
    from parindex.caseload.privacy import KEY_FILE, load_key  # noqa: PLC0415

    home = Path(lake or default_lake()).parent
    return load_key(home).dummies() if (home / KEY_FILE).is_file() else frozenset()


def _signals(found: Findings, language: Language) -> Iterator[dict[str, Any]]:
    for signal in found:
        figures = "; ".join(f"{name} {value}" for name, value in signal.figures.items())
        yield {
            "check": signal.check,
            "unit": signal.unit_code,
            "dossier": signal.dossier_code,
            "period": signal.period,
            "dossiers": signal.dossiers,
            "figures": figures,
            "sentence": signal.sentence(language),
        }


def checks(
    *,
    period: PERIOD,
    unit: UNIT = None,
    check: Annotated[
        list[str] | None, typer.Option("--check", help="Only this check; may be repeated")
    ] = None,
    format_: FORMAT = Format.TABLE,
    language: LANGUAGE = Language.VI,
    at: AT = None,
    lake: LAKE = None,
    output_file: OUTPUT = None,
) -> None:
    """Ask the checks of data quality: signals for people, never verdicts.

    The table counts signals by check and unit; CSV and JSON have one row a signal, with its
    figures and a sentence. Checks that lack a table are named with the reason.
    """
    from parindex.caseload.calendar import Calendar  # noqa: PLC0415 - needs the extra
    from parindex.caseload.quality import QualitySettings, discover, run_checks  # noqa: PLC0415

    found = run_checks(
        _opened(lake, "dossiers"),
        Period.parse(period),
        QualitySettings(dummies=_dummies(lake)),
        now=moment_of(at),
        calendar=Calendar.vietnam(),
        only=check or None,
        unit=unit,
    )
    if format_ is Format.TABLE:
        known = discover()
        rows = [
            {**row, "title": known[row["check"]].title.in_language(language)}
            for row in found.summary().iter_rows(named=True)
        ]
        _write(rows, format_, ("check", "unit_code", "signals", "dossiers", "title"), output_file)
    else:
        _write(list(_signals(found, language)), format_, SIGNAL_COLUMNS, output_file)
    counted = COUNTED[language].format(asked=len(found.asked), signals=len(found.signals))
    typer.echo(f"{counted} {ONE_NOTE[language]}", err=True)
    for name, reason in found.skipped.items():
        line = SKIPPED[language].format(check=name, reason=reason.in_language(language))
        typer.echo(line, err=True)


def reconcile(
    *,
    period: PERIOD,
    unit: UNIT = None,
    format_: FORMAT = Format.TABLE,
    language: LANGUAGE = Language.VI,
    at: AT = None,
    lake: LAKE = None,
    output_file: OUTPUT = None,
) -> None:
    """Hold the local records against the portal's copy, file by file, with the effect in points.

    One row a difference, those that give most points first; `points` is what the unit gains when
    this difference alone is repaired, exact. The sums by unit repair everything together.
    """
    from parindex.caseload.counting.scope import Scope  # noqa: PLC0415 - needs the extra
    from parindex.caseload.reconcile import reconcile as hold  # noqa: PLC0415

    tables = _opened(lake, "dossiers", "portal")
    scope = Scope(Period.parse(period), moment_of(at))
    found = hold(tables.scan("dossiers"), tables.scan("portal"), scope, unit=unit)
    rows = list(found.rows(language))
    if format_ is Format.TABLE:
        rows = [{name: row[name] for name in (*IN_TABLE, "sentence")} for row in rows]
        for row in rows:
            row["points"] = None if row["points"] is None else _short(row["points"])
    _write(rows, format_, DIFFERENCE_COLUMNS, output_file)
    typer.echo(DIFFER[language].format(count=len(rows)), err=True)
    for code in sorted(found.repaired):
        for effect in found.effects(code):
            change = effect.printed_change
            if change is not None and effect.change:
                before, after = effect.printed_before, effect.printed_after
                typer.echo(f"  {code} {effect.code}: {before} -> {after} ({change:+f})", err=True)


def _short(points: str) -> str:
    """Return exact points with six decimals, for a column of a table."""
    whole, _, decimals = points.partition(".")
    return f"{whole}.{decimals[:6]}" if decimals else whole
