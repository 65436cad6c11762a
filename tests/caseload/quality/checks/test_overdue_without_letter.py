"""The check `overdue_without_letter`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, frames, look, open_ones, seen

LATE = {"finished_at": at("08-11 08:00"), "returned_at": None}


def letter(number: int = 1, sent: str = "08-09 09:00", **more: object) -> dict[str, object]:
    code = f"H44.45-260803-{number:04}"
    new = {"dossier_code": code, "sent_at": at(sent), "new_due_at": at("08-14 17:00")}
    return new | {"reason": "Chờ cơ quan phối hợp"} | more


def test_the_day_after_is_late_the_day_itself_is_not() -> None:
    on_the_day = {"finished_at": at("08-10 23:59"), "returned_at": None}
    assert seen("overdue_without_letter", frames(dossiers(LATE, on_the_day), letters=[])) == [1]


def test_with_a_letter_nothing_is_seen() -> None:
    assert seen("overdue_without_letter", frames(dossiers(LATE, LATE), letters=[letter(2)])) == [1]


def test_a_letter_of_tomorrow_is_not_sent_yet() -> None:
    given = frames(dossiers(LATE), letters=[letter(sent="08-20 09:00")])
    assert seen("overdue_without_letter", given, now=at("08-20 09:00")) == [1]
    assert seen("overdue_without_letter", given, now=at("08-20 09:01")) == []


def test_an_open_file_is_late_from_the_day_after_it_is_due() -> None:
    given = frames(open_ones({"due_at": at("08-20 17:00")}), letters=[])
    assert seen("overdue_without_letter", given, now=at("08-21 00:00:00")) == []
    assert seen("overdue_without_letter", given, now=at("08-21 00:00:01")) == [1]


def test_a_new_date_does_not_take_the_duty_away() -> None:
    extended = LATE | {"extended_due_at": at("08-14 17:00"), "local_due_at": at("08-14 17:00")}
    assert seen("overdue_without_letter", frames(dossiers(extended), letters=[])) == [1]


def test_a_pause_moves_the_date() -> None:
    assert (
        seen(
            "overdue_without_letter",
            frames(dossiers(LATE | {"local_due_at": at("08-12 17:00")}), letters=[]),
        )
        == []
    )


def test_when_nobody_knows_the_letters_the_question_is_not_asked() -> None:
    found = look("overdue_without_letter", dossiers(LATE))
    assert found.asked == ()
    assert "overdue_without_letter" in found.skipped
