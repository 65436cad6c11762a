"""Server and intake are killed without a word, again and again: nothing acknowledged is lost."""

from __future__ import annotations

import http.client
import json
import os
import random
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest

from parindex.caseload.lake import Lake
from tests.postgres import running_postgresql
from tests.web.api.messages import code, dossier, message, short
from tests.web.api.running import PATIENCE, Sender, Site, kill, stop

SENDERS, KILLS = 6, 5
WATCH = ("-m", "parindex.web.manage", "take_in_dossiers", "--watch", "0.01")


@dataclass
class Load:
    """Senders that go on through every death, and what was acknowledged to them."""

    port: int
    key: str
    over: Event = field(default_factory=Event)
    sent: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)

    def _work(self, place: int) -> None:
        sender, number = Sender(self.port, self.key), place * 10_000
        while not self.over.is_set():
            number += 2
            pair = [dossier(each, MaHoSo=code(each)) for each in (number, number + 1)]
            codes = {short(number), short(number + 1)}
            self.sent |= codes
            try:
                answer = sender.send(json.dumps(message(*pair)).encode())
            except (OSError, http.client.HTTPException):
                continue  # never sent again: what was not acknowledged may be lost
            assert answer["error_code"] == "0"
            self.acknowledged |= codes
        sender.close()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Send from several threads while the block runs."""
        threads = [Thread(target=self._work, args=(place,)) for place in range(SENDERS)]
        for each in threads:
            each.start()
        try:
            yield
        finally:
            self.over.set()
            for each in threads:
                each.join()

    def wait_for_more(self) -> None:
        """Return when something was acknowledged since the call."""
        before, end = len(self.acknowledged), time.monotonic() + PATIENCE
        while len(self.acknowledged) == before:
            assert time.monotonic() < end, "nothing is acknowledged"
            time.sleep(0.01)


def database() -> object:
    """Return the database of this run: a file, or a server of its own."""
    is_file = os.environ.get("PARINDEX_TEST_DATABASE", "sqlite") == "sqlite"
    return nullcontext("") if is_file else running_postgresql()


@pytest.mark.django_db
def test_every_acknowledged_dossier_is_in_the_lake_once_whoever_was_killed(tmp_path: Path) -> None:
    chance = random.Random(766)  # noqa: S311  which moment, not which secret
    with database() as address, socket.create_server(("127.0.0.1", 0)) as port:  # type: ignore[attr-defined]
        site = Site(tmp_path, address)
        load = Load(port.getsockname()[1], site.prepare())
        server = site.serve(port)
        intakes = [site.start(*WATCH) for _ in range(2)]
        with load.running():
            for turn in range(KILLS):
                load.wait_for_more()
                time.sleep(chance.uniform(0, 1.5))
                kill(server)
                kill(intakes[turn % 2])
                server, intakes[turn % 2] = site.serve(port), site.start(*WATCH)
            load.wait_for_more()
        for each in (server, *intakes):
            kill(each)
        site.manage("take_in_dossiers")
        left = site.run("-c", LEFT).strip()
    lake = Lake(tmp_path / "lake")
    for table in ("dossiers", "events"):
        codes = lake.scan(table).collect()["dossier_code"].to_list()
        assert len(codes) == len(set(codes)), f"{table}: a dossier stands there twice"
        assert load.acknowledged - set(codes) == set(), f"{table}: acknowledged and lost"
        assert set(codes) <= load.sent
    assert left == "0"
    assert len(load.acknowledged) > 2 * KILLS


LEFT = (
    "import django; django.setup();"
    "from parindex.web.caseflow.models import InboxMessage; print(InboxMessage.objects.count())"
)


def test_an_intake_that_is_killed_between_lake_and_inbox_adds_nothing_twice(tmp_path: Path) -> None:
    """Kill one intake at many moments of the same inbox, then let another one finish."""
    chance = random.Random(2026)  # noqa: S311
    site = Site(tmp_path)
    key = site.prepare()
    with socket.create_server(("127.0.0.1", 0)) as port:
        server = site.serve(port)
        sender = Sender(port.getsockname()[1], key)
        for number in range(0, 200, 10):
            answer = sender.send(
                json.dumps(message(*map(dossier, range(number, number + 10)))).encode()
            )
            assert answer["error_code"] == "0"
        sender.close()
        stop(server)
    begun = time.monotonic()
    site.run("-c", "import django; django.setup(); import parindex.web.caseflow.domain.intake")
    start = time.monotonic() - begun
    for _ in range(KILLS):
        intake = site.start("-m", "parindex.web.manage", "take_in_dossiers")
        time.sleep(start * chance.uniform(0.6, 1.4))
        kill(intake)
    site.manage("take_in_dossiers")
    codes = Lake(tmp_path / "lake").scan("events").collect()["dossier_code"].to_list()
    assert sorted(codes) == [short(number) for number in range(200)]
    assert site.run("-c", LEFT).strip() == "0"
