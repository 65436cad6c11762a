"""Rule kind `deduct`: the maximum less so many points a violation, never under a floor."""

from decimal import Decimal

from parindex.errors import CountError
from parindex.rulebook.values import Number, Points

WORDS = {
    "vi": "Từ {max_points} điểm, mỗi vi phạm trừ {per} điểm, thấp nhất còn {floor} điểm.",
    "en": "{max_points} points less {per} for each violation, not under {floor}.",
}
FORMULA = "max({floor}; {max_points} − {per} × {count})"


def deduct(
    count: Number, *, per: Points, max_points: Decimal, floor: Points = Decimal(0)
) -> Decimal:
    """Return the maximum less `per` points for each violation.

    Parameters
    ----------
    count : int or Decimal
        Violations, 0 or more.
    per : Decimal
        Points lost by one violation.
    max_points : Decimal
        What the component is worth, in points.
    floor : Decimal
        The least that remains, in points.

    Returns
    -------
    Decimal
        In points, `floor` to `max_points`.

    Raises
    ------
    CountError
        If the count is negative.

    Examples
    --------
    >>> deduct(2, per=Decimal("0.25"), max_points=Decimal(1))
    Decimal('0.50')
    """
    if count < 0:
        raise CountError(count, count)
    return max(floor, max_points - per * count)
