"""All checks together: found by their files, asked once, ordered, silent on clean dossiers."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from string import Formatter
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.columns import DOSSIERS
from parindex.caseload.quality import (
    FORM,
    SIGNALS,
    Check,
    Findings,
    Frames,
    Looking,
    QualitySettings,
    discover,
    letters_frame,
    run_checks,
)
from parindex.caseload.quality import checks as folder
from parindex.caseload.quality.run import LACKING
from parindex.caseload.settings import DutySettings
from parindex.errors import NotFoundError
from parindex.scoring import load
from tests.caseload.quality.making import (
    AUGUST,
    CALENDAR,
    LATER,
    OPEN,
    at,
    dossiers,
    frames,
    open_ones,
)

CHECKS = tuple(discover().values())
EMPTY_FORM = pl.DataFrame(schema=FORM).lazy()
DUMMIES = QualitySettings(dummies=frozenset({"a dummy"}))


def name_of(check: type[Check]) -> str:
    return check.id


def run(source: Frames, **how: Any) -> Findings:
    return run_checks(
        source, AUGUST, **({"settings": DUMMIES, "now": LATER, "calendar": CALENDAR} | how)
    )


def everything_known(*changes: dict[str, Any]) -> Frames:
    """Return frames of which no table is lacking; the portal agrees with the local records."""
    local = dossiers(*changes)
    return frames(local, local, [], EMPTY_FORM)


def test_every_check_has_a_file_and_a_test_of_its_name() -> None:
    files = {file.stem for file in Path(folder.__path__[0]).glob("*.py")} - {"__init__"}
    tests = {file.stem for file in (Path(__file__).parent / "checks").glob("test_*.py")}
    assert files == set(discover())
    assert tests == {f"test_{name}" for name in files}


def test_a_clean_caseload_gives_no_signal_to_any_check() -> None:
    open_one = OPEN | {"due_at": at("09-20 17:00"), "statutory_due_at": at("09-20 17:00")}
    found = run(everything_known(*[{}] * 40, *[open_one] * 20))
    assert found.signals.to_dicts() == []
    assert found.asked == tuple(discover())
    assert found.skipped == {}


def test_a_check_that_lacks_a_table_is_skipped_with_its_reason_and_not_silent() -> None:
    found = run_checks(Frames(dossiers=dossiers({})), AUGUST, now=LATER)
    lacking = {check.id for check in CHECKS if set(check.needs) - {"dossiers"}}
    assert set(found.skipped) == lacking
    assert set(found.asked) == set(discover()) - lacking
    assert {"portal", "letters", "form", "calendar", "dummies"} == {
        need for check in CHECKS for need in check.needs if need != "dossiers"
    }


@pytest.mark.parametrize("check", CHECKS, ids=name_of)
def test_what_a_check_needs_and_reads_is_known(check: type[Check]) -> None:
    assert set(check.needs) <= set(LACKING)
    assert set(check.duties) <= {field.name for field in fields(DutySettings)}
    assert set(check.components) <= {node.code for node in load("766/2026/province").leaves()}


@pytest.mark.parametrize("check", CHECKS, ids=name_of)
def test_a_check_speaks_both_languages_and_asks_instead_of_judging(check: type[Check]) -> None:
    verdicts = re.compile(r"gian lận|vi phạm|khống|gian dối|cheat|fraud|guilty", re.IGNORECASE)
    for text in (check.title, check.seen, check.matters, check.honest, check.words):
        assert text.vi != text.en
        assert not verdicts.search(text.vi + text.en)
    for setting in check.settings():
        assert setting.metadata["text"].vi


@pytest.mark.parametrize("check", CHECKS, ids=name_of)
def test_the_sentence_has_the_same_gaps_in_both_languages(check: type[Check]) -> None:
    gaps = [
        {name for _, name, _, _ in Formatter().parse(text) if name}
        for text in (check.words.vi, check.words.en)
    ]
    assert gaps[0] == gaps[1]
    frame = everything_known()
    looking = Looking(AUGUST, LATER, calendar=CALENDAR, dummies=frozenset({"x"}))
    columns = set(check().find(frame, looking).collect_schema())
    assert gaps[0] <= columns | {"unit_code", "dossier_code", "period", "dossiers"}
    assert {"unit_code", "dossiers" if check.per_unit else "dossier_code"} <= columns


@pytest.mark.parametrize("check", CHECKS, ids=name_of)
def test_a_check_has_the_common_schema_on_empty_frames(check: type[Check]) -> None:
    looking = Looking(AUGUST, LATER, calendar=CALENDAR, dummies=frozenset({"x"}))
    empty = Frames(dossiers(), dossiers(), None, letters_frame(), EMPTY_FORM)
    assert check().signals(empty, looking).collect().schema == SIGNALS


def test_signals_of_the_check_that_touches_most_dossiers_come_first() -> None:
    many, few = {"results": 0}, {"due_changes": 1}
    found = run(everything_known(few, many, many, few, many))
    ids = found.signals["check"].to_list()
    assert ids == ["finished_without_result"] * 3 + ["due_date_moved"] * 2
    assert found.summary().to_dicts() == [
        {"check": "finished_without_result", "unit_code": "H44.45", "signals": 3, "dossiers": 3},
        {"check": "due_date_moved", "unit_code": "H44.45", "signals": 2, "dossiers": 2},
    ]


def test_findings_are_cut_to_a_check_a_unit_a_dossier() -> None:
    found = run(everything_known({"results": 0, "due_changes": 1}, {"results": 0}))
    assert len(found.of(check="due_date_moved").signals) == 1
    assert len(found.of(dossier="H44.45-260803-0001").signals) == 2
    assert len(found.of(unit="H44.46").signals) == 0
    assert found.of().signals.equals(found.signals)


def test_a_unit_is_looked_at_with_those_below_it_and_no_other() -> None:
    codes = ("H44.45", "H44.45.12", "H44.4", "H44.451", "H45")
    source = everything_known(*({"unit_code": code, "due_changes": 1} for code in codes))

    def units(unit: str) -> list[str]:
        return run(source, only=["due_date_moved"], unit=unit).signals["unit_code"].to_list()

    assert units("H44.45") == ["H44.45", "H44.45.12"]
    assert units("H44") == ["H44.4", "H44.45", "H44.45.12", "H44.451"]


def test_only_the_checks_named_are_asked_each_once() -> None:
    found = run(everything_known({}), only=["due_date_moved", "long_pause", "due_date_moved"])
    assert found.asked == ("due_date_moved", "long_pause")


def test_an_unknown_check_or_setting_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(NotFoundError, match=r"no check 'nothing'.*long_pause"):
        run(everything_known(), only=["nothing"])
    wrong = QualitySettings(parameters={"steps_too_close": {"minutes": 1}})
    with pytest.raises(NotFoundError, match=r"no setting 'minutes'; it has seconds"):
        run(everything_known(), settings=wrong)
    with pytest.raises(NotFoundError, match=r"long_pause: no setting 'days'; it has none"):
        run(everything_known(), settings=QualitySettings(parameters={"long_pause": {"days": 1}}))


def test_a_sentence_writes_moments_and_numbers_as_officials_do() -> None:
    change = {"finished_at": at("08-03 08:05:30")}
    [signal] = run(everything_known(change), only=["closed_within_a_minute"])
    assert signal.sentence("vi") == (
        "Hồ sơ H44.45-260803-0001 tiếp nhận lúc 08:05 ngày 03/8/2026, "
        "kết thúc lúc 08:05:30 ngày 03/8/2026, chỉ sau 30 giây."
    )
    assert "received 2026-08-03 08:05, finished 2026-08-03 08:05:30" in signal.sentence("en")


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    [signal] = run(
        everything_known({"due_at": None, "finished_at": at("08-03 08:05")}),
        only=["finished_at_receipt"],
    )
    assert signal.figures["due_at"] is None
    assert signal.sentence("vi").endswith("ngày hẹn trả: chưa rõ.")


MOMENTS = st.integers(0, 60 * 24 * 60).map(
    lambda minutes: datetime.fromisoformat("2026-07-20") + timedelta(minutes=minutes)
)
DOSSIER = st.fixed_dictionaries(
    {
        "status": st.integers(1, 10),
        "received_at": st.none() | MOMENTS,
        "due_at": st.none() | MOMENTS,
        "finished_at": st.none() | MOMENTS,
        "returned_at": st.none() | MOMENTS,
        "stopped_at": st.none() | MOMENTS,
        "withdrawn_at": st.none() | MOMENTS,
        "extended_due_at": st.none() | MOMENTS,
        "results": st.integers(0, 1),
        "due_changes": st.integers(0, 1),
        "steps": st.integers(0, 1),
        "has_reason": st.none() | st.booleans(),
        "subject_hash": st.sampled_from(("one", "two", None)),
    }
)


def slowly(row: dict[str, Any], looking: Looking) -> dict[str, Any]:
    """Judge one dossier in plain words."""
    start, until = looking.period.start, looking.at

    def known(name: str) -> datetime | None:
        return row[name] if row[name] is not None and row[name] < until else None

    ends = ("finished_at", "returned_at", "stopped_at", "withdrawn_at")
    ended = next((known(name) for name in ends if known(name) is not None), None)
    received = known("received_at")
    counted = received is not None and row["status"] not in {1, 3}
    moved = row["local_due_at"] if row["extended_due_at"] is None else None
    due = next((each for each in (moved, row["due_at"], row["statutory_due_at"]) if each), None)
    held = ended or until - timedelta(seconds=1)
    return {
        "counted": counted,
        "ended_at": ended,
        "is_open": counted and ended is None,
        "in_hand": counted and (ended is None or ended >= start),
        "ended": counted and ended is not None and ended >= start,
        "promised": due,
        "is_late": due is not None and held.date() > due.date(),
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(DOSSIER, min_size=1, max_size=12), MOMENTS)
def test_columns_say_what_a_slow_reading_of_each_row_says(
    rows: list[dict[str, Any]], now: datetime
) -> None:
    looking = Looking(AUGUST, now)
    frame = dossiers(*rows)
    told = frame.select(
        counted=looking.counted,
        ended_at=looking.ended_at,
        is_open=looking.is_open,
        in_hand=looking.in_hand.fill_null(value=False),
        ended=looking.ended.fill_null(value=False),
        promised=looking.promised,
        is_late=looking.is_late,
    )
    expected = [slowly(row, looking) for row in frame.collect().to_dicts()]
    assert told.collect().to_dicts() == expected


@settings(max_examples=10, deadline=None)
@given(st.lists(DOSSIER, min_size=4, max_size=12), st.randoms(use_true_random=False))
def test_signals_are_blind_to_the_order_of_the_rows(rows: list[dict[str, Any]], dice: Any) -> None:
    numbered = [
        row | {"dossier_code": f"H44.45-260803-{number:04}"} for number, row in enumerate(rows)
    ]
    mixed = numbered.copy()
    dice.shuffle(mixed)
    one, other = (run(everything_known(*each)).signals for each in (numbered, mixed))
    keys = ["check", "dossier_code", "figures"]
    assert one.sort(keys).equals(other.sort(keys))


def test_the_columns_checks_read_are_those_of_the_lake() -> None:
    assert set(dossiers({}).collect_schema()) == set(DOSSIERS.names)
    assert open_ones({}).collect()["status"].to_list() == [4]
