"""What the tests run in processes of their own."""

from __future__ import annotations

from multiprocessing.connection import Connection
from typing import Any

from parindex.caseload.lake import Lake
from tests.caseload.lake.records import batch_of, code, hours, refused, snapshot, step

DOSSIERS_A_DAY = 20


def day(number: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return a day's records: new dossiers in two months, yesterday's finished, steps, repeats."""
    new = range(number * DOSSIERS_A_DAY, (number + 1) * DOSSIERS_A_DAY)
    at = {"as_of": 24 * number, "arrived": 24 * number}
    said = [
        snapshot(each, **at, dossier_code=code(each, 7 + each % 2), due_at=hours(200))
        for each in new
    ]
    old = range(max(0, (number - 1) * DOSSIERS_A_DAY), number * DOSSIERS_A_DAY)
    said += [
        snapshot(
            each,
            **at,
            dossier_code=code(each, 7 + each % 2),
            due_at=hours(200),
            status=9,
            finished_at=hours(24 * number),
        )
        for each in old
        if each % 3
    ]
    done = [
        step(each, at=24 * number + 1, status=5, dossier_code=code(each, 7 + each % 2))
        for each in new
        if each % 5 == 0
    ]
    return said, done


def import_day(root: str, number: int, *, queues: bool = True) -> None:
    """Import a day into the lake."""
    said, done = day(number)
    name = f"day-{number}"
    batch = batch_of(name, said, done, quarantine=refused(name, 1, "không phải ngày", "để trống"))
    Lake(root, queues=queues).write(batch)


def import_day_and_tell(root: str, number: int, line: Connection) -> None:
    """Say when the import begins and when it is done, so that it can be killed between."""
    line.send("begun")
    import_day(root, number)
    line.send("done")


def import_days(root: str, numbers: list[int], line: Connection, *, queues: bool) -> None:
    """Wait for the word, then import the days in the given order."""
    line.send("ready")
    line.recv()
    for number in numbers:
        import_day(root, number, queues=queues)
    line.send("done")
