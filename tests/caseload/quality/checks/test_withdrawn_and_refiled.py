"""The check `withdrawn_and_refiled`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, look, seen

WITHDRAWN = {
    "status": 7,
    "finished_at": None,
    "returned_at": None,
    "withdrawn_at": at("08-09 16:00"),
    "subject_hash": "one",
}


def again(**change: object) -> list[int]:
    return seen("withdrawn_and_refiled", dossiers(WITHDRAWN, {"subject_hash": "one"} | change))


def test_ten_days_later_is_seen_a_minute_more_is_not() -> None:
    assert again(received_at=at("08-19 16:00")) == [1]
    assert again(received_at=at("08-19 16:01")) == []


def test_before_the_withdrawal_is_not_again() -> None:
    assert again(received_at=at("08-09 15:59")) == []


def test_another_person_and_another_procedure_are_not_again() -> None:
    assert again(received_at=at("08-12 09:00"), subject_hash="two") == []
    assert again(received_at=at("08-12 09:00"), procedure_code="1.000001") == []


def test_persons_whom_nobody_knows_are_not_the_same_person() -> None:
    nobody = WITHDRAWN | {"subject_hash": None}
    given = dossiers(nobody, {"subject_hash": None, "received_at": at("08-12 09:00")})
    assert seen("withdrawn_and_refiled", given) == []


def test_the_new_code_is_told() -> None:
    given = dossiers(WITHDRAWN, {"subject_hash": "one", "received_at": at("08-12 09:00")})
    [signal] = look("withdrawn_and_refiled", given)
    assert signal.figures["new_code"] == "H44.45-260803-0002"
    assert "H44.45-260803-0002" in signal.sentence("vi")
