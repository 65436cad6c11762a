"""`parindex dossiers status`: from a lake to two judgements in words."""

from __future__ import annotations

from functools import partial
from typing import Any

import pyarrow as pa
import pytest
import time_machine
import typer
from typer.testing import CliRunner

from parindex.caseload.batch import Batch
from parindex.caseload.calendar import Calendar, add_due_dates
from parindex.caseload.columns import STEPS, Source
from parindex.caseload.lake import Lake
from parindex.cli.dossiers import app
from parindex.errors import NotFoundError, ParindexError
from tests.caseload.rows_of_dossiers import moment, row, table

COMMAND = typer.Typer()
COMMAND.add_typer(app, name="dossiers")
CODE = "H44.45-260803-0012"
DOSSIER = {
    "received_at": "2026-08-03T08:05",
    "due_at": "2026-08-24T17:00",
    "finished_at": "2026-08-26T10:00",
    "status": 9,
    "allowed": 15,
    "allowed_unit": "working_days",
    "first_pause_from": "2026-08-07T10:00",
    "first_pause_until": "2026-08-10T10:00",
    "last_pause_from": "2026-08-07T10:00",
    "last_pause_until": "2026-08-10T10:00",
    "paused_seconds": 3 * 86_400,
    "supplement_count": 1,
}
ARRIVED = moment("2026-08-26T11:00")
STEP = {
    "step_id": "1",
    "source": "local",
    "dossier_code": CODE,
    "status": 4,
    "at": moment("2026-08-03T09:00"),
    "arrived_at": ARRIVED,
    "batch": "one",
    "is_simulated": False,
}


@pytest.fixture
def lake(tmp_path) -> Any:
    """A lake with one dossier, as an import writes it."""
    lake = Lake(tmp_path / "lake")
    batch = Batch.of(
        "one",
        Source.LOCAL,
        ARRIVED,
        dossiers=table(row(**DOSSIER, as_of="2026-08-26T10:00", arrived_at=ARRIVED, batch="one")),
        steps=pa.Table.from_pylist([STEP], schema=STEPS),
    )
    lake.write(batch, clock=partial(add_due_dates, calendar=Calendar.vietnam(2026, 2027)))
    return tmp_path / "lake"


def said(*arguments: Any) -> str:
    """Run the command on a wide screen; blanks of the table are closed up."""
    found = CliRunner().invoke(
        COMMAND,
        ["dossiers", "status", *map(str, arguments)],
        env={"COLUMNS": "400"},
        catch_exceptions=False,
    )
    assert found.exit_code == 0, found.output
    return " ".join(found.output.split())


def test_both_judgements_stand_side_by_side_with_the_version_that_was_read(lake):
    told = said(CODE, "--at", "2026-08-31", "--lake", lake)
    version = Lake(lake).version("dossiers")
    assert f"Bảng dossiers, phiên bản {version}." in told
    assert "xét tại 23:59:59 ngày 31/08/2026" in told
    assert "Theo Quyết định 766/QĐ-TTg: đã giải quyết trước hạn" in told
    assert "Theo báo cáo của bộ phận một cửa: đã giải quyết quá hạn" in told
    assert "Đã ghi nhận 1 bước xử lý" in told


def test_the_local_rule_shows_how_the_pause_moved_the_due_date(lake):
    told = said(CODE, "--at", "2026-08-31", "--lake", lake)
    assert "do thời gian tạm dừng: từ 17:00 ngày 24/08/2026 thành 17:00 ngày 25/08/2026" in told


def test_the_long_form_of_a_code_is_the_same_dossier_and_english_can_be_asked_for(lake):
    told = said("000.00.45.H44-260803-0012", "--at", "2026-08-20", "--lake", lake, "--language=en")
    assert f"Dossier {CODE}, judged at 20/08/2026 23:59:59" in told
    assert "By Decision 766/QĐ-TTg: in process, within time" in told


def test_a_moment_includes_what_happened_in_that_second(lake):
    until = ("--lake", lake, "--language", "en", "--at")
    assert "settled early" in said(CODE, *until, "2026-08-26T10:00:00")
    assert "in process" in said(CODE, *until, "2026-08-26T09:59:59")


def test_a_moment_with_a_zone_is_told_by_the_clock_of_the_country(lake):
    told = said(CODE, "--lake", lake, "--at", "2026-08-20T10:00:00+00:00")
    assert "xét tại 17:00 ngày 20/08/2026" in told


@time_machine.travel("2026-08-20T10:00:00+00:00", tick=False)
def test_without_a_moment_it_is_judged_now(lake):
    assert "xét tại 17:00 ngày 20/08/2026" in said(CODE, "--lake", lake)


def test_the_lake_is_found_under_the_home_of_the_program(lake, monkeypatch):
    monkeypatch.setenv("PARINDEX_HOME", str(lake.parent))
    assert CODE in said(CODE, "--at", "2026-08-31")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("H44.45-260803-9999",), "H44.45-260803-9999: version .* does not have it. Check"),
        ((CODE, "--source", "portal"), "no such table yet"),
    ],
)
def test_an_unknown_dossier_is_refused_with_what_to_do(lake, arguments, told):
    with pytest.raises(NotFoundError, match=told):
        said(*arguments, "--lake", lake)


def test_a_lake_without_dossiers_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(NotFoundError, match="parindex dossiers import"):
        said(CODE, "--lake", tmp_path)


def test_a_code_that_is_none_is_refused(lake):
    with pytest.raises(ParindexError, match="write it as H44"):
        said("12/HS", "--lake", lake)


def test_a_moment_that_is_none_is_a_wrong_call(lake):
    wrong = ["dossiers", "status", CODE, "--at", "hôm qua", "--lake", str(lake)]
    found = CliRunner().invoke(COMMAND, wrong)
    assert found.exit_code == 2
    assert "2026-08-31T16:30" in found.output
