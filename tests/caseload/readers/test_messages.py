# ruff: noqa: DTZ001 - wall clock of Viet Nam
"""Messages of one-stop systems: read whatever holds them, answered in the portal's shape."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.privacy import Secret
from parindex.caseload.readers import IntakeError, message_files, read_dossiers, receive
from tests.caseload.readers.samples import INTAKE, dossier, message, rows_of, step


def one(intake: Any = INTAKE, **fields: Any) -> dict[str, Any]:
    """Return the record of one dossier with these fields."""
    (row,) = receive([message(dossier(**fields))], intake).batch.dossiers.to_pylist()
    return dict(row)


def lines_of(*documents: Any) -> bytes:
    return "\n".join(json.dumps(each, ensure_ascii=False) for each in documents).encode()


TWO = [dossier(), dossier(MaHoSo="H44.45-260803-0013")]
SHAPES = {
    "a message": lines_of(message(*TWO)),
    "a message over several lines": json.dumps(message(*TWO), indent=2).encode(),
    "a list of messages": lines_of([message(TWO[0]), message(TWO[1])]),
    "a message a line": lines_of(message(TWO[0]), message(TWO[1])),
    "a record": lines_of(TWO[0], TWO[1]),
    "a list of records": lines_of(TWO),
    "records as a text": lines_of({**message(), "data": json.dumps(TWO)}),
    "what the portal gives back": lines_of({"error_code": "0", "result": TWO}),
    "compressed lines": gzip.compress(lines_of(message(TWO[0]), message(TWO[1]))),
    "a mark of the order of bytes": b"\xef\xbb\xbf" + lines_of(message(*TWO)),
    "two bytes a letter": lines_of(message(*TWO)).decode().encode("utf-16"),
    "empty lines between": b"\n\n" + lines_of(TWO[0]) + b"\n\n" + lines_of(TWO[1]) + b"\n",
}


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_whatever_holds_the_records_they_are_read(content: bytes) -> None:
    batches = list(read_dossiers(content, INTAKE, origin="a.json"))
    codes = [row["dossier_code"] for row in rows_of(batches)]
    assert codes == ["H44.45-260803-0012", "H44.45-260803-0013"]
    assert sum(batch.quarantine.num_rows for batch in batches) == 0


def test_the_handbook_s_message_is_read_to_the_last_field() -> None:
    record = one(
        NgayNopHoSo="20260802213000",
        LoaiDoiTuong="1",
        HinhThuc="0",
        NoiNopHoSo="1",
        HoSoCoThanhPhanSoHoa="1",
        TaiKhoanDuocXacThucVoiVNeID="1",
        DuocThanhToanTrucTuyen="1",
        DinhDanhCHS=[{"LoaiDinhDanh": "1", "SoDinhDanh": "000000000000"}],
        TaiLieuNop=[{"IsDeleted": "False", "DuocSoHoa": "1", "DuocTaiSuDung": "0"}],
        DanhSachLePhi=[{"HinhThucThu": "1", "Gia": "100000", "LoaiPhiLePhi": "2"}],
        DanhSachHoSoBoSung=[],
        DanhSachGiayToKetQua=[],
    )
    wanted = {
        "unit_code": "H44.45",
        "procedure_code": "2.000815",
        "channel": 2,
        "subject": 1,
        "filed_through": 1,
        "return_way": 0,
        "status": 4,
        "filed_at": datetime(2026, 8, 2, 21, 30),
        "received_at": datetime(2026, 8, 3, 8, 5),
        "due_at": datetime(2026, 8, 24, 17),
        "has_fee": True,
        "paid_online": 1,
        "papers": 1,
        "papers_digitised": 1,
        "papers_reused": 0,
        "has_digitised_parts": True,
        "is_vneid": True,
        "results": 0,
        "has_e_result": False,
        "supplement_count": 0,
        "subject_hash": INTAKE.pseudonyms.of(Secret.IDENTITY, "000000000000"),
    }
    assert {name: record[name] for name in wanted} == wanted


def test_capitals_of_names_and_types_of_values_do_not_matter() -> None:
    told = {key.upper(): value for key, value in dossier(TrangThaiHoSo=4, KenhThucHien=2).items()}
    record = receive([message(told)], INTAKE).batch.dossiers.to_pylist()[0]
    assert (record["status"], record["channel"]) == (4, 2)


def test_a_list_that_is_not_told_is_unknown_and_an_empty_one_is_none() -> None:
    silent, empty = one(), one(DanhSachLePhi=[], DanhSachGiayToKetQua=[], DSKetNoiCSDL=[])
    names = ("has_fee", "has_e_result", "uses_population_data")
    assert [silent[name] for name in names] == [None, None, None]
    assert [empty[name] for name in names] == [False, False, False]


def test_a_payment_is_one_dossier_however_many_fees_it_has() -> None:
    """Real builders joined payments and counted a dossier for each."""
    fees = [{"Gia": "0"}, {"Gia": "50.000"}, {"Gia": "70000"}]
    received = receive([message(dossier(DanhSachLePhi=fees))], INTAKE)
    assert received.batch.dossiers["has_fee"].to_pylist() == [True]
    assert one(DanhSachLePhi=[{"Gia": "0"}])["has_fee"] is False
    assert one(DanhSachLePhi=[{"TenPhiLePhi": "Lệ phí"}])["has_fee"] is None


def test_papers_that_were_deleted_do_not_count() -> None:
    papers = [
        {"IsDeleted": "True", "DuocSoHoa": "1"},
        {"IsDeleted": "False", "DuocSoHoa": "1", "DuocTaiSuDung": "1"},
        {"DuocLayTuKhoDMQG": "1"},
    ]
    record = one(TaiLieuNop=papers)
    names = ("papers", "papers_digitised", "papers_reused", "papers_from_store")
    assert [record[name] for name in names] == [2, 1, 1, 1]


def test_an_input_file_sent_as_result_has_the_same_hash() -> None:
    record = one(
        TaiLieuNop=[{"DuongDanTaiTepTin": "/f/1.pdf"}],
        DanhSachGiayToKetQua=[{"DuongDanTepTinKetQua": "/f/1.pdf"}],
    )
    assert record["first_paper_hash"] == record["result_hash"] is not None
    assert record["has_e_result"] is True


def test_an_unknown_database_is_neither_yes_nor_no() -> None:
    asked = [{"MaCSDL": "7"}]
    assert one(DSKetNoiCSDL=asked)["uses_population_data"] is None
    knowing = replace(INTAKE, population_databases=frozenset({"7"}))
    assert one(knowing, DSKetNoiCSDL=asked)["uses_population_data"] is True
    assert one(knowing, DSKetNoiCSDL=[{"MaCSDL": "8"}])["uses_population_data"] is False
    assert one(DSKetNoiCSDL=[{"MaCSDL": "CSDLDC"}])["uses_population_data"] is True


def test_supplements_become_pauses_whatever_their_order() -> None:
    told = [
        {"NgayBoSung": "20260810080000", "NgayHenTraMoi": "20260901170000"},
        {"NgayBoSung": "20260804080000", "NgayTiepNhanBoSung": "20260806080000"},
    ]
    record = one(DanhSachHoSoBoSung=told)
    wanted = {
        "supplement_count": 2,
        "first_pause_from": datetime(2026, 8, 4, 8),
        "first_pause_until": datetime(2026, 8, 6, 8),
        "second_supplement_at": datetime(2026, 8, 10, 8),
        "last_pause_from": datetime(2026, 8, 10, 8),
        "last_pause_until": None,
        "paused_seconds": 2 * 86_400,
        "extended_due_at": datetime(2026, 9, 1, 17),
        "due_at": datetime(2026, 8, 24, 17),
    }
    assert {name: record[name] for name in wanted} == wanted


SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.one_of(st.none(), st.integers(0, 40))), max_size=5
)


@settings(deadline=None, max_examples=60)
@given(SPANS)
def test_seconds_of_pauses_are_those_of_a_minute_by_minute_count(
    spans: list[tuple[int, int | None]],
) -> None:
    def at(minute: int) -> str:
        return f"202608040800{minute:02d}" if minute < 60 else ""

    told = [
        {"NgayBoSung": at(a), "NgayTiepNhanBoSung": at(b) if b is not None else ""}
        for a, b in spans
    ]
    inside = {second for a, b in spans if b is not None for second in range(a, b)}
    assert one(DanhSachHoSoBoSung=told)["paused_seconds"] == len(inside)


def test_a_due_date_that_an_extension_overwrote_is_told_of() -> None:
    moved = {"NgayBoSung": "20260804080000", "NgayHenTraTruoc": "20260820170000"}
    kept = one(DanhSachHoSoBoSung=[moved | {"NgayHenTraMoi": "20260901170000"}])
    overwritten = one(DanhSachHoSoBoSung=[moved | {"NgayHenTraMoi": "20260824170000"}])
    assert (kept["due_changes"], overwritten["due_changes"]) == (0, 1)


def test_a_record_is_the_same_alone_and_among_others() -> None:
    silent = dossier()
    telling = dossier(MaHoSo="H44.45-260803-0013", LyDoXoa="trùng", LyDoTuChoi="x")
    together = receive([message(silent, telling)], INTAKE).batch.dossiers
    alone = receive([message(silent)], INTAKE).batch.dossiers
    assert together["content_hash"][0] == alone["content_hash"][0]
    assert together["has_delete_reason"].to_pylist() == [None, True]


def test_steps_are_read_with_a_name_made_of_their_content() -> None:
    sent = message(step(), step(TrangThai="5"), step(), service="CapNhatTienDoHoSoMC")
    steps = receive([sent], INTAKE).batch.steps.to_pylist()
    assert [each["status"] for each in steps] == [4, 5, 4]
    assert steps[0]["step_id"] == steps[2]["step_id"] != steps[1]["step_id"]
    assert steps[0]["at"] == datetime(2026, 8, 3, 9)
    assert steps[0]["office"] == "Phòng Kinh tế"
    assert steps[0]["handler_hash"] == INTAKE.pseudonyms.of(Secret.HANDLER, "canbo01")


def test_steps_and_dossiers_may_come_in_one_file() -> None:
    content = lines_of(message(dossier()), message(step(), service="CapNhatTienDoHoSoMC"), step())
    (batch,) = read_dossiers(content, INTAKE, origin="a.jsonl")
    assert (batch.dossiers.num_rows, batch.steps.num_rows) == (1, 2)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"MaHoSo": ""}, "dossier_code"),
        ({"ThoiDiemXuLy": "hôm qua"}, "ThoiDiemXuLy"),
        ({"ThoiDiemXuLy": None}, "ThoiDiemXuLy"),
        ({"TrangThai": "12"}, "TrangThai"),
    ],
)
def test_a_faulty_step_is_refused(fields: dict[str, Any], field: str) -> None:
    sent = message(step(**fields), step(), service="CapNhatTienDoHoSoMC")
    batch = receive([sent], INTAKE).batch
    assert batch.steps.num_rows == 1
    told = batch.quarantine.to_pylist()
    assert [each["row"] for each in told] == [1]
    assert told[0]["field"] in (field, "MaHoSo", "at")


def test_records_that_are_none_are_refused_by_their_number() -> None:
    content = lines_of(message(dossier(), 7, None, "x"), [3]) + b"\n{broken\n" + lines_of(dossier())
    batches = list(read_dossiers(content, INTAKE, origin="a.jsonl"))
    rows = [each for batch in batches for each in batch.quarantine["row"].to_pylist()]
    assert rows == [2, 3, 4, 5, 6]
    assert len(rows_of(batches)) == 2


def test_a_list_that_is_none_refuses_its_dossier_alone() -> None:
    batch = receive([message(dossier(TaiLieuNop="x"), TWO[1])], INTAKE).batch
    assert batch.quarantine["field"].to_pylist() == ["TaiLieuNop"]
    assert batch.dossiers["dossier_code"].to_pylist() == ["H44.45-260803-0013"]


def test_a_broken_document_is_refused_whole_with_its_place() -> None:
    with pytest.raises(IntakeError, match=r"a\.json, line 2, column"):
        list(read_dossiers(b'{"data": [\n{"MaHoSo" 1}]}', INTAKE, origin="a.json"))


def test_files_of_a_folder_are_found_below_it(tmp_path: Path) -> None:
    (tmp_path / "8").mkdir()
    for name in ("b.json", "8/a.jsonl", "8/c.json.gz", "note.txt"):
        (tmp_path / name).write_bytes(b"{}")
    assert [file.name for file in message_files(tmp_path)] == ["a.jsonl", "c.json.gz", "b.json"]


def test_success_is_answered_as_the_portal_does() -> None:
    (answer,) = receive([message(*TWO)], INTAKE).answers
    assert answer["error_code"] == "0"
    assert [each["error_code"] for each in answer["data"]] == ["0", "0"]
    assert answer["data"][0]["MaHoSo"] == "H44.45-260803-0012"


def test_each_refused_record_is_answered_with_its_reasons() -> None:
    faulty = dossier(MaHoSo="H44.45-260803-0013", TrangThaiHoSo="12", NgayTra="31/02/2026")
    received = receive([message(dossier(), faulty)], INTAKE)
    (answer,) = received.answers
    assert answer["error_code"] == "1"
    assert [each["error_code"] for each in answer["data"]] == ["0", "1"]
    told = answer["data"][1]["error_message"]
    assert "TrangThaiHoSo" in told
    assert "NgayTra" in told
    assert received.batch.dossiers.num_rows == 1


@pytest.mark.parametrize("sent", [{}, {"data": []}, {"data": None}, message()])
def test_a_message_without_records_cannot_be_read(sent: dict[str, Any]) -> None:
    (answer,) = receive([sent], INTAKE).answers
    assert answer["error_code"] in ("1", "2")


def test_a_new_dossier_that_is_known_is_to_be_sent_as_an_update() -> None:
    asked: list[list[str]] = []

    def known(codes: Any) -> set[str]:
        asked.append(list(codes))
        return {"H44.45-260803-0012"}

    new = receive([message(*TWO)], INTAKE, known=known)
    assert asked == [["H44.45-260803-0012", "H44.45-260803-0013"]]
    assert [each["error_code"] for each in new.answers[0]["data"]] == ["3", "0"]
    assert new.answers[0]["error_code"] == "3"
    assert new.batch.dossiers["dossier_code"].to_pylist() == ["H44.45-260803-0013"]
    update = receive([message(*TWO, is_updating="True")], INTAKE, known=known)
    assert update.answers[0]["error_code"] == "0"
    assert update.batch.dossiers.num_rows == 2


def test_several_messages_make_one_batch_and_an_answer_each() -> None:
    received = receive([message(TWO[0]), message(dossier(MaTTHC=None)), message(TWO[1])], INTAKE)
    assert [each["error_code"] for each in received.answers] == ["0", "1", "0"]
    assert received.batch.dossiers.num_rows == 2


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from([*dossier(), *step(), "TaiLieuNop", "DanhSachHoSoBoSung", "data"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=80)
@given(st.lists(JSON, min_size=1, max_size=3))
def test_whatever_is_sent_is_answered_and_nothing_is_lost(messages: list[Any]) -> None:
    received = receive(messages, INTAKE)
    assert len(received.answers) == len(messages)
    told = [each for answer in received.answers for each in answer["data"]]
    refused = set(received.batch.quarantine["row"].to_pylist())
    assert len(told) == received.batch.dossiers.num_rows + received.batch.steps.num_rows + len(
        refused
    )
    assert sum(each["error_code"] == "1" for each in told) == len(refused)


def test_the_same_messages_have_the_same_name_and_others_another() -> None:
    names = {receive([message(each)], INTAKE).batch.name for each in (*TWO, TWO[0])}
    assert len(names) == 2
