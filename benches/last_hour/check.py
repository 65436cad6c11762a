"""Compares what the server accepted with what is stored, and prints the counts as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

django.setup()

from parindex.web.assessment.models import Deadline, Row
from parindex.web.common.audit import verify
from parindex.web.common.models import AuditRow


def check(accepted_file: Path) -> dict[str, int]:
    """Return how many saves were accepted, logged, lost, and written after the lock."""
    lines = accepted_file.read_text(encoding="utf-8").splitlines()
    accepted = [json.loads(line) for line in lines]
    last: dict[int, tuple[int, str, str]] = {}
    for row, version, fact, value, _ in accepted:
        if version > last.get(row, (0,))[0]:
            last[row] = (version, fact, value)
    stored = {row.pk: row for row in Row.objects.filter(pk__in=last)}
    lost = sum(
        stored[key].version < version or stored[key].facts.get(fact) != value
        for key, (version, fact, value) in last.items()
    )
    saves = AuditRow.objects.filter(verb="row.saved")
    lock = Deadline.objects.get(kind="self_score").at
    return {
        "accepted": len(accepted),
        "audited": saves.count(),
        "lost": lost,
        "late": saves.filter(at__gte=lock).count(),
        "faults": len(verify()),
    }


if __name__ == "__main__":
    print(json.dumps(check(Path(sys.argv[1]))))  # noqa: T201
