"""What the database holds, so that a test can say that nothing of it has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
SESSIONS = "django_session"
Said = dict[str, tuple[int, Any, str]]


def content(*only: str) -> Said:
    """Return for each table how many rows it has, the last id, and a hash over all its values.

    `only` names apps; without one it is every table but the sessions: a visit may move their end.
    """
    models = [each for each in apps.get_models(include_auto_created=True) if each._meta.managed]
    return {
        model._meta.label_lower: _of(model)
        for model in models
        if model._meta.app_label in (only or [model._meta.app_label])
        and model._meta.label_lower != "sessions.session"
    }


def _of(model: Any) -> tuple[int, Any, str]:
    rows = list(model._base_manager.order_by("pk").values_list())
    last = model._base_manager.order_by("-pk").values_list("pk", flat=True).first()
    return len(rows), last, hashlib.sha256(repr(rows).encode()).hexdigest()


def changed(before: Said, after: Said) -> list[str]:
    """Return the tables that are not as they were."""
    return sorted(label for label in before.keys() | after.keys() if before[label] != after[label])


@contextmanager
def writes() -> Iterator[list[str]]:
    """Collect every statement that writes, those of sessions left out, undone ones included."""
    found: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES) and SESSIONS not in sql:
            found.append(sql[:200])
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield found
