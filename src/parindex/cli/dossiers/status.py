"""`parindex dossiers status`: one dossier judged at a moment, by both rules side by side."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from parindex.caseload.codes import dossier_code
from parindex.caseload.columns import Source
from parindex.caseload.judgement import STATE_WORDS, Judgement, judge_766, judge_local
from parindex.caseload.judgement.wording import show_moment
from parindex.errors import NotFoundError

if TYPE_CHECKING:
    from parindex.caseload.lake import Lake

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
TABLES = {Source.LOCAL: "dossiers", Source.PORTAL: "portal"}
LAST_SECOND = time(23, 59, 59)
WORDS = {
    "vi": {
        "title": "Hồ sơ {code}, xét tại {at}",
        "record": "Đơn vị {unit}, thủ tục {procedure}. Bảng {table}, phiên bản {version}.",
        "766": "Theo Quyết định 766/QĐ-TTg",
        "local": "Theo báo cáo của bộ phận một cửa",
        "source": "Căn cứ: {}",
    },
    "en": {
        "title": "Dossier {code}, judged at {at}",
        "record": "Unit {unit}, procedure {procedure}. Table {table}, version {version}.",
        "766": "By Decision 766/QĐ-TTg",
        "local": "By the one-stop report",
        "source": "Source: {}",
    },
}


class Language(StrEnum):
    """What sentences are written in."""

    VI = "vi"
    EN = "en"


def default_lake() -> str:
    """Return the folder of the lake below PARINDEX_HOME."""
    return str(Path(os.environ.get("PARINDEX_HOME") or "var") / "lake")


def moment_of(text: str | None) -> datetime:
    """Return the moment that `--at` names, wall clock of Viet Nam; now if nothing is given.

    Examples
    --------
    >>> moment_of("2026-08-31").isoformat(), moment_of("2026-08-31 16:30").isoformat()
    ('2026-08-31T23:59:59', '2026-08-31T16:30:00')
    """
    if text is None:
        return datetime.now(VIETNAM).replace(tzinfo=None, microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no moment; write 2026-08-31 for the end of that day, or 2026-08-31T16:30"
        ) from None
    if moment.tzinfo is not None:
        return moment.astimezone(VIETNAM).replace(tzinfo=None)
    return datetime.combine(moment, LAST_SECOND) if len(text) <= len("2026-08-31") else moment


def find(
    lake: Lake, code: str, version: int | None, source: Source
) -> tuple[dict[str, Any], list[dict[str, Any]], int]:
    """Return a dossier and its steps as plain values, and the version of the table read.

    Raises
    ------
    NotFoundError
        If the lake does not have it.
    """
    name = TABLES[source]
    read = lake.version(name) if version is None else version
    if read is None:
        raise NotFoundError(
            f"{name}: this lake has no such table yet, so dossier {code} cannot be found. Import "
            "records with `parindex dossiers import`, or name another lake with --lake"
        )
    rows = lake.rows(name, [code], read)
    if rows.is_empty():
        raise NotFoundError(
            f"dossier {code}: version {read} of the table {name} does not have it. Check the "
            "code, or import the file that has it with `parindex dossiers import`"
        )
    steps = lake.rows("steps", [code]).rows(named=True) if lake.exists("steps") else []
    known = sorted(
        (step for step in steps if step["source"] == source), key=lambda step: step["at"]
    )
    return rows.row(0, named=True), known, read


def _cells(judgement: Judgement, language: Language) -> list[str]:
    words = WORDS[language]["source"]
    return [
        f"{number}. {line.in_language(language)}\n   [{words.format(line.source(language))}]"
        for number, line in enumerate(judgement.lines, start=1)
    ]


def _show(judgements: Mapping[str, Judgement], language: Language) -> None:
    from rich.console import Console  # noqa: PLC0415 - comes with Typer
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(show_lines=True, expand=True)
    for rule, judgement in judgements.items():
        state = STATE_WORDS[language][judgement.state]
        table.add_column(Text(f"{WORDS[language][rule]}: {state}"), ratio=1)
    for cells in zip_longest(
        *(_cells(each, language) for each in judgements.values()), fillvalue=""
    ):
        table.add_row(*(Text(cell) for cell in cells))
    Console(soft_wrap=False).print(table)


def status(
    code: Annotated[str, typer.Argument(help="Code of the dossier, long or short form")],
    *,
    at: Annotated[
        str | None,
        typer.Option(help="A date (its last second) or a moment; now if left out"),
    ] = None,
    language: Annotated[Language, typer.Option(help="vi or en")] = Language.VI,
    lake: Annotated[
        str | None, typer.Option(help="Where the tables are; PARINDEX_HOME/lake if left out")
    ] = None,
    version: Annotated[
        int | None, typer.Option(help="Version of the table; the latest if left out")
    ] = None,
    source: Annotated[
        Source, typer.Option(help="Whose record: the one-stop system's or the portal's copy")
    ] = Source.LOCAL,
) -> None:
    """Judge one dossier at a moment, step by step: by Decision 766 and by the one-stop report."""
    from parindex.caseload.lake import Lake  # noqa: PLC0415 - needs the extra `caseload`

    moment, known, words = moment_of(at), dossier_code(code), WORDS[language]
    dossier, steps, read = find(Lake(lake or default_lake()), known, version, source)
    typer.echo(words["title"].format(code=known, at=show_moment(moment, language)))
    record = {"unit": dossier["unit_code"], "procedure": dossier["procedure_code"]}
    typer.echo(words["record"].format(**record, table=TABLES[source], version=read))
    until = moment + timedelta(seconds=1)
    judgements = {
        "766": judge_766(dossier, steps, until),
        "local": judge_local(dossier, steps, until),
    }
    _show(judgements, language)
