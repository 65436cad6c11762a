"""Rule kind `yes_no`."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given

from parindex.scoring.rules.yes_no import yes_no
from tests.scoring.rules.draws import POINTS


@given(POINTS)
def test_a_requirement_that_is_met_earns_everything_and_else_nothing(most: Decimal) -> None:
    assert yes_no(met=True, max_points=most) == most
    assert yes_no(met=False, max_points=most) == 0
