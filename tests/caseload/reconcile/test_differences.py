"""Local records against the portal's copy: every difference is found, once, and said in words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl
import pytest

from parindex.caseload.reconcile import DIFFERENCES, Kind, sentence
from parindex.caseload.reconcile.differences import ReconcileSettings, differences
from parindex.caseload.reconcile.kinds import REPAIRED, TITLES, WHOLE, WORDS
from tests.caseload.quality.making import OPEN, at, dossiers
from tests.caseload.reconcile.making import CODE, compared, one_differs, scope, told

FIRST, SECOND = CODE.format(1), CODE.format(2)


def kind_of(local: dict[str, Any], portal: dict[str, Any], **how: Any) -> list[str]:
    return [kind for _, kind in told(dossiers(local, {}), dossiers(portal, {}), **how)]


def test_equal_sides_do_not_differ() -> None:
    rows = [{}, OPEN, {"due_at": None}, {"subject_hash": None}]
    found = compared(dossiers(*rows), dossiers(*rows))
    assert found.differences.is_empty()
    assert found.repaired == {}


def test_the_frame_has_its_schema() -> None:
    found = differences(dossiers({"channel": 1}), dossiers({}), scope())
    assert found.schema == DIFFERENCES
    assert found.height == 1


@pytest.mark.parametrize(
    ("column", "local", "portal", "kind"),
    [
        ("status", 4, 2, Kind.STATUS),
        ("channel", 1, 2, Kind.CHANNEL),
        ("paid_online", 3, 2, Kind.PAYMENT),
        ("has_e_result", True, False, Kind.RESULT),
        ("due_at", at("08-10 17:00"), at("08-11 17:00"), Kind.DUE),
        ("due_at", None, at("08-11 17:00"), Kind.DUE),
        ("received_at", at("08-03 08:05"), at("08-04 08:05"), Kind.RECEIVED),
        ("finished_at", at("08-07 10:00"), at("08-08 10:00"), Kind.FINISHED),
        ("finished_at", at("08-07 10:00"), None, Kind.FINISHED),
    ],
)
def test_a_column_that_differs_is_found_from_either_side(
    column: str, local: Any, portal: Any, kind: Kind
) -> None:
    assert kind_of({column: local}, {column: portal}) == [kind]
    assert kind_of({column: portal}, {column: local}) == [kind]


@pytest.mark.parametrize("column", ["paid_online", "has_e_result"])
def test_what_one_side_does_not_know_is_no_difference(column: str) -> None:
    assert kind_of({column: None}, {}) == []
    assert kind_of({}, {column: None}) == []


def test_two_ways_of_not_paying_online_are_the_same_and_so_are_two_ways_of_paying() -> None:
    assert kind_of({"paid_online": 0}, {"paid_online": 3}) == []
    assert kind_of({"paid_online": 1}, {"paid_online": 2}) == []


def test_seconds_that_an_export_cut_off_are_no_difference() -> None:
    exact = at("08-07 10:00:59")
    assert kind_of({"finished_at": exact}, {}) == []
    assert kind_of({"finished_at": exact + timedelta(seconds=1)}, {}) == [Kind.FINISHED]
    assert kind_of({"finished_at": exact}, {}, settings=ReconcileSettings(seconds=0)) == [
        Kind.FINISHED
    ]


@pytest.mark.parametrize("status", [5, 6, 8])
def test_a_waiting_dossier_sent_as_finished_is_one_difference_not_two(status: int) -> None:
    local = OPEN | {"status": status}
    portal = OPEN | {"status": 9, "finished_at": at("08-06 09:00")}
    assert kind_of(local, portal) == [Kind.SENT_AS_FINISHED]


@pytest.mark.parametrize("status", [2, 4, 7])
def test_another_status_that_is_finished_on_the_portal_differs_as_any_status(status: int) -> None:
    local = OPEN | {"status": status}
    portal = OPEN | {"status": 9, "finished_at": at("08-06 09:00")}
    assert kind_of(local, portal) == [Kind.FINISHED, Kind.STATUS]


def test_what_stands_on_one_side_only_is_missing_on_the_other() -> None:
    found = told(dossiers({}, {}), dossiers({}))
    assert found == [(SECOND, Kind.MISSING_ON_PORTAL)]
    found = told(dossiers({}), dossiers({}, {}))
    assert found == [(SECOND, Kind.MISSING_LOCALLY)]


def test_a_dossier_of_today_may_still_be_on_its_way() -> None:
    local = dossiers({"received_at": at("08-19 09:00"), "due_at": at("08-25 17:00")} | OPEN)
    nothing = dossiers()
    assert (told(local, nothing, now=at("08-20 08:59"))) == []
    assert (told(local, nothing, now=at("08-20 09:00"))) == [(FIRST, Kind.MISSING_ON_PORTAL)]


def test_the_same_person_procedure_and_day_under_another_code_is_one_dossier() -> None:
    other = {"dossier_code": f"{FIRST}-X7Q", "received_at": at("08-03 15:00")}
    found = told(dossiers({}), dossiers({"subject_hash": "person 1"} | other))
    assert found == [(FIRST, Kind.OTHER_CODE)]


@pytest.mark.parametrize(
    "change",
    [
        {"subject_hash": "person 2"},
        {"subject_hash": None},
        {"procedure_code": "1.000001"},
        {"received_at": at("08-04 08:05")},
    ],
)
def test_another_person_procedure_or_day_is_another_dossier(change: dict[str, Any]) -> None:
    other = {"dossier_code": f"{FIRST}-X7Q", "subject_hash": "person 1"}
    found = told(dossiers({}), dossiers(other | change))
    assert found == [
        (FIRST, Kind.MISSING_ON_PORTAL),
        (f"{FIRST}-X7Q", Kind.MISSING_LOCALLY),
    ]


def test_a_double_of_a_dossier_that_both_sides_have_is_a_double() -> None:
    again = {"dossier_code": f"{FIRST}-X7Q", "subject_hash": "person 1"}
    found = told(dossiers({}), dossiers({}, again))
    assert found == [(f"{FIRST}-X7Q", Kind.DOUBLED_ON_PORTAL)]
    found = told(dossiers({}, again), dossiers({}))
    assert found == [(f"{FIRST}-X7Q", Kind.DOUBLED_LOCALLY)]


def test_two_alike_of_one_person_on_both_sides_are_no_double() -> None:
    twice = [{"subject_hash": "one"}, {"subject_hash": "one"}]
    assert (told(dossiers(*twice), dossiers(*twice))) == []


def test_a_dossier_that_ended_before_the_period_on_both_sides_is_not_looked_at() -> None:
    july = {
        "received_at": at("07-01 08:00"),
        "finished_at": at("07-10 08:00"),
        "returned_at": at("07-10 09:00"),
    }
    assert kind_of(july, july | {"channel": 1}) == []
    assert kind_of(july, july | {"finished_at": None, "returned_at": None}) == [Kind.FINISHED]


def test_a_unit_is_reconciled_with_those_below_it() -> None:
    units = [{"unit_code": code} for code in ("H44.45", "H44.45.12", "H44.451")]
    portal = dossiers(*(unit | {"channel": 1} for unit in units))
    found = compared(dossiers(*units), portal, unit="H44.45")
    assert sorted(found.differences["unit_code"]) == ["H44.45", "H44.45.12"]


def test_every_kind_has_its_words_and_its_repair() -> None:
    assert set(WORDS) == set(TITLES) == set(Kind)
    assert WHOLE | set(REPAIRED) == set(Kind)
    assert not WHOLE & set(REPAIRED)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_difference_is_said_in_words_that_name_the_dossier(kind: Kind, language: str) -> None:
    row = {"dossier_code": FIRST, "kind": kind.value, "local": FIRST, "portal": FIRST}
    assert FIRST in sentence(row, language)


def test_codes_and_moments_are_said_as_people_say_them() -> None:
    [row] = one_differs(OPEN | {"status": 5}, OPEN | {"status": 9}).rows()
    assert row["sentence"] == (
        f"Hồ sơ {FIRST}: Cổng ghi «đã xử lý xong» trong khi địa phương ghi «yêu cầu bổ sung»; "
        "phần mềm đã gửi nhầm trạng thái, cần gửi lại."
    )
    [row] = one_differs({"due_at": None}, {}).rows()
    assert row["sentence"] == (
        f"Hồ sơ {FIRST}: hẹn trả (chưa có) tại địa phương, 17:00 ngày 10/8/2026 trên Cổng."
    )


def test_order_of_rows_and_sides_of_the_frame_do_not_matter() -> None:
    local = dossiers({}, {"channel": 1}, {"status": 8}, {})
    portal = dossiers({"channel": 3}, {}, {}, {})
    one = differences(local, portal, scope())
    other = differences(
        local.reverse(), portal.collect().sample(fraction=1, seed=1).lazy(), scope()
    )
    assert one.equals(other)
    assert one.height == 3
    assert isinstance(one, pl.DataFrame)
