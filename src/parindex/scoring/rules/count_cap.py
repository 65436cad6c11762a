"""Rule kind `count_cap`: so many points a piece, up to the maximum."""

from decimal import Decimal

from parindex.errors import CountError
from parindex.rulebook.values import Number, Points

WORDS = {
    "vi": "Mỗi kết quả được {per} điểm, tối đa {max_points} điểm.",
    "en": "{per} points each, {max_points} at most.",
}
FORMULA = "min({max_points}; {per} × {count})"


def count_cap(count: Number, *, per: Points, max_points: Decimal) -> Decimal:
    """Return `per` points for each result, capped.

    Parameters
    ----------
    count : int or Decimal
        Results, 0 or more.
    per : Decimal
        Points of one result.
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        In points, 0 to `max_points`.

    Raises
    ------
    CountError
        If the count is negative.

    Examples
    --------
    >>> count_cap(3, per=Decimal("0.5"), max_points=Decimal(1))
    Decimal('1')
    """
    if count < 0:
        raise CountError(count, count)
    return min(max_points, per * count)
