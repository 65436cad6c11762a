"""A whole year in the browser: open, declare, attach, sign, appraise, explain, rule, close.

Each act builds on the one before it, so the acts are one test. The first agency works in the
browser from beginning to end; the second calls the same verbs beside it, the third stays silent.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import year_judgement, year_self_score
from tests.browser.year_site import Year, lived_through


@pytest.fixture(scope="module")
def year(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    """Return a site of its own with three agencies and their people, and no round yet."""
    with lived_through(tmp_path_factory.mktemp("year"), chromium) as site:
        yield site


def test_the_whole_year_is_played_in_the_browser(year: Year) -> None:
    for act in (*year_self_score.ACTS, *year_judgement.ACTS):
        act(year)
        year.expect_quiet()
