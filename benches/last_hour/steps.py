"""What one save costs, step by step, in processor time: of the site, and of PostgreSQL for it.

One process saves row after row through the whole site. Processor time is hardly disturbed by what
else a machine does; waiting for a disk or a lock is not in it. Printed as JSON.
"""

from __future__ import annotations

import itertools
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import django

django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import RequestFactory

from parindex.web.assessment.domain import sheets
from parindex.web.desk.views import sheets_save

SAVES = 340
STEPS = (
    (sheets, "access_row", "lock, rights, clock"),
    (sheets, "rows_to_score", "read the sheet"),
    (sheets, "_scored_anew", "score the sheet"),
    (sheets, "write", "write the row"),
    (sheets, "_write_scores", "other scores, ledger"),
    (sheets, "audit_row", "log with its chain"),
    (sheets_save.verbs, "save_row", "verb"),
    (sheets_save, "_told", "answer"),
)
Cost = tuple[float, float]


def _database_ms() -> float:
    """Return the processor time of the server's process for this connection, 0 on SQLite."""
    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    process = connection.connection.info.backend_pid
    told = Path(f"/proc/{process}/schedstat").read_text(encoding="ascii")
    return int(told.split()[0]) / 1e6


def _measured(work: Callable[..., Any], costs: list[Cost]) -> Callable[..., Any]:
    @wraps(work)
    def measured(*args: Any, **named: Any) -> Any:
        before = _database_ms()
        start = time.thread_time()
        try:
            return work(*args, **named)
        finally:
            costs.append(((time.thread_time() - start) * 1000, _database_ms() - before))

    return measured


def _call(path: str, said: dict[str, Any], session: str) -> dict[str, Any]:
    """Send what a script sends, through all that the site puts before a view."""
    token = "a" * 32
    request = RequestFactory().post(
        path,
        json.dumps(said),
        content_type="application/json",
        headers={
            "accept": "application/json",
            "host": "127.0.0.1",
            "x-csrftoken": token,
            "cookie": f"sessionid={session}; csrftoken={token}",
        },
    )
    heard: list[str] = []
    answer = APPLICATION(request.environ, lambda status, _: heard.append(status))
    body = b"".join(answer)
    answer.close()
    if not heard[0].startswith("200"):
        raise RuntimeError(f"{path} answered {heard[0]}: {body.decode()}")
    return dict(json.loads(body))


APPLICATION = get_wsgi_application()


def _turns(people: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give one person's next row after another's, for ever."""
    rows = [(each["session"], itertools.cycle(each["rows"])) for each in people]
    while True:
        for session, own in rows:
            yield session, next(own)


def costs_of(people: list[dict[str, Any]]) -> dict[str, Cost]:
    """Return the median cost of each step, the verb and the whole request, in milliseconds."""
    turns, values = _turns(people), itertools.count(1)
    versions = dict(sheets.Row.objects.values_list("pk", "version"))

    def save(call: Callable[..., Any] = _call) -> None:
        session, row = next(turns)
        facts = {row["fact"]: str(next(values))}
        told = call(row["save"], {"version": versions[row["id"]], "facts": facts}, session)
        versions[row["id"]] = told["version"]

    def bare(call: Callable[..., Any]) -> None:
        call("/bare/", {"value": 1}, people[0]["session"])

    for _ in range(SAVES):  # what a process reads once is read now
        save()
    found: dict[str, list[Cost]] = {name: [] for *_, name in STEPS}
    whole, nothing = found.setdefault("request", []), found.setdefault("bare", [])
    for _ in range(SAVES):
        save(_measured(_call, whole))
        bare(_measured(_call, nothing))
    for place, function, name in STEPS:
        setattr(place, function, _measured(getattr(place, function), found[name]))
    for _ in range(SAVES):
        save()
    return {
        name: (statistics.median(a for a, _ in costs), statistics.median(b for _, b in costs))
        for name, costs in found.items()
    }


if __name__ == "__main__":
    plan = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print(json.dumps(costs_of(plan["people"][:170])))  # noqa: T201
