"""The check `finished_without_result`: planted, and near misses at each edge."""

from __future__ import annotations

from tests.caseload.quality.making import at, dossiers, open_ones, seen


def test_no_result_is_seen_one_result_is_not() -> None:
    assert seen("finished_without_result", dossiers({"results": 0}, {"results": 1})) == [1]


def test_an_open_and_a_stopped_dossier_owe_no_result() -> None:
    stopped = {"status": 8, "stopped_at": at("08-05 09:00"), "finished_at": None}
    given = dossiers(stopped | {"returned_at": None, "results": 0}, {"results": 1})
    assert seen("finished_without_result", given) == []
    assert seen("finished_without_result", open_ones({})) == []
