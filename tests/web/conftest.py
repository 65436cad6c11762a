"""What the tests of the site share."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.utils.translation import activate

from parindex.web.results.models import Edition


class Unresolved(logging.Handler):
    """Keeps what Django's template engine says of variables that it could not find."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.messages: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message once."""
        if "resolving variable" in record.getMessage():
            self.messages.add(record.getMessage())


@pytest.fixture(autouse=True)
def no_missing_variable() -> Iterator[None]:
    """Fail a test whose pages ask for a variable that nobody gave, in `if` and `with` too.

    `string_if_invalid` would miss those two: an `if` swallows what it raises.
    """
    logger, handler = logging.getLogger("django.template"), Unresolved()
    level = logger.level
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)
    logger.propagate = False
    yield
    logger.propagate = True
    logger.removeHandler(handler)
    logger.setLevel(level)
    assert not handler.messages


@pytest.fixture(autouse=True)
def fresh_start() -> None:
    """Give each test an empty cache, and the language that the site begins with."""
    cache.clear()
    activate("vi")


@pytest.fixture
def no_editions(db: None) -> None:
    """Hide all editions, as on the first day of an installation."""
    Edition.objects.update(is_current=False)


@pytest.fixture
def gia_lai(db: None) -> Any:
    """Return the edition of two blocks, 14 departments and 135 communes."""
    return Edition.objects.get(slug="766-gia-lai-2026-10-10")
