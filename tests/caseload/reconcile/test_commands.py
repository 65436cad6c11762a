"""The commands `parindex dossiers checks` and `parindex dossiers reconcile`, on a real lake."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from parindex.caseload.batch import Batch
from parindex.caseload.columns import DOSSIERS, Source
from parindex.caseload.lake import Lake
from parindex.cli.app import app
from parindex.errors import NotFoundError
from tests.caseload.quality.making import LATER, dossiers

RUNNER = CliRunner()
FIRST = "H44.45-260803-0001"


def put(lake: Path, source: Source, frame: pl.LazyFrame) -> None:
    table = frame.collect().to_arrow().cast(DOSSIERS)
    Lake(lake).write(Batch.of(f"test {source}", source, LATER, dossiers=table))


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """Return a lake with two local dossiers and one of them, otherwise, on the portal."""
    put(tmp_path, Source.LOCAL, dossiers({"due_at": None, "channel": 1}, {}))
    put(tmp_path, Source.PORTAL, dossiers({"due_at": None}))
    return tmp_path


def run(lake: Path, *words: str) -> tuple[str, str]:
    """Return what a command prints, and what it says beside."""
    how = ["--period", "2026-08", "--at", "2026-09-15", "--lake", str(lake)]
    done = RUNNER.invoke(app, ["dossiers", *words, *how])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.stderr
    return done.stdout, done.stderr


def test_checks_count_signals_by_check_and_unit(lake: Path) -> None:
    shown, beside = run(lake, "checks")
    lines = [line.split() for line in shown.splitlines()]
    assert lines[0][:4] == ["check", "unit_code", "signals", "dossiers"]
    assert ["not_on_portal", "H44.45", "1", "1"] in [line[:4] for line in lines]
    assert ["without_due_date", "H44.45", "1", "1"] in [line[:4] for line in lines]
    assert "không phải kết luận" in beside
    assert "Không hỏi được letter_late: chưa có danh sách văn bản xin lỗi." in beside


def test_csv_has_a_row_a_signal_with_its_sentence(lake: Path) -> None:
    shown, _ = run(lake, "checks", "--check", "without_due_date", "--format", "csv")
    [row] = csv.DictReader(io.StringIO(shown))
    assert (row["check"], row["unit"], row["dossier"]) == ("without_due_date", "H44.45", FIRST)
    assert row["sentence"].startswith(f"Hồ sơ {FIRST} tiếp nhận lúc 08:05 ngày 03/8/2026")


def test_a_unit_without_signals_gives_the_head_alone(lake: Path) -> None:
    shown, _ = run(lake, "checks", "--unit", "H44.46", "--format", "csv")
    assert shown.splitlines() == ["check,unit,dossier,period,dossiers,figures,sentence"]


def test_reconcile_tells_differences_and_what_they_are_worth(lake: Path) -> None:
    shown, beside = run(lake, "reconcile", "--format", "json")
    rows = {(row["dossier"], row["kind"]): row for row in json.loads(shown)}
    assert set(rows) == {
        (FIRST, "channel"),
        ("H44.45-260803-0002", "missing_on_portal"),
    }
    assert "dossiers_online -1" in rows[FIRST, "channel"]["facts"]
    assert "2 khác biệt" in beside
    assert "H44.45 1.4: 3.00 -> 6.00 (+3.00)" in beside


def test_the_table_is_short_and_a_file_is_written_where_asked(lake: Path) -> None:
    shown, _ = run(lake, "reconcile")
    assert shown.splitlines()[0].split() == ["unit", "dossier", "kind", "points", "sentence"]
    file = lake / "differences.csv"
    nothing, beside = run(lake, "reconcile", "--format", "csv", "--output", str(file))
    assert nothing == ""
    assert "2 rows" in beside
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3


def test_english_is_spoken_where_asked(lake: Path) -> None:
    shown, beside = run(lake, "reconcile", "--language", "en", "--format", "csv")
    assert "is known locally but not on the national portal" in shown
    assert "2 differences" in beside


def test_a_lake_without_the_portal_is_refused_with_what_to_do(tmp_path: Path) -> None:
    put(tmp_path, Source.LOCAL, dossiers({}))
    with pytest.raises(NotFoundError, match=r"no table portal yet.*--source portal"):
        run(tmp_path, "reconcile")
    with pytest.raises(NotFoundError, match=r"no table dossiers yet.*--source local"):
        run(tmp_path / "empty", "checks")
