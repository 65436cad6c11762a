"""From facts to points: totals at every level, exact, and never a guess."""

from __future__ import annotations

import gc
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal, getcontext
from pathlib import Path
from typing import Any

import pytest

from parindex.errors import CountError, OptionError, ScoreAboveMaximumError
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.model import Rulebook
from parindex.scoring import Status, UnitFacts, load, score
from parindex.scoring.result import Effect
from tests.small import CHOICE, Data, book, fact, fields, leaf, node, scored, text, unit, values

D = Decimal
HELD = {"convention": "R1", "missing": "holds_total", "pending": "holds_total"}
OUT = {"convention": "R1", "missing": "left_out", "pending": "left_out"}


def points(rulebook: Rulebook, facts: UnitFacts) -> dict[str, Decimal | None]:
    return {code: each.points for code, each in scored(rulebook, facts).nodes.items()}


def statuses(rulebook: Rulebook, facts: UnitFacts) -> dict[str, str]:
    return {code: each.status.value for code, each in scored(rulebook, facts).nodes.items()}


def test_points_add_up_from_components_to_the_total(small: Rulebook) -> None:
    found = scored(small, unit())
    assert points(small, unit()) == {"1": 4, "1.1": 3, "1.2": 1, "2": 3, "2.1": 3}
    assert (found.points, found.max_applicable, found.index) == (7, 10, 70)


def test_a_blank_fact_is_missing_and_never_zero(small: Rulebook) -> None:
    found = scored(small, unit(settled=None))
    assert found.nodes["1.1"].points is None
    assert statuses(small, unit(settled=None)) == {
        "1": "missing",
        "1.1": "missing",
        "1.2": "scored",
        "2": "scored",
        "2.1": "scored",
    }
    assert (found.status, found.points, found.index, found.rank) == (
        Status.MISSING,
        None,
        None,
        None,
    )
    assert found.known == 4


def test_a_survey_that_is_not_in_is_pending(small: Rulebook) -> None:
    found = scored(small, unit(ballots_good=None, ballots_bad=None))
    assert found.nodes["2.1"].status is Status.PENDING
    assert (found.status, found.index, found.known) == (Status.PENDING, None, 4)


def test_half_a_survey_is_missing(small: Rulebook) -> None:
    assert scored(small, unit(ballots_bad=None)).nodes["2.1"].status is Status.MISSING


def test_missing_holds_a_total_up_more_than_pending(small: Rulebook) -> None:
    for facts in (unit(ballots_good=None, ballots_bad=None, settled=None),):
        assert scored(small, facts).status is Status.MISSING


@pytest.mark.parametrize("first", ["settled", "plan"])
def test_the_order_of_missing_and_pending_does_not_matter(folder: Path, first: str) -> None:
    mixed = fields()
    mixed[1]["children"].append(mixed[0]["children"].pop(0))
    mixed[0]["max_points"], mixed[1]["max_points"] = "2", "8"
    mixed.reverse()
    facts = unit(ballots_good=None, ballots_bad=None, **{first: None})
    assert scored(book(folder, mixed), facts).status is Status.MISSING


@pytest.mark.parametrize(
    ("policy", "status", "given", "top"),
    [
        ("full", Status.SCORED, 4, 4),
        ("zero", Status.SCORED, 0, 4),
        ("not_applicable", Status.NOT_APPLICABLE, None, 0),
        ("ask", Status.MISSING, None, 4),
    ],
)
def test_when_nothing_arose_the_policy_decides(
    folder: Path, policy: str, status: Status, given: int | None, top: int
) -> None:
    all_ = fields()
    all_[0]["children"][0]["none_arisen"] = policy
    found = scored(book(folder, all_), unit(settled=0, settled_on_time=0)).nodes["1.1"]
    assert (found.status, found.points, found.max_applicable) == (status, given, top)


def test_what_does_not_apply_takes_its_maximum_along(small: Rulebook) -> None:
    found = scored(small, unit(settled=0, settled_on_time=0))
    assert (found.points, found.max_applicable) == (4, 6)
    assert found.nodes["1"].max_applicable == 2


def test_a_field_without_anything_that_applies_does_not_apply(folder: Path) -> None:
    all_ = fields()
    all_[1]["children"][0]["none_arisen"] = "not_applicable"
    facts = unit(ballots_good=0, ballots_bad=0)
    assert scored(book(folder, all_), facts).nodes["2"].status is Status.NOT_APPLICABLE


def test_a_unit_to_which_nothing_applies_has_no_index(small: Rulebook) -> None:
    nothing = dict.fromkeys(("1", "2"), Status.NOT_APPLICABLE)
    found = scored(small, UnitFacts("u", "U", "department", {}, nothing))
    assert (found.status, found.points, found.index) == (Status.NOT_APPLICABLE, None, None)


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (unit(settled=None), Status.SCORED),
        (unit(ballots_good=None, ballots_bad=None), Status.SCORED),
    ],
)
def test_what_is_left_out_does_not_hold_the_total_up(
    folder: Path, facts: UnitFacts, status: Status
) -> None:
    found = scored(book(folder, not_applicable=OUT), facts)
    assert found.status is status
    assert found.points == 4
    assert found.max_applicable < 10


def test_a_component_for_another_block_does_not_apply(folder: Path) -> None:
    all_ = fields()
    all_[0]["children"][0]["applies_to"] = ["commune"]
    rulebook = book(folder, all_)
    assert statuses(rulebook, unit())["1.1"] == "not_applicable"
    assert statuses(rulebook, unit(block="commune"))["1.1"] == "scored"
    trace = scored(rulebook, unit()).nodes["1.1"].trace
    assert trace is not None
    assert trace.steps == (("other_block", "commune"),)


def variants() -> list[Data]:
    """Return a component whose rule depends on the plan, in place of 1.1."""
    all_ = fields()
    rules = {
        "on_time": {
            "rule": "ratio",
            "inputs": {"numerator": "settled_on_time", "denominator": "settled"},
        },
        "late": {"rule": "fixed"},
        "none": {"rule": "yes_no", "inputs": {"met": "website"}},
    }
    all_[0]["children"][0] = node(
        "1.1",
        "4",
        none_arisen="ask",
        given_by="automatic",
        variants={"by": "plan", "rules": rules},
        arises_with="website",
    )
    return all_


def test_the_answer_chooses_the_rule(folder: Path) -> None:
    rulebook = book(folder, variants())
    found = [points(rulebook, unit(plan=plan))["1.1"] for plan in ("on_time", "late", "none")]
    assert found == [3, 4, 4]


def test_without_an_answer_the_component_is_missing(folder: Path) -> None:
    found = scored(book(folder, variants()), unit(plan=None)).nodes["1.1"]
    assert found.status is Status.MISSING
    assert found.trace is not None
    assert found.trace.steps == (("variant_unknown", "plan"),)


@pytest.mark.parametrize("plan", ["late", None])
def test_a_fact_of_its_own_may_say_that_nothing_arose(folder: Path, plan: str | None) -> None:
    found = scored(book(folder, variants()), unit(plan=plan, website=False)).nodes["1.1"]
    assert found.status is Status.MISSING
    assert found.trace is not None
    assert dict(found.trace.steps)["none_arisen"] == "ask"


def test_an_answer_without_a_rule_is_refused_with_unit_and_component(folder: Path) -> None:
    with pytest.raises(OptionError, match=r"unit u, component 1\.1: plan: 'never' is none of"):
        scored(book(folder, variants()), unit(plan="never"))


def test_an_option_without_a_price_is_refused_with_unit_and_component(small: Rulebook) -> None:
    with pytest.raises(OptionError, match=r"unit u, component 1\.2: option: 'never' is none of"):
        scored(small, unit(plan="never"))


def test_counts_that_form_no_share_are_refused_with_unit_and_component(small: Rulebook) -> None:
    with pytest.raises(CountError, match=r"unit u, component 1\.1: 5 of 4 is no share"):
        scored(small, unit(settled_on_time=5))


def test_a_rule_that_gives_more_than_the_maximum_is_refused(folder: Path) -> None:
    floor = leaf("1.1", "10", "deduct", {"count": "faults"}, values=values(per="1", floor="11"))
    rulebook = book(folder, [node("1", "10", children=[floor])])
    with pytest.raises(ScoreAboveMaximumError, match=r"unit u, component 1\.1: 11 points"):
        scored(rulebook, unit(faults=0))


# Points from outside


def with_points(given: dict[str, Any], applicable: dict[str, Decimal] | None = None) -> UnitFacts:
    return UnitFacts("u", "U", "department", dict(unit().values), given, applicable or {})


def test_imported_points_go_before_the_rule(small: Rulebook) -> None:
    found = scored(small, with_points({"1.1": D("2.5")}))
    assert found.nodes["1.1"].points == D("2.5")
    assert found.nodes["1.1"].imported
    assert found.points == D("6.5")


def test_imported_points_of_a_group_go_before_those_of_its_parts(small: Rulebook) -> None:
    found = scored(small, with_points({"1": D(5)}))
    assert (found.nodes["1"].points, found.points) == (5, 8)


@pytest.mark.parametrize("given", [D("4.01"), D("-0.01")])
def test_imported_points_outside_0_to_the_maximum_are_refused(
    small: Rulebook, given: Decimal
) -> None:
    with pytest.raises(ScoreAboveMaximumError, match=r"unit u, component 1\.1"):
        scored(small, with_points({"1.1": given}))


def test_an_imported_maximum_stands_in_place_of_the_own(small: Rulebook) -> None:
    found = scored(small, with_points({"1": D(3)}, {"1": D(4)}))
    assert found.max_applicable == 8
    with pytest.raises(ScoreAboveMaximumError):
        scored(small, with_points({"1": D(5)}, {"1": D(4)}))


@pytest.mark.parametrize("status", [Status.PENDING, Status.MISSING])
def test_an_imported_status_is_no_number(small: Rulebook, status: Status) -> None:
    found = scored(small, with_points({"1.1": status}))
    assert (found.nodes["1.1"].status, found.nodes["1.1"].points) == (status, None)
    assert (found.status, found.index, found.known) == (status, None, 4)


def test_an_imported_not_applicable_takes_the_maximum_along(small: Rulebook) -> None:
    found = scored(small, with_points({"1.1": Status.NOT_APPLICABLE}))
    assert (found.points, found.max_applicable) == (4, 6)


# Bonus, penalty, what is taken from a field


def test_bonus_and_penalty_come_after_the_sum(with_extras: Rulebook) -> None:
    found = scored(with_extras, unit(faults=1, merits=1))
    assert (found.bonus, found.penalty, found.points, found.max_applicable) == (
        1,
        D("0.5"),
        D("7.5"),
        10,
    )


def test_a_bonus_never_lifts_a_unit_above_the_scale(with_extras: Rulebook) -> None:
    best = unit(settled_on_time=4, plan="on_time", ballots_bad=0, merits=2)
    found = scored(with_extras, best)
    assert (found.bonus, found.points, found.index) == (2, 10, 100)


def test_a_penalty_never_takes_a_unit_below_0(with_extras: Rulebook) -> None:
    worst = unit(settled_on_time=0, plan="none", ballots_good=0, faults=9)
    found = scored(with_extras, worst)
    assert (found.penalty, found.points, found.index) == (1, 0, 0)


def test_bonus_and_penalty_have_caps_of_the_set(folder: Path, with_extras: Rulebook) -> None:
    capped = with_extras.model_copy(update={"bonus_cap": D("0.5"), "penalty_cap": D("0.25")})
    found = scored(capped, unit(faults=2, merits=2))
    assert (found.bonus, found.penalty) == (D("0.5"), D("0.25"))


def minus() -> list[Data]:
    all_ = fields()
    taken = leaf("1.9", "2", "field_minus", {"minus": "minus"}, subtracts=True)
    all_[0]["children"].append(taken)
    return all_


FACTS_WITH_MINUS = {
    **{
        name: fact("count")
        for name in ("settled_on_time", "settled", "ballots_good", "ballots_bad")
    },
    "plan": fact("choice", options={key: text(key) for key in ("on_time", "late", "none")}),
    "minus": fact("points"),
}


def test_what_is_taken_from_a_field_lowers_its_points_and_not_its_maximum(folder: Path) -> None:
    found = scored(book(folder, minus(), FACTS_WITH_MINUS), unit(minus=D("0.75")))
    assert found.nodes["1"].points == D("3.25")
    assert found.nodes["1"].max_applicable == 6
    assert found.nodes["1.9"].effect is Effect.TAKES
    assert found.nodes["1.9"].lost == D("0.75")


def test_a_field_never_falls_below_0(folder: Path) -> None:
    facts = unit(minus=D(2), settled_on_time=0, plan="none")
    assert scored(book(folder, minus(), FACTS_WITH_MINUS), facts).nodes["1"].points == 0


def test_a_penalty_loses_what_it_takes_and_a_bonus_loses_nothing(with_extras: Rulebook) -> None:
    found = scored(with_extras, unit(faults=1, merits=1)).nodes
    assert [found[code].lost for code in ("P.1", "P", "B.1", "B", "1.1")] == [
        D("0.5"),
        D("0.5"),
        0,
        0,
        1,
    ]


def test_what_is_taken_from_a_penalty_is_given_back(folder: Path) -> None:
    relief = leaf("P.2", "1", "field_minus", {"minus": "merits"}, subtracts=True)
    taken = leaf("P.1", "1", "penalty", {"count": "faults"}, values=values(per="0.5"))
    rulebook = book(folder, [*fields(), node("P", "1", part="penalty", children=[taken, relief])])
    found = scored(rulebook, unit(faults=2, merits=1))
    assert found.penalty == 0
    assert found.nodes["P.2"].effect is Effect.ADDS


def test_of_exclusive_parts_the_one_that_applies_counts(folder: Path) -> None:
    all_ = fields()
    one, other = (leaf(code, "4", "fixed", {}) for code in ("2.1", "2.2"))
    all_[1] |= {"exclusive": True, "children": [one, other]}
    found = scored(book(folder, all_), with_points({"2.1": Status.NOT_APPLICABLE}))
    assert (found.nodes["2"].points, found.nodes["2"].max_applicable) == (4, 4)


# Rounding, dates, exactness


def test_components_are_rounded_where_the_set_says_so(folder: Path) -> None:
    rounding = {"component": {"step": "0.01"}, "rank_on": "exact", "display": {"step": "0.01"}}
    facts = unit(settled=3, settled_on_time=1)
    assert points(book(folder, rounding=rounding), facts)["1.1"] == D("1.33")


def test_a_node_may_round_otherwise_than_its_set(folder: Path) -> None:
    all_ = fields()
    all_[0]["children"][0]["rounding"] = {"points": {"step": "0.1", "mode": "down"}}
    all_[0]["rounding"] = {"points": {"step": "0.5"}}
    found = points(book(folder, all_), unit(settled=3, settled_on_time=2))
    assert (found["1.1"], found["1"]) == (D("2.6"), D("3.5"))


def test_fields_and_totals_are_rounded_where_the_set_says_so(folder: Path) -> None:
    rounding = {
        "field": {"step": "0.1"},
        "total": {"step": "1"},
        "index": {"step": "5"},
        "rank_on": "exact",
        "display": {"step": "0.01"},
    }
    found = scored(book(folder, rounding=rounding), unit(settled=3, settled_on_time=2))
    assert (found.nodes["1"].points, found.points, found.index) == (D("3.7"), 7, 70)


def test_a_share_may_be_rounded_before_it_earns_points(folder: Path) -> None:
    all_ = fields()
    all_[0]["children"][0]["rounding"] = {"ratio": {"step": "1"}}
    assert points(book(folder, all_), unit(settled=3, settled_on_time=2))["1.1"] == D("2.68")
    assert statuses(book(folder / "b", all_), unit(settled=0, settled_on_time=0))["1.1"] == (
        "not_applicable"
    )


def test_a_rounded_share_hides_no_part_above_its_whole(folder: Path) -> None:
    all_ = fields()
    all_[0]["children"][0]["rounding"] = {"ratio": {"step": "0.01"}}
    rulebook = book(folder, all_)
    with pytest.raises(CountError, match="100001 of 100000 is no share"):
        scored(rulebook, unit(settled_on_time=100001, settled=100000))
    with pytest.raises(CountError, match="5 of 0 is no share"):
        scored(rulebook, unit(settled_on_time=5, settled=0))


def test_a_component_may_be_carried_otherwise_than_it_is_printed(folder: Path) -> None:
    all_ = fields()
    all_[0]["children"][0]["rounding"] = {
        "points": {"step": "0.01"},
        "carried": {"ratio": {"step": "1"}, "points": {"step": "0.1"}},
    }
    found = scored(book(folder, all_), unit(settled=3, settled_on_time=2)).nodes
    assert (found["1.1"].points, found["1.1"].carried) == (D("2.67"), D("2.7"))
    assert found["1"].points == D("3.7")
    assert found["1.1"].trace is not None
    assert dict(found["1.1"].trace.steps)["ratio_carried"] == 67


def test_values_of_the_day_are_in_force(folder: Path) -> None:
    all_ = fields()
    all_[1]["children"][0]["values"] = [
        {"from": "2026-01-01", "weights": {"good": "1", "bad": "0"}},
        {"from": "2026-07-01", "weights": {"good": "1", "bad": "0.5"}},
    ]
    rulebook = book(folder, all_)
    found = [
        score(rulebook, [unit()], on=on).units[0].nodes["2.1"].points
        for on in (date(2026, 6, 30), date(2026, 7, 1), None)
    ]
    assert found == [3, D("3.5"), D("3.5")]


def test_the_end_of_validity_is_the_day_when_none_is_given(folder: Path) -> None:
    all_ = fields()
    all_[1]["children"][0]["values"] = [
        {"from": "2026-01-01", "weights": {"good": "1", "bad": "0"}},
        {"from": "2027-01-01", "weights": {"good": "1", "bad": "0.5"}},
    ]
    assert points(book(folder, all_, valid_to="2026-12-31"), unit())["2.1"] == 3


def test_the_callers_decimal_context_has_no_effect(
    small: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = unit(settled=7, settled_on_time=3)
    expected = scored(small, facts).index
    monkeypatch.setattr(getcontext(), "prec", 5)
    assert scored(small, facts).index == expected


def test_points_of_a_third_keep_forty_digits(small: Rulebook) -> None:
    found = points(small, unit(settled=3, settled_on_time=1))["1.1"]
    assert found is not None
    assert len(found.as_tuple().digits) == 40


def test_a_result_names_its_rulebook_and_cannot_be_changed(small: Rulebook) -> None:
    result = score(small, [unit()])
    assert (result.rulebook, result.fingerprint) == (small.identity, fingerprint(small))
    with pytest.raises(FrozenInstanceError):
        result.units[0].points = D(10)  # type: ignore[misc]
    with pytest.raises(AttributeError):
        result.units[0].nodes["1.1"].points = D(10)  # type: ignore[misc]
    with pytest.raises(KeyError):
        result.unit("nobody")


def test_results_are_listed_by_block_best_first_without_rank_last(small: Rulebook) -> None:
    facts = [
        unit("c", settled=None),
        unit("b"),
        unit("a", plan="on_time"),
        unit("x", block="commune"),
    ]
    result = score(small, facts)
    assert result.blocks() == ("department", "commune")
    assert [each.unit for each in result.block("department")] == ["a", "b", "c"]
    assert result.unit("b").name == "Đơn vị b"


def test_facts_are_not_changed(small: Rulebook) -> None:
    facts = unit()
    before = dict(facts.values)
    score(small, [facts])
    assert facts.values == before


def test_percent_of_a_node_is_known_only_when_it_is_scored(small: Rulebook) -> None:
    found = scored(small, unit(settled=None)).nodes
    assert found["2"].percent == 75
    assert found["1.1"].percent is None
    assert found["1.1"].lost is None
    assert CHOICE["code"] in found


def test_the_cycle_collector_works_again_after_scoring_and_after_a_refusal() -> None:
    rulebook = load("766/2026/province")
    above = UnitFacts("u", "U", "province", {}, {"II": Decimal(21)})
    assert gc.isenabled()
    score(rulebook, [])
    assert gc.isenabled()
    with pytest.raises(ScoreAboveMaximumError):
        score(rulebook, [above])
    assert gc.isenabled()
