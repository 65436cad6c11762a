"""The inbox keeps what was acknowledged until the lake has it, in whatever order things happen."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection, connections
from django.test.utils import CaptureQueriesContext

from parindex.caseload.lake import Lake, LakeError
from parindex.errors import NotEntitledError
from parindex.web.caseflow.domain import inbox
from parindex.web.caseflow.domain.inbox import keep_message, key_of
from parindex.web.caseflow.domain.intake import take_in
from parindex.web.caseflow.domain.keys import make_key
from parindex.web.caseflow.domain.received import packed, unpacked
from parindex.web.caseflow.files import lake
from parindex.web.caseflow.models import InboxMessage, IntakeKey
from parindex.web.org.enums import Role
from parindex.web.org.models import RoleAssignment, Unit, User
from tests.web.api.conftest import make_province
from tests.web.api.messages import dossier, message, short, step, steps
from tests.web.committed import committed
from tests.web.story import NOW


@pytest.fixture
def own_lake(settings: Any, tmp_path: Path) -> Path:
    """Give each test a lake of its own."""
    settings.LAKE_ROOT = str(tmp_path / "lake")
    return tmp_path / "lake"


def new_key(source: str = "local", name: str = "Một cửa") -> IntakeKey:
    """Make a key of a province and its administrator."""
    province = Unit.objects.filter(code="mau").first() or make_province("mau", "H44")
    user, _ = User.objects.get_or_create(username="quantri", defaults={"name": "Quản trị"})
    RoleAssignment.objects.get_or_create(
        user=user, role=Role.ADMINISTRATOR, unit=province, valid_from=date(2020, 1, 1)
    )
    return make_key(province=province, name=name, source=source, user=user)[0]


def codes(table: str = "dossiers") -> list[str]:
    """Return the codes in a table of the lake, sorted."""
    return sorted(lake().scan(table).collect()["dossier_code"].to_list())


@pytest.mark.django_db
def test_a_key_is_found_by_its_text_only() -> None:
    key = new_key()
    for wrong in ("", key.key_hash, key.name, str(key.pk)):
        with pytest.raises(NotEntitledError):
            key_of(wrong)


@pytest.mark.django_db
def test_what_is_unpacked_is_what_was_packed(own_lake: Path) -> None:
    key = new_key()
    keep_message(message(dossier(1), dossier(2, NgayHenTra="mai")), key)
    keep_message(steps(), key)
    for row in InboxMessage.objects.all():
        batch = unpacked(row)
        assert packed(batch) == row.body
        assert batch.dossiers.num_rows + batch.steps.num_rows == 1


@pytest.mark.django_db
def test_a_lake_that_cannot_be_written_leaves_the_inbox_as_it_is(
    own_lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_message(message(), new_key())

    def full(*_: Any, **__: Any) -> None:
        raise LakeError("the disk is full; make room")

    monkeypatch.setattr(Lake, "write", full)
    errors = StringIO()
    with pytest.raises(SystemExit):
        call_command("take_in_dossiers", stderr=errors)
    assert "Nothing is lost" in errors.getvalue()
    assert InboxMessage.objects.count() == 1


@pytest.mark.django_db
def test_killed_after_the_lake_and_before_the_inbox_the_next_run_adds_nothing(
    own_lake: Path,
) -> None:
    keep_message(message(dossier(1), dossier(2, TrangThaiHoSo="99")), new_key())
    rows = list(InboxMessage.objects.all())
    assert take_in(NOW).landed.new == 1
    InboxMessage.objects.bulk_create(rows)  # as if it had never been deleted
    again = take_in(NOW).landed
    assert (again.new, again.changed, again.unchanged) == (0, 0, 1)
    assert codes("events") == codes() == [short(1)]
    assert lake().scan("quarantine").collect().height == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "torn",
    [
        "",
        "{",
        "[]",
        '{"people":[]}',
        '{"dossiers":[{"status":"x"}]}',
        '{"dossiers":[{"status":4}]}',
        '{"dossiers":3}',
    ],
)
def test_a_row_that_cannot_be_read_stays_and_the_others_go_on(own_lake: Path, torn: str) -> None:
    key = new_key()
    keep_message(message(dossier(1)), key)
    bad = InboxMessage.objects.create(key=key, source="local", body=torn, arrived_at=NOW)
    keep_message(message(dossier(2)), key)
    errors = StringIO()
    with pytest.raises(SystemExit):
        call_command("take_in_dossiers", stdout=StringIO(), stderr=errors)
    assert f"inbox message {bad.pk}" in errors.getvalue()
    assert codes() == [short(1), short(2)]
    assert list(InboxMessage.objects.all()) == [bad]


@pytest.mark.django_db
def test_an_empty_inbox_is_told_in_no_word(own_lake: Path) -> None:
    told = StringIO()
    call_command("take_in_dossiers", stdout=told)
    assert told.getvalue() == ""


@pytest.mark.django_db
def test_one_message_that_cannot_be_kept_spoils_no_other(
    own_lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, good, bad = new_key(), message(dossier(1)), message(dossier(2))
    keep = inbox.read_messages

    def breaking(messages: Any, *more: Any) -> Any:
        if bad in messages:
            raise OperationalError("this one breaks")
        return keep(messages, *more)

    monkeypatch.setattr(inbox, "read_messages", breaking)
    brought = [inbox._Waiting(each, key) for each in (good, bad, good)]
    inbox._keep_all(brought)
    assert [each.answer is not None for each in brought] == [True, False, True]
    assert isinstance(brought[1].error, OperationalError)
    assert all(each.is_done for each in brought)


@committed
def test_many_at_once_are_kept_together_and_each_gets_its_own_answer(own_lake: Path) -> None:
    key, together = new_key(), Barrier(12)

    def send(number: int) -> tuple[int, dict[str, Any]]:
        together.wait()
        told = {"NgayHenTra": "mai"} if number % 3 == 0 else {}
        try:
            return number, keep_message(message(dossier(number, **told), dossier(50 + number)), key)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as pool:
        answers = dict(pool.map(send, range(12)))
    for number, answer in answers.items():
        assert [each["MaHoSo"] for each in answer["data"]] == [short(number), short(50 + number)]
        wanted = "1" if number % 3 == 0 else "0"
        assert [each["error_code"] for each in answer["data"]] == [wanted, "0"]
    assert InboxMessage.objects.count() < 12, "none was kept together with another"
    assert IntakeKey.objects.get().message_count == 12
    take_in(NOW)
    refused = lake().scan("quarantine").collect()
    assert sorted(refused["dossier_code"].to_list()) == [short(each) for each in (0, 3, 6, 9)]
    assert refused["row"].to_list() == [1] * 4, "a row is counted in its own message"
    assert refused["batch"].n_unique() == 4
    assert len(codes()) == 20


@committed
def test_two_intakes_at_once_bring_every_dossier_once(own_lake: Path) -> None:
    key, together = new_key(), Barrier(3)
    for number in range(0, 30, 3):
        keep_message(message(*map(dossier, range(number, number + 3))), key)

    def run(_: int) -> None:
        together.wait()
        try:
            take_in(NOW)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(run, range(3)))
    assert codes("events") == codes() == [short(number) for number in range(30)]
    assert InboxMessage.objects.count() == 0


@committed
def test_an_acknowledged_message_is_written_through_to_the_disk(own_lake: Path) -> None:
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() is not None
        return
    key = new_key()
    with CaptureQueriesContext(connection) as asked:
        keep_message(message(), key)
    said = [each["sql"] for each in asked]
    full, kept = said.index("PRAGMA synchronous=FULL"), said.index("COMMIT")
    assert full < kept < said.index("PRAGMA synchronous=NORMAL")
    assert any("INSERT INTO" in sql and "inboxmessage" in sql for sql in said[full:kept])


@pytest.mark.django_db
def test_moments_keep_their_microseconds_on_the_way(own_lake: Path) -> None:
    keep_message(message(), new_key())
    row = InboxMessage.objects.get()
    told = json.loads(row.body)
    told["dossiers"][0]["received_at"] += 1
    row.body = json.dumps(told)
    moment = unpacked(row).dossiers["received_at"].to_pylist()
    assert moment == [datetime.fromisoformat("2026-08-03T08:05:00.000001")]


@pytest.mark.django_db
def test_steps_without_their_dossier_wait_for_it(own_lake: Path) -> None:
    key = new_key()
    keep_message(steps(step(1)), key)
    assert take_in(NOW).landed.waiting == 1
    keep_message(message(), key)
    assert take_in(NOW).landed.new == 1
    assert lake().rows("dossiers", [short(1)])["status"].to_list() == [9]
