"""Reads one portion ahead while the one before is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from queue import Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _End:
    """The last thing in the queue: how the iterable ended."""

    error: BaseException | None


def ahead(items: Iterable[T]) -> Iterator[T]:
    """Yield the items of an iterable that another thread makes, one ahead and no more.

    An error of the iterable is raised here, after the items before it. When the caller stops
    early, the thread stops with the item that it has in hand.

    Examples
    --------
    >>> list(ahead(range(3)))
    [0, 1, 2]
    """
    queue: Queue[T | _End] = Queue(maxsize=1)
    is_over = Event()
    thread = Thread(target=_make, args=(items, queue, is_over), daemon=True)
    thread.start()
    try:
        while not isinstance(item := queue.get(), _End):
            yield item
    finally:
        is_over.set()
        while thread.is_alive():  # it may wait for room in the queue
            if not queue.empty():
                queue.get()
            thread.join(0.01)
    if item.error is not None:
        raise item.error


def _make(items: Iterable[T], queue: Queue[T | _End], is_over: Event) -> None:
    error: BaseException | None = None
    try:
        for item in items:
            queue.put(item)
            if is_over.is_set():
                break
    except BaseException as found:  # noqa: BLE001 - raised again where it is awaited
        error = found
    queue.put(_End(error))
