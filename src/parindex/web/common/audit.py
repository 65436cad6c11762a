"""Writes the audit log, in the transaction of the change that it tells of, and verifies it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from parindex.errors import OutsideTransactionError, Problem
from parindex.web.common.models import AuditChain, AuditRow
from parindex.web.common.statements import Kept, Slot, add, write

_ADDRESS: ContextVar[str] = ContextVar("address", default="")
REPAIR = "Compare with the last export and backup, and find out who could write to the database"
HASHED = (
    *("chain", "place", "verb", "actor_id", "actor", "address", "round_id", "unit_id"),
    *("component", "subject", "subject_id", "old", "new", "reason", "previous_hash"),
)
HEAD: Kept[AuditChain] = Kept(
    lambda: AuditChain.objects.select_for_update().filter(key=Slot("key"))
)


@contextmanager
def coming_from(address: str) -> Iterator[None]:
    """Let all rows written inside say from which address the change came."""
    token = _ADDRESS.set(address)
    try:
        yield
    finally:
        _ADDRESS.reset(token)


def hash_of(row: AuditRow) -> str:
    """Return the SHA-256 over everything that a row says and the hash before it."""
    said = {name: getattr(row, name) for name in HASHED}
    said["at"] = row.at.astimezone(UTC).isoformat()
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def record(  # noqa: PLR0913  a row of the log has as many sides
    verb: str,
    subject: models.Model,
    *,
    user: Any,
    old: Any = None,
    new: Any = None,
    reason: str = "",
    round_id: int | None = None,
    unit_id: int | None = None,
    component: str = "",
) -> AuditRow:
    """Write one row; call it last in the verb, inside its transaction.

    `user` is the person who acts, or None where the system itself does (a deadline that passed).
    The chain's head stays locked until the transaction ends: that is what makes it a chain.
    """
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransactionError(verb)
    key = f"unit:{unit_id}" if unit_id else "general"
    chain = _held_chain(key)
    row = AuditRow(
        chain=key,
        place=chain.length + 1,
        at=timezone.now(),
        verb=verb,
        actor_id=user.pk if user else None,
        actor=f"{user.name} ({user.username})" if user else "parindex",
        address=_ADDRESS.get(),
        round_id=round_id,
        unit_id=unit_id,
        component=component,
        subject=subject._meta.label_lower,
        subject_id=subject.pk,
        old=plain(old),
        new=plain(new),
        reason=reason,
        previous_hash=chain.head,
    )
    row.hash = hash_of(row)
    add([row])
    chain.length, chain.head = row.place, row.hash
    write(chain, "length", "head")
    return row


def _held_chain(key: str) -> AuditChain:
    """Return the head of a chain, locked; the first row of a chain makes it."""
    chain = HEAD.first(key=key)
    if chain is None:
        AuditChain.objects.get_or_create(key=key)
        chain = AuditChain.objects.select_for_update().get(key=key)
    return chain


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it, so that the hash of a row read back is the same."""
    return json.loads(json.dumps(value, ensure_ascii=False, default=str))


def verify() -> tuple[Problem, ...]:
    """Return every place where the log is not what was written, none when it is whole."""
    chains = list(AuditChain.objects.order_by("key"))
    headless = AuditRow.objects.exclude(chain__in=[chain.key for chain in chains])
    lost = [
        Problem(f"audit {key}", "its rows stand here and the head of the chain is gone", REPAIR)
        for key in headless.order_by("chain").values_list("chain", flat=True).distinct()
    ]
    return (*lost, *(problem for chain in chains for problem in _of(chain)))


def _of(chain: AuditChain) -> Iterator[Problem]:
    head, place = "", 0
    for row in AuditRow.objects.filter(chain=chain.key).order_by("place").iterator():
        where = f"audit {row.chain}/{row.place}"
        if row.place != place + 1:
            yield Problem(where, f"row {place + 1} is missing", REPAIR)
        elif row.previous_hash != head:
            yield Problem(where, "the row before it is not the one it was chained to", REPAIR)
        if hash_of(row) != row.hash:
            yield Problem(where, "its content was altered after it was written", REPAIR)
        head, place = row.hash, row.place
    if (place, head) != (chain.length, chain.head):
        what = f"the chain ends at row {place}, written were {chain.length}"
        yield Problem(f"audit {chain.key}", what, REPAIR)
    loose = AuditRow.objects.filter(chain=chain.key, place__gt=chain.length).count()
    if loose:
        yield Problem(f"audit {chain.key}", f"{loose} row(s) were added from outside", REPAIR)
