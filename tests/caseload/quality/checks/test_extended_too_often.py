"""The check `extended_too_often`: planted, and near misses at each edge."""

from __future__ import annotations

from parindex.caseload.quality import QualitySettings
from parindex.caseload.settings import DutySettings
from tests.caseload.quality.making import at, dossiers, frames, seen

LATE = {"finished_at": at("08-11 08:00"), "returned_at": None}


def letter(number: int = 1, sent: str = "08-09 09:00", **more: object) -> dict[str, object]:
    code = f"H44.45-260803-{number:04}"
    new = {"dossier_code": code, "sent_at": at(sent), "new_due_at": at("08-14 17:00")}
    return new | {"reason": "Chờ cơ quan phối hợp"} | more


def test_a_second_new_date_is_seen_one_is_not() -> None:
    letters = [letter(1), letter(2), letter(2, new_due_at=at("08-20 17:00"))]
    assert seen("extended_too_often", frames(dossiers(LATE, LATE), letters=letters)) == [2]


def test_a_second_letter_without_a_date_extends_nothing() -> None:
    letters = [letter(1), letter(1, new_due_at=None)]
    assert seen("extended_too_often", frames(dossiers(LATE), letters=letters)) == []


def test_how_many_are_allowed_is_a_duty_setting() -> None:
    how = QualitySettings(DutySettings(most_extensions=0))
    assert seen(
        "extended_too_often", frames(dossiers(LATE), letters=[letter(1)]), settings=how
    ) == [1]
