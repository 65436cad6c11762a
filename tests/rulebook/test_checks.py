"""What must hold between the parts of a rulebook."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from parindex.errors import Problem, RulebookError
from parindex.rulebook.values import Condition, Step, StepTable, TierList
from parindex.scoring import load
from tests.small import (
    BONUS,
    FACTS,
    PENALTY,
    Data,
    book,
    fact,
    fields,
    leaf,
    node,
    text,
    values,
    write_book,
)


def refused(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(RulebookError) as caught:
        load(folder)
    return caught.value.problems


def only(folder: Path) -> Problem:
    (problem,) = refused(folder)
    return problem


def one(rule: str, inputs: Data, points: str = "10", **more: Any) -> list[Data]:
    """Return a set of one field with one component."""
    return [node("1", points, children=[leaf("1.1", points, rule, inputs, **more)])]


def band(name: str, lower: str, **more: Any) -> Data:
    return {"label": text(name), "lower": lower, **more}


# Sums


def test_fields_that_do_not_add_up_to_the_scale_are_refused(tmp_path: Path) -> None:
    problem = only(write_book(tmp_path, scale="11"))
    assert problem.where.startswith("rulebook.yaml, line ")
    assert problem.what == "the fields add up to 10, the scale is 11 (1: 6 + 2: 4)"


def test_bonus_and_penalty_are_no_part_of_the_scale(tmp_path: Path) -> None:
    assert book(tmp_path, [*fields(), BONUS, PENALTY]).scale == 10


def test_parts_that_do_not_add_up_are_refused_at_every_level(tmp_path: Path) -> None:
    wrong = fields()
    wrong[0]["max_points"] = "7"
    problem = only(write_book(tmp_path, wrong, scale="11"))
    assert problem.where.startswith("criteria/1.yaml, line ")
    assert problem.what == "the parts of 1 «Mục 1» add up to 6, not 7 (1.1: 4, 1.2: 2)"


def external(*maxima: str) -> list[Data]:
    return [
        leaf(str(n), top, "external", {"value": "p"}, step="0.05", values=values(source_max=top))
        for n, top in enumerate(maxima, start=1)
    ]


POINTS_FACT = {"p": fact("points")}


@pytest.mark.parametrize(
    ("maxima", "scale", "question"),
    [
        (("20.5", "10.05"), "31", "Is 2: 10.05 mistyped for 10.5? "),
        (("20", "10"), "21", "Is 2: 10 mistyped for 1? "),
        (("4", "6.05"), "10.5", "Is 2: 6.05 mistyped for 6.5? "),
        (("4", "6.5"), "10.05", ""),
        (("4", "1.05"), "14.5", "Is 2: 1.05 mistyped for 10.5? "),
    ],
)
def test_a_field_whose_zero_was_mistyped_is_named(
    tmp_path: Path, maxima: tuple[str, ...], scale: str, question: str
) -> None:
    problem = only(write_book(tmp_path, external(*maxima), POINTS_FACT, scale=scale))
    assert problem.fix == question + (
        "Correct a maximum; compare each with the annex of the decision"
    )


def test_a_part_whose_zero_was_mistyped_is_named_too(tmp_path: Path) -> None:
    group = [node("G", "10.5", children=external("5.05", "5"))]
    problem = only(write_book(tmp_path, group, POINTS_FACT, scale="10.5"))
    assert problem.fix == "Is 1: 5.05 mistyped for 5.5? Correct the maximum or one of its parts"


def exclusive(*maxima: str) -> list[Data]:
    return [node("G", "10", exclusive=True, children=external(*maxima))]


def test_exclusive_parts_are_each_worth_the_whole(tmp_path: Path) -> None:
    (folder := tmp_path / "good").mkdir()
    assert book(folder, exclusive("10", "10"), POINTS_FACT).node("G").exclusive
    (folder := tmp_path / "bad").mkdir()
    assert only(write_book(folder, exclusive("10", "5"), POINTS_FACT)).what == (
        "the parts of G «Mục G» each is not 10 (1: 10, 2: 5)"
    )


# Names, acts, dates


@pytest.mark.parametrize("name", ["code", "key"])
def test_a_name_that_stands_twice_is_refused(tmp_path: Path, name: str) -> None:
    double = fields()
    double[1]["children"][0][name] = double[0]["children"][0][name]
    problem = only(write_book(tmp_path, double))
    assert problem.where.startswith("criteria/2.yaml, line ")
    shown = double[1]["children"][0][name]
    assert problem.what == f"the {name} {shown!r} stands at «Mục 1.1» and at «Mục 2.1»"


def test_a_source_that_is_not_listed_is_refused(tmp_path: Path) -> None:
    foreign = fields()
    foreign[0]["source"] = {"act": "2/QĐ"}
    problems = refused(write_book(tmp_path, foreign))
    assert {problem.what for problem in problems} == {"the act '2/QĐ' is not among `acts`"}
    assert problems[0].fix == "List it, or use one of 1/QĐ"


def test_values_with_a_source_that_is_not_listed_are_refused(tmp_path: Path) -> None:
    foreign = fields()
    foreign[1]["children"][0]["values"][0]["source"] = {"act": "2/QĐ"}
    assert only(write_book(tmp_path, foreign)).what == "the act '2/QĐ' is not among `acts`"


@pytest.mark.parametrize("second", ["2025-07-01", "2026-01-01"])
def test_values_out_of_order_are_refused(tmp_path: Path, second: str) -> None:
    unsorted = fields()
    first = unsorted[1]["children"][0]["values"][0]
    unsorted[1]["children"][0]["values"] = [first, {**first, "from": second}]
    assert only(write_book(tmp_path, unsorted)).what == "values are not in order of `from`"


def test_a_rulebook_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    problem = only(write_book(tmp_path, valid_to="2025-12-31"))
    assert problem.what == "the rulebook ends before it begins"


# Facts


def test_a_fact_that_is_not_declared_is_refused(tmp_path: Path) -> None:
    facts = {name: value for name, value in FACTS.items() if name != "settled"}
    problem = only(write_book(tmp_path, facts=facts))
    assert problem.what == "the fact 'settled' is not declared"
    assert problem.fix == "Declare it in facts.yaml"


def test_a_fact_of_a_wrong_type_is_refused(tmp_path: Path) -> None:
    problem = only(write_book(tmp_path, facts={**FACTS, "settled": fact("text")}))
    assert problem.what == (
        "the fact 'settled' is a text, `denominator` needs a amount or count or percent or points"
    )


def test_an_input_that_is_not_bound_is_refused(tmp_path: Path) -> None:
    problem = only(write_book(tmp_path, one("ratio", {"numerator": "settled"})))
    assert problem.what == "rule `ratio` reads `denominator`, no fact is bound to it"


def test_an_input_that_the_rule_does_not_read_is_refused(tmp_path: Path) -> None:
    inputs = {"numerator": "settled", "denominator": "settled", "whole": "settled"}
    problem = only(write_book(tmp_path, one("ratio", inputs)))
    assert (problem.what, problem.fix) == (
        "rule `ratio` reads no `whole`",
        "Its inputs are: numerator, denominator",
    )


@pytest.mark.parametrize(
    ("rule", "inputs", "parameters"),
    [
        ("survey", {"ballots": "settled"}, {"weights": {"good": "1"}}),
        ("count_cap", {"count": {"a": "settled"}}, {"per": "1"}),
        ("choice", {"option": ["plan"]}, {"options": {"on_time": "10", "late": "1", "none": "0"}}),
        ("yes_no", {"met": ["website", "website"]}, {}),
    ],
)
def test_facts_bound_in_a_wrong_shape_are_refused(
    tmp_path: Path, rule: str, inputs: Data, parameters: Data
) -> None:
    problems = refused(write_book(tmp_path, one(rule, inputs, values=values(**parameters))))
    assert any("is bound in the wrong shape" in problem.what for problem in problems)


def test_facts_may_be_summed_for_a_number(tmp_path: Path) -> None:
    inputs = {"count": ["merits", "faults"]}
    rulebook = book(tmp_path, one("count_cap", inputs, values=values(per="1")))
    assert rulebook.node("1.1").leaf.fact_names() == ("merits", "faults")


@pytest.mark.parametrize("kind", ["choice", "percent_choice"])
def test_priced_options_must_be_those_of_the_fact(tmp_path: Path, kind: str) -> None:
    name, best = ("options", "10") if kind == "choice" else ("shares", "1")
    prices = {name: {"on_time": best, "late": "0"}}
    problem = only(write_book(tmp_path, one(kind, {"option": "plan"}, values=values(**prices))))
    assert problem.what == (
        "the rule prices ['late', 'on_time'], the fact offers ['late', 'none', 'on_time']"
    )


@pytest.mark.parametrize(
    ("kind", "inputs", "parameters"),
    [
        (
            "mean_choice",
            {"counts": {"a": "merits", "b": "faults"}},
            {"options": {"a": "10", "c": "0"}},
        ),
        ("mean_choice", {"counts": {"a": "merits", "b": "faults"}}, {"options": {"a": "10"}}),
        ("survey", {"ballots": {"a": "merits"}}, {"weights": {"a": "1", "b": "0"}}),
        ("checklist", {"ticks": {"a": "website"}}, {"parts": {"b": "10"}}),
        (
            "tiers",
            {"numbers": {"a": "merits"}},
            {
                "tiers": [
                    {"points": "10", "all": [{"value": "a", "of": "b", "at_least": "1"}]},
                    {"points": "0"},
                ]
            },
        ),
    ],
)
def test_names_in_values_must_be_those_that_are_bound(
    tmp_path: Path, kind: str, inputs: Data, parameters: Data
) -> None:
    problem = only(write_book(tmp_path, one(kind, inputs, values=values(**parameters))))
    assert " speaks of [" in problem.what
    assert "the inputs bind ['a'" in problem.what
    assert problem.fix == "Make the two lists equal"


def test_ballots_without_a_weight_are_neutral_answers(tmp_path: Path) -> None:
    inputs = {"ballots": {"good": "ballots_good", "neutral": "ballots_bad"}}
    assert book(tmp_path, one("survey", inputs, values=values(weights={"good": "1"})))


def test_variants_must_be_the_options_of_their_fact(tmp_path: Path) -> None:
    variant = node(
        "1",
        "10",
        none_arisen="ask",
        given_by="automatic",
        variants={"by": "plan", "rules": {"on_time": {"rule": "fixed"}}},
    )
    problem = only(write_book(tmp_path, [variant]))
    assert problem.what == "the variants of 1 are not the options of 'plan'"


def test_variants_by_a_fact_that_is_not_declared_are_refused(tmp_path: Path) -> None:
    variant = node(
        "1",
        "10",
        none_arisen="ask",
        given_by="automatic",
        variants={"by": "phase", "rules": {"on_time": {"rule": "fixed"}}},
    )
    assert only(write_book(tmp_path, [variant])).what == (
        "the variants of 1 are not the options of 'phase'"
    )


def test_a_fact_that_says_whether_anything_arose_must_be_declared(tmp_path: Path) -> None:
    problem = only(write_book(tmp_path, one("fixed", {}, arises_with="tasks")))
    assert problem.what == "the fact 'tasks' is not declared"


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        ({"x": fact("choice")}, "the fact 'x' is a choice and has 0 options"),
        (
            {"x": fact("count", options={"a": text("A")})},
            "the fact 'x' is a count and has 1 options",
        ),
    ],
)
def test_a_choice_and_only_a_choice_lists_options(tmp_path: Path, facts: Data, what: str) -> None:
    assert only(write_book(tmp_path, facts=FACTS | facts)).what == what


# Parameters


def test_a_best_row_below_the_maximum_is_refused(tmp_path: Path) -> None:
    steps = [{"at_least": "1", "points": "9"}, {"below": "1", "points": "0"}]
    problem = only(
        write_book(tmp_path, one("steps_count", {"count": "merits"}, values=values(steps=steps)))
    )
    assert problem.what == "the rule of 1.1 gives 9 at most, the maximum is 10"


def test_parameters_that_do_not_fit_one_another_are_refused(tmp_path: Path) -> None:
    inputs = {"numerator": "settled_on_time", "denominator": "settled"}
    upside = one("linear_band", inputs, values=values(low="0.9", high="0.8"))
    problem = only(write_book(tmp_path, upside))
    assert problem.where.startswith("criteria/1.yaml, line ")
    assert problem.what == "band 0.9 to 0.8 is upside down (low must be below high)"


@pytest.mark.parametrize("kind", ["choice", "percent_choice"])
def test_an_empty_price_list_is_refused(tmp_path: Path, kind: str) -> None:
    name = "options" if kind == "choice" else "shares"
    problems = refused(
        write_book(tmp_path, one(kind, {"option": "plan"}, values=values(**{name: {}})))
    )
    assert len(problems) == 2


def test_a_maximum_that_the_step_never_meets_is_refused(tmp_path: Path) -> None:
    problem = only(write_book(tmp_path, one("fixed", {}, step="0.3")))
    assert problem.what == "10 is no multiple of the smallest step 0.3"


def test_a_self_scored_component_asks_for_evidence(tmp_path: Path) -> None:
    bare = fields()
    del bare[0]["children"][1]["evidence"]
    assert only(write_book(tmp_path, bare)).what == (
        "component 1.2 is scored by the unit and asks for no evidence"
    )


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ([], "a step table needs at least one row"),
        (
            [{"above": "0.9", "points": "10"}, {"below": "0.8", "points": "0"}],
            "there is a gap between «< 0.8» and «> 0.9»",
        ),
        (
            [{"at_least": "0.8", "points": "10"}, {"below": "0.9", "points": "0"}],
            "rows «< 0.9» and «≥ 0.8» overlap",
        ),
        (
            [{"above": "0.9", "points": "10"}, {"below": "0.9", "points": "0"}],
            "0.9 belongs to none of the rows «< 0.9» and «> 0.9»",
        ),
        (
            [{"at_least": "0.9", "points": "10"}, {"at_most": "0.9", "points": "0"}],
            "0.9 belongs to both of the rows «≤ 0.9» and «≥ 0.9»",
        ),
        ([{"at_least": "0.5", "points": "10"}], "no row covers values below «≥ 0.5»"),
        ([{"at_most": "1", "points": "10"}], "no row covers values above «≤ 1»"),
        ([{"points": "10"}, {"points": "0"}], "rows «any value» and «any value» overlap"),
        (
            [{"at_least": "1", "above": "1", "points": "1"}],
            "a row has `at_least` or `above`, not both",
        ),
        (
            [{"at_most": "1", "below": "1", "points": "1"}],
            "a row has `at_most` or `below`, not both",
        ),
    ],
)
def test_a_step_table_covers_every_value_once(tmp_path: Path, rows: list[Data], what: str) -> None:
    problems = refused(
        write_book(tmp_path, one("steps_count", {"count": "merits"}, values=values(steps=rows)))
    )
    assert any(what in problem.what for problem in problems), problems


def test_a_table_may_begin_at_0_itself() -> None:
    table = StepTable((Step(at_least=0, at_most=2, points=1), Step(above=2, points=0)))
    assert [table.points_for(value) for value in (0, 2, Decimal("2.01"))] == [1, 1, 0]


def test_a_row_reads_as_it_is_written() -> None:
    assert str(Step(at_least="0.7", below="0.9", points=1)) == "≥ 0.7 and < 0.9"


def test_a_tier_list_ends_with_the_rest() -> None:
    with pytest.raises(ValueError, match="the last tier must have no condition"):
        TierList.model_validate([{"points": 1, "all": [{"value": "a", "at_least": 1}]}])
    with pytest.raises(ValueError, match="the last tier must have no condition"):
        TierList.model_validate([])


def test_a_tier_without_conditions_hides_nothing() -> None:
    with pytest.raises(ValueError, match="hides those below it"):
        TierList.model_validate([{"points": 1}, {"points": 0}])


def test_a_condition_has_a_bound() -> None:
    with pytest.raises(ValueError, match="a condition needs"):
        Condition(value="a")


# Bands and references


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (
            [band("Tốt", "101"), band("Yếu", "0")],
            "nobody can reach «Tốt» from 101, the most is 100",
        ),
        (
            [band("Tốt", "100", inclusive=False), band("Yếu", "0")],
            "nobody can reach «Tốt» from 100, the most is 100",
        ),
        (
            [band("Khá", "70"), band("Tốt", "80"), band("Yếu", "0")],
            "«Tốt» from 80 lies hidden under «Khá»",
        ),
        (
            [band("Khá", "70"), band("Tốt", "70"), band("Yếu", "0")],
            "«Tốt» from 70 lies hidden under «Khá»",
        ),
        ([band("Tốt", "80"), band("Khá", "50")], "values under 50 have no band"),
        ([band("Tốt", "80"), band("Khá", "0", inclusive=False)], "values under 0 have no band"),
    ],
)
def test_bands_fall_from_the_top_to_0_and_each_can_be_reached(
    tmp_path: Path, rows: list[Data], what: str
) -> None:
    problem = only(write_book(tmp_path, bands={"on": "index", "of": {"*": rows}}))
    assert problem.where.startswith("rulebook.yaml, line ")
    assert problem.what == what


def test_a_band_at_the_very_top_can_be_reached(tmp_path: Path) -> None:
    rows = [band("Tốt", "100"), band("Yếu", "0")]
    assert book(tmp_path, bands={"on": "index", "of": {"*": rows}})


def test_bands_on_points_are_measured_by_the_scale(tmp_path: Path) -> None:
    rows = [band("Tốt", "11"), band("Yếu", "0")]
    problem = only(write_book(tmp_path, bands={"on": "points", "of": {"*": rows}}))
    assert problem.what == "nobody can reach «Tốt» from 11, the most is 10"


def test_bands_of_an_unknown_block_are_refused(tmp_path: Path) -> None:
    problem = only(write_book(tmp_path, bands={"on": "index", "of": {"ward": [band("A", "0")]}}))
    assert problem.what == "the block 'ward' is not among `blocks`"


def test_a_component_for_an_unknown_block_is_refused(tmp_path: Path) -> None:
    foreign = fields()
    foreign[0]["children"][0]["applies_to"] = ["ward"]
    assert only(write_book(tmp_path, foreign)).what == "no block 'ward'"


def test_a_tie_breaker_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    problem = only(write_book(tmp_path, ranking={"ties": "dense", "tie_breakers": ["9"]}))
    assert problem.what == "no code '9'"


def gate(**more: Any) -> Data:
    return {
        "at_most": "Khá",
        "reason": text("Có vi phạm", "A fault"),
        "source": {"act": "1/QĐ"},
        **more,
    }


TWO_BANDS = [band("Tốt", "80"), band("Khá", "0")]


@pytest.mark.parametrize(
    "of", [{}, {"*": [band("Tốt", "0")]}, {"*": TWO_BANDS, "commune": [band("Tốt", "0")]}]
)
def test_a_gate_that_caps_at_a_band_which_a_block_lacks_is_refused(
    tmp_path: Path, of: Data
) -> None:
    problem = only(
        write_book(tmp_path, gates=[gate(min_points="5")], bands={"on": "index", "of": of})
    )
    assert problem.what == "the gate caps at «Khá», which is no band of every list"


def test_a_gate_on_a_fact_that_is_not_declared_is_refused(tmp_path: Path) -> None:
    bands = {"on": "index", "of": {"*": TWO_BANDS}}
    problem = only(write_book(tmp_path, gates=[gate(fact="fines")], bands=bands))
    assert problem.what == "the fact 'fines' is not declared"


def test_a_gate_names_an_act_of_the_list(tmp_path: Path) -> None:
    gate = {
        "at_most": "Khá",
        "reason": {"vi": "Lý do", "en": "Reason"},
        "source": {"act": "không có", "place": "Điều 1"},
        "min_points": "50",
    }
    whats = [problem.what for problem in refused(write_book(tmp_path, gates=[gate]))]
    assert "the act 'không có' is not among `acts`" in whats


def test_a_step_of_zero_is_refused(tmp_path: Path) -> None:
    rounding = {"rank_on": "exact", "display": {"step": "0"}}
    problem = only(write_book(tmp_path, rounding=rounding))
    assert "greater than 0" in problem.what
