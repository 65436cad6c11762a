"""The check `letter_late`: planted, and near misses at each edge."""

from __future__ import annotations

from parindex.caseload.quality import QualitySettings
from parindex.caseload.settings import DutySettings
from tests.caseload.quality.making import at, dossiers, frames, seen

LATE = {"finished_at": at("08-11 08:00"), "returned_at": None}


def letter(number: int = 1, sent: str = "08-09 09:00", **more: object) -> dict[str, object]:
    code = f"H44.45-260803-{number:04}"
    new = {"dossier_code": code, "sent_at": at(sent), "new_due_at": at("08-14 17:00")}
    return new | {"reason": "Chờ cơ quan phối hợp"} | more


def sent(moment: str, **how: object) -> list[int]:
    return seen("letter_late", frames(dossiers(LATE), letters=[letter(sent=moment)]), **how)


def test_the_day_before_is_in_time_the_day_itself_is_late() -> None:
    assert sent("08-09 23:59:59") == []
    assert sent("08-10 00:00:00") == [1]


def test_the_first_letter_decides() -> None:
    both = [letter(sent="08-12 09:00"), letter(sent="08-09 09:00")]
    assert seen("letter_late", frames(dossiers(LATE), letters=both)) == []


def test_the_days_before_are_a_duty_setting() -> None:
    three = QualitySettings(DutySettings(apology_days_before=3))
    assert sent("08-07 12:00", settings=three) == []
    assert sent("08-08 12:00", settings=three) == [1]
