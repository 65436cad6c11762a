"""A round in full swing: facts, evidence, appraisal, explanation, a dispute before the council."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine

from tests.web.desk.lived import live
from tests.web.story import NOW, Story, make_story


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock at the story's hour; `clock.move_to` moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def own_bytes(settings: Any, tmp_path: Path) -> Path:
    """Keep the bytes of each test apart, with no clamd and no known signer."""
    settings.EVIDENCE_ROOT = tmp_path / "evidence"
    settings.EVIDENCE = replace(settings.EVIDENCE, clamd="", trust=None)
    return settings.EVIDENCE_ROOT


@pytest.fixture
def story(db: None, clock: time_machine.Traveller, own_bytes: Path) -> Story:
    """Return the small province with its open round."""
    return make_story()


@pytest.fixture
def lived(story: Story) -> Story:
    """Return the round before the council, with something of every kind in it."""
    live(story)
    return story
