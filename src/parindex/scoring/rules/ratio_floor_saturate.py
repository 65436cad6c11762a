"""Rule kind `ratio_floor_saturate`: nothing under a floor, then share over target, then all."""

from decimal import Decimal

from parindex.errors import CountError, NothingAroseError
from parindex.rulebook.values import Number, Share

WORDS = {
    "vi": "Từ {full_at} trở lên được {max_points} điểm; từ {floor} đến dưới {full_at} được "
    "{max_points} nhân tỷ lệ chia {full_at}; dưới {floor} được 0 điểm.",
    "en": "All {max_points} from {full_at} on; from {floor} the share over {full_at} times "
    "{max_points}; nothing under {floor}.",
}
FORMULA = "{max_points} × min(1; {ratio} / {full_at})"


def ratio_floor_saturate(
    numerator: Number, denominator: Number, *, floor: Share, full_at: Share, max_points: Decimal
) -> Decimal:
    """Return max × min(1, share / full_at) for shares from a floor on.

    The line does not begin at 0 over the floor: it jumps, as the decisions word it.

    Parameters
    ----------
    numerator, denominator : int or Decimal
        Part and whole; a plan may be beaten, so the part may exceed the whole.
    floor, full_at : Decimal
        Shares, `floor` below `full_at`.
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        In points, not rounded.

    Raises
    ------
    NothingAroseError
        If the whole is 0.
    CountError
        If a number is negative.

    References
    ----------
    .. [1] Regulation 11-QĐ/TU of 2026 (Khánh Hòa), annex 1, item II.4.

    Examples
    --------
    >>> rule = {"floor": Decimal("0.6"), "full_at": Decimal("0.85"), "max_points": Decimal(10)}
    >>> ratio_floor_saturate(59, 100, **rule), ratio_floor_saturate(85, 100, **rule)
    (Decimal('0'), Decimal('10'))
    """
    if not denominator:
        raise NothingAroseError
    if numerator < 0 or denominator < 0:
        raise CountError(numerator, denominator)
    if numerator < floor * denominator:
        return Decimal(0)
    needed = full_at * denominator
    return max_points if numerator >= needed else max_points * numerator / needed


def fault(*, floor: Decimal, full_at: Decimal) -> str | None:
    """Say when the floor is not below the target."""
    return None if floor < full_at else f"`floor` {floor} must be below `full_at` {full_at}"
