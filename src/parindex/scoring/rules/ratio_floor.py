"""Rule kind `ratio_floor`: the maximum times the share, nothing under a floor."""

from decimal import Decimal

from parindex.errors import CountError, NothingAroseError
from parindex.rulebook.values import Number, Share

WORDS = {
    "vi": "Điểm bằng {max_points} nhân tỷ lệ đạt được; tỷ lệ dưới {floor} được 0 điểm.",
    "en": "Points are {max_points} times the share; a share under {floor} earns nothing.",
}
FORMULA = "{max_points} × {numerator} / {denominator}"


def ratio_floor(
    numerator: Number, denominator: Number, *, floor: Share, max_points: Decimal
) -> Decimal:
    """Return the maximum times a share that reaches a floor.

    Parameters
    ----------
    numerator, denominator : int or Decimal
        Part and whole, the part 0 to the whole.
    floor : Decimal
        Share from which points are given, 0 to 1; the floor itself earns points.
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        In points: 0, or `floor` × `max_points` and more, not rounded.

    Raises
    ------
    NothingAroseError
        If part and whole are 0.
    CountError
        If the two do not form a share.

    Examples
    --------
    >>> ratio_floor(79, 100, floor=Decimal("0.8"), max_points=Decimal(2))
    Decimal('0')
    """
    if not 0 <= numerator <= denominator:
        raise CountError(numerator, denominator)
    if not denominator:
        raise NothingAroseError
    if numerator < floor * denominator:
        return Decimal(0)
    return max_points * numerator / denominator


def fault(*, floor: Decimal) -> str | None:
    """Say when the floor is no share between 0 and 1."""
    return None if 0 <= floor <= 1 else f"the floor {floor} must lie between 0 and 1"
