"""The check `letter_without_reason`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, frames, seen

LATE = {"finished_at": at("08-11 08:00"), "returned_at": None}


def letter(number: int = 1, sent: str = "08-09 09:00", **more: object) -> dict[str, object]:
    code = f"H44.45-260803-{number:04}"
    new = {"dossier_code": code, "sent_at": at(sent), "new_due_at": at("08-14 17:00")}
    return new | {"reason": "Chờ cơ quan phối hợp"} | more


def test_no_reason_and_a_blank_one_are_seen() -> None:
    reasons = (None, "", "  ", "Chờ cơ quan phối hợp")
    letters = [letter(number, reason=each) for number, each in enumerate(reasons, start=1)]
    assert seen("letter_without_reason", frames(dossiers(*[LATE] * 4), letters=letters)) == [
        1,
        2,
        3,
    ]
