"""Two results side by side, and rulebooks changed by copy."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from parindex.errors import NotFoundError
from parindex.rulebook.fingerprint import fingerprint
from parindex.rulebook.model import NoneArisen, Rulebook
from parindex.scoring import Status, score
from parindex.scoring.compare import compare, replace, reweigh
from tests.small import scored, unit

D = Decimal


def test_equal_results_have_no_move(small: Rulebook) -> None:
    result = score(small, [unit(), unit("v")])
    assert compare(result, score(small, [unit("v"), unit()])) == ()


def test_what_moved_is_listed_by_unit_and_node(small: Rulebook) -> None:
    before, after = (score(small, [unit(), unit("v", plan=plan)]) for plan in ("late", "on_time"))
    moves = compare(before, after)
    assert [(move.unit, move.code, move.difference) for move in moves] == [
        ("v", "1", 1),
        ("v", "1.2", 1),
    ]
    assert (moves[1].before, moves[1].after) == (1, 2)
    assert compare(after, before)[1].difference == -1


def test_a_status_that_changed_is_a_move_without_a_difference(small: Rulebook) -> None:
    moves = compare(score(small, [unit()]), score(small, [unit(settled=None)]))
    found = {move.code: (move.status_before, move.status_after, move.difference) for move in moves}
    assert found["1.1"] == (Status.SCORED, Status.MISSING, None)


def test_a_unit_on_one_side_only_appears_with_nothing_on_the_other(small: Rulebook) -> None:
    one, both = score(small, [unit()]), score(small, [unit(), unit("v")])
    gained, gone = compare(one, both), compare(both, one)
    assert {move.unit for move in (*gained, *gone)} == {"v"}
    assert (gained[0].before, gained[0].status_before, gained[0].after) == (None, None, 4)
    assert (gone[0].after, gone[0].status_after, gone[0].before) == (None, None, 4)


def test_a_changed_policy_changes_a_copy_only(small: Rulebook) -> None:
    before = fingerprint(small)
    changed = replace(small, "1.1", none_arisen=NoneArisen.FULL)
    nothing = unit(settled=0, settled_on_time=0)
    assert scored(changed, nothing).nodes["1.1"].points == 4
    assert scored(small, nothing).nodes["1.1"].status is Status.NOT_APPLICABLE
    assert fingerprint(small) == before != fingerprint(changed)


def test_a_policy_written_as_a_word_becomes_a_policy(small: Rulebook) -> None:
    changed = replace(small, "1.1", none_arisen="ask")
    assert scored(changed, unit(settled=0, settled_on_time=0)).status is Status.MISSING


def test_an_attribute_of_the_node_may_be_changed(small: Rulebook) -> None:
    assert replace(small, "1.1", max_points=D(5)).node("1.1").max_points == 5


@pytest.mark.parametrize(
    ("code", "changes"),
    [("9", {"none_arisen": "full"}), ("1", {"none_arisen": "full"}), ("1.1", {"weight": 2})],
)
def test_what_is_not_there_cannot_be_changed(
    small: Rulebook, code: str, changes: dict[str, object]
) -> None:
    with pytest.raises(NotFoundError):
        replace(small, code, **changes)


def test_a_policy_that_does_not_exist_is_refused(small: Rulebook) -> None:
    with pytest.raises(ValidationError):
        replace(small, "1.1", none_arisen="half")


def test_a_reweighed_component_carries_its_sums_and_the_scale(small: Rulebook) -> None:
    lighter = reweigh(small, "1.1", D(2))
    tops = {node.code: node.max_points for node in lighter.walk()}
    assert tops == {"1": 4, "1.1": 2, "1.2": 2, "2": 4, "2.1": 4}
    assert (lighter.scale, small.scale, small.node("1").max_points) == (8, 10, 6)
    assert scored(lighter, unit()).nodes["1.1"].points == D("1.5")


@pytest.mark.parametrize("code", ["P.1", "B.1"])
def test_a_reweighed_bonus_or_penalty_leaves_the_scale(with_extras: Rulebook, code: str) -> None:
    changed = reweigh(with_extras, code, D(3))
    assert (changed.scale, changed.node(code[0]).max_points) == (10, 3)


def test_an_unknown_code_cannot_be_reweighed(small: Rulebook) -> None:
    with pytest.raises(NotFoundError):
        reweigh(small, "9", D(1))
