"""The check `same_dossier_other_code`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, look, seen

ONE = {"subject_hash": "one"}


def test_person_procedure_unit_and_moment_together_are_one_dossier() -> None:
    assert seen("same_dossier_other_code", dossiers(ONE, ONE)) == [1, 2]


def test_anything_else_makes_two() -> None:
    for change in (
        {"subject_hash": "two"},
        {"procedure_code": "1.000001"},
        {"unit_code": "H44.46"},
        {"received_at": at("08-03 08:05:01")},
    ):
        assert seen("same_dossier_other_code", dossiers(ONE, ONE | change)) == []


def test_each_names_the_other() -> None:
    found = list(look("same_dossier_other_code", dossiers(ONE, ONE)))
    told = {signal.dossier_code: signal.figures["other_code"] for signal in found}
    assert told == {
        "H44.45-260803-0001": "H44.45-260803-0002",
        "H44.45-260803-0002": "H44.45-260803-0001",
    }


def test_unknown_persons_are_not_one_person() -> None:
    assert (
        seen("same_dossier_other_code", dossiers({"subject_hash": None}, {"subject_hash": None}))
        == []
    )
