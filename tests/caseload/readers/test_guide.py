"""The guide: its example runs and prints what is shown, its mapping can be loaded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from parindex.caseload.readers import load_mapping
from parindex.cli.dossiers import app

GUIDE = (Path(__file__).parents[3] / "docs" / "how-to" / "load-dossiers.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)


def blocks(kind: str) -> list[str]:
    return [text for name, text in BLOCKS if name == kind]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARINDEX_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("PARINDEX_LAKE", raising=False)
    monkeypatch.delenv("PARINDEX_CASELOAD_KEY", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_example_prints_what_is_shown(folder: Path) -> None:
    (folder / "thang-8.csv").write_text(blocks("csv")[0], encoding="utf-8")
    words = blocks("sh")[0].split()[2:]
    done = CliRunner().invoke(app, words)
    shown, refused = blocks("text")
    assert done.exit_code == 1
    assert shown in done.stdout
    assert refused in done.stderr


def test_the_mapping_of_the_guide_can_be_loaded(folder: Path) -> None:
    file = folder / "mot-cua.yaml"
    file.write_text(blocks("yaml")[0], encoding="utf-8")
    assert load_mapping(file).codes == {"status": {"Đang xem xét": "4"}}
