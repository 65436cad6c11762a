"""Spark counts what Polars counts, from the files of the same version of the lake."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from typer.testing import CliRunner

from parindex.caseload.columns import Source
from parindex.caseload.counting.count import count
from parindex.caseload.counting.scope import CountSettings, Scope
from parindex.caseload.counting.source import Reading
from parindex.caseload.counting.spark import in_hand
from parindex.caseload.counting.statistic import columns
from parindex.caseload.lake import Lake
from parindex.caseload.periods import Period
from parindex.caseload.settings import Compare, JudgementSettings, Stopped, WithoutDue
from parindex.cli.app import app
from tests.caseload.counting.making import AFTER, dossier, frame
from tests.caseload.counting.test_facts import bring
from tests.caseload.rows_of_dossiers import moment

OTHER = CountSettings(
    judgement=JudgementSettings(
        compare=Compare.MINUTE,
        without_due_766=WithoutDue.ON_TIME,
        without_due_local=WithoutDue.OVERDUE,
        stopped_local=Stopped.FINISHED,
        withdrawn_local_is_on_time=False,
    )
)
MAY_BE_ZERO = {
    "bridge_other",
    "unknown_dossiers_due_soon",  # the calendar knows the day
    "unknown_dossiers_synchronised",  # the portal's copy is in the lake
}
SESSIONS = [
    ("UTC", CountSettings()),
    ("Asia/Ho_Chi_Minh", OTHER),
    ("America/New_York", CountSettings()),  # a zone with summer time
]
SOON = moment("2026-09-03")


@pytest.fixture(scope="session")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """Return a lake with the portal's copies; its dossiers were written in two versions."""
    lake = Lake(tmp_path_factory.mktemp("lake"))
    dice = Random(5)  # noqa: S311 - a seeded caseload, no secret
    rows = [dossier(dice, number) for number in range(1, 1201)]
    for batch, day in ((rows[:800], "2026-09-01"), (rows[600:], "2026-09-02")):
        bring(lake, [each | {"arrived_at": moment(day)} for each in batch])
    bring(lake, [each | {"arrived_at": moment("2026-09-03")} for each in rows[::3]], Source.PORTAL)
    return Reading.of(lake)


def test_two_workers_take_part(spark: Any) -> None:
    assert spark.range(1000).count() == 1000  # the first job waits for both
    hosts = spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size()
    assert spark.sparkContext.master.startswith("local-cluster[2,")
    assert hosts == 3  # the driver and two executors


@pytest.mark.parametrize(("zone", "settings"), SESSIONS, ids=[zone for zone, _ in SESSIONS])
def test_spark_counts_every_statistic_as_polars_does(
    spark: Any, reading: Reading, zone: str, settings: CountSettings
) -> None:
    spark.conf.set("spark.sql.session.timeZone", zone)
    august = Scope(Period.parse("2026-08"), AFTER, settings, SOON)
    ours = count(reading.in_hand(august.period.start), august)
    assert_frame_equal(count(in_hand(spark, reading, august.period.start), august), ours)
    assert ours.height > 20
    assert {name for name in columns() if not (ours[name] != 0).any()} <= MAY_BE_ZERO


def test_spark_reads_an_older_version_of_the_lake(spark: Any, reading: Reading) -> None:
    first = min(each.number for each in reading.lake.versions("dossiers") if each.batch)
    older = Reading.of(reading.lake, first)
    scope = Scope(Period.parse("2026"), AFTER)
    then = count(in_hand(spark, older, scope.period.start), scope)
    assert_frame_equal(then, count(older.in_hand(scope.period.start), scope))
    assert (
        then["in_hand"].sum() < count(reading.in_hand(scope.period.start), scope)["in_hand"].sum()
    )


def test_a_lake_without_the_portal_leaves_synchronisation_to_the_record(
    spark: Any, tmp_path: Path
) -> None:
    lake = Lake(tmp_path)
    dice = Random(6)  # noqa: S311
    bring(lake, [dossier(dice, number) | {"arrived_at": AFTER} for number in range(1, 200)])
    reading, scope = Reading.of(lake), Scope(Period.parse("2026-08"), AFTER)
    found = count(in_hand(spark, reading, scope.period.start), scope)
    assert_frame_equal(found, count(reading.in_hand(scope.period.start), scope))
    assert found["unknown_dossiers_synchronised"].sum() > 0


def test_a_plain_frame_of_spark_is_counted_too(spark: Any, tmp_path: Path) -> None:
    rows = [dossier(Random(7), number) for number in range(1, 50)]  # noqa: S311
    file = tmp_path / "dossiers.parquet"
    frame(rows).write_parquet(file)
    scope = Scope(Period.parse("2026-Q3"), AFTER)
    expected = count(pl.scan_parquet(file), scope)
    assert_frame_equal(count(spark.read.parquet(str(file)), scope), expected)


def test_the_command_counts_the_same_on_spark(spark: Any, reading: Reading) -> None:
    asked = ["dossiers", "statistics", "--period", "2026-08", "--at", "2026-09-10"]
    asked += ["--format", "csv", "--lake", reading.lake.tables.root]
    ours, theirs = (
        CliRunner().invoke(app, [*asked, "--engine", engine]) for engine in ("polars", "spark")
    )
    assert ours.exit_code == theirs.exit_code == 0, theirs.output
    assert ours.stdout == theirs.stdout
    assert ours.stdout.count("\n") > 100
