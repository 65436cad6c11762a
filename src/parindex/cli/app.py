"""The command `parindex`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from parindex.cli import output
from parindex.cli.commands import add_commands
from parindex.cli.output import Format, Level
from parindex.edition import differences, load_edition, shipped_editions
from parindex.errors import NotFoundError, ParindexError
from parindex.rulebook.diff import diff as diff_rulebooks
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.load import rulebooks_in, shipped_rulebooks
from parindex.rulebook.model import NoneArisen, Rulebook
from parindex.scoring import Result, load, score
from parindex.scoring.cases import check_rulebook
from parindex.scoring.compare import replace
from parindex.scoring.explain import explain as explain_node
from parindex.scoring.explain import explain_unit
from parindex.scoring.intake import read_facts


class Language(StrEnum):
    """What sentences are written in."""

    VI = "vi"
    EN = "en"


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Chỉ số cải cách hành chính: rulebooks as data, exact scores, every point explained. "
    "Exit codes: 0 all well, 1 something is refused (the list says what), 2 wrong call.",
)

RULEBOOK = Annotated[str, typer.Argument(help="A shipped rulebook (see `rulebooks`) or a folder")]
FACTS = Annotated[Path, typer.Argument(help="Facts: CSV, XLSX or JSON; first column `unit`")]
IGNORE = Annotated[
    list[str],
    typer.Option(
        "--ignore",
        default_factory=list,
        show_default=False,
        help="Columns that are not read, such as 'published_*'",
    ),
]
WHERE = Annotated[
    list[str],
    typer.Option(
        "--where",
        default_factory=list,
        show_default=False,
        help="Read only the rows with this value, such as level=AGENCY",
    ),
]
BLOCK = Annotated[str | None, typer.Option(help="Block of units whose row does not say it")]
SETTINGS = Annotated[
    list[str],
    typer.Option(
        "--set",
        default_factory=list,
        show_default=False,
        help="Change a setting for this run: 3.3.none_arisen=zero",
    ),
]
OUTPUT = Annotated[Path | None, typer.Option("--output", "-o", help="Write here, not on screen")]
LANGUAGE = Annotated[Language, typer.Option(help="vi or en")]


NO_CHANGE = {
    Language.VI: (
        "Chỉ khác ở phần không so sánh (lời văn, tài liệu kiểm chứng, ngày hiệu lực).",
        "Không có thay đổi.",
    ),
    Language.EN: (
        "Only parts differ that are not compared (texts, evidence, dates).",
        "Nothing changed.",
    ),
}
"""What `diff` says without changes: when the content hashes differ, and when they are equal."""


def _with_settings(rulebook: Rulebook, settings: list[str]) -> Rulebook:
    for setting in settings:
        path, _, value = setting.partition("=")
        code, _, name = path.rpartition(".")
        if name != "none_arisen" or value not in set(NoneArisen):
            raise typer.BadParameter(
                f"{setting!r}: write CODE.none_arisen=full, zero, not_applicable or ask"
            )
        rulebook = replace(rulebook, code, none_arisen=NoneArisen(value))
    return rulebook


def _conditions(where: list[str]) -> dict[str, str]:
    """Return the column and value of each condition COLUMN=VALUE."""
    pairs = [condition.partition("=") for condition in where]
    if wrong := [column for column, sign, _ in pairs if not (column and sign)]:
        raise typer.BadParameter(f"{wrong[0]!r}: write --where COLUMN=VALUE")
    return {column: value for column, _, value in pairs}


def _scored(
    rulebook: str,
    facts: Path,
    *,
    ignore: list[str],
    where: list[str],
    block: str | None,
    settings: list[str],
) -> tuple[Rulebook, Result]:
    book, conditions = _with_settings(load(rulebook), settings), _conditions(where)
    units = read_facts(book, facts, block=block, ignore=ignore, where=conditions)
    with output.progress(units, "Scoring") as counted:
        return book, score(book, counted)


@app.command("score")
def score_command(
    rulebook: RULEBOOK,
    facts: FACTS,
    *,
    level: Annotated[Level, typer.Option(help="What a row is")] = Level.UNIT,
    format_: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    output_file: OUTPUT = None,
    ignore: IGNORE,
    where: WHERE,
    block: BLOCK = None,
    settings: SETTINGS,
) -> None:
    """Score units: points, statuses, index, rank, band."""
    book, result = _scored(
        rulebook, facts, ignore=ignore, where=where, block=block, settings=settings
    )
    output.write(output.score_rows(book, result, level), format_, output_file)


@app.command()
def rank(
    rulebook: RULEBOOK,
    facts: FACTS,
    *,
    format_: Annotated[Format, typer.Option("--format")] = Format.TABLE,
    output_file: OUTPUT = None,
    ignore: IGNORE,
    where: WHERE,
    block: BLOCK = None,
    settings: SETTINGS,
) -> None:
    """Rank units within their blocks, with margins to the next rank and band."""
    book, result = _scored(
        rulebook, facts, ignore=ignore, where=where, block=block, settings=settings
    )
    output.write(output.rank_rows(book, result), format_, output_file)


@app.command()
def explain(
    rulebook: RULEBOOK,
    facts: FACTS,
    *,
    unit: Annotated[str, typer.Option(help="Code of the unit")],
    code: Annotated[
        str | None, typer.Option(help="One component; all lost points if left out")
    ] = None,
    language: LANGUAGE = Language.VI,
    ignore: IGNORE,
    where: WHERE,
    block: BLOCK = None,
    settings: SETTINGS,
) -> None:
    """Say in sentences why a unit has its points, the heaviest loss first."""
    book, result = _scored(
        rulebook, facts, ignore=ignore, where=where, block=block, settings=settings
    )
    try:
        found = result.unit(unit)
    except KeyError:
        raise NotFoundError(f"no unit {unit!r} in {facts.name}; check its code") from None
    if code is None:
        lines = explain_unit(book, found, language)
    else:
        book.node(code)
        lines = explain_node(book, code, found.nodes[code], language).sentences()
    typer.echo("\n".join(lines))


@app.command()
def check(
    paths: Annotated[
        list[str],
        typer.Argument(
            default_factory=list, show_default=False, help="Rulebooks: shipped names or folders"
        ),
    ],
    *,
    shipped: Annotated[bool, typer.Option("--shipped", help="Check all shipped ones")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print problems only")] = False,
) -> None:
    """Check rulebooks and run their worked cases; every problem is printed."""
    inside = [each for path in paths for each in rulebooks_in(path)]
    names = [*inside, *(shipped_rulebooks() if shipped else ())]
    if not names:
        raise typer.BadParameter("name a rulebook or a folder that holds some, or pass --shipped")
    failed = 0
    for name in names:
        rulebook, problems, cases = check_rulebook(name)
        failed += bool(problems)
        for problem in problems:
            typer.echo(f"{name}: {problem}")
        if rulebook is not None and not problems and not quiet:
            leaves = len(rulebook.leaves())
            typer.echo(
                f"{name}: {leaves} components, {cases} worked cases, no problem "
                f"({fingerprint(rulebook)[:12]})"
            )
    if failed:
        typer.echo(f"{failed} of {len(names)} rulebooks refused", err=True)
        raise typer.Exit(1)


@app.command()
def diff(
    old: RULEBOOK,
    new: Annotated[str, typer.Argument(help="The other rulebook")],
    language: LANGUAGE = Language.VI,
) -> None:
    """Say in words what changed between two sets, by stable keys."""
    one, other = load(old), load(new)
    changes = diff_rulebooks(one, other)
    for change in changes:
        typer.echo(change.sentence(language))
    if not changes:
        is_same = fingerprint(one) == fingerprint(other)
        typer.echo(NO_CHANGE[language][is_same])


@app.command("import-rulebook")
def import_rulebook(
    annex: Annotated[Path, typer.Argument(help="Annex of a decision: .xlsx or .docx")],
    out: Annotated[
        Path | None,
        typer.Option(help="Folder of the draft, empty or new; named after the annex if left out"),
    ] = None,
    identity: Annotated[
        str | None,
        typer.Option(
            help="Name of the set, such as my-province/2026/commune; a draft's if left out"
        ),
    ] = None,
    block: Annotated[
        str, typer.Option(help="Block of units: department, commune, …; to be named if left out")
    ] = "unit",
    table: Annotated[
        str | None, typer.Option(help="Which sheet or table, if there are several")
    ] = None,
) -> None:
    """Read a set from an annex: writes a draft and what a person must still decide."""
    from parindex.rulebook.annex import import_annex, slug  # noqa: PLC0415 - needs the office extra

    name = slug(annex.stem)
    folder = out or Path(f"{name}-draft")
    identity = identity or f"draft/{name}"
    found = import_annex(annex, folder, identity=identity, block=block, table=table)
    for file in found.files:
        typer.echo(str(file))
    typer.echo(f"{len(found.decisions)} decisions are left to you, see {folder / 'DECISIONS.md'}")


@app.command()
def rulebooks() -> None:
    """List the shipped rulebooks."""
    for name in shipped_rulebooks():
        rulebook = load(name)
        typer.echo(f"{name:42} {len(rulebook.leaves()):3} components  {rulebook.title.vi}")


@app.command()
def editions(
    *,
    verify: Annotated[bool, typer.Option("--verify", help="Recompute every printed cell")] = False,
) -> None:
    """List the shipped editions; with --verify each is recomputed and compared with print."""
    failed = 0
    for slug in shipped_editions():
        edition = load_edition(slug)
        typer.echo(f"{slug:28} {edition.title.vi}")
        for each in differences(slug) if verify else ():
            failed += not each.known
            word = "explained" if each.known else "NOT EXPLAINED"
            values = f"printed {each.printed}, computed {each.computed}"
            typer.echo(f"  {each.unit} {each.code}: {values} ({word})")
    if failed:
        raise typer.Exit(1)


add_commands(app)


def main() -> None:
    """Run the command; refusals are printed in full and end with exit code 1."""
    try:
        app()
    except ParindexError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(1) from None
