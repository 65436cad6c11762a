"""Rule kind `penalty`: points taken after the sum, so many a fault, up to a cap of their own."""

from decimal import Decimal

from parindex.errors import CountError
from parindex.rulebook.values import Number, Points

WORDS = {
    "vi": "Điểm trừ: mỗi vi phạm trừ {per} điểm, tối đa trừ {max_points} điểm.",
    "en": "Penalty: {per} points for each fault, {max_points} at most.",
}
FORMULA = "− min({max_points}; {per} × {count})"


def penalty(count: Number, *, per: Points, max_points: Decimal) -> Decimal:
    """Return the points that are taken after the sum, as a positive number.

    Parameters
    ----------
    count : int or Decimal
        Faults, 0 or more.
    per : Decimal
        Points lost by one fault.
    max_points : Decimal
        Cap of this penalty, in points.

    Returns
    -------
    Decimal
        In points, 0 to `max_points`; the engine subtracts it.

    Raises
    ------
    CountError
        If the count is negative.

    Examples
    --------
    >>> penalty(3, per=Decimal("0.5"), max_points=Decimal(1))
    Decimal('1')
    """
    if count < 0:
        raise CountError(count, count)
    return min(max_points, per * count)
