"""Carries messages from the inbox into the lake; what the lake has leaves the inbox.

The order makes it safe to be killed anywhere and to run twice at once: rows leave the inbox only
after the lake has committed, and the lake takes the same record a second time as nothing new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

import pyarrow as pa
from django.db.models import QuerySet

from parindex.caseload.batch import Batch
from parindex.caseload.calendar import add_due_dates
from parindex.caseload.columns import Source
from parindex.caseload.lake import Landed
from parindex.web.caseflow.domain.received import unpacked
from parindex.web.caseflow.files import lake
from parindex.web.caseflow.models import InboxMessage
from parindex.web.caseflow.moments import wall
from parindex.web.caseflow.scopes import working_calendar

PORTION = 16 * 1024 * 1024
"""Letters of the messages that are written together: some 20,000 dossiers."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the inbox: messages carried over, and those that could not be read."""

    messages: int = 0
    landed: Landed = field(default_factory=Landed)
    faults: tuple[str, ...] = ()

    def __add__(self, other: TakenIn) -> TakenIn:
        """Return both together."""
        landed = self.landed + other.landed
        return TakenIn(self.messages + other.messages, landed, self.faults + other.faults)


def take_in(now: datetime) -> TakenIn:
    """Carry all that waits in the inbox into the lake.

    A row that cannot be read stays where it is and is told of; the others go on. An error of the
    lake stops everything: what is not in the lake stays in the inbox.
    """
    done, last = TakenIn(), 0
    while portion := list(_portion(InboxMessage.objects.filter(pk__gt=last))):
        last = portion[-1].pk
        for source, rows in groupby(
            sorted(portion, key=lambda each: each.source), lambda each: each.source
        ):
            done += _take_in(Source(source), list(rows), now)
    return done


def _portion(waiting: QuerySet[InboxMessage]) -> Iterator[InboxMessage]:
    size = 0
    for row in waiting.order_by("pk").iterator(chunk_size=100):
        yield row
        size += len(row.body)
        if size >= PORTION:
            return


def _take_in(source: Source, rows: Sequence[InboxMessage], now: datetime) -> TakenIn:
    read, faults = [], []
    for row in rows:
        try:
            read.append((row, unpacked(row)))
        except (ValueError, TypeError, pa.ArrowException) as error:
            faults.append(f"inbox message {row.pk} cannot be read ({error}); it stays in the inbox")
    if not read:
        return TakenIn(faults=tuple(faults))
    batch = _together(source, [batch for _, batch in read], wall(now))
    calendar = working_calendar(now)
    landed = lake().write(batch, clock=lambda table: add_due_dates(table, calendar))
    InboxMessage.objects.filter(pk__in=[row.pk for row, _ in read]).delete()
    return TakenIn(len(read), landed, tuple(faults))


def _together(source: Source, batches: Sequence[Batch], at: datetime) -> Batch:
    return Batch.of(
        f"inbox {at:%Y-%m-%dT%H:%M:%S}",
        source,
        at,
        dossiers=pa.concat_tables([each.dossiers for each in batches]),
        steps=pa.concat_tables([each.steps for each in batches]),
        quarantine=pa.concat_tables([each.quarantine for each in batches]),
    )
