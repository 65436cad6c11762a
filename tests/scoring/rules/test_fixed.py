"""Rule kind `fixed`."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given

from parindex.scoring.kinds import discover
from parindex.scoring.rules.fixed import fixed
from tests.scoring.rules.draws import POINTS


@given(POINTS)
def test_every_unit_gets_the_maximum(most: Decimal) -> None:
    assert fixed(max_points=most) == most


def test_it_reads_no_fact() -> None:
    assert dict(discover()["fixed"].inputs) == {}
