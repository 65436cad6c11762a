"""The story for rights and people: the same small province, the clock standing still."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.web.story import NOW, Story, make_story


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the clock at the story's hour; `clock.move_to` moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def story(db: None, clock: time_machine.Traveller) -> Story:
    """Return the small province with its open round."""
    return make_story()
