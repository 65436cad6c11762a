"""What all tests share."""

from __future__ import annotations

from typing import Any

import pytest

from parindex.web.results.domain import publish_shipped_editions


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Publish the shipped editions once; each test rolls back what it adds."""
    with django_db_blocker.unblock():
        assert all(is_new for _, is_new in publish_shipped_editions())


collect_ignore = ["settings.py"]
"""Django has read it under its full name already; a doctest run would make a second home."""
