"""Reading ahead: the same items, the same errors, and never more than one waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parindex.caseload.readers.ahead import ahead


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers()), max_size=20))
def test_all_items_come_in_their_order(items: list[int | None]) -> None:
    assert list(ahead(items)) == items


def test_an_error_comes_after_the_items_before_it() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("torn")

    items = ahead(broken())
    assert next(items) == 1
    with pytest.raises(ValueError, match="torn"):
        next(items)


def test_who_stops_early_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    items = ahead(iter(range(1_000_000)))
    assert next(items) == 0
    items.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_no_more_than_three_items_are_made_before_the_first_is_done() -> None:
    made: list[int] = []

    def counted() -> Iterator[int]:
        for number in range(100):
            made.append(number)
            yield number

    items = ahead(counted())
    next(items)
    threading.Event().wait(0.2)
    assert len(made) <= 3
    items.close()  # type: ignore[attr-defined]
