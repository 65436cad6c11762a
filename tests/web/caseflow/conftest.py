"""The story's province with dossiers: a lake written once, counted by the verb itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine

from parindex.web.caseflow.domain.refresh import refresh_dossiers
from parindex.web.caseflow.models import Refresh, UnitPeriod
from parindex.web.org.enums import Role
from parindex.web.org.models import User
from tests.web.caseflow.dossiers import give_codes, make_lake
from tests.web.story import NOW, Story, give_role, make_story


@pytest.fixture(scope="session")
def lake_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a lake with both sides, written once; tests only read dossiers."""
    root = tmp_path_factory.mktemp("caseflow") / "lake"
    make_lake(root)
    return root


@pytest.fixture(scope="session")
def lone_lake_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a lake that has no portal's copy."""
    root = tmp_path_factory.mktemp("caseflow-lone") / "lake"
    make_lake(root, portal=False)
    return root


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock at the story's hour; `clock.move_to` moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def bare(db: None, clock: time_machine.Traveller, settings: Any, tmp_path: Path) -> Story:
    """Return the story whose units have codes and whose lake is empty."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.EVIDENCE = replace(settings.EVIDENCE, clamd="", trust=None)
    settings.LAKE_ROOT = str(tmp_path / "lake")
    story = make_story()
    give_codes(story.province, story.units)
    manager = User.objects.create_user("motcua", None, name="Người motcua")
    give_role(manager, Role.ONE_STOP_MANAGER, story.province)
    story.people["manager"] = manager
    return story


KEPT: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {}
"""What the verb wrote for a lake, by its folder: later tests of the run write the same rows."""


def _count(root: Path) -> None:
    """Count a lake by the verb, once a run; afterwards put the same rows there again."""
    key = str(root)
    if key not in KEPT:
        refresh = refresh_dossiers(now=NOW)
        KEPT[key] = (
            Refresh.objects.filter(pk=refresh.pk).values().get(),
            list(UnitPeriod.objects.values("unit_code", "period", "facts")),
        )
        return
    head, rows = KEPT[key]
    again = Refresh.objects.create(**{name: each for name, each in head.items() if name != "id"})
    UnitPeriod.objects.bulk_create(UnitPeriod(refresh=again, **each) for each in rows)


@pytest.fixture
def counted(bare: Story, settings: Any, lake_root: Path) -> Story:
    """Return the story with its dossiers counted."""
    settings.LAKE_ROOT = str(lake_root)
    _count(lake_root)
    return bare


@pytest.fixture
def lone(bare: Story, settings: Any, lone_lake_root: Path) -> Story:
    """Return the story with dossiers counted that the portal knows nothing of."""
    settings.LAKE_ROOT = str(lone_lake_root)
    _count(lone_lake_root)
    return bare
