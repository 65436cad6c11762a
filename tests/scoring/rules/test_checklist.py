"""Rule kind `checklist`."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parindex.scoring.rules.checklist import checklist, top

PARTS = {"plan": Decimal("0.25"), "report": Decimal("0.50"), "survey": Decimal("0.25")}


@pytest.mark.parametrize(
    ("ticked", "points"),
    [
        ("", "0"),
        ("plan", "0.25"),
        ("report", "0.5"),
        ("plan survey", "0.5"),
        ("plan report survey", "1"),
    ],
)
def test_the_points_of_ticked_parts_are_added(ticked: str, points: str) -> None:
    ticks = {name: name in ticked.split() for name in PARTS}
    assert checklist(ticks, parts=PARTS) == Decimal(points)


def test_the_most_points_are_those_of_all_parts() -> None:
    assert top(parts=PARTS) == 1


@given(st.fixed_dictionaries(dict.fromkeys(PARTS, st.booleans())), st.sampled_from(sorted(PARTS)))
def test_one_more_tick_never_costs_points(ticks: dict[str, bool], name: str) -> None:
    before = checklist({**ticks, name: False}, parts=PARTS)
    after = checklist({**ticks, name: True}, parts=PARTS)
    assert after - before == PARTS[name]
    assert 0 <= before < after <= top(parts=PARTS)
