"""Which open files save points when they are closed in time, and what each step of a file means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from parindex.caseload.columns import Source
from parindex.caseload.counting.scope import CountSettings
from parindex.caseload.judgement import STATE_WORDS, Judgement, judge_766, judge_local
from parindex.caseload.reconcile.stakes import due_soonest
from parindex.web.caseflow.files import steps_of
from parindex.web.caseflow.scopes import View
from parindex.web.common.formats import language


@dataclass(frozen=True, slots=True)
class Saving:
    """An open file, when it is due, and the points it costs if it is not closed by then."""

    code: str
    procedure_code: str
    due_at: datetime
    points: Decimal | None


def due_first(
    view: View, unit_code: str, facts: Mapping[str, int], block: str, most: int = 10
) -> tuple[Saving, ...]:
    """Return the open files of a unit that are due next, with the points each saves."""
    found = due_soonest(view.files(unit_code), view.scope, facts, block=block, most=most)
    return tuple(
        Saving(
            row["dossier_code"],
            row["procedure_code"],
            row["due_at"],
            None if row["saves"] is None else Decimal(row["saves"]),
        )
        for row in found.iter_rows(named=True)
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a dossier: its state in words, and the reasoning with sources."""

    state: str
    is_bad: bool
    lines: tuple[tuple[str, str], ...]


def verdicts(
    row: Mapping[str, Any], now: datetime, settings: CountSettings
) -> tuple[Verdict, Verdict]:
    """Return how Decision 766 and the one-stop report judge a dossier just now."""
    steps = steps_of(row["dossier_code"], source=Source.LOCAL)
    until = now + timedelta(seconds=1)
    return (
        _verdict(judge_766(row, steps, until, settings.judgement)),
        _verdict(judge_local(row, steps, until, settings.judgement)),
    )


def _verdict(judgement: Judgement) -> Verdict:
    tongue = language()
    lines = tuple((line.in_language(tongue), line.source(tongue)) for line in judgement.lines)
    return Verdict(STATE_WORDS[tongue][judgement.state], judgement.is_on_time is False, lines)
