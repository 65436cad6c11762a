"""Figures are read across an event only as far as what happened allows."""

from __future__ import annotations

import pytest

from parindex.register.comparable import Part, Verdict, verdict


def parts(*shares: str, level: str = "commune") -> list[Part]:
    """Return predecessors Xã 1, Xã 2, …, each "whole" or "divided"."""
    return [
        Part(f"Xã {number}", is_whole=share == "whole", level=level)
        for number, share in enumerate(shares, 1)
    ]


@pytest.mark.parametrize(
    ("before", "comparability", "rule"),
    [
        (parts("whole"), "comparable", "renamed"),
        (parts("whole", "whole"), "partly", "merged_whole"),
        (parts("whole", level="district"), "partly", "other_level"),
        (parts("divided"), "not_comparable", "divided"),
        (parts("whole", "divided", "whole"), "not_comparable", "divided"),
        (parts(), "not_comparable", "created"),
    ],
)
def test_the_rule_follows_from_what_happened(
    before: list[Part], comparability: str, rule: str
) -> None:
    found = verdict(before, "commune")
    assert (found.comparability, found.rule) == (comparability, rule)
    assert found.vi
    assert found.en != found.vi


def test_a_merger_says_of_how_many_the_sum_or_mean_stands_beside() -> None:
    found = verdict(parts(*["whole"] * 15), "commune")
    assert "cả 15 đơn vị trước đó" in found.vi
    assert "of all 15 of them" in found.en


def test_divided_units_are_named_but_not_endlessly() -> None:
    def reason(count: int) -> Verdict:
        whole = Part("Xã Nguyên", is_whole=True, level="commune")
        return verdict([*parts(*["divided"] * count), whole], "commune")

    assert "(Xã 1, Xã 2, Xã 3)" in reason(3).vi
    assert "(Xã 1, Xã 2, Xã 3 và 2 đơn vị khác)" in reason(5).vi
    assert "(Xã 1, Xã 2, Xã 3 and 2 more)" in reason(5).en
    assert "Nguyên" not in reason(5).vi
