"""Rule kind `field_minus`: points that an appraiser takes from one field."""

from decimal import Decimal

from parindex.errors import CountError
from parindex.rulebook.values import Number

WORDS = {
    "vi": "Điểm trừ của lĩnh vực: trừ đúng số điểm ghi nhận, tối đa {max_points} điểm.",
    "en": "Taken from the field: the points recorded, {max_points} at most.",
}
FORMULA = "− min({max_points}; {minus})"


def field_minus(minus: Number, *, max_points: Decimal) -> Decimal:
    """Return the points taken from a field, as a positive number.

    Parameters
    ----------
    minus : int or Decimal
        Points recorded against the unit in this field, 0 or more.
    max_points : Decimal
        The most that can be taken, in points.

    Returns
    -------
    Decimal
        In points, 0 to `max_points`; a node with ``subtracts: true`` takes them off.

    Raises
    ------
    CountError
        If the points are negative.

    Examples
    --------
    >>> field_minus(Decimal("0.75"), max_points=Decimal(2))
    Decimal('0.75')
    """
    if minus < 0:
        raise CountError(minus, minus)
    return min(max_points, Decimal(minus))
