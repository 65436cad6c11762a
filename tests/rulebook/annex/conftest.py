"""Builds annexes as offices print them, reads them and loads the drafts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from parindex.errors import Problem
from parindex.rulebook.annex import AnnexImport, import_annex
from parindex.rulebook.load import try_load
from parindex.rulebook.model import Rulebook
from parindex.scoring.kinds import discover

Rows = Sequence[Sequence[Any]]


@pytest.fixture
def sheet(tmp_path: Path) -> Callable[..., Path]:
    """Write rows into a workbook; `more` are further sheets."""

    def write(
        rows: Rows, *, merged: Sequence[str] = (), more: dict[str, Rows] | None = None
    ) -> Path:
        book = openpyxl.Workbook()
        first = book.worksheets[0]
        first.title = "Sở"
        for row in rows:
            first.append(list(row))
        for area in merged:
            first.merge_cells(area)
        for name, others in (more or {}).items():
            other = book.create_sheet(name)
            for row in others:
                other.append(list(row))
        file = tmp_path / "phụ lục.xlsx"
        book.save(file)
        return file

    return write


@pytest.fixture
def document(tmp_path: Path) -> Callable[..., Path]:
    """Write paragraphs and tables into a document; a line break makes a paragraph."""

    def write(*parts: str | Rows) -> Path:
        made = docx.Document()
        for part in parts:
            if isinstance(part, str):
                made.add_paragraph(part)
                continue
            table = made.add_table(rows=len(part), cols=max(len(row) for row in part))
            for row, texts in zip(table.rows, part, strict=True):
                for cell, text in zip(row.cells, texts, strict=False):
                    cell.text = text
        file = tmp_path / "annex.docx"
        made.save(str(file))
        return file

    return write


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., AnnexImport]:
    """Import an annex into a new folder."""

    def run(file: Path, **more: str) -> AnnexImport:
        return import_annex(
            file, tmp_path / "draft", identity="test/2026", block="department", **more
        )

    return run


@pytest.fixture
def load(tmp_path: Path) -> Callable[[], tuple[Rulebook | None, tuple[Problem, ...]]]:
    """Load the draft with the loader that loads the law."""
    return lambda: try_load(tmp_path / "draft", discover())
