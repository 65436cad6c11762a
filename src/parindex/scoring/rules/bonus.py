"""Rule kind `bonus`: points added after the sum, so many a piece, up to a cap of their own."""

from decimal import Decimal

from parindex.errors import CountError
from parindex.rulebook.values import Number, Points

WORDS = {
    "vi": "Điểm thưởng: mỗi kết quả cộng {per} điểm, tối đa {max_points} điểm.",
    "en": "Bonus: {per} points each, {max_points} at most.",
}
FORMULA = "+ min({max_points}; {per} × {count})"


def bonus(count: Number, *, per: Points, max_points: Decimal) -> Decimal:
    """Return the points that are added after the sum.

    Parameters
    ----------
    count : int or Decimal
        Results that earn a bonus, 0 or more.
    per : Decimal
        Points of one result.
    max_points : Decimal
        Cap of this bonus, in points.

    Returns
    -------
    Decimal
        In points, 0 to `max_points`; the engine adds it.

    Raises
    ------
    CountError
        If the count is negative.

    Examples
    --------
    >>> bonus(2, per=Decimal("0.5"), max_points=Decimal(2))
    Decimal('1.0')
    """
    if count < 0:
        raise CountError(count, count)
    return min(max_points, per * count)
