"""Runs the last hour on PostgreSQL and on SQLite and compares the saves with two bare views."""

from __future__ import annotations

import csv
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.postgres import running_postgresql

PEOPLE, SECONDS, WORKERS, THREADS = 300, 24, 2, 4
Costs = dict[str, tuple[float, float]]
"""Milliseconds of the site and of the database's server, by step."""


@dataclass(frozen=True, slots=True)
class Load:
    """What locust measured: requests and failures, per second, milliseconds."""

    requests: int
    failures: int
    per_second: float
    median: float
    p95: float


def _program(name: str, *arguments: str, environment: Mapping[str, str]) -> str:
    """Run a program of this bench with the site's settings and return what it prints."""
    command = [sys.executable, "-m", name, *arguments]
    done = subprocess.run(  # noqa: S603
        command, env=dict(environment), check=True, capture_output=True, text=True
    )
    return done.stdout


@contextmanager
def _served(environment: Mapping[str, str], home: Path) -> Iterator[str]:
    """Serve the site as `make run` does, and give its address."""
    with socket.create_server(("127.0.0.1", 0)) as port, (home / "log").open("wb") as log:
        address = f"http://127.0.0.1:{port.getsockname()[1]}"
        command = [
            *(sys.executable, "-m", "gunicorn", "parindex.web.wsgi", "--no-control-socket"),
            *("--bind", f"fd://{port.fileno()}", "--workers", str(WORKERS)),
            *("--threads", str(THREADS), "--log-level", "warning"),
        ]
        server = subprocess.Popen(  # noqa: S603
            command, env=dict(environment), pass_fds=[port.fileno()], stdout=log, stderr=log
        )
        try:
            _wait(address)
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(address: str) -> None:
    for _ in range(300):
        try:
            with urlopen(f"{address}/bang-xep-hang/", timeout=10):  # noqa: S310
                return
        except HTTPError:
            return
        except URLError:
            time.sleep(0.1)
    raise RuntimeError(f"no answer at {address}")


def _locust(what: str, address: str, environment: Mapping[str, str], home: Path) -> Load:
    """Let 300 people work for a while and return what they saw."""
    command = [
        *(sys.executable, "-m", "locust", "-f", "benches/last_hour/users.py", "--headless"),
        *("--only-summary", "-u", str(PEOPLE), "-r", str(PEOPLE), "-t", f"{SECONDS}s"),
        *("--host", address, "--csv", str(home / what), "--stop-timeout", "30"),
    ]
    own = {
        **environment,
        "LAST_HOUR_WHAT": what,
        "LAST_HOUR_PLAN": str(home / "plan.json"),
        "LAST_HOUR_ACCEPTED": str(home / "accepted.jsonl"),
    }
    subprocess.run(command, env=own, check=False, capture_output=True)  # noqa: S603
    with (home / f"{what}_stats.csv").open(encoding="utf-8") as file:
        line = next(row for row in csv.DictReader(file) if row["Name"] == "Aggregated")
    return Load(
        requests=int(line["Request Count"]),
        failures=int(line["Failure Count"]),
        per_second=float(line["Requests/s"]),
        median=float(line["50%"]),
        p95=float(line["95%"]),
    )


def _run(database: str, home: Path) -> tuple[dict[str, Load], dict[str, int], Costs]:
    """Run the three loads against one database, the saves last and with the lock in the middle.

    When all is checked the round is opened again, to see what the steps of one save cost.
    """
    environment = {
        **os.environ,
        "PARINDEX_HOME": str(home),
        "PARINDEX_DATABASE": database,
        "PARINDEX_HOSTS": "127.0.0.1",
        "DJANGO_SETTINGS_MODULE": "benches.last_hour.settings",
    }
    for command in (["migrate"], ["collectstatic", "--no-input"]):
        _program("parindex.web.manage", *command, "-v0", environment=environment)
    plan = _program("benches.last_hour.prepare", environment=environment)
    (home / "plan.json").write_text(plan, encoding="utf-8")
    with _served(environment, home) as address:
        loads = {what: _locust(what, address, environment, home) for what in ("bare", "bare_save")}
        loads["save"] = _locust("save", address, environment, home)
        (home / "save_stats.csv").rename(home / "free_stats.csv")
        _program("benches.last_hour.lock", str(SECONDS // 2), environment=environment)
        loads["lock"] = _locust("save", address, environment, home)
    checked = json.loads(
        _program("benches.last_hour.check", str(home / "accepted.jsonl"), environment=environment)
    )
    _program("benches.last_hour.lock", str(24 * 3600), environment=environment)
    steps = _program("benches.last_hour.steps", str(home / "plan.json"), environment=environment)
    return loads, checked, json.loads(steps)


def _cost_table(costs: dict[str, Costs]) -> list[str]:
    """Return what a save costs step by step, in processor time of the site and of PostgreSQL."""
    names = list(next(iter(costs.values())))
    head = [f"| Step | {' | '.join(f'{name}, site | {name}, server' for name in costs)} |"]
    head.append(f"|---|{'--:|' * 2 * len(costs)}")
    rows = [
        f"| {name} | {' | '.join(f'{ms:.2f}' for each in costs.values() for ms in each[name])} |"
        for name in names
    ]
    per_core = [f"{database} {1000 / sum(each['request']):.0f}" for database, each in costs.items()]
    return [
        (
            "What a save costs in one process, in milliseconds of processor time (median of 340; "
            "the steps are those of the verb, and carry what measuring them costs; SQLite works "
            "inside the site's process). The counts of this bench seldom change a score, so the "
            "ledger is seldom written."
        ),
        "",
        *head,
        *rows,
        "",
        f"Saves/s that one core of this machine carries: {', '.join(per_core)}.",
    ]


def report() -> list[str]:
    """Return the section of `docs/benchmarks.md`."""
    lines = [
        "## The last hour",
        "",
        (
            f"170 communes with the model set (69 components), {PEOPLE} simulated people who save "
            f"row after row without a pause for {SECONDS} seconds against gunicorn with {WORKERS} "
            f"workers of {THREADS} threads; locust, database and server share the machine. "
            "`bare` signs in and does nothing; `bare save` signs in, locks one row, writes it and "
            "commits; `save` does all that a save does (right, deadline, version, facts, scores of "
            "the sheet, ledger, chained audit row). In `save, lock` the deadline passes in the "
            "middle: refusals count as answers. A save of the value that stands there already is "
            "accepted and writes no row into the log."
        ),
        "",
        "| Database | Load | Answers/s | Median ms | p95 ms | Failed | To bare save | To bare |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    truths, shares, costs = [], [], {}
    for name, server in (
        ("PostgreSQL", running_postgresql(durable=True)),
        ("SQLite", nullcontext("")),
    ):
        with tempfile.TemporaryDirectory(prefix="last-hour-") as folder, server as database:
            loads, checked, costs[name] = _run(database, Path(folder))
        shares.append(loads["save"].per_second / loads["bare"].per_second)
        for what, load in loads.items():
            words = {"bare_save": "bare save", "lock": "save, lock"}.get(what, what)
            lines.append(
                f"| {name} | {words} | {load.per_second:.0f} | {load.median:.0f} | {load.p95:.0f} "
                f"| {load.failures} | {load.per_second / loads['bare_save'].per_second:.2f} "
                f"| {load.per_second / loads['bare'].per_second:.2f} |"
            )
        truths.append(
            f"{name}: {checked['accepted']} saves were accepted and {checked['audited']} stand in "
            f"the log, {checked['lost']} accepted values are lost, {checked['late']} were written "
            f"after the lock, the chain of the log has {checked['faults']} faults."
        )
    verdict = "reached" if min(shares) >= 0.5 else "not reached"
    target = f"Target: a save at half the throughput of a bare view or more: {verdict}."
    return ["", *lines, "", *truths, "", target, "", *_cost_table(costs), ""]


if __name__ == "__main__":
    print("\n".join(report()))  # noqa: T201
