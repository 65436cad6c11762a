"""The receiver answers like the national portal, and what it acknowledged reaches the lake."""

from __future__ import annotations

from typing import Any

import pytest

from parindex.web.caseflow.models import InboxMessage, IntakeKey
from tests.web.api.conftest import Receiver
from tests.web.api.messages import dossier, message, short, step, steps


def test_a_dossier_is_acknowledged_in_the_shape_of_the_portal(receiver: Receiver) -> None:
    response = receiver.send(message())
    assert response.status_code == 200
    assert response.json() == {
        "error_code": "0",
        "error_message": "",
        "data": [{"MaHoSo": short(1), "error_code": "0", "error_message": ""}],
    }


def test_an_acknowledged_dossier_waits_in_the_inbox_and_then_stands_in_the_lake(
    receiver: Receiver,
) -> None:
    receiver.send(message())
    assert InboxMessage.objects.count() == 1
    done = receiver.take_in()
    assert (done.messages, done.landed.new) == (1, 1)
    assert InboxMessage.objects.count() == 0
    (row,) = receiver.lake().rows(named=True)
    assert (row["dossier_code"], row["status"], row["channel"]) == (short(1), 4, 2)
    assert row["has_fee"] is True
    assert row["allowed"] is None, "what nobody told is not known"
    assert str(row["received_at"]) == "2026-08-03 08:05:00"
    assert row["local_due_at"] == row["due_at"], "the clock has filled it"


def test_steps_finish_a_dossier_that_came_before(receiver: Receiver) -> None:
    receiver.send(message())
    assert receiver.send(steps()).json()["error_code"] == "0"
    receiver.take_in()
    (row,) = receiver.lake().rows(named=True)
    assert (row["status"], row["steps"]) == (9, 1)


def test_a_bad_dossier_is_told_of_and_the_good_one_beside_it_is_kept(receiver: Receiver) -> None:
    told = receiver.send(message(dossier(1, NgayTiepNhan="hôm qua"), dossier(2))).json()
    assert [each["error_code"] for each in told["data"]] == ["1", "0"]
    assert told["error_code"] == "1"
    assert "NgayTiepNhan" in told["data"][0]["error_message"]
    receiver.take_in()
    assert receiver.lake()["dossier_code"].to_list() == [short(2)]
    (line,) = receiver.lake("quarantine").rows(named=True)
    assert (line["row"], line["dossier_code"]) == (1, short(1))


def test_the_same_message_again_changes_nothing(receiver: Receiver) -> None:
    both = message(dossier(1), dossier(2, TrangThaiHoSo="99"))
    for _ in range(3):
        receiver.send(both)
        receiver.take_in()
    assert [receiver.lake(name).height for name in ("dossiers", "events", "quarantine")] == [1] * 3


def test_the_key_may_stand_in_the_field_of_the_session(receiver: Receiver) -> None:
    told = receiver.send(message(session=receiver.text), key="")
    assert told.json()["error_code"] == "0"
    assert receiver.text not in InboxMessage.objects.get().body


def test_a_system_that_signs_in_first_gets_its_session(receiver: Receiver) -> None:
    said = {"username": "motcua", "password": receiver.text}
    session = receiver.client.post(
        "/api/dong-bo/dang-nhap/", said, content_type="application/json"
    ).json()
    assert session["error_code"] == "0"
    assert receiver.send(message(session=session["session"]), key="").status_code == 200


def test_records_of_the_portal_stand_apart_from_those_of_the_province(receiver: Receiver) -> None:
    receiver.send(message())
    IntakeKey.objects.filter(pk=receiver.key.pk).update(source="portal")
    receiver.send(message(dossier(1, TrangThaiHoSo="10", NgayTra="20260820160000")))
    receiver.take_in()
    assert receiver.lake("dossiers")["status"].to_list() == [4]
    assert receiver.lake("portal")["status"].to_list() == [10]


def test_what_a_key_has_sent_is_counted(receiver: Receiver) -> None:
    receiver.send(message())
    receiver.send(steps())
    key = IntakeKey.objects.get(pk=receiver.key.pk)
    assert key.message_count == 2
    assert key.last_message_at is not None


def test_records_of_the_practice_province_are_marked_as_simulated(
    receiver: Receiver, settings: Any
) -> None:
    settings.PRACTICE = True
    receiver.province.is_practice = True
    receiver.province.save()
    receiver.send(message(dossier(1)))
    receiver.take_in()
    assert receiver.lake()["is_simulated"].to_list() == [True]


def test_a_late_step_does_not_make_a_state_older(receiver: Receiver) -> None:
    receiver.send(steps(step(1, TrangThai="9")))
    receiver.send(steps(step(1, TrangThai="4", ThoiDiemXuLy="20260810090000")))
    receiver.send(message())
    receiver.take_in()
    assert receiver.lake()["status"].to_list() == [9]


@pytest.mark.parametrize("count", [1, 10])
def test_a_message_of_many_dossiers_is_one_row_of_the_inbox(receiver: Receiver, count: int) -> None:
    told = receiver.send(message(*(dossier(number) for number in range(count)))).json()
    assert len(told["data"]) == count
    assert InboxMessage.objects.count() == 1
    receiver.take_in()
    assert receiver.lake().height == count
