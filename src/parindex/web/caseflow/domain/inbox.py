"""The door of the receiver: a message is read, freed of personal data, kept, then acknowledged.

What is kept are the records as the readers made them and the refused rows with their reasons, so
the answer and the lake say the same. `intake.take_in` carries them from here into the lake.

Messages that come while others are being kept wait a moment and are kept together: reading forty
costs little more than reading one, and one commit is one wait for the disk.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from parindex.caseload.columns import Source
from parindex.caseload.privacy import Pseudonyms, load_key
from parindex.caseload.readers import Intake
from parindex.errors import NotEntitledError
from parindex.web.caseflow.domain.keys import hash_of_key
from parindex.web.caseflow.domain.received import (
    UNREADABLE,
    WITHOUT_DATA,
    Answer,
    ForeignSenderError,
    Message,
    Names,
    NotKeptError,
    at_the_door,
    packed,
    read_messages,
    refuse_foreign_sender,
)
from parindex.web.caseflow.models import InboxMessage, IntakeKey
from parindex.web.caseflow.moments import wall

__all__ = ["ForeignSenderError", "NotKeptError", "keep_message", "key_of", "origin_of"]

MOST_AT_ONCE = 200
"""Messages that are kept together at most, so that the first of them does not wait long."""


def key_of(text: str) -> IntakeKey:
    """Return the key that somebody shows; raise `NotEntitledError` for any that is not in use.

    Keys of the practice province are in use on a practice site only.
    """
    digest = hash_of_key(text)
    found = IntakeKey.objects.select_related("province").filter(key_hash=digest).first()
    if found is None or not hmac.compare_digest(found.key_hash, digest):
        raise NotEntitledError("no such key")
    if found.revoked_at is not None:
        raise NotEntitledError(f"key {found.pk} is revoked")
    if found.province.is_practice and not settings.PRACTICE:
        raise NotEntitledError(f"key {found.pk} is for practice")
    return found


def origin_of(key_id: int) -> str:
    """Return what the quarantine calls the way of a key's messages."""
    return f"api/dong-bo/{key_id}"


def keep_message(message: Message, key: IntakeKey) -> Answer:
    """Keep a message for the lake, freed of personal data, and return the answer to its sender.

    When this returns, what was taken in is on the disk of the database. It raises
    `ForeignSenderError` when the message names another province, and whatever the database
    raises; then nothing is kept and the sender must send again.
    """
    if not isinstance(message.get("data"), list | dict | str):
        return {"error_code": UNREADABLE, "error_message": WITHOUT_DATA, "data": []}
    refuse_foreign_sender(message, key.province)
    waiting = _Waiting(message, key)
    QUEUE.keep(waiting)
    if waiting.answer is None:
        raise waiting.error or NotKeptError("the worker stopped before the message was kept")
    return waiting.answer


@dataclass(slots=True)
class _Waiting:
    """A message on its way, and what became of it."""

    message: Message
    key: IntakeKey
    answer: Answer | None = None
    error: Exception | None = None
    is_done: bool = False


@dataclass(slots=True)
class _Queue:
    """Lets one thread at a time keep what all have brought; the others find their answer."""

    waiting: list[_Waiting] = field(default_factory=list)
    guard: Lock = field(default_factory=Lock)
    turn: Lock = field(default_factory=Lock)

    def keep(self, mine: _Waiting) -> None:
        """Return when the message has been kept, or refused by the database."""
        with self.guard:
            self.waiting.append(mine)
        while not mine.is_done:
            with self.turn:
                if not mine.is_done:
                    _keep_all(self._next())

    def _next(self) -> list[_Waiting]:
        with self.guard:
            taken, self.waiting = self.waiting[:MOST_AT_ONCE], self.waiting[MOST_AT_ONCE:]
        return taken


QUEUE = _Queue()


def _keep_all(brought: Sequence[_Waiting]) -> None:
    """Keep messages in one transaction; where that fails each by itself, so none spoils others."""
    try:
        _keep(brought)
    except Exception as error:  # noqa: BLE001  every waiting thread must hear of it
        if len(brought) > 1:
            for each in brought:
                _keep_all([each])
            return
        brought[0].error = error
    finally:
        for each in brought:
            each.is_done = True


def _keep(brought: Sequence[_Waiting]) -> None:
    now = timezone.now()
    by_key: dict[int, list[_Waiting]] = {}
    for each in brought:
        by_key.setdefault(each.key.pk, []).append(each)
    rows, answers = [], []
    for pk, parts in by_key.items():
        key = parts[0].key
        intake = Intake(
            Source(key.source), wall(now), pseudonyms(), is_simulated=key.province.is_practice
        )
        messages = [each.message for each in parts]
        names = Names(messages, intake.pseudonyms, origin_of(pk))
        read = read_messages(messages, intake, names)
        read = at_the_door(read, key.province, names)
        if body := packed(read.batch):
            rows.append(InboxMessage(key=key, source=key.source, body=body, arrived_at=now))
        answers += zip(parts, read.answers, strict=True)
    with _on_the_disk(), transaction.atomic(durable=True):
        InboxMessage.objects.bulk_create(rows)
        for pk, parts in sorted(by_key.items()):
            IntakeKey.objects.filter(pk=pk).update(
                message_count=F("message_count") + len(parts), last_message_at=now
            )
    for each, answer in answers:
        each.answer = answer


@contextmanager
def _on_the_disk() -> Iterator[None]:
    """Let a commit of SQLite wait for the disk, as one of PostgreSQL does.

    Pages live with `synchronous=NORMAL`: a loss of power may take their last commits. A message
    that was acknowledged will not come again, so its commit is written through.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=FULL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous=NORMAL")


@lru_cache(maxsize=4)
def _pseudonyms(home: Path, given: str | None) -> Pseudonyms:
    return load_key(home, given)


def pseudonyms() -> Pseudonyms:
    """Return the hashes of this installation; the key is read once a process."""
    return _pseudonyms(settings.ENVIRONMENT.home, settings.RECEIVER.hash_key)
