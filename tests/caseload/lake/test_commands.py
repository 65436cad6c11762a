"""The commands that keep the lake."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from parindex.caseload.lake import Lake
from parindex.cli.dossiers import app
from tests.caseload.lake.records import START, batch_of, code, hours, snapshot


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    monkeypatch.delenv("PARINDEX_LAKE", raising=False)
    monkeypatch.setenv("PARINDEX_HOME", str(tmp_path))
    lake = Lake(tmp_path / "lake")
    for number in range(5):
        done = {"status": 9, "finished_at": hours(number)} if number == 4 else {}
        lake.write(batch_of(f"ngày-{number}", [snapshot(1, as_of=number, **done)]))
    return lake


def ran(*words: str) -> list[dict[str, str]]:
    result = CliRunner().invoke(app, [*words, "--format", "csv"])
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_versions_are_listed_with_their_import_and_their_pin(lake: Lake) -> None:
    lake.pin("dossiers", 2, "Báo cáo tháng 8", at=START)
    rows = {row["version"]: row for row in ran("versions", "dossiers", "--last", "4")}
    assert sorted(rows) == ["2", "3", "4", "5"]
    assert (rows["2"]["batch"], rows["2"]["pinned"]) == ("ngày-1", "Báo cáo tháng 8")


def test_maintenance_reports_each_table_and_keeps_recent_versions(lake: Lake) -> None:
    rows = {row["table"]: row for row in ran("maintain", "--keep-days", "1")}
    assert rows["events"]["files_before"] == "5"
    assert rows["events"]["files"] == "1"
    assert lake.row(code(1), 1)["status"] == 4


def test_nothing_is_forgotten_without_the_word(lake: Lake) -> None:
    counted = {"dossiers": lake.version("dossiers") or 0}
    lake.put("facts_day", pa.table({"n": [1]}), counted_from=counted)
    assert ran("forget") == []  # five years have not gone by
    planned = ran("forget", "--before", "2026-12-01")
    assert {row["table"]: (row["rows"], row["removed"]) for row in planned} == {
        "events": ("5", "no"),
        "steps": ("0", "no"),
        "dossiers": ("1", "no"),
    }
    assert lake.row(code(1))["status"] == 9
    ran("forget", "--before", "2026-12-01", "--really")
    assert lake.scan("dossiers").collect().is_empty()
