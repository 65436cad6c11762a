"""Rule kind `ratio`: the maximum times the share."""

from decimal import Decimal

from parindex.errors import CountError, NothingAroseError
from parindex.rulebook.values import Number

WORDS = {
    "vi": "Điểm bằng {max_points} nhân tỷ lệ đạt được.",
    "en": "Points are {max_points} times the share.",
}
FORMULA = "{max_points} × {numerator} / {denominator}"


def ratio(numerator: Number, denominator: Number, *, max_points: Decimal) -> Decimal:
    """Return the maximum times a share; the division comes last.

    Parameters
    ----------
    numerator, denominator : int or Decimal
        Part and whole, the part 0 to the whole.
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        In points, 0 to `max_points`, not rounded.

    Raises
    ------
    NothingAroseError
        If part and whole are 0.
    CountError
        If the two do not form a share.

    References
    ----------
    .. [1] Decision 766/QĐ-TTg of 23/6/2022, item 2.1.

    Examples
    --------
    >>> ratio(1, 3, max_points=Decimal(6))
    Decimal('2')
    """
    if not 0 <= numerator <= denominator:
        raise CountError(numerator, denominator)
    if not denominator:
        raise NothingAroseError
    return max_points * numerator / denominator
