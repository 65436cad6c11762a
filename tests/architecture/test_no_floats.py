"""What decides a rank is exact: no float is written, made or parsed in the pure packages."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "parindex"
FILES = sorted(
    file for name in ("rulebook", "scoring", "edition") for file in (SOURCE / name).rglob("*.py")
)


def floats(tree: ast.AST) -> list[int]:
    """Return the lines with a float literal or a call of float."""
    found = []
    for node in ast.walk(tree):
        is_literal = isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
        is_call = (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"float", "complex"}
        )
        if is_literal or is_call:
            found.append(node.lineno)
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_file_has_no_float(file: Path) -> None:
    assert floats(ast.parse(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("code", ["x = 0.1", "x = float('0.1')", "x = -1e3"])
def test_a_float_would_be_found(code: str) -> None:
    assert floats(ast.parse(code)) == [1]


def test_files_are_looked_at() -> None:
    assert len(FILES) > 50
