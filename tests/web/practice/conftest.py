"""The practice province, loaded once for a module and taken back after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction

from parindex.web.practice.generator.load import Loaded, load_practice
from tests.web.story import NOW


@pytest.fixture(scope="module")
def practice(django_db_setup: None, django_db_blocker: Any) -> Iterator[Loaded]:
    """Load everything in a transaction that is rolled back when the module is through.

    Each test runs in a savepoint of its own inside of it.
    """
    with django_db_blocker.unblock(), time_machine.travel(NOW, tick=False):
        outer = transaction.atomic()
        outer.__enter__()
        loaded = load_practice()
    yield loaded
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Let the tests look on the day of loading."""
    with time_machine.travel(NOW, tick=False):
        yield
