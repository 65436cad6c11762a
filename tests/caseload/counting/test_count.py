"""Counting in columns equals judging each dossier by itself, on every engine."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from parindex.caseload.counting.count import count
from parindex.caseload.counting.identities import identities, require_identities
from parindex.caseload.counting.moments import EngineError
from parindex.caseload.counting.rollup import By, roll_up
from parindex.caseload.counting.scope import CountSettings, Scope
from parindex.caseload.counting.statistic import discover
from parindex.caseload.counting.wholes import nothing
from parindex.caseload.periods import Period
from parindex.caseload.settings import Compare, JudgementSettings, Stopped, WithoutDue
from tests.caseload.counting.making import AFTER, AUGUST, frame, often, rows_of, seeds
from tests.caseload.counting.slow import counted

OVER_DOSSIERS = [each for each in discover().values() if each.over == "dossiers"]
SOON = datetime(2026, 9, 3)  # noqa: DTZ001 - wall clock of Viet Nam

judgements = st.builds(
    JudgementSettings,
    compare=st.sampled_from(Compare),
    without_due_766=st.sampled_from(WithoutDue),
    without_due_local=st.sampled_from(WithoutDue),
    stopped_local=st.sampled_from(Stopped),
    withdrawn_local_is_on_time=st.booleans(),
)
nows = st.sampled_from([AFTER, datetime(2026, 8, 20, 17, 30), datetime(2026, 8, 1)])  # noqa: DTZ001
scopes = st.builds(
    lambda now, judgement, name: Scope(
        Period.parse(name), now, CountSettings(judgement=judgement), SOON
    ),
    nows,
    judgements,
    st.sampled_from(["2026-08", "2026-Q3", "2026", "2026-08-20"]),
)


def totals(rows: list[dict[str, Any]], scope: Scope) -> dict[str, int]:
    """Return the sums of all columns of facts."""
    facts = count(frame(rows), scope)
    return {name: int(facts[name].sum()) for name in facts.columns[5:]}


@often
@given(seeds, scopes)
def test_columns_count_what_the_judgement_of_each_dossier_says(seed: int, scope: Scope) -> None:
    expected, found = counted(rows_of(seed), scope), totals(rows_of(seed), scope)
    for each in OVER_DOSSIERS:
        if each.group == "bridge" or each.name == "dossiers_supplemented_twice":
            continue
        assert found[each.count_column] == expected[each.name], each.name
        assert found[each.whole_column] == expected[f"{each.name} of {each.denominator}"], each.name


@often
@given(seeds, scopes)
def test_every_row_of_facts_adds_up(seed: int, scope: Scope) -> None:
    require_identities(count(frame(rows_of(seed)), scope))


@settings(often, max_examples=10)
@given(seeds, scopes)
def test_duckdb_counts_the_same_rows(seed: int, scope: Scope) -> None:
    arrow = frame(rows_of(seed)).to_arrow()
    with duckdb.connect() as connection:
        assert_frame_equal(
            count(connection.from_arrow(arrow), scope), count(frame(rows_of(seed)).lazy(), scope)
        )


@often
@given(seeds, scopes, st.sampled_from(By))
def test_parents_are_sums_of_their_children(seed: int, scope: Scope, by: By) -> None:
    facts = count(frame(rows_of(seed)), scope)
    children = roll_up(facts, by, OVER_DOSSIERS)
    for each in OVER_DOSSIERS:
        mine = children.filter(pl.col("statistic") == each.name)
        if mine["numerator"].null_count() == 0:
            assert mine["numerator"].sum() == facts[each.count_column].sum()
            if each.whole is not nothing:
                assert mine["denominator"].sum() == facts[each.whole_column].sum()


def test_a_frame_of_a_strange_engine_is_refused_with_what_to_give() -> None:
    with pytest.raises(EngineError, match=r"pyarrow.*give a Polars frame"):
        count(frame([]).to_arrow(), Scope(AUGUST, AFTER))


def test_identities_name_only_columns_that_are_counted() -> None:
    facts = count(frame([]), Scope(AUGUST, AFTER))
    named = {name for left, right in identities().values() for name in (*left, *right)}
    assert named <= set(facts.columns)
