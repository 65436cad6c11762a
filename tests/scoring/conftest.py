"""Rulebooks that several tests score by."""

from __future__ import annotations

from pathlib import Path

import pytest

from parindex.rulebook.model import Rulebook
from tests.small import BONUS, PENALTY, book, fields


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """6 appraised points and 4 of a survey, convention R1."""
    return book(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def with_extras(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    """The same with a bonus up to 2 and a penalty up to 1."""
    return book(tmp_path_factory.mktemp("extras"), [*fields(), BONUS, PENALTY])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "set"
