"""Faults of report builders that were seen (handbook of dossiers, section 6): ours has none."""

from __future__ import annotations

from typing import Any

import polars as pl

from parindex.caseload.counting.count import count
from parindex.caseload.counting.moments import ON_PORTAL
from parindex.caseload.counting.rollup import By, roll_up
from parindex.caseload.counting.scope import Scope
from parindex.caseload.counting.statistic import discover
from tests.caseload.counting.making import AFTER, AUGUST, frame
from tests.caseload.rows_of_dossiers import row

EVERY = tuple(discover().values())


def told(*rows: dict[str, Any], catalogue: pl.DataFrame | None = None) -> dict[str, Any]:
    """Return the statistics of one unit: name to (numerator, denominator)."""
    return of_frame(frame(list(rows)), catalogue)


def of_frame(rows: pl.DataFrame, catalogue: pl.DataFrame | None = None) -> dict[str, Any]:
    """Return the statistics of a frame with one unit."""
    found = roll_up(count(rows, Scope(AUGUST, AFTER)), By.UNIT, EVERY, catalogue)
    return {name: (top, whole) for _, name, top, whole in found.iter_rows()}


def local(found: dict[str, Any]) -> dict[str, int]:
    """Return the columns of form II.06a."""
    return {name[6:]: top for name, (top, _) in found.items() if name.startswith("local_")}


OVERDUE_PAUSED = row(
    status=5,
    received_at="2026-07-10",
    due_at="2026-07-20",
    local_due_at="2026-07-20",
    first_pause_from="2026-07-15",
    last_pause_from="2026-07-15",
)


def test_a_paused_dossier_stands_in_one_class() -> None:
    columns = local(told(OVERDUE_PAUSED))
    assert (columns["within_time"], columns["open_overdue"], columns["in_process"]) == (1, 0, 1)


def test_a_dossier_finished_on_the_first_day_was_carried_over() -> None:
    columns = local(
        told(
            row(
                status=9,
                received_at="2026-07-10",
                due_at="2026-08-05",
                local_due_at="2026-08-05",
                finished_at="2026-08-01",
            )
        )
    )
    assert (columns["carried_over"], columns["finished"], columns["in_hand"]) == (1, 1, 1)


def test_a_dossier_finished_without_a_due_date_has_a_class() -> None:
    columns = local(told(row(status=9, received_at="2026-08-03", finished_at="2026-08-04")))
    assert columns["finished"] == 1
    classes = ("finished_early", "finished_on_time", "finished_overdue")
    assert [columns[name] for name in classes] == [0, 1, 0]


def test_a_dossier_with_several_copies_is_counted_once() -> None:
    rows = frame([row(received_at="2026-08-03", due_at="2026-08-20")])
    found = of_frame(rows.with_columns(pl.lit(value=True).alias(ON_PORTAL)))
    assert found["dossiers_synchronised"] == (1, 1)
    assert found["local_in_hand"] == (1, 1)


def test_totals_hold_the_postal_channel() -> None:
    found = told(
        row(dossier_code="a", channel=3, received_at="2026-08-03"),
        row(dossier_code="b", channel=1, received_at="2026-08-03"),
        row(dossier_code="c", channel=2, received_at="2026-08-03"),
    )
    assert found["dossiers_postal"] == (1, 3)
    assert found["local_direct_and_postal"] == (2, 3)
    assert found["local_online"] == (1, 3)


def test_what_no_source_tells_of_is_missing_and_not_zero() -> None:
    found = told(row(received_at="2026-08-03"))
    for name in (
        "dossiers_paid_online",
        "dossiers_received_well",
        "dossiers_synchronised",
        "dossiers_with_e_result",
        "online_services_with_dossiers",
        "procedures_connected",
        "dossiers_due_soon",
    ):
        assert found[name] == (None, None), name
    assert found["dossiers_reusing_data"] == (0, 1)


def test_what_one_source_tells_of_is_a_number() -> None:
    found = told(
        row(dossier_code="a", received_at="2026-08-03", has_fee=False, has_complaint=False),
        row(dossier_code="b", received_at="2026-08-03"),
    )
    assert found["dossiers_paid_online"] == (0, 0)
    assert found["dossiers_received_well"] == (0, 2)


CATALOGUE = pl.DataFrame(
    {
        "unit_code": ["H44.45"] * 4 + ["H44.46"],
        "procedure_code": ["2.000815", "1.000001", "1.000002", "1.000003", "2.000815"],
        "field_code": ["HT"] * 5,
        "level": [4, 3, 2, None, 4],
        "has_fee": [True, True, False, None, True],
        "offers_online_payment": [True, False, None, None, True],
        "is_connected": [True, False, False, None, True],
    }
)


def test_procedures_are_counted_from_what_a_unit_offers() -> None:
    paid = row(received_at="2026-08-03", has_fee=True, paid_online=1)
    found = told(paid, catalogue=CATALOGUE.filter(pl.col("unit_code") == "H44.45"))
    assert found["procedures_fully_online"] == (1, 4)
    assert found["procedures_partly_online"] == (1, 4)
    assert found["online_services_with_dossiers"] == (1, 2)
    assert found["fee_procedures_offering_online_payment"] == (1, 2)
    assert found["fee_procedures_paid_online"] == (1, 2)
    assert found["procedures_connected"] == (1, 4)


def test_a_procedure_that_two_units_offer_is_one_for_the_province() -> None:
    facts = count(frame([row(received_at="2026-08-03")]), Scope(AUGUST, AFTER))
    found = roll_up(facts, By.PROVINCE, EVERY, CATALOGUE)
    services = found.filter(pl.col("statistic") == "online_services_with_dossiers")
    assert services.rows() == [("H44", "online_services_with_dossiers", 1, 2)]


def test_an_online_dossier_outside_the_catalogue_makes_no_service() -> None:
    strange = row(received_at="2026-08-03", procedure_code="9.999999")
    found = told(strange, catalogue=CATALOGUE.filter(pl.col("unit_code") == "H44.45"))
    assert found["online_services_with_dossiers"] == (0, 2)
