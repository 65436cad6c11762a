"""The check `done_but_open`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import dossiers, open_ones, seen


def test_an_open_file_with_a_result_is_seen() -> None:
    assert seen("done_but_open", open_ones({"results": 1}, {"results": 0})) == [1]


def test_a_finished_one_is_not() -> None:
    assert seen("done_but_open", dossiers({"results": 1})) == []
