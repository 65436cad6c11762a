"""Rule kind `sipas`: the maximum times the satisfaction index, which is in percent."""

from decimal import Decimal

from parindex.errors import CountError
from parindex.rulebook.values import Number

WORDS = {
    "vi": "Điểm bằng {max_points} nhân Chỉ số hài lòng (SIPAS).",
    "en": "Points are {max_points} times the satisfaction index (SIPAS).",
}
FORMULA = "{max_points} × {percent} / 100"


def sipas(percent: Number, *, max_points: Decimal) -> Decimal:
    """Return max × percent / 100.

    Parameters
    ----------
    percent : int or Decimal
        Satisfaction index in percent, 0 to 100.
    max_points : Decimal
        What the component is worth, in points.

    Returns
    -------
    Decimal
        In points, 0 to `max_points`, not rounded.

    Raises
    ------
    CountError
        If the index lies outside 0 to 100.

    References
    ----------
    .. [1] Results of Hòa Bình province for 2023: 99.75 percent of 8 points give 7.98.

    Examples
    --------
    >>> sipas(Decimal("99.75"), max_points=Decimal(8))
    Decimal('7.98')
    """
    if not 0 <= percent <= 100:
        raise CountError(percent, 100)
    return max_points * percent / 100
