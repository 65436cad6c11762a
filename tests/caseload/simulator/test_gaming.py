"""Each planted pattern is there to be seen in the records, and the other dossiers are clean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time

import numpy as np
import polars as pl
import pytest

from parindex.caseload.privacy import Pseudonyms, Secret
from parindex.caseload.simulator import Habits, World
from parindex.caseload.simulator.gaming import PATTERNS, SHARED_PHONE
from parindex.caseload.simulator.portal import DIFFERENCES
from parindex.caseload.simulator.records import KEY
from parindex.caseload.simulator.texts import hashes
from tests.caseload.simulator.worlds import GAMING, frame, joined, plan, portion

DUMMY = KEY.of(Secret.IDENTITY, "000000001")
PHONES = hashes(7, "phone", np.arange(SHARED_PHONE)).to_pylist()
ENDED = pl.coalesce("finished_at", "returned_at", "stopped_at", "withdrawn_at")
IN_HOURS = pl.col("received_at").dt.time().is_between(time(7), time(17))
WAIT = (pl.col("received_at") - pl.col("filed_at")).dt.total_hours()
MONTH_ENDS = [
    datetime.fromisoformat(f"2026-{day}")
    for day in ("01-30", "02-27", "03-31", "04-29", "05-29", "06-30", "07-31", "08-28")
]

SEEN: dict[str, pl.Expr] = {
    "closed_within_a_minute": (pl.col("finished_at") - pl.col("received_at")).dt.total_seconds()
    < 60,
    "finished_before_receipt": pl.col("finished_at") < pl.col("received_at"),
    "finish_is_receipt": (pl.col("finished_at") == pl.col("received_at"))
    & pl.col("due_at").is_null(),
    "due_date_moved": (pl.col("due_changes") > 0) & (pl.col("due_at") > pl.col("statutory_due_at")),
    "withdrawn_and_refiled": (pl.col("due_at") - pl.col("withdrawn_at"))
    .dt.total_hours()
    .is_between(0, 5)
    & ~pl.col("has_reason"),
    "doubled_by_suffix": pl.col("subject_hash").is_not_null(),
    "stopped_sent_as_done": pl.col("stopped_at").is_not_null(),
    "no_result_file": pl.col("status").is_in([9, 10]) & (pl.col("results") == 0),
    "paper_sent_as_result": pl.col("first_paper_hash") == pl.col("result_hash"),
    "dummy_identity": pl.col("subject_hash") == DUMMY,
    "same_phone": pl.col("phone_hash").is_in(PHONES),
    "filing_overwritten": pl.col("filed_at") == pl.col("received_at"),
    "taken_in_late": (WAIT > 96) & (pl.col("channel") == 2),
    "received_outside_hours": ~IN_HOURS,
    "paused_for_weeks": (pl.col("first_pause_until") - pl.col("first_pause_from")).dt.total_days()
    > 30,
    "closed_in_bulk": pl.col("finished_at").dt.truncate("1d").is_in(MONTH_ENDS)
    & pl.col("finished_at").dt.time().is_between(time(17), time(17, 30)),
    "left_open": ENDED.is_null(),
    "late_and_deleted": pl.col("has_delete_reason"),
    "returned_without_finish": pl.col("finished_at").is_null()
    & pl.col("returned_at").is_not_null(),
    "handed_over_late": (pl.col("returned_at") - pl.col("finished_at")).dt.total_days() >= 39,
    "without_steps": (pl.col("steps") == 0) & pl.col("received_at").is_not_null(),
    "refused_without_reason": (pl.col("status") == 3) & ~pl.col("has_reason"),
    "paid_online_on_portal_only": (pl.col("paid_online") == 0) & pl.col("has_fee"),
}
NATURAL = {  # also met where nothing was planted, or seen only beside another record
    "left_open",
    "doubled_by_suffix",
    "closed_in_bulk",
    "paid_online_on_portal_only",
    "paused_for_weeks",
    "stopped_sent_as_done",
}


def test_every_pattern_is_planted_and_has_its_sign() -> None:
    assert set(SEEN) == set(PATTERNS) == set(joined()["pattern"].drop_nulls())


@pytest.mark.parametrize("pattern", sorted(SEEN))
def test_a_planted_pattern_shows(pattern: str) -> None:
    marked = joined().with_columns(SEEN[pattern].alias("seen"))
    planted = marked.filter((pl.col("pattern") == pattern) & pl.col("twin_of").is_null())

    assert planted.height > 0
    assert planted["seen"].fill_null(value=False).all()


@pytest.mark.parametrize("pattern", sorted(set(SEEN) - NATURAL))
def test_nothing_shows_where_nothing_was_planted(pattern: str) -> None:
    clean = joined().filter(pl.col("pattern").is_null() & pl.col("twin_of").is_null())
    seen = clean.filter(SEEN[pattern])

    assert seen.height == 0


def test_patterns_are_common_only_in_the_units_that_game() -> None:
    shares = (
        joined()
        .group_by(pl.col("unit_code").is_in(GAMING).alias("games"))
        .agg(pl.col("pattern").is_not_null().mean())
    )
    usual, gaming = shares.sort("games")["pattern"]

    assert usual < 0.01
    assert gaming > 0.25


def test_all_of_the_first_gaming_unit_is_digitised_and_of_no_other() -> None:
    whole = (
        joined()
        .group_by("unit_code")
        .agg((pl.col("papers_digitised") == pl.col("papers")).mean().alias("part"), pl.len())
    )

    assert whole.filter(pl.col("part") == 1, pl.col("len") > 20)["unit_code"].to_list() == [
        GAMING[0]
    ]


def test_a_twin_is_the_same_person_with_the_same_procedure() -> None:
    made = joined()
    twins = made.filter(pl.col("twin_of").is_not_null())
    both = twins.join(made, left_on="twin_of", right_on="dossier_code", suffix="_first")

    assert both.height == twins.height > 0
    assert (both["subject_hash"] == both["subject_hash_first"]).all()
    assert (both["procedure_code"] == both["procedure_code_first"]).all()
    again = both.filter(pl.col("pattern_first") == "withdrawn_and_refiled")
    double = both.filter(pl.col("pattern_first") == "doubled_by_suffix")
    assert (again["received_at"] > again["withdrawn_at_first"]).all()
    assert (double["received_at"] == double["received_at_first"]).all()
    stem = double["twin_of"].to_list()
    assert all(
        code.startswith(f"{first}-")
        for code, first in zip(double["dossier_code"], stem, strict=True)
    )


def test_a_moved_due_date_has_an_earlier_record() -> None:
    moved = joined().filter(pl.col("pattern") == "due_date_moved")
    earlier = frame(portion().earlier).join(moved, on="dossier_code", suffix="_now")

    assert earlier.height == moved.height > 0
    assert (earlier["due_at"] < earlier["due_at_now"]).all()
    assert (earlier["as_of"] < earlier["as_of_now"]).all()
    assert earlier["finished_at"].null_count() == earlier.height


def test_only_chosen_patterns_are_planted() -> None:
    habits = replace(Habits(), patterns=("no_result_file",), gaming=300_000)
    (made,) = World(plan(1000, habits=habits)).portions(10_000)

    assert set(frame(made.truth)["pattern"].drop_nulls()) == {"no_result_file"}


def test_the_dummy_is_known_by_the_hash_of_the_installation() -> None:
    names = Pseudonyms(b"k" * 32)
    (made,) = World(plan(), names).portions(1_000_000, with_steps=False)
    hashes = set(frame(made.dossiers)["subject_hash"])

    assert len(hashes & names.dummies()) == 1


# The portal's copy


def copies() -> pl.DataFrame:
    """Return the dossiers of both sides with what the truth says of the difference."""
    there = frame(portion().portal)
    return joined().join(there, on="dossier_code", how="left", suffix="_there")


DIFFERENT: dict[str, Callable[[], pl.Expr]] = {
    "missing": lambda: pl.col("status_there").is_null() & ~pl.col("is_synchronised"),
    "behind": lambda: pl.col("finished_at").is_not_null() & pl.col("finished_at_there").is_null(),
    "paused_sent_as_done": lambda: pl.col("status").is_in([5, 6]) & (pl.col("status_there") == 9),
    "stopped_sent_as_done": lambda: (pl.col("status") == 8) & (pl.col("status_there") == 9),
    "due_differs": lambda: pl.col("due_at") != pl.col("due_at_there"),
    "received_differs": lambda: pl.col("received_at") != pl.col("received_at_there"),
    "finished_differs": lambda: pl.col("finished_at") != pl.col("finished_at_there"),
    "channel_differs": lambda: pl.col("channel") != pl.col("channel_there"),
    "payment_differs": lambda: pl.col("paid_online") != pl.col("paid_online_there"),
    "only_on_portal": lambda: pl.col("status_there").is_not_null(),
}
COMPARED = [
    name
    for name in frame(portion().portal).columns
    if name not in {"dossier_code", "batch", "arrived_at", "local_due_at", "pattern"}
]


def test_every_difference_is_there_and_shows() -> None:
    both = copies()

    assert set(DIFFERENT) == set(DIFFERENCES) == set(both["portal_difference"].drop_nulls())
    for name, shows in DIFFERENT.items():
        there = both.filter(pl.col("portal_difference") == name).select(shows().alias("shows"))
        assert there["shows"].fill_null(value=False).all(), name


def test_a_copy_without_a_difference_is_equal_in_every_column() -> None:
    same = copies().filter(pl.col("portal_difference").is_null())

    assert same.height > 8000
    for name in COMPARED:
        assert same[name].equals(same[f"{name}_there"].alias(name)), name


def test_dossiers_of_the_portal_alone_are_as_many_as_the_truth_says() -> None:
    here = frame(portion().dossiers).select("dossier_code")
    alone = frame(portion().portal).join(here, on="dossier_code", how="anti")
    told = joined().filter(pl.col("portal_difference") == "only_on_portal")

    assert alone.height == told.height > 0
