"""A simulated caseload: marked, repeatable, and true to what was drawn."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

from parindex.caseload import columns
from parindex.caseload.codes import dossier_code, procedure_code
from parindex.caseload.judgement import Timing, judge_766
from parindex.caseload.simulator import OUTCOMES, TRUTH, World
from tests.caseload.simulator.worlds import UNITS, frame, joined, plan, portion, world

CLASSES = {Timing.WITHIN_TIME: "open_within_time", Timing.OVERDUE: "open_overdue"}


def content(table: pa.Table) -> str:
    """Return a hash of what a table says."""
    return sha256(frame(table).write_csv().encode()).hexdigest()


def test_tables_have_the_schemas_of_the_lake() -> None:
    made = portion()

    assert made.dossiers.schema == columns.DOSSIERS
    assert made.portal.schema == columns.DOSSIERS
    assert made.earlier.schema == columns.DOSSIERS
    assert made.steps.schema == columns.STEPS
    assert made.truth.schema == TRUTH
    assert world().procedures().schema == columns.PROCEDURES
    assert world().offered().schema == columns.OFFERED
    for table in (made.dossiers, made.portal, made.earlier, made.steps, made.truth):
        table.validate(full=True)


def test_every_row_says_that_it_is_simulated() -> None:
    made = portion()

    for table in (made.dossiers, made.portal, made.earlier, made.steps):
        assert table.num_rows
        assert frame(table)["is_simulated"].all()


def test_the_same_seed_makes_the_same_caseload_and_another_seed_another() -> None:
    again, other = (next(World(plan(seed=seed)).portions(1_000_000)) for seed in (7, 8))

    for name in ("dossiers", "portal", "steps", "truth"):
        assert content(getattr(again, name)) == content(getattr(portion(), name))
        assert content(getattr(other, name)) != content(getattr(portion(), name))


def test_what_was_made_is_known_for_good() -> None:
    # Written down once. If it changes, whoever kept simulated files has others now: say so in
    # the change log.
    told = frame(portion().dossiers).drop("batch", "content_hash", "local_due_at")

    assert sha256(told.write_csv().encode()).hexdigest()[:16] == "439dd8fe36a2f1d2"


@pytest.mark.parametrize("rows", [40, 500, 2500])
def test_portions_of_any_size_make_the_same_dossiers(rows: int) -> None:
    parts = list(World(plan(dossiers=1500)).portions(rows, with_steps=False))
    (whole,) = World(plan(dossiers=1500)).portions(1_000_000, with_steps=False)

    def told(tables: list[pa.Table]) -> pl.DataFrame:
        return frame(pa.concat_tables(tables)).drop("batch").sort("dossier_code")

    assert len(parts) > 1 or rows == 2500
    assert told([part.dossiers for part in parts]).equals(told([whole.dossiers]))
    assert told([part.portal for part in parts]).equals(told([whole.portal]))
    assert (np.sum([part.counts for part in parts], axis=0) == whole.counts).all()


def test_a_portion_is_made_without_those_before_it() -> None:
    made = world()
    *_, last = made.plan.portions(2000)

    alone = made.portion(last, with_steps=False)
    *_, in_turn = made.portions(2000, with_steps=False)

    assert alone.dossiers.equals(in_turn.dossiers)


def test_codes_are_well_formed_and_each_stands_once() -> None:
    dossiers = frame(portion().dossiers)

    assert dossiers["dossier_code"].is_unique().all()
    for row in dossiers.select("dossier_code", "procedure_code").head(400).iter_rows():
        assert dossier_code(row[0]) == row[0]
        assert procedure_code(row[1]) == row[1]
    assert set(dossiers["unit_code"]) <= {unit.code for unit in UNITS}


def test_the_truth_is_what_the_judgement_of_single_dossiers_finds() -> None:
    made, until = joined(), world().plan.until
    sample = pl.concat([made.filter(pl.col("pattern").is_not_null()), made[::12]])

    for row in sample.iter_rows(named=True):
        timing = judge_766(row, [], until).timing
        assert row["outcome_766"] == (CLASSES.get(timing, timing) if timing else None), row

    assert set(made["outcome_766"].drop_nulls()) == set(OUTCOMES)


def test_counts_of_units_are_those_of_their_dossiers() -> None:
    made = joined()
    counts = frame(world().unit_truth([portion().counts])).filter(pl.col("filed") > 0)
    received = pl.col("received_at").is_not_null()
    told = (
        made.group_by("unit_code")
        .agg(
            pl.len().cast(pl.Int64).alias("filed"),
            received.sum().cast(pl.Int64).alias("received"),
            (pl.col("status") == 3).sum().cast(pl.Int64).alias("refused"),
            *(
                (received & (pl.col("channel") == channel)).sum().cast(pl.Int64).alias(name)
                for channel, name in ((2, "online"), (1, "direct"), (3, "postal"))
            ),
            *(
                (pl.col("outcome_766") == name).sum().cast(pl.Int64).alias(name)
                for name in OUTCOMES
            ),
        )
        .sort("unit_code")
    )

    assert counts.sort("unit_code").select(told.columns).equals(told)


def test_nothing_is_known_of_what_comes_after_the_end() -> None:
    made, until = portion(), world().plan.until
    moments = [
        name
        for name in columns.RECORDED.names
        if columns.RECORDED.field(name).type == columns.MOMENT and "due" not in name
    ]

    for table in (made.dossiers, made.portal):
        latest = frame(table).select(pl.max_horizontal(pl.col(*moments, "as_of")).max()).item()
        assert latest < until
    assert frame(made.steps)["at"].max() < until


def test_steps_are_those_that_the_dossiers_count() -> None:
    steps = frame(portion().steps).sort("dossier_code", "at")
    gaps = pl.col("at").diff().over("dossier_code").dt.total_seconds()
    told = (
        steps.with_columns(gaps.alias("gap"))
        .group_by("dossier_code")
        .agg(
            pl.len().cast(pl.Int16).alias("steps"),
            pl.col("at").min().alias("first_step_at"),
            pl.col("at").max().alias("last_step_at"),
            pl.col("gap").min().alias("shortest_step_seconds"),
        )
        .sort("dossier_code")
    )
    with_steps = frame(portion().dossiers).filter(pl.col("steps") > 0).sort("dossier_code")

    assert steps["step_id"].is_unique().all()
    assert with_steps.select(told.columns).equals(told)


def test_the_last_step_tells_the_status_of_ordinary_dossiers() -> None:
    ordinary = joined().filter(pl.col("pattern").is_null() & (pl.col("steps") > 0))
    last = frame(portion().steps).sort("at").group_by("dossier_code").last()
    both = ordinary.join(last.select("dossier_code", step="status"), on="dossier_code")
    told = both.filter(pl.col("status") != pl.col("step"))

    assert both.height > 10_000
    # Taken in a moment ago: the step says received, the record that it is being worked on.
    assert set(told["step"]) <= {2}


def test_a_moment_in_the_middle_of_a_day_ends_the_caseload_there() -> None:
    until = datetime.fromisoformat("2026-08-28T10:30")
    (made,) = World(plan(until=until)).portions(1_000_000)
    received = frame(made.dossiers)["received_at"]

    assert received.max() < until
    assert (received >= datetime.fromisoformat("2026-08-28")).sum() > 0


def test_some_dossiers_wait_to_be_taken_in() -> None:
    waiting = joined().filter(pl.col("status") == 1)

    assert waiting.height > 0
    assert waiting["received_at"].null_count() == waiting.height


def test_batches_are_what_intake_hands_over() -> None:
    batches = list(world().batches(3000))
    sources = [str(batch.source) for batch in batches]
    local = frame(pa.concat_tables([b.dossiers for b in batches if b.source == "local"]))

    assert len({batch.name for batch in batches}) == len(batches)
    assert sources == ["local", "portal"] * (len(batches) // 2)
    assert local["dossier_code"].n_unique() == portion().dossiers.num_rows
    assert all(batch.arrived_at == world().plan.until for batch in batches)


def test_no_moment_is_missing_by_accident() -> None:
    ordinary = joined().filter(pl.col("pattern").is_null() & (pl.col("status") == 10))

    assert ordinary.height > 8000
    for name in ("filed_at", "received_at", "finished_at", "returned_at", "statutory_due_at"):
        assert ordinary[name].null_count() == 0
    in_order = ordinary.filter(
        (pl.col("filed_at") < pl.col("received_at"))
        & (pl.col("received_at") < pl.col("finished_at"))
        & (pl.col("finished_at") < pl.col("returned_at"))
    )
    assert in_order.height == ordinary.height
