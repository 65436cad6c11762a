"""Small rooms: no file over 500 lines, no function over 60."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "parindex"
FILES = sorted(file for file in SOURCE.rglob("*.py") if "migrations" not in file.parts)


def long_functions(tree: ast.AST, limit: int) -> list[tuple[str, int]]:
    """Return functions whose code is longer than `limit` lines; a docstring does not count."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            has_doc = ast.get_docstring(node) is not None
            first = node.body[0].end_lineno if has_doc else node.lineno
            length = (node.end_lineno or 0) - (first or 0)
            if length > limit:
                found.append((node.name, length))
    return found


def test_there_are_files_to_look_at() -> None:
    assert len(FILES) > 60


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_file_and_its_functions_are_short(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") < 500
    assert long_functions(ast.parse(text), 60) == []


def test_a_long_function_would_be_found() -> None:
    body = "\n".join(f"    x = {number}" for number in range(61))
    assert long_functions(ast.parse(f"def long():\n{body}\n"), 60) == [("long", 61)]
