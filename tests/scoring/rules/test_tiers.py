"""Rule kind `tiers`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.errors import NothingAroseError
from parindex.rulebook.values import Condition, Tier, TierList
from parindex.scoring.rules.tiers import tiers, top
from tests.scoring.rules.draws import PARTS

ROWS = TierList(
    (
        Tier(
            points=2,
            all=(
                Condition(value="online", of="all", at_least="0.3"),
                Condition(value="overdue", at_most=0),
            ),
        ),
        Tier(points=1, all=(Condition(value="online", of="all", at_least="0.3"),)),
        Tier(points="0.5", all=(Condition(value="overdue", below=3),)),
        Tier(points=0),
    )
)


@pytest.mark.parametrize(
    ("online", "overdue", "points"),
    [(30, 0, 2), (30, 1, 1), (29, 0, 0.5), (29, 2, 0.5), (29, 3, 0), (100, 3, 1), (100, 0, 2)],
)
def test_the_first_tier_that_holds_gives_the_points(
    online: int, overdue: int, points: float
) -> None:
    assert tiers({"online": online, "all": 100, "overdue": overdue}, tiers=ROWS) == points


def test_a_share_with_nothing_to_divide_by_has_not_arisen() -> None:
    with pytest.raises(NothingAroseError):
        tiers({"online": 0, "all": 0, "overdue": 0}, tiers=ROWS)


def test_another_condition_may_settle_it_before_the_share() -> None:
    rows = TierList((ROWS.root[0], Tier(points=0)))
    assert tiers({"online": 0, "all": 0, "overdue": 1}, tiers=rows) == 0


def test_the_most_points_are_those_of_the_best_tier() -> None:
    assert top(tiers=ROWS) == 2


def test_a_list_without_an_end_cannot_be_made_and_says_so_if_forced() -> None:
    endless = TierList.model_construct((ROWS.root[1],))
    with pytest.raises(AssertionError, match="ends with a tier without conditions"):
        tiers({"online": 0, "all": 9, "overdue": 0}, tiers=endless)


@given(PARTS, st.integers(0, 9))
def test_a_better_unit_never_gets_less(share: tuple[int, int], overdue: int) -> None:
    part, whole = share
    found = tiers({"online": part, "all": whole, "overdue": overdue}, tiers=ROWS)
    worse = tiers({"online": max(part - 1, 0), "all": whole, "overdue": overdue + 1}, tiers=ROWS)
    assert 0 <= worse <= found <= top(tiers=ROWS)
