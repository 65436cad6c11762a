# ruff: noqa: DTZ001 - wall clock of Viet Nam
"""The common path: good rows become snapshots, bad ones are told of with every reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.columns import DOSSIERS, QUARANTINE, RECORDED, Status
from parindex.caseload.privacy import Secret
from parindex.caseload.readers.fields import BY_NAME, FIELDS, PERSONAL_HEADERS, Kind
from parindex.caseload.readers.intake import ABSENT
from tests.caseload.readers.samples import GOOD, INTAKE, NOW, batch_of, reasons_of, record_of

MORNING = datetime(2026, 8, 3, 8, 5)
TEXTS = st.one_of(
    st.none(),
    st.sampled_from(
        [
            *("", "1", "4", "10", "có", "Đã trả kết quả", "H44.45-260803-0012", "2.000815"),
            *("03/08/2026 08:05", "31/02/2026", "01/01/1900", "20991231000000", "Nguyễn Văn A"),
            *("012345678901", "0912000000", "15 ngày làm việc", "trực tuyến", "-1", "99999999"),
        ]
    ),
    st.text(max_size=12),
)
ROWS = st.lists(
    st.dictionaries(st.sampled_from([each.name for each in FIELDS]), TEXTS), min_size=1, max_size=6
)


@settings(deadline=None, max_examples=60)
@given(ROWS)
def test_every_row_is_kept_or_refused_and_never_both(rows: list[dict[str, str | None]]) -> None:
    batch = batch_of(*({**GOOD, **row} for row in rows))
    refused = set(batch.quarantine["row"].to_pylist())
    assert batch.dossiers.num_rows + len(refused) == len(rows)
    assert batch.dossiers.schema == DOSSIERS
    assert batch.quarantine.schema == QUARANTINE
    kept = batch.dossiers.select([each.name for each in DOSSIERS if not each.nullable])
    assert all(column.null_count == 0 for column in kept.columns)


@settings(deadline=None, max_examples=60)
@given(ROWS)
def test_a_row_is_read_alone_as_among_others(rows: list[dict[str, str | None]]) -> None:
    told = [{**GOOD, **row} for row in rows]
    together = batch_of(*told)
    alone = [batch_of(row) for row in told]
    assert together.dossiers.to_pylist() == [r for each in alone for r in each.dossiers.to_pylist()]
    assert together.quarantine.num_rows == sum(each.quarantine.num_rows for each in alone)


@settings(deadline=None, max_examples=60)
@given(ROWS)
def test_the_same_rows_give_the_same_hashes_whenever_they_come(
    rows: list[dict[str, str | None]],
) -> None:
    told = [{**GOOD, **row} for row in rows]
    later = replace(INTAKE, arrived_at=NOW + timedelta(hours=9))
    one, other = batch_of(*told), batch_of(*told, intake=later)
    hashes = [each["content_hash"].to_pylist() for each in (one.dossiers, other.dossiers)]
    assert hashes[0] == hashes[1][: len(hashes[0])] or one.quarantine.num_rows


def test_a_row_that_says_something_else_has_another_hash() -> None:
    one, other = record_of(), record_of(channel="2")
    assert one["content_hash"] != other["content_hash"]


def test_every_column_of_a_record_has_a_field_and_one_reader() -> None:
    assert {*BY_NAME} == {*RECORDED.names, "declined_at"}
    assert all((each.secret is not None) == (each.kind is Kind.SECRET) for each in FIELDS)


def test_no_header_means_two_fields() -> None:
    words = [word for each in FIELDS for word in set(each.folded())]
    assert len(words) == len(set(words))
    assert not PERSONAL_HEADERS & set(words)


def test_what_a_source_does_not_say_is_unknown() -> None:
    record = record_of()
    unknown = {name for name, value in record.items() if value is None}
    assert {"has_fee", "due_at", "is_synchronised", "subject_hash", "has_reason"} <= unknown


def test_without_a_channel_a_dossier_came_in_person() -> None:
    assert record_of(channel=None)["channel"] == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("dossier_code", None),
        ("dossier_code", "12345"),
        ("procedure_code", None),
        ("procedure_code", "Đăng ký khai sinh"),
        ("status", None),
        ("status", "11"),
        ("status", "đang suy nghĩ"),
        ("channel", "fax"),
        ("received_at", "31/02/2026"),
        ("received_at", "31/12/2009"),
        ("received_at", "01/12/2026"),
        ("finished_at", "01/01/0001"),
        ("papers", "-1"),
        ("papers", "40000"),
        ("allowed", "vài ngày"),
        ("is_vneid", "có lẽ"),
    ],
)
def test_a_row_with_one_fault_is_refused_for_it_alone(field: str, value: str | None) -> None:
    (found,) = reasons_of(**{field: value})
    assert found[0] == field
    assert ";" in found[1]  # what is wrong; what to do


@pytest.mark.parametrize(
    "fields",
    [
        {"finished_at": "01/08/2026"},  # before receipt
        {"due_at": None},
        {"due_at": "01/01/2031"},
        {"received_at": "29/11/2026 09:00"},  # the clocks of two systems differ
        {"received_at": None, "status": "1"},
        {"unit_code": "UBND xã X"},
    ],
)
def test_what_is_odd_but_possible_is_kept(fields: dict[str, str | None]) -> None:
    assert reasons_of(**fields) == []


def test_all_faults_of_a_row_are_told_at_once() -> None:
    fields = [name for name, _ in reasons_of(status="x", channel="x", papers="x", due_at="x")]
    assert fields == ["channel", "status", "due_at", "papers"]


@pytest.mark.parametrize(
    ("status", "column"),
    [(3, "refused_at"), (7, "withdrawn_at"), (8, "stopped_at"), (9, "finished_at")],
)
def test_the_end_of_handling_is_named_after_what_ended_it(status: int, column: str) -> None:
    record = record_of(status=str(status), finished_at="20260805090000")
    ends = ("refused_at", "withdrawn_at", "stopped_at", "finished_at")
    assert {name: record[name] for name in ends if record[name]} == {
        column: datetime(2026, 8, 5, 9)
    }


def test_a_refusal_after_receipt_stops_a_dossier_and_one_before_refuses_it() -> None:
    stopped = record_of(declined_at="20260804090000")
    refused = record_of(declined_at="20260804090000", received_at=None)
    assert (stopped["stopped_at"], stopped["refused_at"]) == (datetime(2026, 8, 4, 9), None)
    assert (refused["stopped_at"], refused["refused_at"]) == (None, datetime(2026, 8, 4, 9))


def test_ends_that_a_source_names_apart_stay_apart() -> None:
    record = record_of(status="8", stopped_at="05/08/2026", finished_at="04/08/2026")
    assert record["stopped_at"] == datetime(2026, 8, 5)
    assert record["finished_at"] == datetime(2026, 8, 4)


@pytest.mark.parametrize("status", [3, 7, 8])
def test_a_reason_matters_only_where_one_is_owed(status: int) -> None:
    assert record_of(status=str(status), has_reason="thiếu giấy tờ")["has_reason"] is True
    assert record_of(status=str(status), has_reason=ABSENT)["has_reason"] is False
    assert record_of(status=str(status))["has_reason"] is None
    assert record_of(status="4", has_reason="thiếu giấy tờ")["has_reason"] is None


def test_pauses_follow_from_requests_and_receipts() -> None:
    record = record_of(
        first_pause_from="04/08/2026 08:00",
        first_pause_until="06/08/2026 08:00",
        second_supplement_at="10/08/2026 08:00",
    )
    assert record["supplement_count"] == 2
    assert record["paused_seconds"] == 2 * 86_400
    assert record["last_pause_from"] == datetime(2026, 8, 10, 8)
    assert record["last_pause_until"] is None


def test_a_single_pause_is_the_last_one() -> None:
    record = record_of(first_pause_from="04/08/2026", first_pause_until="06/08/2026")
    assert record["last_pause_from"] == record["first_pause_from"]
    assert record["last_pause_until"] == record["first_pause_until"]
    assert record["supplement_count"] == 1


def test_status_5_says_that_a_supplement_was_asked_for() -> None:
    assert record_of(status=str(int(Status.SUPPLEMENT)))["supplement_count"] == 1


@pytest.mark.parametrize(
    ("text", "unit", "found"),
    [
        ("15", "Ngày làm việc", (15, "working_days")),
        ("15 ngày làm việc", None, (15, "working_days")),
        ("20 ngày", None, (20, "calendar_days")),
        ("0,5 ngày làm việc", None, (4, "hours")),
        ("8", "Giờ", (8, "hours")),
        ("15", None, (15, None)),
    ],
)
def test_time_allowed_is_read_with_its_unit(
    text: str, unit: str | None, found: tuple[int, str | None]
) -> None:
    record = record_of(allowed=text, allowed_unit=unit)
    assert (record["allowed"], record["allowed_unit"]) == found


def test_a_record_speaks_of_its_latest_moment_but_never_of_the_due_date() -> None:
    assert record_of(due_at="01/09/2026")["as_of"] == MORNING
    assert record_of(returned_at="05/08/2026")["as_of"] == datetime(2026, 8, 5)


def test_an_export_is_as_new_as_the_day_it_was_made() -> None:
    weekly = replace(INTAKE, as_of=datetime(2026, 8, 10))
    rows = batch_of(GOOD, GOOD | {"returned_at": "11/08/2026"}, intake=weekly).dossiers
    assert rows["as_of"].to_pylist() == [datetime(2026, 8, 10), datetime(2026, 8, 11)]


def test_without_any_moment_a_record_is_as_old_as_its_code() -> None:
    assert record_of(received_at=None)["as_of"] == datetime(2026, 8, 3)


def test_the_unit_comes_from_its_code_or_from_that_of_the_dossier() -> None:
    assert record_of(unit_code="000.00.46.H44")["unit_code"] == "H44.46"
    assert record_of(unit_code="Sở Xây dựng")["unit_code"] == "H44.45"


def test_words_of_the_source_come_before_ours() -> None:
    own = replace(INTAKE, codes={"status": {"Đang thẩm định": 4, "Đã trả kết quả": "9"}})
    rows = batch_of(
        GOOD | {"status": "ĐANG THẨM ĐỊNH"}, GOOD | {"status": "Đã trả kết quả"}, intake=own
    )
    assert rows.dossiers["status"].to_pylist() == [4, 9]


def test_a_hash_of_ours_is_kept_only_where_the_source_is_trusted() -> None:
    hash_ = INTAKE.pseudonyms.of(Secret.IDENTITY, "012345678901")
    assert record_of(subject_hash="012345678901")["subject_hash"] == hash_
    assert record_of(subject_hash=hash_)["subject_hash"] != hash_
    trusted = batch_of(
        GOOD | {"subject_hash": hash_},
        GOOD | {"subject_hash": "012345678901"},
        intake=replace(INTAKE, keeps_hashes=True),
    )
    assert trusted.dossiers["subject_hash"].to_pylist() == [hash_, hash_]


def test_a_slipped_row_shows_no_name_and_no_number() -> None:
    who = ("Nguyễn Văn Giả", "001199000123", "0912 345 678", "gia@example.org")
    rows = [{each.name: value for each in FIELDS} for value in who]
    batch = batch_of(*rows, *({**GOOD, each.name: v} for each in FIELDS for v in who))
    told = pl.DataFrame(batch.quarantine).select(pl.all().cast(pl.String)).rows()
    kept = pl.DataFrame(batch.dossiers).select(pl.all().cast(pl.String)).rows()
    assert batch.quarantine.num_rows > len(FIELDS)
    cells = [cell for row in (*told, *kept) for cell in row if cell]
    assert [cell for cell in cells for value in who if value in cell] == []
