"""What strangers and broken systems send is refused in words, and nothing of it is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.db import OperationalError, connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from parindex.web.caseflow.domain.keys import make_key, revoke_key
from parindex.web.caseflow.models import InboxMessage
from parindex.web.org.enums import EventKind
from parindex.web.org.models import Lineage, LineageEvent
from tests.web.api.conftest import ADDRESS, Receiver, make_province
from tests.web.api.messages import (
    IDENTITY,
    MAIL,
    NAME,
    OTHER_NAME,
    PHONE,
    PLANTED,
    code,
    dossier,
    message,
    step,
    steps,
)


def refused(response: Any, status: int) -> dict[str, Any]:
    """Return a refusal in the portal's shape; nothing waits in the inbox after it."""
    assert response.status_code == status
    assert InboxMessage.objects.count() == 0
    said: dict[str, Any] = response.json()
    assert said["error_code"] != "0"
    assert said["error_message"]
    assert said["data"] == []
    return said


def test_without_a_key_nothing_is_taken_in(receiver: Receiver) -> None:
    response = receiver.send(message(), key="")
    refused(response, 401)
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("wrong", ["x", "ề" * 40, "A" * 43, " ", "\x00"])
def test_a_wrong_key_is_refused_in_the_field(receiver: Receiver, wrong: str) -> None:
    refused(receiver.send(message(session=wrong), key=""), 401)


def test_a_wrong_key_in_the_header_is_not_healed_by_a_right_one_in_the_body(
    receiver: Receiver,
) -> None:
    refused(receiver.send(message(session=receiver.text), key="wrong"), 401)


@pytest.mark.parametrize("wrong", [1, None, ["x"], {"a": "b"}, True])
def test_a_key_of_a_wrong_type_is_refused(receiver: Receiver, wrong: Any) -> None:
    refused(receiver.send(message(session=wrong), key=""), 401)


def test_a_revoked_key_is_refused(receiver: Receiver) -> None:
    revoke_key(key_id=receiver.key.pk, user=receiver.administrator)
    refused(receiver.send(message()), 401)


def test_the_hash_of_a_key_is_no_key(receiver: Receiver) -> None:
    refused(receiver.send(message(), key=receiver.key.key_hash), 401)


def test_a_key_of_the_practice_province_is_refused_on_a_real_site(
    receiver: Receiver, settings: Any
) -> None:
    settings.PRACTICE = False
    receiver.province.is_practice = True
    receiver.province.save()
    refused(receiver.send(message()), 401)


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}dang-nhap/"])
def test_only_post_is_answered(receiver: Receiver, method: str, address: str) -> None:
    response = getattr(receiver.client, method)(address)
    assert response.status_code == 405
    assert response["Allow"] == "POST"


def test_a_session_of_the_site_opens_nothing(receiver: Receiver) -> None:
    receiver.client.force_login(receiver.administrator)
    refused(receiver.send(message(), key=""), 401)


def test_answers_set_no_cookie_and_are_not_kept_by_anybody(receiver: Receiver) -> None:
    response = receiver.send(message())
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]


def test_a_sender_of_another_province_is_refused(receiver: Receiver) -> None:
    make_province("khac", "H60")
    said = refused(receiver.send(message(madonvi="000.00.00.H60")), 403)
    assert "madonvi" in said["error_message"]


def test_a_dossier_of_another_province_is_refused_and_the_own_one_is_kept(
    receiver: Receiver,
) -> None:
    make_province("khac", "H60")
    foreign = dossier(2, MaHoSo=code(2, province="H60"))
    handled = dossier(3, DonViXuLy="H60.07")
    told = receiver.send(message(dossier(1), foreign, handled)).json()
    assert [each["error_code"] for each in told["data"]] == ["0", "1", "1"]
    foreign_step = step(2, MaHoSo=code(2, province="H60"))
    assert receiver.send(steps(foreign_step)).json()["error_code"] == "1"
    receiver.take_in()
    assert receiver.lake().height == 1
    assert receiver.lake("steps").height == 0
    assert sorted(receiver.lake("quarantine")["row"].to_list()) == [1, 2, 3]


def test_dossiers_of_ministries_and_unknown_provinces_are_taken_in(receiver: Receiver) -> None:
    make_province("khac", "H60")
    told = receiver.send(
        message(
            dossier(1, MaHoSo="G09.20-20260609-0092637"), dossier(2, MaHoSo=code(2, province="H99"))
        )
    ).json()
    assert told["error_code"] == "0"


def test_dossiers_of_a_province_that_was_merged_into_the_own_one_are_taken_in(
    receiver: Receiver,
) -> None:
    old = make_province("cu", "H05")
    event = LineageEvent.objects.create(kind=EventKind.MERGE, on="2025-07-01", document="NQ mẫu")
    Lineage.objects.create(event=event, predecessor=old, successor=receiver.province)
    told = receiver.send(message(dossier(1, MaHoSo=code(1, province="H05")))).json()
    assert told["error_code"] == "0"


def test_a_body_that_is_too_large_is_refused_unread(receiver: Receiver, settings: Any) -> None:
    settings.RECEIVER = replace(settings.RECEIVER, limit=1000)
    refused(receiver.send(message()), 413)


def test_a_body_without_its_length_is_refused(receiver: Receiver) -> None:
    refused(receiver.send(message(), CONTENT_LENGTH=""), 411)


def test_a_body_that_is_packed_is_refused(receiver: Receiver) -> None:
    refused(receiver.send(message(), HTTP_CONTENT_ENCODING="gzip"), 415)


DEEP = b'{"data":' + b"[" * 50_000 + b"]" * 50_000 + b"}"
INSIDE = json.dumps({"data": "[" * 50_000 + "]" * 50_000}).encode()


@pytest.mark.parametrize("body", [DEEP, INSIDE], ids=["outside", "in a text"])
def test_json_that_is_deeper_than_python_can_read_is_refused(
    receiver: Receiver, body: bytes
) -> None:
    refused(receiver.send(body), 400)


def test_depth_is_counted_to_the_edge(receiver: Receiver, settings: Any) -> None:
    settings.RECEIVER = replace(settings.RECEIVER, depth=5)
    told = message(dossier(1, ThongTinKhac=[[]]))  # message, data, dossier, list, list
    assert receiver.send(told).status_code == 200
    InboxMessage.objects.all().delete()
    refused(receiver.send(message(dossier(1, ThongTinKhac=[[[]]]))), 400)


@pytest.mark.parametrize(
    "body",
    [
        *(b" ", b"null", b"1", b'"x"', b"[]", b"true", b"{", b"\xff\xfe", b'{"data":NaN}'),
        *(b'{"data":[{"MaHoSo":"\\ud800"}]}', b'{"a":' + b"1" * 5000 + b"}", b"MaHoSo=1"),
    ],
)
def test_what_is_no_message_is_refused(receiver: Receiver, body: bytes) -> None:
    refused(receiver.send(body), 400)


@pytest.mark.parametrize("told", [{}, {"data": []}, {"data": None}, {"data": 3}])
def test_a_message_without_records_is_told_so(receiver: Receiver, told: dict[str, Any]) -> None:
    assert refused(receiver.send({"service": "DongBoHoSoMC", **told}), 200)["error_code"] == "2"


@pytest.mark.parametrize("record", [{}, {"a": 1}, {"MaHoSo": ""}, {"MaHoSo": []}, 1, None, "x"])
def test_a_record_that_says_nothing_is_refused_and_not_lost(
    receiver: Receiver, record: Any
) -> None:
    said = receiver.send({"service": "DongBoHoSoMC", "data": [record]}).json()
    assert (said["error_code"], said["data"][0]["error_code"]) == ("1", "1")
    receiver.take_in()
    assert receiver.lake("quarantine")["row"].unique().to_list() == [1]


def test_a_key_may_send_only_so_much_in_a_minute(receiver: Receiver, settings: Any) -> None:
    settings.RECEIVER = replace(settings.RECEIVER, rate=3)
    assert [receiver.send(message()).status_code for _ in range(4)] == [200, 200, 200, 429]
    _, other = make_key(
        province=receiver.province, name="khác", source="local", user=receiver.administrator
    )
    assert receiver.send(message(), key=other).status_code == 200


def test_a_database_that_does_not_answer_is_no_acknowledgement(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise OperationalError(f"locked while writing {PLANTED[0]}")

    monkeypatch.setattr(InboxMessage.objects, "bulk_create", broken)
    response = receiver.send(message())
    assert refused(response, 503)["error_code"] == "6"
    assert response["Retry-After"]
    assert PLANTED[0] not in caplog.text


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
FIELDS = [*dossier(), *step(), "DonViXuLy", "NgayKetThucXuLy", "NgayTra", "NgayTuChoi"]


@hypothesis_settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(records=st.lists(st.dictionaries(st.sampled_from(FIELDS), ANYTHING), max_size=3))
def test_no_type_in_no_field_brings_the_receiver_down(
    receiver: Receiver, records: list[dict[str, Any]]
) -> None:
    told = [dossier(number, **each) for number, each in enumerate(records)]
    response = receiver.send(message(data=told))
    try:
        json.dumps(told, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        assert response.status_code == 400
        return
    assert response.status_code == 200
    assert len(response.json()["data"]) == len(told)
    assert not receiver.take_in().faults


def everything_in_the_database() -> Iterator[str]:
    """Yield every row of every table as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names of our own tables
            yield from (str(row) for row in cursor.fetchall())


def files_of(folder: Path) -> Iterator[str]:
    """Yield the texts of all tables of the lake, and the bytes of all files beside them."""
    for file in folder.rglob("*"):
        if file.suffix == ".parquet" and "_delta_log" not in file.parts:
            yield str(pl.read_parquet(file).rows())
        elif file.is_file():
            yield file.read_bytes().decode("utf-8", errors="replace")


SLIPPED = (
    *("MaHoSo", "MaTTHC", "NgayTiepNhan", "NgayHenTra", "TrangThaiHoSo", "KenhThucHien"),
    *("LoaiDoiTuong", "DuocThanhToanTrucTuyen", "HoSoCoThanhPhanSoHoa", "NoiNopHoSo", "DonViXuLy"),
)
"""Fields in which a name or a phone stands when columns have slipped."""


def test_no_personal_data_is_stored_anywhere(
    receiver: Receiver, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.send(message(session=receiver.text))
    receiver.send(steps())
    for number, name in enumerate(SLIPPED, start=2):
        for planted in (NAME, OTHER_NAME, PHONE, MAIL, IDENTITY):
            receiver.send(message(dossier(number, **{name: planted})))
            receiver.send(steps(step(number, TrangThai=planted, ThoiDiemXuLy=planted)))
    found = list(everything_in_the_database())
    receiver.take_in()
    found += [*everything_in_the_database(), *files_of(home), caplog.text]
    assert receiver.lake("quarantine").height > len(SLIPPED)
    for planted in (*PLANTED, receiver.text):
        assert [text[:300] for text in found if planted in text] == [], planted
