"""Rule kind `tiers`: the points of the first tier whose conditions are all met."""

from collections.abc import Mapping
from decimal import Decimal

from parindex.errors import NothingAroseError
from parindex.rulebook.values import Number, TierList

WORDS = {
    "vi": "Điểm theo mức cao nhất có đủ điều kiện: {tiers}.",
    "en": "The points of the highest tier whose conditions are all met: {tiers}.",
}
FORMULA = "{numbers} → {points}"


def tiers(numbers: Mapping[str, Number], *, tiers: TierList) -> Decimal:
    """Return the points of the first tier that holds.

    Parameters
    ----------
    numbers : mapping
        Counts and amounts by the names that the conditions read.
    tiers : TierList
        From the best tier down; the last one has no condition.

    Returns
    -------
    Decimal
        In points.

    Raises
    ------
    NothingAroseError
        If a condition is a share with nothing to divide by and no earlier tier holds.

    References
    ----------
    .. [1] Circular 01/2018/TT-VPCP, article 13, indices 5, 8 and 9.

    Examples
    --------
    >>> rows = TierList.model_validate([
    ...     {"points": 2, "all": [{"value": "online", "of": "all", "at_least": "0.3"},
    ...                           {"value": "overdue", "at_most": 0}]},
    ...     {"points": 0}])
    >>> tiers({"online": 30, "all": 100, "overdue": 0}, tiers=rows)
    Decimal('2')
    """
    for tier in tiers.root:
        met = [condition.holds(numbers) for condition in tier.all]
        if False in met:
            continue
        if None in met:
            raise NothingAroseError
        return tier.points
    raise AssertionError("a tier list ends with a tier without conditions")


def top(*, tiers: TierList) -> Decimal:
    """Return the most points that a tier gives."""
    return tiers.top()
