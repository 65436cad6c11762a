"""Runs the receiver on PostgreSQL and on SQLite against a bare view, then empties its inbox."""

from __future__ import annotations

import json
import socket
import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.postgres import running_postgresql
from tests.web.api.running import ADDRESS, Site, stop, wait_until_served

SENDERS, SECONDS, THREADS = 32, 10, 32
RUNS = (("bare view", "/bare/", 1), ("1 dossier", ADDRESS, 1), ("10 dossiers", ADDRESS, 10))
TAKE_IN = """
import django; django.setup()
import json, resource, time
from django.utils import timezone
from parindex.web.caseflow.domain.intake import take_in
from parindex.web.caseflow.models import InboxMessage
rows = InboxMessage.objects.count()
begun = time.perf_counter()
done = take_in(timezone.now())
took = time.perf_counter() - begun
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps([rows, done.landed.read, done.landed.new, took, peak]))
"""


@dataclass(frozen=True, slots=True)
class Emptied:
    """What one intake carried over: rows of the inbox, records, new dossiers; MiB at the peak."""

    rows: int
    records: int
    new: int
    seconds: float
    peak: int


def _measured(database: str, home: Path) -> tuple[dict[str, dict[str, Any]], Emptied, int]:
    """Return the loads by name, the emptying of the inbox, and how many were acknowledged."""
    site = Site(home, database, settings="benches.receiver.settings")
    key = site.prepare()
    loads, acknowledged = {}, 0
    with socket.create_server(("127.0.0.1", 0), backlog=256) as port:
        number = port.getsockname()[1]
        server = site.serve(port, threads=THREADS)
        try:
            wait_until_served(number, key)
            for run, (name, address, size) in enumerate(RUNS):
                given = (address, number, key, SENDERS, SECONDS, size, run)
                loads[name] = json.loads(site.run("-m", "benches.receiver.load", *map(str, given)))
                acknowledged += loads[name]["messages"] * size * (address == ADDRESS)
        finally:
            stop(server)
    return loads, Emptied(*json.loads(site.run("-c", TAKE_IN))), acknowledged


def report() -> list[str]:
    """Return the section of `docs/benchmarks.md`."""
    lines = [
        "## The receiver",
        "",
        (
            f"{SENDERS} senders without a pause for {SECONDS} seconds against gunicorn with 1 "
            f"worker of {THREADS} threads; senders, database and server share the machine. `bare "
            "view` reads the JSON of one dossier and answers. The receiver checks the key, reads "
            "and judges every field, takes personal data out, and answers after the commit is on "
            "the disk; messages that come at the same moment are kept together. Measured "
            f"{datetime.now(UTC):%Y-%m-%d}."
        ),
        "",
        (
            "| Database | Message | Messages/s | Dossiers/s | Median ms | p95 ms | Failed "
            "| To the bare view |"
        ),
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    emptied, truths = [], []
    for name, server in (
        ("PostgreSQL", running_postgresql(durable=True)),
        ("SQLite", nullcontext("")),
    ):
        with tempfile.TemporaryDirectory(prefix="receiver-") as folder, server as database:
            loads, done, acknowledged = _measured(database, Path(folder))
        bare = loads["bare view"]["messages"] / loads["bare view"]["seconds"]
        for what, address, size in RUNS:
            load = loads[what]
            rate = load["messages"] / load["seconds"]
            dossiers = f"{rate * size:.0f}" if address == ADDRESS else "–"
            lines.append(
                f"| {name} | {what} | {rate:.0f} | {dossiers} | {load['median']:.0f} "
                f"| {load['p95']:.0f} | {load['failed']} | {rate / bare:.2f} |"
            )
        emptied.append(
            f"| {name} | {done.rows} | {done.records} | {done.seconds:.1f} "
            f"| {done.records / done.seconds:.0f} | {done.peak} |"
        )
        truths.append(f"{name}: {acknowledged} were acknowledged, {done.new} are in the lake.")
    table = [
        "`take_in_dossiers` then carries all of it into an empty lake:",
        "",
        "| Database | Rows of the inbox | Dossiers | Seconds | Dossiers/s | Peak memory (MiB) |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    return [*lines, "", *table, *emptied, "", *truths, ""]


if __name__ == "__main__":
    print("\n".join(report()))  # noqa: T201  the report is what the command is for
