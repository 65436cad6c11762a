"""Rule kind `yes_no_inverse`."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given

from parindex.scoring.rules.yes_no import yes_no
from parindex.scoring.rules.yes_no_inverse import yes_no_inverse
from tests.scoring.rules.draws import POINTS


@given(POINTS)
def test_a_fault_costs_everything_and_its_absence_earns_everything(most: Decimal) -> None:
    assert yes_no_inverse(found=True, max_points=most) == 0
    assert yes_no_inverse(found=False, max_points=most) == most


@given(POINTS)
def test_it_is_the_opposite_of_a_plain_yes_or_no(most: Decimal) -> None:
    pairs = [
        (yes_no(it, max_points=most), yes_no_inverse(it, max_points=most)) for it in (True, False)
    ]
    assert all(one + other == most for one, other in pairs)
