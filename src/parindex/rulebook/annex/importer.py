"""Reads the annex of a decision and writes a draft rulebook with its open decisions."""

from __future__ import annotations

import importlib
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from parindex.errors import AnnexError, Problem
from parindex.rulebook.annex.codes import Rank
from parindex.rulebook.annex.decisions import Decision, as_markdown
from parindex.rulebook.annex.draft import Draft
from parindex.rulebook.annex.grid import Grid
from parindex.rulebook.annex.lines import Line, Sheet, read_lines
from parindex.rulebook.annex.tree import AnnexTree, grow
from parindex.rulebook.annex.words import fold
from parindex.rulebook.write import write_documents

MOST_BYTES = 200_000_000
"""Unpacked size beyond which a file is no annex."""

_READERS = {"xl/workbook.xml": "sheets", "word/document.xml": "tables"}


@dataclass(frozen=True, slots=True)
class AnnexImport:
    """What came out of an annex.

    Parameters
    ----------
    tree : AnnexTree
        Nodes as printed, with proposed rules.
    files : tuple of Path
        `rulebook.yaml`, `facts.yaml`, `criteria/1.yaml` and on, `DECISIONS.md`.
    decisions : tuple of Decision
        What a person must still decide; the same as in `DECISIONS.md`.
    """

    tree: AnnexTree
    files: tuple[Path, ...]
    decisions: tuple[Decision, ...]


def import_annex(
    path: Path, out: Path, *, identity: str, block: str, table: str | None = None
) -> AnnexImport:
    """Read a set of criteria from an annex and write it as a draft rulebook.

    Nothing is guessed silently: what the annex does not say is a placeholder in the draft
    and an entry in the list of decisions. A rule that is not recognised becomes `external`.

    Parameters
    ----------
    path : Path
        `.xlsx` or `.docx`; told apart by content.
    out : Path
        A new or empty folder.
    identity : str
        Identity of the rulebook, such as ``khanh-hoa/2026/department``.
    block : str
        Name of the block of units that it is for.
    table : str, optional
        Sheet («Sở») or table («table 2») to read where a file holds several sets.

    Returns
    -------
    AnnexImport
        Tree, written files and open decisions.

    Raises
    ------
    AnnexError
        With all problems: sheet or table with row, what is wrong, what to do.

    Examples
    --------
    >>> import tempfile
    >>> import openpyxl
    >>> book = openpyxl.Workbook()
    >>> for row in (("STT", "Tiêu chí", "Điểm tối đa"), (1, "Kế hoạch", 1)):
    ...     book.active.append(row)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     book.save(Path(folder) / "annex.xlsx")
    ...     made = import_annex(Path(folder) / "annex.xlsx", Path(folder) / "draft",
    ...                         identity="test/2026", block="department")
    >>> [file.name for file in made.files]
    ['rulebook.yaml', 'facts.yaml', '1.yaml', 'DECISIONS.md']
    """
    _check_request(out, identity, block)
    sheets = _chosen(_sheets(path), table)
    tree, decisions = grow([line for sheet in sheets for line in sheet.lines])
    draft = Draft(tree, sheets[0].above, identity, block, path.name)
    head, fields = draft.head(), draft.fields()
    found = [decision for sheet in sheets for decision in sheet.decisions]
    found += [*decisions, *draft.decisions]
    files = write_documents(out, head, draft.facts, fields)
    page = out / "DECISIONS.md"
    page.write_text(as_markdown(draft.title, found), encoding="utf-8", newline="\n")
    return AnnexImport(tree, (*files, page), tuple(found))


def _check_request(out: Path, identity: str, block: str) -> None:
    problems = []
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        problems.append(Problem(str(out), "the folder is not empty", "Name a new or empty folder"))
    if not re.fullmatch(r"[a-z0-9][a-z0-9_/-]*", identity):
        what = f"{identity!r} is no identity"
        fix = "Use lower-case letters, digits, _, - and /, such as khanh-hoa/2026/department"
        problems.append(Problem("identity", what, fix))
    if not block.strip():
        problems.append(Problem("block", "the block has no name", "Name it, such as department"))
    if problems:
        raise AnnexError(problems)


def _sheets(path: Path) -> list[Sheet]:
    """Return the sheets or tables with criteria; raise when there is none or one is broken."""
    problems: list[Problem] = []
    grids = list(_grids(path, problems))
    sheets = read_lines(grids)
    problems += [problem for sheet in sheets for problem in sheet.problems]
    if not any(line.code for sheet in sheets for line in sheet.lines):
        seen = ", ".join(grid.where for grid in grids) or "nothing"
        what = f"no table of criteria was found (looked at {seen})"
        fix = "Its header must name the criteria (Tiêu chí, Nội dung) and the points (Điểm tối đa)"
        problems.append(Problem(path.name, what, fix))
    if problems:
        raise AnnexError(problems)
    return sheets


def _grids(path: Path, problems: list[Problem]) -> Iterator[Grid]:
    """Return the grids of a file by what it is, whatever its name says."""
    reader = _reader(path)
    name = f"parindex.rulebook.annex.{reader}"
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        what = f"reading it needs {error.name}, which is not installed"
        fix = "Install the extra: pip install parindex[office]"
        raise AnnexError([Problem(path.name, what, fix)]) from error
    try:
        yield from module.read(path, problems)
    except (KeyError, ValueError, TypeError, SyntaxError, OSError, zipfile.BadZipFile) as error:
        what = f"the file is damaged ({type(error).__name__}: {error})"
        fix = "Open it in the program that made it and save it again"
        raise AnnexError([Problem(path.name, what, fix)]) from error


def _reader(path: Path) -> str:
    fix = "Save it as .xlsx or .docx and try again"
    if not path.is_file():
        raise AnnexError([Problem(str(path), "there is no such file", "Correct the path")])
    if not zipfile.is_zipfile(path):
        raise AnnexError([Problem(path.name, "this is neither .xlsx nor .docx", fix)])
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise AnnexError([Problem(path.name, "the file unpacks to more than 200 MB", fix)])
    names = {member.filename for member in members}
    found = next((reader for part, reader in _READERS.items() if part in names), None)
    if found is None:
        raise AnnexError([Problem(path.name, "this is neither .xlsx nor .docx", fix)])
    return found


def _chosen(sheets: Sequence[Sheet], table: str | None) -> list[Sheet]:
    """Return the sheets of one set: the only one, or that which holds `table`."""
    sets: list[list[Sheet]] = []
    for sheet in sheets:
        if sets and not _begins_anew(sets[-1], sheet):
            sets[-1].append(sheet)
        else:
            sets.append([sheet])
    if table is not None:
        wanted = fold(table)
        sets = [each for each in sets if any(wanted in _names(sheet) for sheet in each)]
    if len(sets) == 1:
        return sets[0]
    seen = ", ".join(sheet.where for sheet in sheets)
    what = f"there is no {table!r}" if not sets else f"the file holds {len(sets)} sets of criteria"
    raise AnnexError([Problem(seen, what, "Name one of these sheets or tables in `table`")])


def _names(sheet: Sheet) -> set[str]:
    return {fold(sheet.where), fold(sheet.where.partition("«")[2].rstrip("»"))}


def _begins_anew(group: Sequence[Sheet], sheet: Sheet) -> bool:
    """Say whether a sheet begins another set: its top codes restart, or a total stands before."""
    before = [line for each in group for line in each.lines]
    top, first = _top(before), _top(sheet.lines)
    if not top or not first:
        return False
    same = {code for rank, code in top} & {code for rank, code in first}
    level, own = min(rank for rank, _ in top), min(rank for rank, _ in first)
    has_total = any(line.is_total and line.points for line in before)
    return own < level or (own == level and bool(same)) or (own > level and has_total)


def _top(lines: Sequence[Line]) -> set[tuple[int, str]]:
    """Return the highest codes of some lines."""
    codes = [line.code for line in lines if line.code is not None]
    level = min((code.rank for code in codes), default=Rank.PART)
    return {(code.rank, code.text) for code in codes if code.rank == level}
