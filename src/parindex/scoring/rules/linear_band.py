"""Rule kind `linear_band`: nothing up to `low`, all from `high`, a line between."""

from decimal import Decimal

from parindex.errors import CountError, NothingAroseError
from parindex.rulebook.values import Number, Share

WORDS = {
    "vi": "Đến {low} được 0 điểm; từ {high} trở lên được {max_points} điểm; "
    "ở giữa tính theo đường thẳng.",
    "en": "Nothing up to {low}, all {max_points} from {high} on, a straight line between.",
}
FORMULA = "{max_points} × ({ratio} − {low}) / ({high} − {low})"


def linear_band(
    numerator: Number, denominator: Number, *, low: Share, high: Share, max_points: Decimal
) -> Decimal:
    """Return the points that a share earns between two bounds.

    There is one division and it comes last, so a share such as 1/3 loses
    nothing on the way. Rounding is a step of the rulebook, done elsewhere.

    Parameters
    ----------
    numerator, denominator : int or Decimal
        Part and whole, the part 0 to the whole.
    low, high : Decimal
        Bounds of the band, as shares from 0 to 1, `low` below `high`.
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

    Examples
    --------
    >>> band = {"low": Decimal("0.80"), "high": Decimal(1), "max_points": Decimal(2)}
    >>> linear_band(95, 100, **band)
    Decimal('1.5')
    """
    if not 0 <= numerator <= denominator:
        raise CountError(numerator, denominator)
    if not denominator:
        raise NothingAroseError
    above_low = numerator - low * denominator
    width = (high - low) * denominator
    return max_points * min(max(above_low, Decimal(0)), width) / width


def fault(*, low: Decimal, high: Decimal) -> str | None:
    """Say when the band is upside down, or ends where no share can reach."""
    if high > 1:
        return f"band {low} to {high} ends above 1, where no share can reach"
    return None if low < high else f"band {low} to {high} is upside down (low must be below high)"
