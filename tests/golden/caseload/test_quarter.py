"""The quarter of the article: 113,905 received = 111,340 on time + 15 late + 2,550 in process."""

from __future__ import annotations

from functools import cache

import polars as pl
import pyarrow as pa

from parindex.caseload.judgement import judge_766, judge_local
from parindex.caseload.quality import Frames, run_checks
from parindex.caseload.simulator.stories import (
    CAUSE,
    LAND,
    LATE_LAND,
    QUARTER,
    letters_of_the_article,
    quarter_of_the_article,
)
from tests.golden.caseload.counted import Facts, counted, total


@cache
def dossiers() -> pa.Table:
    return quarter_of_the_article()


@cache
def facts() -> Facts:
    return counted(dossiers(), QUARTER)


@cache
def late() -> pl.DataFrame:
    """Return the late dossiers: those after their due moment, looked at one by one."""
    frame = pl.DataFrame(pl.from_arrow(dossiers()))
    near = frame.filter(pl.col("finished_at") > pl.col("due_at"))
    rows = [
        row
        for row in near.iter_rows(named=True)
        if judge_local(row, [], QUARTER.end).timing == "late"
    ]
    return pl.DataFrame(rows, schema=frame.schema)


def test_the_three_figures_add_up_to_the_first() -> None:
    assert total(facts(), "local_in_hand") == 113_905
    assert total(facts(), "local_on_time") == 111_340
    assert total(facts(), "local_finished_overdue") == 15
    assert total(facts(), "local_in_process") == 2_550
    assert total(facts(), "local_open_overdue") == 0
    assert 111_340 + 15 + 2_550 == 113_905


def test_decision_766_counts_what_is_in_process_too() -> None:
    assert total(facts(), "dossiers_in_hand") == 113_905
    assert total(facts(), "dossiers_on_time") == 113_905 - 15


def test_the_fifteen_are_mostly_land_and_late_by_both_rules() -> None:
    found = late()

    assert found.height == 15
    assert found.filter(pl.col("procedure_code") == LAND).height == LATE_LAND > 15 / 2
    for row in found.iter_rows(named=True):
        assert judge_766(row, [], QUARTER.end).timing == "late"


def test_all_but_one_have_a_letter_with_a_reason_and_a_new_date() -> None:
    letters = letters_of_the_article(dossiers())
    without = late().join(letters, on="dossier_code", how="anti")

    assert letters.height == 14
    assert without.height == 1
    assert set(letters["reason"]) == {CAUSE}
    assert letters["new_due_at"].null_count() == 0
    assert (letters.join(late(), on="dossier_code")["sent_at"] < late()["due_at"].max()).all()


def test_the_check_names_the_one_without_a_letter() -> None:
    letters = letters_of_the_article(dossiers())
    local = pl.DataFrame(pl.from_arrow(dossiers())).lazy()
    frames = Frames(dossiers=local, letters=letters.lazy())
    found = run_checks(frames, QUARTER, now=QUARTER.end, only=["overdue_without_letter"])
    (without,) = late().join(letters, on="dossier_code", how="anti")["dossier_code"]

    assert found.signals["dossier_code"].to_list() == [without]
