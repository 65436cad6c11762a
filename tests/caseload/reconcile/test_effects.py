"""The effect of a difference: the facts with it repaired, and points through the rulebook."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from parindex.caseload.counting.count import count
from parindex.caseload.reconcile import Kind, total_change
from parindex.caseload.reconcile.counted import SYNCHRONISED, facts_of_units, statistics_766
from parindex.caseload.reconcile.effects import plain
from parindex.caseload.reconcile.kinds import COURSE
from tests.caseload.quality.making import OPEN, at, dossiers
from tests.caseload.reconcile.making import compared, one_differs, scope


def change(local: dict[str, Any], portal: dict[str, Any]) -> dict[str, int]:
    """Return the facts that change when the one difference is repaired."""
    [row] = one_differs(local, portal).differences.to_dicts()
    return plain(row)


def test_a_channel_repaired_to_online_adds_one_to_3_3() -> None:
    assert change({"channel": 2}, {"channel": 1}) == {
        "dossiers_online": 1,
        "dossiers_direct": -1,
        "online_on_time": 1,
    }


def test_a_payment_repaired_to_cash_takes_one_from_3_6_and_leaves_its_whole() -> None:
    assert change({"paid_online": 0}, {"paid_online": 1}) == {"dossiers_paid_online": -1}


def test_a_finish_repaired_to_in_time_adds_one_to_2_1_and_5_4() -> None:
    late = {"finished_at": at("08-12 09:00"), "returned_at": at("08-12 15:00")}
    found = change({}, late)
    assert found == {
        "dossiers_on_time": 1,
        "dossiers_overdue": -1,
        "dossiers_received_well": 1,
        "online_on_time": 1,
        "online_overdue": -1,
    }


def test_a_due_date_repaired_moves_the_verdict() -> None:
    assert change({"due_at": at("08-10 17:00")}, {"due_at": at("08-06 17:00")}) == {
        "dossiers_on_time": 1,
        "dossiers_overdue": -1,
        "dossiers_received_well": 1,
        "online_on_time": 1,
        "online_overdue": -1,
    }


def test_sent_as_finished_after_the_due_date_costs_a_file_that_was_waiting_in_time() -> None:
    waiting = OPEN | {
        "status": 5,
        "supplement_count": 1,
        "first_pause_from": at("08-06 09:00"),
        "last_pause_from": at("08-06 09:00"),
    }
    sent = OPEN | {"status": 9, "finished_at": at("08-20 09:00")}
    found = one_differs(waiting, sent)
    assert found.differences["kind"].to_list() == [Kind.SENT_AS_FINISHED]
    [row] = found.differences.to_dicts()
    assert plain(row)["dossiers_on_time"] == 1
    assert Decimal(row["points"]) > 0


def test_a_missing_dossier_adds_to_parts_and_wholes_and_to_1_4() -> None:
    [row] = compared(dossiers({}, {}), dossiers({})).differences.to_dicts()
    found = plain(row)
    assert found["dossiers_synchronised"] == 1
    assert "dossiers_to_synchronise" not in found
    assert found["dossiers_on_time"] == found["dossiers_in_hand"] == 1
    assert found["dossiers_with_e_result"] == found["dossiers_for_digitisation"] == 1


def test_what_only_the_portal_has_is_taken_away() -> None:
    [row] = compared(
        dossiers({}), dossiers({}, {"finished_at": at("08-20 09:00")})
    ).differences.to_dicts()
    found = plain(row)
    assert (found["dossiers_in_hand"], found["dossiers_overdue"]) == (-1, -1)
    assert "dossiers_on_time" not in found


def test_a_difference_that_changes_no_fact_gives_no_points() -> None:
    [row] = one_differs({"status": 9}, {"status": 10}).differences.to_dicts()
    assert plain(row) == {}
    assert row["points"] == "0"


def test_the_unit_s_effects_are_before_and_after_through_the_rulebook() -> None:
    late = {"finished_at": at("08-12 09:00"), "returned_at": at("08-12 15:00")}
    found = one_differs({}, late)
    effects = {effect.code: effect for effect in found.effects("H44.45")}
    assert (effects["2.1"].before, effects["2.1"].after) == (Decimal(18), Decimal(20))
    assert (effects["5.4"].before, effects["5.4"].after) == (Decimal(6), Decimal(6))
    [row] = found.differences.to_dicts()
    assert Decimal(row["points"]) == total_change(effects.values()) == 2


def test_differences_that_give_most_points_come_first() -> None:
    late = {"finished_at": at("08-12 09:00"), "returned_at": at("08-12 15:00")}
    found = compared(dossiers({}, {"paid_online": 0}, {}), dossiers(late, {}, {"status": 9}))
    assert found.differences["kind"].to_list() == [Kind.FINISHED, Kind.STATUS, Kind.PAYMENT]
    points = [Decimal(each) for each in found.differences["points"]]
    assert points == sorted(points, reverse=True)


def test_differences_of_one_dossier_are_repaired_together_for_the_unit() -> None:
    # Received and due both differ; only with both repaired is the file in time.
    portal = {"finished_at": at("08-12 09:00"), "due_at": at("08-06 17:00")}
    found = one_differs(
        {"returned_at": at("08-12 15:00")}, portal | {"returned_at": at("08-12 15:00")}
    )
    alone = [plain(row).get("dossiers_on_time", 0) for row in found.differences.to_dicts()]
    assert alone == [0, 0]
    assert found.repaired["H44.45"]["dossiers_on_time"] == 1


def test_facts_that_no_source_tells_are_missing_not_nought() -> None:
    silent = dossiers({"has_fee": None, "has_e_result": None})
    facts = facts_of_units(silent, scope())["H44.45"]
    assert "dossiers_paid_online" not in facts
    assert "dossiers_with_e_result" not in facts
    assert facts["dossiers_in_hand"] == 1


def test_without_facts_of_the_unit_the_points_are_not_known() -> None:
    found = compared(dossiers({"unit_code": "H44.99"}), dossiers())
    [row] = found.differences.to_dicts()
    assert plain(row)["dossiers_in_hand"] == 1
    assert row["points"] is not None  # component 1.4 is known from the local records
    assert "dossiers_in_hand" not in found.facts["H44.99"]


MOMENTS = st.sampled_from([at(f"08-{day:02} 09:00") for day in (1, 5, 10, 11, 20)] + [None])
RECORD = st.fixed_dictionaries(
    {
        "status": st.sampled_from((4, 5, 8, 9, 10)),
        "channel": st.integers(1, 3),
        "received_at": st.sampled_from([at("07-30 09:00"), at("08-03 08:05"), at("08-04 08:05")]),
        "due_at": MOMENTS,
        "finished_at": MOMENTS,
        "paid_online": st.sampled_from((0, 1, 2, 3)),
        "has_e_result": st.booleans(),
        "is_here": st.booleans(),
        "is_there": st.booleans(),
    }
)
COLUMNS = {
    Kind.SENT_AS_FINISHED: COURSE,
    Kind.STATUS: COURSE,
    Kind.RECEIVED: ("received_at", "statutory_due_at"),
    Kind.DUE: ("due_at", "extended_due_at", "statutory_due_at", "local_due_at"),
    Kind.FINISHED: ("finished_at", "returned_at"),
    Kind.CHANNEL: ("channel",),
    Kind.PAYMENT: ("has_fee", "paid_online"),
    Kind.RESULT: ("has_e_result",),
}


def repaired_slowly(
    local: list[dict[str, Any]], portal: list[dict[str, Any]], found: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Repair the portal's copy row by row, in plain words."""
    here = {row["dossier_code"]: row for row in local}
    there = {row["dossier_code"]: dict(row) for row in portal}
    for difference in found:
        code, kind = difference["dossier_code"], Kind(difference["kind"])
        if kind is Kind.MISSING_ON_PORTAL:
            there[code] = dict(here[code])
        elif kind is Kind.MISSING_LOCALLY:
            del there[code]
        else:
            for column in COLUMNS[kind]:
                there[code][column] = here[code][column]
    return list(there.values())


def totals(frame: pl.LazyFrame) -> Counter[str]:
    """Count the whole side with the engine that publishes figures."""
    facts = count(frame, scope())
    found: Counter[str] = Counter()
    for each in statistics_766().values():
        found[each.name] = facts[each.count_column].sum()
        found[each.denominator] = facts[each.whole_column].sum()
    for name in SYNCHRONISED:
        del found[name]
    return found


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.lists(st.tuples(RECORD, RECORD), min_size=1, max_size=8))
def test_the_sum_of_effects_is_what_a_count_of_the_repaired_copy_gives(
    both: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    codes = [f"H44.45-260803-{number:04}" for number in range(len(both))]
    sides = []
    for side, keep in ((0, "is_here"), (1, "is_there")):
        rows = []
        for number, (code, pair) in enumerate(zip(codes, both, strict=True)):
            if pair[0][keep]:
                row = {name: value for name, value in pair[side].items() if name[:3] != "is_"}
                rows.append(row | {"dossier_code": code, "subject_hash": f"p{number}"})
        sides.append(dossiers(*rows))
    local, portal = sides
    result = compared(local, portal)
    found = result.differences.to_dicts()
    schema = portal.collect_schema()
    rows = repaired_slowly(local.collect().to_dicts(), portal.collect().to_dicts(), found)
    after, before = totals(pl.DataFrame(rows, schema=schema).lazy()), totals(portal)
    expected = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    told = {
        name: value
        for name, value in result.repaired.get("H44.45", {}).items()
        if name not in SYNCHRONISED
    }
    assert told == expected
