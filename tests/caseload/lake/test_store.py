"""The lake: what a batch changes, what can be asked later, what is refused."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.columns import DOSSIERS, Source
from parindex.caseload.lake import Lake, LakeError, Landed
from parindex.caseload.lake import layout as layouts
from parindex.caseload.lake.lookup import rows_of
from parindex.errors import NotFoundError
from tests.caseload.lake.records import (
    START,
    batch_of,
    code,
    content,
    dossiers,
    hours,
    refused,
    snapshot,
    step,
    steps,
)
from tests.caseload.lake.workers import DOSSIERS_A_DAY, day


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def counts(landed: Landed) -> tuple[int, int, int, int, int]:
    return landed.new, landed.changed, landed.unchanged, landed.waiting, landed.refused


def test_a_batch_tells_what_became_of_it(lake: Lake) -> None:
    first = lake.write(batch_of("a", [snapshot(1), snapshot(2)], [step(3, at=1, status=4)]))
    assert (first.read, *counts(first)) == (3, 2, 0, 0, 1, 0)
    second = lake.write(
        batch_of(
            "b",
            [snapshot(1), snapshot(2, as_of=1, status=9, finished_at=hours(1)), snapshot(4)],
            quarantine=refused("b", 7, "không phải ngày", "sau ngày hẹn trả"),
        )
    )
    assert (second.read, *counts(second)) == (4, 1, 1, 1, 0, 1)
    assert second.versions == {name: lake.version(name) for name in second.versions}
    assert set(second.versions) == {"events", "dossiers", "quarantine"}


def test_the_same_import_again_adds_nothing(lake: Lake) -> None:
    said, done = day(0)
    batch = batch_of("a", said, done, quarantine=refused("a", 1, "x", "y"))
    lake.write(batch)
    before, versions = content(lake), [lake.version(name) for name in content(lake)]
    assert counts(lake.write(batch)) == (0, 0, DOSSIERS_A_DAY, 0, 1)
    assert content(lake) == before
    assert [lake.version(name) for name in before] == versions


def test_a_late_message_never_makes_a_state_older(lake: Lake) -> None:
    lake.write(batch_of("new", [snapshot(as_of=9, status=9, finished_at=hours(9))]))
    late = lake.write(batch_of("old", [snapshot(as_of=2, arrived=99, status=5)]))
    assert counts(late) == (0, 0, 1, 0, 0)
    assert lake.row(code(1))["status"] == 9
    assert lake.scan("events").collect().height == 2


def test_steps_wait_for_their_dossier(lake: Lake) -> None:
    waits = lake.write(batch_of("steps", done=[step(1, at=5, status=9)]))
    assert (waits.waiting, lake.scan("dossiers").collect().height) == (1, 0)
    lake.write(batch_of("dossier", [snapshot(1, as_of=1)]))
    assert (lake.row(code(1))["status"], lake.row(code(1))["finished_at"]) == (9, hours(5))


def test_the_portals_copy_stands_apart(lake: Lake) -> None:
    lake.write(batch_of("a", [snapshot(1, status=4)]))
    copy = [snapshot(1, status=9, as_of=3, finished_at=hours(3))]
    lake.write(batch_of("b", copy, source=Source.PORTAL))
    assert lake.row(code(1))["status"] == 4
    assert lake.row(code(1), source=Source.PORTAL)["status"] == 9


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_any_order_and_any_portions_give_the_same_tables(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    said, done = zip(*(day(number) for number in range(3)), strict=True)
    records = [("said", each) for rows in said for each in rows]
    records += [("done", each) for rows in done for each in rows]
    whole = Lake(tmp_path_factory.mktemp("whole"))
    whole.write(
        batch_of("all", *([r for kind, r in records if kind == k] for k in ("said", "done")))
    )
    mixed = data.draw(st.permutations(range(len(records))))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(mixed)), max_size=3)))
    parted = Lake(tmp_path_factory.mktemp("parted"))
    for start, end in zip([0, *cuts], [*cuts, len(mixed)], strict=True):
        part = [records[each] for each in mixed[max(0, start - 5) : end]]  # five come twice
        parted.write(
            batch_of(f"{start}", *([r for kind, r in part if kind == k] for k in ("said", "done")))
        )
    assert content(parted) == content(whole)


def test_the_clock_sees_the_pauses_that_steps_made(lake: Lake) -> None:
    def clock(table: pa.Table) -> pa.Table:
        frame = pl.DataFrame(table).with_columns(
            local_due_at=pl.col("due_at") + pl.duration(seconds=pl.col("paused_seconds"))
        )
        return frame.to_arrow().cast(DOSSIERS)

    lake.write(batch_of("a", [snapshot(as_of=1, due_at=hours(100))]), clock=clock)
    lake.write(batch_of("b", done=[step(at=2, status=5), step(at=9, status=4)]), clock=clock)
    assert lake.row(code(1))["local_due_at"] == hours(107)


def test_a_version_is_read_as_it_was(lake: Lake) -> None:
    then = lake.write(batch_of("a", [snapshot(1)])).versions["dossiers"]
    lake.write(batch_of("b", [snapshot(1, as_of=1, status=9, finished_at=hours(1)), snapshot(2)]))
    assert lake.row(code(1), then)["status"] == 4
    assert lake.scan("dossiers", then).collect().height == 1
    assert not set(lake.files("dossiers", then)) & set(lake.files("dossiers"))
    with pytest.raises(NotFoundError, match="at version"):
        lake.row(code(2), then)


def test_changed_dossiers_are_named_since_any_version(lake: Lake) -> None:
    versions = [0]
    for said in ([1, 2, 3], [2], [4]):
        number = len(versions)
        rows = [snapshot(each, as_of=number, papers=number) for each in said]
        versions.append(lake.write(batch_of(f"{number}", rows)).versions["dossiers"])
        lake.maintain()  # a compaction between has a version of its own and changes no dossier
    changed = [lake.changed("dossiers", since).to_list() for since in versions]
    assert changed == [[code(n) for n in each] for each in ([1, 2, 3, 4], [2, 4], [4], [])]
    assert lake.changed("dossiers", lake.version("dossiers")).to_list() == []


def test_a_pinned_version_outlives_maintenance_and_others_do_not(lake: Lake) -> None:
    numbers = [
        lake.write(batch_of(f"{n}", [snapshot(1, as_of=n, papers=n)])).versions["dossiers"]
        for n in range(5)
    ]
    lake.pin("dossiers", numbers[1], "Báo cáo tháng 8/2026", at=START)
    lake.maintain(keep_hours=0)
    assert lake.row(code(1), numbers[1])["papers"] == 1
    with pytest.raises(Exception, match=r"not found|No such file"):
        lake.row(code(1), numbers[2])
    assert [v.pinned for v in lake.versions("dossiers") if v.number == numbers[1]] == [
        "Báo cáo tháng 8/2026"
    ]
    lake.unpin("dossiers", numbers[1])
    lake.maintain(keep_hours=0)
    with pytest.raises(Exception, match=r"not found|No such file"):
        lake.row(code(1), numbers[1])


def test_maintenance_makes_few_files_of_many_and_changes_no_row(lake: Lake) -> None:
    for number in range(6):
        lake.write(batch_of(f"{number}", *day(number)))
    before = content(lake)
    done = {each.name: each for each in lake.maintain(keep_hours=0)}
    assert content(lake) == before
    assert done["events"].files_after < done["events"].files_before
    assert done["events"].files_after == 2  # one a month
    assert [each.files_before for each in lake.maintain(keep_hours=0)] == [
        each.files_after for each in done.values()
    ]


def test_a_period_is_read_from_few_files_and_misses_no_dossier(lake: Lake) -> None:
    months = {
        month: [
            snapshot(n, dossier_code=code(n, month), received_at=begun, finished_at=end, as_of=n)
            for n in range(20)
            for begun in [START + timedelta(days=31 * (month - 8))]
            for end in [None if n == 7 else begun + timedelta(days=n)]
        ]
        for month in range(1, 9)
    }
    lake.write(batch_of("all", [each for rows in months.values() for each in rows]))
    start, end = START.replace(month=8, day=1), START.replace(month=9, day=1)
    table = lake.scan_in_hand("dossiers", start, end).collect()
    expected = [
        each["dossier_code"]
        for rows in months.values()
        for each in rows
        if each["finished_at"] is None or each["finished_at"] >= start
    ]
    assert sorted(table["dossier_code"]) == sorted(expected)
    assert 20 < len(expected) < 50


def test_only_files_that_can_hold_a_dossier_are_looked_into(lake: Lake) -> None:
    lake.write(batch_of("a", [snapshot(n, dossier_code=code(n, 1 + n % 8)) for n in range(80)]))
    table = lake.tables.open("dossiers")
    wanted = pl.Series([code(8, 1), code(9, 2)])
    away = [
        each for each in lake.files("dossiers") if "2026-01" not in each and "2026-02" not in each
    ]
    for each in away:  # what is gone cannot have been read
        Path(each).unlink()
    assert len(away) == 6
    assert sorted(rows_of("dossiers", table, wanted)["dossier_code"]) == wanted.to_list()


def test_a_code_without_a_date_has_its_place(lake: Lake) -> None:
    foreign = "ABC-2020"
    lake.write(batch_of("a", [snapshot(dossier_code=foreign), snapshot(1)]))
    lake.write(batch_of("b", [snapshot(dossier_code=foreign, as_of=1, status=9)]))
    assert lake.row(foreign)["status"] == 9


def test_states_made_anew_complete_what_a_dead_import_left(lake: Lake) -> None:
    said, done = day(0)
    lake.load("events", [dossiers(said)])
    lake.load("steps", [steps(done)])
    assert not lake.exists("dossiers")
    lake.refold()
    whole = Lake(lake.tables.root + "-whole")
    whole.write(batch_of("a", said, done))
    assert content(lake)["dossiers"] == content(whole)["dossiers"]


def test_a_first_load_fills_an_empty_table_only(lake: Lake) -> None:
    parts = [dossiers([snapshot(n) for n in range(start, start + 10)]) for start in (0, 10)]
    lake.load("dossiers", iter(parts))
    assert lake.scan("dossiers").collect()["dossier_code"].n_unique() == 20
    with pytest.raises(LakeError, match="only fills an empty one"):
        lake.load("dossiers", parts)


def test_facts_are_replaced_whole_or_by_key(lake: Lake) -> None:
    facts = pa.table({"unit": ["a", "b", None], "number": [1, 2, 3]})
    lake.put("facts_day", facts, counted_from={"dossiers": 4})
    lake.merge("facts_day", pa.table({"unit": ["b", None, "c"], "number": [5, 6, 7]}), ["unit"])
    assert sorted(lake.scan("facts_day").collect().rows(), key=str) == [
        ("a", 1),
        ("b", 5),
        ("c", 7),
        (None, 6),
    ]
    assert lake.counted_from("facts_day") == {"dossiers": 4}
    lake.put("facts_day", pa.table({"unit": ["z"], "other": [1.5]}))
    assert lake.scan("facts_day").collect().to_dicts() == [{"unit": "z", "other": 1.5}]
    lake.merge("facts_new", facts, ["unit"])
    assert lake.scan("facts_new").collect().height == 3


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("dossiers", {"a": [1]}, "cannot be replaced"),
        ("my_table", {"a": [1]}, "begin with facts_"),
        ("facts_x", {"a": [1, 1]}, "several rows have the same a"),
        ("facts_x", {"b": [1]}, "key a is no column"),
    ],
)
def test_facts_that_cannot_be_merged_are_refused(
    lake: Lake, name: str, rows: dict[str, list[int]], said: str
) -> None:
    with pytest.raises(LakeError, match=said):
        lake.merge(name, pa.table(rows), ["a"])


def test_dossiers_are_forgotten_only_after_they_are_counted(lake: Lake) -> None:
    old, new = START.date(), START.date() + timedelta(days=365)
    said = [
        snapshot(1, as_of=1, status=9, finished_at=hours(1)),
        snapshot(2, as_of=1, status=8, stopped_at=hours(1)),
        snapshot(3, as_of=1),
        snapshot(4, as_of=1, status=9, finished_at=hours(24 * 400)),
    ]
    lake.write(batch_of("a", said, [step(n, at=0.5, status=4) for n in (1, 3)]))
    with pytest.raises(LakeError, match="not counted yet"):
        lake.forget(new)
    lake.put("facts_day", pa.table({"n": [1]}), counted_from={"dossiers": 0})
    with pytest.raises(LakeError, match="changed after it"):
        lake.forget(new)
    counted = {"dossiers": lake.version("dossiers") or 0}
    lake.put("facts_day", pa.table({"n": [1]}), counted_from=counted)
    lake.pin("events", 1, "Báo cáo", at=START)
    assert lake.forget(old).rows == {}
    planned = lake.forget(new, dry_run=True)
    assert lake.scan("dossiers").collect().height == 4
    gone = lake.forget(new)
    assert gone == planned
    assert gone.rows == {"events": 2, "steps": 1, "dossiers": 2}
    assert gone.held == [("events", 1)]
    left = {name: {row["dossier_code"] for row in rows} for name, rows in content(lake).items()}
    assert left == {
        "dossiers": {code(3), code(4)},
        "events": {code(3), code(4)},
        "steps": {code(3)},
    }


def test_a_column_that_the_contract_gains_is_empty_in_old_rows(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = layouts.LAYOUTS["quarantine"]
    lake.write(batch_of("a", quarantine=refused("a", 1, "x")))
    wider = layouts.Layout(
        old.schema.append(pa.field("seen_by", pa.string())), (), old.order, old.measured
    )
    monkeypatch.setitem(layouts.LAYOUTS, "quarantine", wider)
    lake.tables.ready("quarantine")
    assert lake.scan("quarantine").collect()["seen_by"].to_list() == [None]


def test_what_does_not_fit_the_contract_is_refused_with_its_place(lake: Lake) -> None:
    table = dossiers([snapshot(1)])
    for wrong, said in (
        (table.drop_columns(["status"]), "column status is missing"),
        (table.append_column("x", pa.array([1])), "has no column x"),
        (table.set_column(0, "dossier_code", pa.array([None], pa.string())), "without a value"),
        (table.set_column(1, "channel", pa.array(["x"])), "channel"),
    ):
        batch = batch_of("hoso.csv")
        object.__setattr__(batch, "dossiers", wrong)
        with pytest.raises(Exception, match=said):
            lake.write(batch)
    assert content(lake) == {}


def test_what_is_not_there_is_said_so(lake: Lake) -> None:
    assert lake.version("dossiers") is None
    with pytest.raises(LakeError, match="no table 'dossiers' yet"):
        lake.scan("dossiers")
    lake.write(batch_of("a", [snapshot(1)]))
    with pytest.raises(LakeError, match="version 99 cannot be read"):
        lake.scan("dossiers", 99)
    with pytest.raises(LakeError, match="no table of states"):
        lake.changed("events", 0)
    with pytest.raises(LakeError, match="known are"):
        lake.tables.ready("nonsense")


def test_an_address_serves_as_a_root(tmp_path: Path) -> None:
    lake = Lake(f"file://{tmp_path}/lake")
    lake.write(batch_of("a", [snapshot(1)]))
    lake.write(batch_of("b", [snapshot(1, as_of=1, status=9)]))
    lake.put("facts_day", pa.table({"n": [1]}))
    assert lake.row(code(1))["status"] == 9
    assert "facts_day" in {each.name for each in lake.maintain()}
