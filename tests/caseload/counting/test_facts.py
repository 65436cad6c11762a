"""Facts kept by changes are the facts of a full count, day after day."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from polars.testing import assert_frame_equal

from parindex.caseload.batch import Batch
from parindex.caseload.calendar import Calendar
from parindex.caseload.columns import Source
from parindex.caseload.counting import facts as facts_module
from parindex.caseload.counting.count import count
from parindex.caseload.counting.facts import ClockError, Facts
from parindex.caseload.counting.identities import IdentityError
from parindex.caseload.counting.run import Kind, table_of
from parindex.caseload.counting.scope import CountSettings
from parindex.caseload.counting.source import Reading
from parindex.caseload.counting.window import scope_of
from parindex.caseload.lake import Lake
from parindex.caseload.periods import Period
from parindex.caseload.settings import JudgementSettings, Stopped
from parindex.errors import NotFoundError
from tests.caseload.counting.making import dossier, seeds
from tests.caseload.rows_of_dossiers import moment, table

PERIODS = [Period.parse(name) for name in ("2026-07", "2026-08", "2026-Q3", "2026", "2026-08-20")]
CALENDAR = Calendar.vietnam(2026, 2027)
FIRST_DAY = moment("2026-07-31T18:00")


def records(dice: Random, at: datetime, count: int) -> list[dict[str, Any]]:
    """Return records of some of sixty dossiers as told at a moment; some tell of an earlier one."""
    numbers = sorted(dice.sample(range(1, 61), count))
    found = []
    for number in numbers:
        made = dossier(dice, number) | {
            "dossier_code": f"H44.45-2608{number % 28 + 1:02d}-{number:04d}",
            "arrived_at": at,
            "as_of": at - dice.choice([timedelta(0), timedelta(0), timedelta(days=9)]),
            "content_hash": str(dice.random()),
        }
        found.append(made)
    return found


def bring(lake: Lake, rows: list[dict[str, Any]], source: Source = Source.LOCAL) -> None:
    """Write records into a lake."""
    name = f"{source}-{rows[0]['arrived_at']:%Y%m%d%H%M}"
    lake.write(Batch.of(name, source, rows[0]["arrived_at"], dossiers=table(*rows)))


def counted_in_full(lake: Lake, period: Period, now: datetime, by: Facts) -> pl.DataFrame:
    """Return the facts of a period from all rows of the lake, whatever was counted before."""
    reading = Reading.of(lake)
    rows = reading.with_portal(lake.scan("dossiers"))
    return count(rows, scope_of(period, now, by.settings, CALENDAR))


@settings(deadline=None, max_examples=5, phases=[Phase.reuse, Phase.generate])
@given(seeds)
def test_changes_day_by_day_give_what_a_full_count_gives(seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - a seeded caseload, no secret
    with TemporaryDirectory() as folder:
        lake = Lake(folder)
        facts = Facts(lake, calendar=CALENDAR)
        now = FIRST_DAY
        bring(lake, records(dice, now, 30))
        facts.rebuild(PERIODS, now)
        for _ in range(3):
            now += dice.choice([timedelta(hours=6), timedelta(days=1), timedelta(days=19)])
            if dice.random() < 0.8:
                bring(lake, records(dice, now, dice.randint(1, 20)))
            if dice.random() < 0.5:
                bring(lake, records(dice, now, dice.randint(1, 20)), Source.PORTAL)
            is_new = lake.exists("portal") and "portal" not in facts.runs()[-1].versions
            run = facts.update(now)
            assert run.kind is (Kind.FULL if is_new else Kind.CHANGES)
            for period in PERIODS:
                assert_frame_equal(facts.table(period), counted_in_full(lake, period, now, facts))


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Return a lake with forty dossiers of two months."""
    found = Lake(tmp_path / "lake")
    bring(found, records(Random(1), FIRST_DAY, 40))  # noqa: S311 - a seeded caseload
    return found


def test_an_old_run_is_counted_again_from_the_versions_that_it_names(lake: Lake) -> None:
    facts = Facts(lake, calendar=CALENDAR)
    first = facts.rebuild(PERIODS, FIRST_DAY)
    later = FIRST_DAY + timedelta(days=30)
    bring(lake, records(Random(2), later, 40))  # noqa: S311
    second = facts.update(later)
    assert facts.runs() == [first, second]
    for run in (first, second):
        for name, found in facts.recount(run).items():
            assert_frame_equal(found, facts.table(name, run))
    changed = facts.table("2026", second)
    assert not changed.equals(facts.table("2026", first))


def test_a_kept_run_survives_maintenance(lake: Lake) -> None:
    facts = Facts(lake, calendar=CALENDAR)
    first = facts.rebuild(PERIODS, FIRST_DAY)
    facts.keep(first, "published", at=FIRST_DAY)
    for day in range(1, 4):
        later = FIRST_DAY + timedelta(days=day)
        bring(lake, records(Random(day), later, 40))  # noqa: S311
        facts.update(later)
    lake.maintain(keep_hours=0)
    for name, found in facts.recount(first).items():
        assert_frame_equal(found, facts.table(name, first))


def test_a_closed_month_without_changes_is_not_written_again(lake: Lake) -> None:
    facts = Facts(lake, calendar=CALENDAR)
    now = moment("2026-11-01T00:00")
    july = Period.parse("2026-07")
    facts.rebuild([july], now)
    before = lake.version(table_of("2026-07"))
    run = facts.update(now + timedelta(days=3))
    assert (run.kind, lake.version(table_of("2026-07"))) == (Kind.CHANGES, before)


def test_a_new_period_joins_the_others(lake: Lake) -> None:
    facts = Facts(lake, calendar=CALENDAR)
    facts.rebuild([Period.parse("2026-07")], FIRST_DAY)
    now = FIRST_DAY + timedelta(days=2)
    run = facts.update(now, [Period.parse("2026-08")])
    assert list(run.periods) == ["2026-07", "2026-08"]
    for name in run.periods:
        expected = counted_in_full(lake, Period.parse(name), now, facts)
        assert_frame_equal(facts.table(name), expected)


def test_other_settings_count_everything_anew(lake: Lake) -> None:
    Facts(lake, calendar=CALENDAR).rebuild(PERIODS, FIRST_DAY)
    other = CountSettings(judgement=JudgementSettings(stopped_local=Stopped.FINISHED))
    facts = Facts(lake, other, CALENDAR)
    run = facts.update(FIRST_DAY)
    assert (run.kind, run.settings) == (Kind.FULL, other)
    assert facts.runs()[-1] == run


def test_other_code_counts_everything_anew(lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = Facts(lake, calendar=CALENDAR)
    facts.rebuild(PERIODS, FIRST_DAY)
    monkeypatch.setattr(facts_module, "code_version", lambda: "later")
    run = facts.update(FIRST_DAY)
    assert (run.kind, run.code) == (Kind.FULL, "later")


def test_a_count_before_the_last_one_is_refused(lake: Lake) -> None:
    facts = Facts(lake, calendar=CALENDAR)
    facts.rebuild(PERIODS, FIRST_DAY)
    with pytest.raises(ClockError, match=r"31/07/2026 18:00.*Count at a later moment"):
        facts.update(FIRST_DAY - timedelta(seconds=1))


def test_a_period_that_was_not_counted_is_not_found(lake: Lake) -> None:
    facts = Facts(lake, calendar=CALENDAR)
    with pytest.raises(NotFoundError, match=r"2026-08 were not counted; count the period"):
        facts.table("2026-08")
    facts.rebuild([Period.parse("2026-07")], FIRST_DAY)
    with pytest.raises(NotFoundError, match="2026-08 were not counted in run 1"):
        facts.table("2026-08")


def test_a_run_killed_before_its_last_write_has_not_happened(lake: Lake) -> None:
    facts = Facts(lake, calendar=CALENDAR)
    first = facts.rebuild([Period.parse("2026-08")], FIRST_DAY)
    before = facts.table("2026-08")
    lake.put(table_of("2026-08"), before.head(1).to_arrow())  # what a killed run left behind
    assert facts.last() == first
    assert_frame_equal(facts.table("2026-08"), before)
    now = FIRST_DAY + timedelta(days=3)
    facts.update(now)
    expected = counted_in_full(lake, Period.parse("2026-08"), now, facts)
    assert_frame_equal(facts.table("2026-08"), expected)


def test_facts_that_do_not_add_up_are_never_built_upon(lake: Lake) -> None:
    facts = Facts(lake, calendar=CALENDAR)
    july = Period.parse("2026-07")
    run = facts.rebuild([july], FIRST_DAY)
    wrong = facts.table("2026-07").with_columns(pl.col("local_finished") + 1)
    version = lake.put(table_of("2026-07"), wrong.to_arrow())
    broken = run.as_table().to_pylist()[0] | {
        "number": 2,
        "periods": f'{{"2026-07": [{version}, null]}}',
    }
    lake.merge("facts_runs", table_of_run(broken, run), ["number"])
    bring(lake, records(Random(3), FIRST_DAY + timedelta(hours=1), 40))  # noqa: S311
    with pytest.raises(IdentityError, match=r"period 2026-07.*does not hold"):
        facts.update(FIRST_DAY + timedelta(days=2))


def table_of_run(row: dict[str, Any], run: Any) -> Any:
    """Return a row of runs in the columns of a run."""
    like = run.as_table()
    return type(like).from_pylist([row], schema=like.schema)
