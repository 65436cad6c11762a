"""What all tests share."""

from __future__ import annotations

import os
from typing import Any

import pytest

from parindex.web.results.domain import publish_shipped_editions


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Publish the shipped editions once; each test rolls back what it adds."""
    with django_db_blocker.unblock():
        assert all(is_new for _, is_new in publish_shipped_editions())


def _touches_the_database(item: pytest.Item) -> bool:
    """Tell whether a test asks for the database, by its mark or by a fixture."""
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(fixtures & {"db", "transactional_db"}) or bool(item.get_closest_marker("django_db"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run on PostgreSQL only what touches the database; the rest has run on SQLite's turn."""
    if os.environ.get("PARINDEX_TEST_DATABASE", "sqlite") == "sqlite":
        return
    config.hook.pytest_deselected(items=[each for each in items if not _touches_the_database(each)])
    items[:] = [each for each in items if _touches_the_database(each)]


collect_ignore = ["settings.py"]
"""Django has read it under its full name already; a doctest run would make a second home."""
