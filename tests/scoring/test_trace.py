"""How a component came to its points: kind, values, facts, steps, source."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from parindex.rulebook.model import Rulebook
from parindex.scoring import Trace, UnitFacts, score
from tests.small import book, fields, leaf, scored, unit

D = Decimal


def trace_of(rulebook: Rulebook, facts: UnitFacts, code: str = "1.1") -> Trace:
    found = scored(rulebook, facts).nodes[code].trace
    assert found is not None
    return found


def test_a_trace_names_kind_values_facts_steps_and_source(small: Rulebook) -> None:
    found = trace_of(small, unit())
    assert found.kind == "ratio"
    assert dict(found.parameters) == {"max_points": 4}
    assert dict(found.inputs) == {"settled_on_time": 3, "settled": 4}
    assert found.steps == (("ratio", 75), ("points_exact", 3))
    assert found.source == "1/QĐ, phụ lục"


def test_a_missing_fact_is_none_and_no_step_is_made_up(small: Rulebook) -> None:
    found = trace_of(small, unit(settled=None))
    assert dict(found.inputs) == {"settled_on_time": 3, "settled": None}
    assert found.steps == ()


def test_the_last_step_is_the_figure_that_stands(folder: Path) -> None:
    rounding = {"component": {"step": "0.01"}, "rank_on": "exact", "display": {"step": "0.01"}}
    rulebook = book(folder, rounding=rounding)
    facts = unit(settled=3, settled_on_time=2)
    assert trace_of(rulebook, facts).steps[-1] == ("points_rounded", D("2.67"))
    assert scored(rulebook, facts).nodes["1.1"].points == D("2.67")


def test_a_policy_is_a_step(small: Rulebook) -> None:
    found = trace_of(small, unit(settled=0, settled_on_time=0))
    assert found.steps == (("none_arisen", "not_applicable"),)


def test_imported_points_have_no_kind(small: Rulebook) -> None:
    found = trace_of(small, UnitFacts("u", "U", "department", {}, {"1.1": D(2)}))
    assert (found.kind, found.steps) == ("", (("imported", 2),))


def test_the_values_of_the_day_are_in_the_trace(folder: Path) -> None:
    all_ = fields()
    old = all_[1]["children"][0]["values"][0]
    source = {"act": "1/QĐ", "place": "mục 2"}
    new = {"from": "2026-07-01", "weights": {"good": "1", "bad": "0.5"}, "source": source}
    all_[1]["children"][0]["values"] = [old, new]
    found = trace_of(book(folder, all_), unit(), "2.1")
    assert found.parameters["weights"]["bad"] == D("0.5")
    assert found.source == "1/QĐ, mục 2"


def test_scoring_without_trace_gives_the_same_points(small: Rulebook) -> None:
    traced, bare = (score(small, [unit()], trace=trace).units[0] for trace in (True, False))
    assert all(each.trace is None for each in bare.nodes.values())
    assert [each[:5] for each in traced.nodes.values()] == [
        each[:5] for each in bare.nodes.values()
    ]


def test_a_third_is_not_taken_for_rounded(small: Rulebook) -> None:
    found = trace_of(small, unit(settled=3, settled_on_time=1))
    assert [name for name, _ in found.steps] == ["ratio", "points_exact"]


def test_a_sum_names_its_parts_with_their_signs_and_its_rounding(folder: Path) -> None:
    all_ = fields()
    minus = leaf("1.9", "1", "field_minus", {"minus": "faults"}, subtracts=True)
    all_[0]["children"].append(minus)
    rounding = {"field": {"step": "0.1"}, "rank_on": "exact", "display": {"step": "0.01"}}
    facts = unit(settled=3, settled_on_time=2, faults=1)
    found = trace_of(book(folder, all_, rounding=rounding), facts, "1")
    assert [code for code, _ in dict(found.steps)["parts"]] == ["1.1", "1.2", "1.9"]
    assert dict(found.steps)["parts"][-1] == ("1.9", -1)
    assert found.steps[-1] == ("points_rounded", D("2.7"))


def test_a_sum_of_thirds_is_not_taken_for_rounded(small: Rulebook) -> None:
    found = trace_of(small, unit(settled=3, settled_on_time=1), "1")
    assert [name for name, _ in found.steps] == ["parts"]
