"""The check `due_date_moved`: planted, and near misses at each edge."""

from __future__ import annotations

from parindex.caseload.quality import QualitySettings
from tests.caseload.quality.making import dossiers, seen


def test_one_change_is_seen_none_is_not() -> None:
    assert seen("due_date_moved", dossiers({"due_changes": 1}, {"due_changes": 0})) == [1]


def test_the_number_of_changes_is_a_setting() -> None:
    how = QualitySettings(parameters={"due_date_moved": {"changes": 2}})
    assert seen(
        "due_date_moved", dossiers({"due_changes": 1}, {"due_changes": 2}), settings=how
    ) == [2]
